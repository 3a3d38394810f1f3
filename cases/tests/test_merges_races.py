"""Two people merge the same two entries at the same moment."""

import pytest
from django.core.exceptions import ValidationError
from django.db.models.query import QuerySet

from cases import services
from cases.models import (
    Merge,
    Person,
)
from cases.tests.merging import fresh
from core.scoping import system
from people import together

pytestmark = pytest.mark.django_db


# Two people at the same moment


def opposite(first, second, people):
    pairs = [(first, second), (second, first)]

    def one(turn):
        with system():
            return services.merge_persons(
                keep=pairs[turn][0], drop=pairs[turn][1], choices={}, reason="x", by=people[turn]
            )  # fmt: skip

    return together(2, one)


@pytest.fixture
def pair(jelena):
    with system():
        return two_entries(jelena)


def two_entries(jelena):
    place = jelena.scope.municipalities[0]
    both = [
        Person(surname="Marković", given_name=name, municipality_id=place)
        for name in ("Vera", "Вера")
    ]
    for person in both:
        services.save_person(person=person)
    return both


@pytest.mark.django_db(transaction=True)
def test_merging_in_opposite_directions_has_one_winner(pair, jelena, dragan):
    outcomes = opposite(*pair, [jelena, dragan])
    assert sum(isinstance(each, Merge) for each in outcomes) == 1
    (loser,) = [each for each in outcomes if isinstance(each, Exception)]
    assert isinstance(loser, ValidationError)
    assert "in the meantime" in str(loser)
    assert sum(fresh(each).merged_into_id is None for each in pair) == 1


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_the_loser_is_not_told(jelena, dragan, monkeypatch):
    """The control: both entries are read without being held."""
    monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, **how: rows)
    faults = 0
    for _round in range(5):
        with system():
            both = two_entries(jelena)
        outcomes = opposite(*both, [jelena, dragan])
        faults += any(not isinstance(each, Merge | ValidationError) for each in outcomes)  # fmt: skip
        faults += all(isinstance(each, Merge) for each in outcomes)
    assert faults
