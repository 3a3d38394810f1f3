"""SQL that was written before is not written anew: for a list that takes longer than running it.

Only statements are kept, never rows: what they find is asked every time, under the reader's own scope.
"""

from collections.abc import Callable, Hashable

from django.core.exceptions import EmptyResultSet
from django.db.models import QuerySet

Statement = tuple[str, tuple]

WRITTEN: dict[Hashable, Statement] = {}
MOST_WRITTEN = 1_000


def written(about: Hashable, write: Callable[[], Statement]) -> Statement:
    """The statement `about` this, written once; of None nothing is known, so it is written now."""
    if about is None:
        return write()
    statement = WRITTEN.get(about)
    if statement is None:
        if len(WRITTEN) >= MOST_WRITTEN:
            WRITTEN.clear()
        statement = WRITTEN[about] = write()
    return statement


def of_query(rows: QuerySet) -> Statement:
    """The SQL of a query and its values; one that cannot find anything is still a statement."""
    try:
        return rows.query.sql_with_params()
    except EmptyResultSet:
        return "SELECT NULL WHERE false", ()
