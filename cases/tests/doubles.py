"""Milena, who is registered twice, and what the worker does about it."""

import pytest

from cases.models import DuplicatePair
from cases.services.duplicates import KIND
from core import jobs
from core.models import Job, Settlement
from core.scoping import system
from people import PEJA, STRPCE


def work():
    """What the worker does: run every search for duplicates that waits."""
    with system():
        waiting = list(Job.objects.filter(kind=KIND, state=Job.State.QUEUED))
    for job in waiting:
        jobs.perform(job.pk)
    return len(waiting)


def head(request):
    return request.household.head


def pairs() -> set:
    """Every pair that is kept: whose it is, both entries, and how likely."""
    with system():
        return set(
            DuplicatePair.objects.values_list(
                "municipality__code", "person", "other", "likelihood"
            )
        )


@pytest.fixture
def milena(register):
    """Milena Đorđević of Štrpce, in Cyrillic."""
    return head(register(father_name="Стојан"))


@pytest.fixture
def village(db):
    """Another village of Štrpce."""
    return Settlement.objects.filter(municipality__code=STRPCE).last()


@pytest.fixture
def twice(register, milena, village):
    """Milena, registered once more in Latin letters, and the pair that was found."""
    names = {"surname": "Djordjevic", "given_name": "Milena", "father_name": "Stojan"}
    again = head(register(**names, place=village))
    work()
    with system():
        return DuplicatePair.objects.get(person=milena, other=again)


@pytest.fixture
def across(register, milena, arta):
    """Milena, registered in Peja as well: the side of Štrpce and the side of Peja."""
    there = head(
        register(
            at=PEJA, by=arta, surname="Gjorgjeviq", given_name="Millena", father_name="Stojan"
        )
    )  # fmt: skip
    work()
    with system():
        return [
            DuplicatePair.objects.with_other_side().get(person=one, other=other)
            for one, other in ((milena, there), (there, milena))
        ]
