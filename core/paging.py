"""Paging by key: the next fifty after a row, never "page 1,000 of a million"."""

import base64
import json
from collections.abc import Hashable
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils.dateparse import parse_datetime

from core.statements import of_query, written

PAGE = 50
# They hold the places of a cursor's values in a statement that is written once.
MOMENT, PK = datetime(1, 1, 2, tzinfo=UTC), 9_007_199_254_740_991


@dataclass(frozen=True)
class Page:
    """Fifty rows and the keys of their neighbours."""

    rows: list[tuple]
    previous: str
    following: str


def fetch(
    rows: QuerySet,
    fields: tuple[str, ...],
    *,
    whole: QuerySet,
    key: str,
    cursor: str = "",
    of: Hashable = None,
) -> Page:
    """The rows around a cursor, newest first, by (`key`, pk); a broken cursor gives the first page.

    `rows` are those to leaf through, `whole` is what they were chosen from, with all that the fields
    need; `of` is what `rows` depend on, so that their statement is known again.
    """
    position = _read(cursor)
    direction = position[0] if position else ""
    sql, values = written(
        of and (of, fields, key, direction, PAGE),
        lambda: _statement(rows, fields, whole, key, direction),
    )
    found = _found(sql, values, position)
    more, found = len(found) > PAGE, found[:PAGE]
    backwards = direction == "b"
    if backwards:
        found.reverse()
    has_previous, has_following = (more, True) if backwards else (bool(position), more)
    return Page(
        rows=[row[2:] for row in found],
        previous=_write("b", found[0]) if found and has_previous else "",
        following=_write("f", found[-1]) if found and has_following else "",
    )


def _statement(rows: QuerySet, fields, whole: QuerySet, key: str, direction: str):
    """The page's SQL, with probes in the place of the cursor."""
    if direction:
        rows = rows.filter(_beyond(key, direction))
    order = (key, "pk") if direction == "b" else (f"-{key}", "-pk")
    # The fifty are chosen first and joined then: under row security the database takes the joins for
    # rarer than they are, and would rather join and sort everything than walk the index.
    chosen = whole.filter(pk__in=rows.order_by(*order).values("pk")[: PAGE + 1])
    return of_query(chosen.order_by(*order).values_list(key, "pk", *fields))


def _found(sql: str, values: tuple, position: tuple | None) -> list[tuple]:
    if position:
        _direction, moment, pk = position
        there = {MOMENT: moment, PK: pk}
        values = tuple(
            there.get(value, value) if isinstance(value, datetime | int) else value
            for value in values
        )
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def _beyond(key: str, direction: str) -> Q:
    # Written with an outer bound on the key alone, so that the index on (key, id) is walked from there.
    if direction == "b":
        return Q(**{f"{key}__gte": MOMENT}) & (
            Q(**{f"{key}__gt": MOMENT}) | Q(pk__gt=PK)
        )
    return Q(**{f"{key}__lte": MOMENT}) & (Q(**{f"{key}__lt": MOMENT}) | Q(pk__lt=PK))


def _write(direction: str, row: tuple) -> str:
    text = json.dumps([direction, row[0].isoformat(), row[1]])
    return base64.urlsafe_b64encode(text.encode()).decode()


def _read(cursor: str) -> tuple | None:
    try:
        direction, moment, pk = json.loads(base64.urlsafe_b64decode(cursor.encode()))
        moment = parse_datetime(moment)
        aware = moment and moment.tzinfo
        valid = direction in {"f", "b"} and aware and isinstance(pk, int)
    except (ValueError, TypeError, RecursionError):
        return None
    return (direction, moment, pk) if valid else None
