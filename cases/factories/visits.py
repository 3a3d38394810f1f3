"""Visits of families, their return, and how they were found."""

from datetime import date, timedelta

from django.utils import timezone

from accounts.models import User
from cases import homecomings
from cases.models import (
    Criterion,
    Homecoming,
    Monitoring,
    VisitEvent,
    VisitHousehold,
)
from cases.services import visits


def make_visit(
    *households, by: User, kind: str = "go_and_see", **details
) -> VisitEvent:
    """A go-and-see visit of these families, each of which said freely that it wants to return."""
    place = households[0].place_of_return
    event = VisitEvent(
        municipality_id=households[0].municipality_id,
        kind=kind,
        place=place,
        **{"held_on": timezone.localdate() - timedelta(days=30), **details},
    )
    visits.record_visit(event=event, by=by)
    visits.add_families(event=event, households=households)
    VisitHousehold.objects.filter(event=event).update(
        intention="return", said_on=event.held_on, is_voluntary=True
    )
    return event


def come_home(household, *, by: User, on: date, **details) -> Homecoming:
    """A family that returned with keys, on a day."""
    facts = {"way": "assisted", "evidence": "keys", "programme": "RRK", **details}
    homecoming = Homecoming(household=household, returned_on=on, **facts)
    homecomings.record_homecoming(homecoming=homecoming, by=by)
    return homecoming


def plan_visit(household, *, by: User, on: date, **details) -> Monitoring:
    """A monitoring visit of a household, to be made on a day."""
    visit = Monitoring(household=household, planned_for=on, **details)
    return homecomings.plan_visit(visit=visit, by=by)


def look_at(
    household, *, by: User, on: date, presence: str = "present", **found
) -> Monitoring:
    """A monitoring visit that was made: how the family was found, and criteria that are other than met."""
    visit = plan_visit(household, by=by, on=on)
    visit.done_on, visit.presence = on, presence
    if presence != "present":
        visit.since, visit.why = on, "Work in another town."
    answers = {each: (found.get(each, "met"), "") for each in Criterion.values}
    return visits.enter_visit(visit=visit, found=answers, by=by)
