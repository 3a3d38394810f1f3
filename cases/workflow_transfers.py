"""The life of a transfer: asked by the office that has the file, answered by the one that shall have it."""

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models import (
    Change,
    CourtesyView,
    ExternalIdentifier,
    Import,
    ImportRow,
    Merge,
    Request,
    Transfer,
)
from cases.models.changes import WAITING
from cases.services import foreign_reading, transfers_moving
from cases.services.duplicates import ask_to_refresh, keep_sides
from cases.services.transfers_moving import Family, family_of
from core.models import StatusChange, Turn
from core.workflow import CHANGED_OFFICE, Guard, Stage, Transition, Workflow

S = Transfer.Status


# Guards. They look past the walls: the caller stands in the name of both offices.


def _family(transfer) -> Family:
    return family_of(transfer.household)


def _is_where_it_was(transfer, by) -> bool:
    home = transfer.household
    return (
        home.municipality_id == transfer.from_municipality_id
        and home.merged_into_id is None
    )


def _no_change_waits(transfer, by) -> bool:
    family = _family(transfer)
    about = (
        Q(household__in=family.households)
        | Q(other_household__in=family.households)
        | Q(person__in=family.persons)
    )
    return not Change.objects.filter(about, status__in=WAITING).exists()


def _no_merge_waits(transfer, by) -> bool:
    family = _family(transfer)
    about = (
        Q(kept_household__in=family.households)
        | Q(dropped_household__in=family.households)
        | Q(kept_person__in=family.persons)
        | Q(dropped_person__in=family.persons)
    )
    waits = Merge.objects.filter(about, state=Merge.State.PROPOSED)
    return not waits.exists()


def _no_import_runs(transfer, by) -> bool:
    family = _family(transfer)
    running = (Import.State.RUNNING, Import.State.TAKING_BACK)
    rows = ImportRow.objects.filter(run__state__in=running)
    about = Q(person__in=family.persons) | Q(household__in=family.households)
    return not rows.filter(about).exists()


def _on_no_agenda(transfer, by) -> bool:
    records = transfers_moving.records_of(_family(transfer))
    return not records.filter(agenda_items__result="").exists()


def _numbers_are_free(transfer, by) -> bool:
    """Each office has numbers of its own in a register: the same number may stand there for somebody else."""
    family = _family(transfer)
    own = ExternalIdentifier.objects.filter(
        Q(person__in=family.persons) | Q(household__in=family.households)
    )
    there = ExternalIdentifier.objects.filter(municipality=transfer.to_municipality_id)
    taken = Q(pk__in=())
    for source, kind, number in own.values_list("source", "kind", "number"):
        taken |= Q(source=source, kind=kind, number=number)
    return not there.filter(taken).exists()


HERE = Guard(
    _("The file is where it was when the transfer was asked"),
    _("This file is no longer at the office that asked. Nothing can be taken over."),
    _is_where_it_was,
    on_checklist=False,
)
NO_CHANGE = Guard(
    _("No proposed change of the family waits"),
    _("A proposed change of this family waits. It is decided or withdrawn first."),
    _no_change_waits,
)
NO_MERGE = Guard(
    _("No proposed merge waits"),
    _("A proposed merge of this family waits. It is confirmed or declined first."),
    _no_merge_waits,
)
NO_IMPORT = Guard(
    _("No import is writing into the file"),
    _("An import that touches this family is running. Wait until it has ended."),
    _no_import_runs,
)
NO_AGENDA = Guard(
    _("No request is on an agenda"),
    _(
        "A file of this family is on the agenda of a sitting. It is decided, adjourned or taken off first."
    ),
    _on_no_agenda,
)
FREE_NUMBERS = Guard(
    _("The register numbers of the family are free at the other office"),
    _(
        "The other office knows somebody by the same number of the same register. The two entries are compared first."
    ),
    _numbers_are_free,
)
IN_FLIGHT = (NO_CHANGE, NO_MERGE, NO_IMPORT, NO_AGENDA, FREE_NUMBERS)


