"""Who was born on a day: found by the date alone, or by the date and the place of return."""

from datetime import date

from django.db.models import Exists, OuterRef

from cases.models import Member, Person
from cases.search import candidates
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


def born_then(query: Query, scope: Scope) -> list[Ranked]:
    """The persons born on the typed day, where the other words, if any, name a place."""
    if query.born is None:
        return []
    places = _places(query)
    if query.words and not places:
        return []
    rows = Person.objects.all().within(scope)
    rows = rows.filter(birth_precision=Person.Precision.DAY, merged_into=None)
    if places:
        rows = rows.filter(Exists(_there_now(places)))
    ids = [
        pk
        for day in days_meant(query.born)
        for pk in rows.filter(birth_date=day).values_list("pk", flat=True)[:MOST_BORN]
    ][:MOST_BORN]
    found = [
        _weighed(person, query.born, places) for person in candidates.people(ids, scope)
    ]
    return sorted(found, key=lambda each: -each.score)


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


def _there_now(places):
    return Member.objects.filter(
        person=OuterRef("pk"), left_on=None, household__place_of_return__in=places
    )


def _weighed(person: Person, born: date, places: frozenset[int]) -> Ranked:
    score = LEAST + SAME_YEAR + SAME_DAY + (SAME_PLACE if places else 0)
    household = candidates.household_of(person)
    there = (
        frozenset([household.place_of_return_id])
        if places and household
        else frozenset()
    )
    return Ranked(
        Candidate(key=person, names=(), places=there),
        score if person.birth_date == born else score - OTHER_ORDER,
        born=person.birth_date,
        place=bool(there),
    )
