"""Numbers people read aloud: never the same twice, and where the law wants it, without a gap."""

import re
import time

import pytest
from django.db import connection, transaction

from core import references
from core.models import ReferenceCounter
from core.scoping import system
from people import rows_kept, together

CROWD = 20
NEW = pytest.mark.django_db(transaction=True)


def number_of(reference):
    return int(reference.rpartition("-")[2])


def draw(kind, *, fail=False):
    with system():
        reference = references.draw(kind, year=2026)
        time.sleep(0.005)
        if fail:
            raise ConnectionError(reference)
    return reference


@pytest.mark.parametrize("kind", ["HH", "RR"])
def test_a_number_says_kind_and_year(db, kind):
    with system():
        assert re.fullmatch(rf"{kind}-2031-\d{{6}}", references.draw(kind, year=2031))


def test_each_year_begins_anew_where_no_number_may_be_missing(db):
    with system():
        drawn = [references.draw("DL", year=year) for year in (2030, 2030, 2031)]
    assert drawn == ["DL-2030-00001", "DL-2030-00002", "DL-2031-00001"]


def test_an_unknown_kind_of_number_is_a_mistake(db):
    with pytest.raises(KeyError):
        references.draw("XX")


@NEW
@pytest.mark.parametrize("kind", ["RR", "DL"])
def test_a_crowd_draws_only_different_numbers(kind):
    drawn = together(CROWD, lambda turn: draw(kind))
    assert len(set(drawn)) == CROWD
    assert all(isinstance(reference, str) for reference in drawn)


@NEW
def test_a_crowd_of_registrations_has_a_crowd_of_numbers(register, jelena):
    before = rows_kept()
    filed = together(CROWD, lambda turn: register(surname=f"Family{turn}"))
    assert len({request.reference for request in filed}) == CROWD
    assert len({request.household.reference for request in filed}) == CROWD
    assert rows_kept()["cases.Request"] == before["cases.Request"] + CROWD


@NEW
def test_a_number_that_was_given_back_is_drawn_by_the_next():
    results = together(CROWD, lambda turn: draw("NL", fail=turn % 2))
    kept = sorted(number_of(each) for each in results if isinstance(each, str))
    failed = [each for each in results if isinstance(each, ConnectionError)]
    assert len(failed) == CROWD // 2
    assert kept == list(range(1, CROWD // 2 + 1))
    with system():
        assert ReferenceCounter.objects.get(kind="NL", year=2026).last == CROWD // 2


@NEW
def test_without_the_lock_the_race_would_give_a_number_twice(monkeypatch):
    """The control: read first, write later, as one would write it in haste."""

    def hasty(kind, year):
        row = ReferenceCounter.objects.get(kind=kind, year=year)
        time.sleep(0.02)
        ReferenceCounter.objects.filter(pk=row.pk).update(last=row.last + 1)
        return row.last + 1

    with system():
        ReferenceCounter.objects.create(kind="DL", year=2026, last=0)
    monkeypatch.setattr(references, "next_in_row", hasty)
    drawn = together(8, lambda turn: draw("DL"))
    assert len(set(drawn)) < 8


@NEW
def test_numbers_of_records_do_not_wait_for_each_other():
    """A registration that is still open does not hold up the next counter."""
    with transaction.atomic():
        mine = number_of(references.draw("RR", year=2026))
        (theirs,) = together(1, lambda turn: draw("RR"))
    assert number_of(theirs) == mine + 1
    assert not connection.in_atomic_block
