"""What changes before and during a sitting: members, agenda, frozen files, proposals, conflicts, votes."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commissions.agenda import line_of, lines_of
from commissions.decidable import REGISTRY, Outcome, decided_by
from commissions.freezing import packs_of
from commissions.models import (
    AgendaItem,
    Attendance,
    Commission,
    Conflict,
    Member,
    Sitting,
    Vote,
)
from commissions.workflow import SITTING
from core import rules

NOT_OPEN = _("The sitting is not open: nobody can vote.")
CLOSED = _("The sitting is closed: nothing can be changed any more.")
NOT_PLANNED = _("The agenda is made shorter only before the sitting opens.")
NO_SEAT = _("You take no part in this item.")
AGAINST_NEEDS_REASON = _("Say why you vote against.")
NOT_DECLARED = _("You have declared no conflict of interest that stands.")
NOTHING_TO_VOTE_ON = _("Nothing is proposed yet.")
RUN = "commissions.run_sitting"


def appoint_commission(*, commission: Commission, by) -> Commission:
    """Write down a commission as its act appoints it."""
    commission.created_by = by
    commission.save()
    return commission


def plan_sitting(*, sitting: Sitting, by) -> Sitting:
    """Plan a sitting of a commission."""
    return SITTING.begin(sitting, by=by)


def held(sitting_id: int, *, allowed: tuple[str, ...], refusal) -> Sitting:
    """The sitting, held so that nobody opens or closes it meanwhile; refused in another stage."""
    locked = (
        Sitting.objects.select_for_update(of=("self",))
        .select_related("commission")
        .get(pk=sitting_id)
    )
    if locked.status not in allowed:
        raise ValidationError(refusal, code="stage")
    return locked


def _unfinished(item: AgendaItem) -> Sitting:
    stages = (Sitting.Status.PLANNED, Sitting.Status.OPEN)
    return held(item.sitting_id, allowed=stages, refusal=CLOSED)


@transaction.atomic
def note_attendance(*, sitting: Sitting, present: set[int]) -> None:
    """Write down which members are there."""
    stages = (Sitting.Status.PLANNED, Sitting.Status.OPEN)
    sitting = held(sitting.pk, allowed=stages, refusal=CLOSED)
    for member in Member.objects.filter(commission=sitting.commission_id):
        Attendance.objects.update_or_create(
            sitting=sitting,
            member=member,
            defaults={"is_present": member.pk in present},
        )


# Agenda


def ready_records(sitting: Sitting, *, by) -> list[tuple]:
    """(declaration, rows) of what this commission could take on its agenda now."""
    return [
        (decidable, _ready_rows(decidable, sitting, by))
        for decidable in decided_by(sitting.commission.kind)
    ]


def _ready_rows(decidable, sitting: Sitting, by):
    rows = decidable.rows().visible_to(by, RUN).filter(status=decidable.status)
    if sitting.municipality_id:
        rows = rows.filter(municipality=sitting.municipality_id)
    taken = AgendaItem.objects.filter(result="").values("record")
    return rows.exclude(pk__in=taken).order_by("created_at", "pk")


@transaction.atomic
def take_up(*, sitting: Sitting, record_ids: list[int], by) -> int:
    """Put ready records on the agenda, each with its file as it stands now; how many were taken."""
    stages = (Sitting.Status.PLANNED, Sitting.Status.OPEN)
    sitting = held(sitting.pk, allowed=stages, refusal=CLOSED)
    last = sitting.items.aggregate(last=Max("position"))["last"] or 0
    items = []
    for decidable, rows in ready_records(sitting, by=by):
        wanted = list(rows.filter(pk__in=record_ids))
        taken = decidable.rows().filter(pk__in=[row.pk for row in wanted])
        packs = packs_of(decidable, taken)
        items += [
            AgendaItem(
                sitting=sitting,
                municipality_id=sitting.municipality_id,
                record_id=row.pk,
                record_kind=decidable.model_label,
                place_id=row.municipality_id,
                reference=row.reference,
                pack=packs[row.pk],
            )
            for row in wanted
        ]
    for position, item in enumerate(items, last + 1):
        item.position = position
    AgendaItem.objects.bulk_create(items)
    return len(items)


@transaction.atomic
def remove_item(*, item: AgendaItem) -> None:
    """Take an item off the agenda; only before the sitting opens."""
    held(item.sitting_id, allowed=(Sitting.Status.PLANNED,), refusal=NOT_PLANNED)
    item.delete()


@transaction.atomic
def freeze_again(*, item: AgendaItem) -> AgendaItem:
    """Take the file as it stands now; votes on the old file count no more."""
    _unfinished(item)
    decidable = REGISTRY[item.sitting.commission.kind, item.record_kind]
    packs = packs_of(decidable, decidable.rows().filter(pk=item.record_id))
    if packs[item.record_id]["status"] != decidable.status:
        raise ValidationError(_("The file has left the stage of this commission."))
    item.pack, item.frozen_at = packs[item.record_id], timezone.now()
    item.save(update_fields=["pack", "frozen_at"])
    item.votes.filter(is_current=True).update(is_current=False)
    return item


# Proposals


@transaction.atomic
def propose(*, item: AgendaItem, outcome: Outcome, form, by) -> AgendaItem:
    """Prepare a decision with its wording; what was voted on another wording counts no more."""
    _unfinished(item)
    answers = form.cleaned_data | outcome.given
    if (item.proposed, item.answers) != (outcome.key, answers):
        item.votes.filter(is_current=True).update(is_current=False)
    item.proposed, item.answers, item.prepared_by = outcome.key, answers, by
    item.typed = {name: form[name].value() for name in form.fields}
    item.save(update_fields=["proposed", "answers", "typed", "prepared_by"])
    return item


def propose_usual(*, item: AgendaItem, key: str, by) -> AgendaItem:
    """Prepare a decision with the wording that is usual for it, where that suffices."""
    line = line_of(item)
    outcome = line.decidable and line.decidable.outcome(key)
    if outcome is None or line.record is None:
        raise ValidationError(_("This file is not there (any more)."))
    asked = line.decidable.form(outcome, line.record, by=by)
    usual = {name: field.initial for name, field in asked.fields.items()}
    form = line.decidable.form(outcome, line.record, by=by, data=usual)
    if not form.is_valid():
        raise ValidationError(
            _("The usual wording does not suffice here: prepare this item by itself.")
        )
    return propose(item=item, outcome=outcome, form=form, by=by)


# Conflicts and votes


@transaction.atomic
def declare_conflict(*, item: AgendaItem, reason: str, by) -> Conflict:
    """Somebody of the commission says why they take no part in an item."""
    sitting = _unfinished(item)
    member = (
        Member.objects.filter(commission=sitting.commission_id, user=by)
        .on(sitting.day)
        .first()
    )
    if member is None:
        raise PermissionDenied
    return Conflict.objects.create(
        item=item, member=member, source=Conflict.Source.DECLARED, reason=reason
    )


@transaction.atomic
def take_back_conflict(*, item: AgendaItem, reason: str, by) -> Conflict:
    """Whoever declared a conflict takes part after all, as long as nobody has voted; what was declared stays to be read.

    The database repeats it (migration threads).
    """
    _unfinished(item)
    declared = Conflict.objects.standing().filter(
        item=item, member__user=by, source=Conflict.Source.DECLARED
    )
    conflict = declared.first()
    if conflict is None:
        raise ValidationError(NOT_DECLARED, code="not_declared")
    if item.votes.exists():
        raise ValidationError(Conflict.VOTED_ALREADY, code="voted")
    conflict.taken_back_at, conflict.taken_back_because = timezone.now(), reason
    conflict.save(update_fields=["taken_back_at", "taken_back_because"])
    return conflict


@transaction.atomic
def cast_vote(*, item: AgendaItem, choice: str, by, reason: str = "") -> Vote:
    """Vote on what is proposed, or change one's vote, until the sitting closes."""
    sitting = held(item.sitting_id, allowed=(Sitting.Status.OPEN,), refusal=NOT_OPEN)
    # Read anew under the lock: the proposal may have changed meanwhile.
    item = AgendaItem.objects.select_related("sitting__commission").get(pk=item.pk)
    line = lines_of(sitting, items=[item])[0]
    member = line.seat_of(by)
    if not rules.may(by, "commissions.vote", sitting) or member is None:
        raise ValidationError(NO_SEAT, code="no_seat")
    if line.proposed is None:
        raise ValidationError(NOTHING_TO_VOTE_ON, code="nothing_proposed")
    if choice == Vote.Choice.AGAINST and not reason.strip():
        raise ValidationError(AGAINST_NEEDS_REASON, code="reason")
    item.votes.filter(member=member, is_current=True).update(is_current=False)
    return Vote.objects.create(
        item=item,
        member=member,
        proposed=item.proposed,
        choice=choice,
        reason=reason.strip(),
    )
