"""Who was born on a day: found by the date alone, or by the date and the place of return."""

from datetime import date

from django.db.models import IntegerField, Value

from cases.models import Person
from cases.search import candidates
from cases.search.candidates import Entry
from cases.search.query import Query
from cases.search.ranking import (
    LEAST,
    SAME_DAY,
    SAME_PLACE,
    SAME_YEAR,
    Candidate,
    Ranked,
)
from core.scoping import Scope

MOST_BORN = 50
# Day and month are easily taken for each other; whoever fits as typed comes first.
OTHER_ORDER = 0.03
NOWHERE = Value(None, output_field=IntegerField())
PLACE = "memberships__household__place_of_return"


def born_then(query: Query, scope: Scope) -> list[Ranked]:
    """The persons born on the typed day, where the other words, if any, name a place; as typed first."""
    if query.born is None:
        return []
    places = _places(query)
    if query.words and not places:
        return []
    found = [
        _weighed(Entry(*entry), place, as_typed=day == query.born)
        for day in days_meant(query.born)
        for *entry, place in _born_on(day, places, scope)
    ]
    return found[:MOST_BORN]


def days_meant(born: date) -> list[date]:
    """The day, and the one with day and month the other way round."""
    days = [born]
    if born.day <= 12 and born.day != born.month:
        days.append(born.replace(day=born.month, month=born.day))
    return days


def _places(query: Query) -> frozenset[int]:
    """The settlements that all the words together name."""
    ways = candidates.readings(query) if query.words else []
    return next(
        (way.places for way in ways if way.places and not way.words), frozenset()
    )


def _born_on(day: date, places: frozenset[int], scope: Scope):
    rows = Person.objects.all().within(scope)
    rows = rows.filter(
        birth_date=day, birth_precision=Person.Precision.DAY, merged_into=None
    )
    if not places:
        return rows.values_list(*Entry._fields, NOWHERE)[:MOST_BORN]
    there = {"memberships__left_on": None, f"{PLACE}__in": places}
    return rows.filter(**there).values_list(*Entry._fields, PLACE)[:MOST_BORN]


def _weighed(person: Entry, place: int | None, *, as_typed: bool) -> Ranked:
    score = LEAST + SAME_YEAR + SAME_DAY + (SAME_PLACE if place else 0)
    return Ranked(
        Candidate(key=person, names=(), places=frozenset([place] if place else ())),
        score if as_typed else score - OTHER_ORDER,
        born=person.birth_date,
        place=bool(place),
    )
