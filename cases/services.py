"""Changes that touch more than one row: registering a family, its members and its papers."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases import checklists
from cases.models import (
    Displacement,
    Household,
    Member,
    NameToken,
    Paper,
    Person,
    PersonPaper,
    Request,
)
from cases.workflow import REQUEST
from core import documents, edit_versions
from core.models import Note, Settlement
from core.names import tokens

NAME_FIELDS = ("given_name", "surname", "father_name", "maiden_name")


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
def save_person(*, person: Person) -> Person:
    """Save a person and the words under which the person is found."""
    person.save()
    wanted = {
        token
        for name in NAME_FIELDS
        for token in [t[:150] for t in tokens(getattr(person, name))]
    }
    NameToken.objects.filter(person=person).exclude(token__in=wanted).delete()
    NameToken.objects.bulk_create(
        [
            NameToken(
                person=person, municipality_id=person.municipality_id, token=token
            )
            for token in sorted(wanted)
        ],
        ignore_conflicts=True,
    )
    return person


@transaction.atomic
def edit_person(*, person: Person) -> Person:
    """Save what an editor changed, unless another editor was quicker."""
    edit_versions.take(person)
    return save_person(person=person)


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


@transaction.atomic
def add_paper(*, request: Request, paper: Paper, file=None, by) -> Paper:
    """Put a paper into the file: with its scan, or as not available with what stands in for it."""
    paper.request = request
    paper.state = Paper.State.RECEIVED if file else Paper.State.NOT_AVAILABLE
    if file:
        paper.document = documents.attach(request, file, by=by)
    paper.save()
    checklists.forget(request)
    return paper


def write_note(*, record, note: Note, by) -> Note:
    """Leave a note on a record."""
    note.record_id = record.pk
    note.municipality_id = record.municipality_id
    note.written_by = by
    note.save()
    return note


def save_displacement(
    *, household: Household, displacement: Displacement
) -> Displacement:
    """Keep from where and when a household was displaced."""
    displacement.household = household
    if displacement.pk:
        edit_versions.take(displacement)
    displacement.save()
    return displacement


@transaction.atomic
def assign_request(*, request: Request, to) -> Request:
    """Give a request to an officer who may work on it."""
    locked = Request.objects.select_for_update().get(pk=request.pk)
    if not to.has_perm("cases.add_note", locked):
        raise ValidationError(
            _("%(person)s does not work with files of this municipality."),
            params={"person": to},
        )
    if locked.assigned_to_id != to.pk:
        locked.assigned_to = to
        locked.save(update_fields=["assigned_to", "changed_at"])
    return locked