def refuse_what_is_in_flight(transfer: Transfer) -> None:
    """Say at once, when it is asked, what would stand in the way of taking the family over."""
    found = [each.refusal for each in IN_FLIGHT if not each.holds(transfer, None)]
    if found:
        raise ValidationError(found, code="guard")


# Effects


def _stamp(transfer, at) -> tuple[str, ...]:
    transfer.answered_at = at
    return ("answered_at",)


def _answer(transfer, *, change, by) -> None:
    transfer.answered_by, transfer.answer = by, change.reason
    transfer.save(update_fields=["answered_by", "answer"])


def _take_over(transfer, *, change, by) -> None:
    _answer(transfer, change=change, by=by)
    here, there = transfer.from_municipality_id, transfer.to_municipality_id
    family = transfers_moving.move(transfer.household, to=there)
    transfer.municipality_id = there
    _tell_requests(transfer, family, change)
    keep_sides(family.persons)
    ask_to_refresh(family.persons)
    _leave_a_view(transfer, here)


def _tell_requests(transfer, family: Family, change) -> None:
    """The history of each request says where it came from: it went no further in its own life."""
    StatusChange.objects.bulk_create(
        StatusChange(
            record_id=request.pk,
            municipality_id=transfer.to_municipality_id,
            transition=CHANGED_OFFICE,
            from_status=request.status,
            to_status=request.status,
            at=change.at,
            by=change.by,
            reason=transfer.reason,
            details={
                "from": transfer.from_municipality_id,
                "to": transfer.to_municipality_id,
                "transfer": transfer.reference,
            },
        )
        for request in Request.objects.filter(household__in=family.households)
    )


def _leave_a_view(transfer, reader: int) -> None:
    until = foreign_reading.courtesy_until()
    if until:
        CourtesyView.objects.create(
            household=transfer.household,
            municipality_id=transfer.to_municipality_id,
            reader_id=reader,
            until=until,
        )


ASK, ANSWER, TAKE_BACK = (
    "cases.ask_transfer",
    "cases.answer_transfer",
    "cases.take_back_transfer",
)
TRANSFER = Workflow(
    "cases.transfer",
    stages=(
        Stage(S.ASKED, S.ASKED.label, S.ASKED.label, "waiting", Turn.OFFICE),
        Stage(S.ACCEPTED, S.ACCEPTED.label, S.ACCEPTED.label, "good", final=True),
        Stage(S.REFUSED, S.REFUSED.label, S.REFUSED.label, "bad", final=True),
        Stage(S.TAKEN_BACK, S.TAKEN_BACK.label, S.TAKEN_BACK.label, "neutral", final=True),
    ),
    path=(S.ASKED, S.ACCEPTED),
    transitions=(
        Transition(
            "accept",
            _("Take the family over"),
            (S.ASKED,),
            S.ACCEPTED,
            ANSWER,
            guards=(HERE, *IN_FLIGHT),
            sets=_stamp,
            effect=_take_over,
            consequences=(
                _("The whole file of the family belongs to your office from now on: persons, requests, papers, letters, notes, property, assistance and visits."),
                _("All numbers stay as they are, and deadlines run on."),
                _("No officer is assigned: assign one of yours."),
                _("Protocol books and imports stay with the office that kept them."),
            ),
        ),
        Transition(
            "refuse",
            _("Do not take over"),
            (S.ASKED,),
            S.REFUSED,
            ANSWER,
            needs_reason=True,
            sets=_stamp,
            effect=_answer,
            tone="danger",
            consequences=(_("The file stays where it is. The other office reads your reason."),),
        ),
        Transition(
            "take_back",
            _("Ask no longer"),
            (S.ASKED,),
            S.TAKEN_BACK,
            TAKE_BACK,
            sets=_stamp,
            tone="danger",
            consequences=(_("The file stays at your office."),),
        ),
    ),
)  # fmt: skip
