"""How common the words of names are in the whole register: many people of one common name are not one person."""

import time
from collections.abc import Iterable
from functools import lru_cache

from django.db import connection
from django.db.models import Count

from cases.matching import Facts
from cases.matching.frequencies import ENOUGH, Frequencies
from cases.models import NameToken, Person
from core.names.sounds import sounds

KEPT_SECONDS = 600


def frequencies_of(entries: Iterable[Facts]) -> Frequencies:
    """How many persons bear each word of these names; counted once in ten minutes.

    For the background only: what is counted over every municipality tells an office of names elsewhere.
    """
    total, counts = _counted(int(time.monotonic() // KEPT_SECONDS))
    if total < ENOUGH:
        return Frequencies()
    words = {
        heard
        for facts in entries
        for name in (facts.given_name, facts.surname, facts.father_name)
        for heard in sounds(name)
    }
    if new := words - counts.keys():
        rows = NameToken.objects.filter(sound__in=new).values_list("sound")
        counts.update(dict.fromkeys(new, 0) | dict(rows.annotate(Count("pk"))))
    return Frequencies(counts, total)


@lru_cache(maxsize=1)
def _counted(_period: int) -> tuple[int, dict[str, int]]:
    return estimated_persons(), {}


def estimated_persons() -> int:
    """How many persons there are, as the database last estimated; counting a million takes too long."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT reltuples::bigint FROM pg_class WHERE oid = %s::regclass",
            [Person._meta.db_table],
        )
        return max(cursor.fetchone()[0], 0)
