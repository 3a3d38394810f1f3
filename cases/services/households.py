"""Registering a family, its members and from where it was displaced."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from cases.models import Displacement, Household, Member, Person, PersonPaper, Request
from cases.services.persons import save_person
from cases.workflow import REQUEST
from core import edit_versions
from core.models import Settlement


@transaction.atomic
def register_household(
    *,
    by,
    municipality,
    person: Person,
    language: str,
    request_type,
    place_of_return: Settlement | None = None,
    phone: str = "",
    current_address: str = "",
    paper_kind: str = "",
    paper_number: str = "",
    at: datetime | None = None,
) -> Request:
    """Open a file at the counter: the head of household, the household and its first request."""
    person.municipality = municipality
    save_person(person=person)
    if paper_number:
        PersonPaper.objects.create(person=person, kind=paper_kind, number=paper_number)
    household = Household.objects.create(
        municipality=municipality,
        head=person,
        language=language,
        place_of_return=place_of_return,
        phone=phone,
        current_address=current_address,
        created_by=by,
    )
    _join(household, person, Member.Relation.HEAD)
    return open_request(by=by, household=household, request_type=request_type, at=at)


def open_request(
    *, by, household: Household, request_type, at: datetime | None = None, **wishes
) -> Request:
    """Begin a request of a household the office knows."""
    request = Request(household=household, request_type=request_type, **wishes)
    request.municipality_id = household.municipality_id
    request.assigned_to = by
    return REQUEST.begin(request, by=by, at=at)


@transaction.atomic
def add_member(*, household: Household, person: Person, relation: str) -> Member:
    """Add a person to a household from today on."""
    person.municipality_id = household.municipality_id
    save_person(person=person)
    return _join(household, person, relation)


def _join(household: Household, person: Person, relation: str) -> Member:
    return Member.objects.create(
        household=household,
        person=person,
        relation=relation,
        joined_on=timezone.localdate(),
    )


def save_displacement(
    *, household: Household, displacement: Displacement
) -> Displacement:
    """Keep from where and when a household was displaced."""
    displacement.household = household
    if displacement.pk:
        edit_versions.take(displacement)
    displacement.save()
    return displacement
