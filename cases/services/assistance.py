"""Writing the ledger of assistance: what is planned, what others gave, and every delivery with its receipt."""

from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.models import AssistanceLine, Delivery, Household, Member, Person
from cases.workflow_assistance import ASSISTANCE, DELIVERABLE
from core import documents
from core.uploads import CleanFile
from core.workflow import MovedOn

MORE_THAN_GRANTED = _("This is more than was granted: say why.")
NOT_GRANTED = _("Only what was granted is delivered.")


@transaction.atomic
def plan_assistance(*, household: Household, line: AssistanceLine, by, at=None):
    """Put a line into the ledger of a household; it waits until it is granted."""
    _belongs(household, line)
    line.household, line.municipality_id = household, household.municipality_id
    if at:
        line.planned_on = timezone.localdate(at)
    return ASSISTANCE.begin(line, by=by, at=at)


@transaction.atomic
def record_earlier_assistance(
    *, household: Household, line: AssistanceLine, by, file: CleanFile | None = None
) -> AssistanceLine:
    """Write down what others gave, as it was told or is known, with the paper that shows it."""
    if not line.said_by:
        raise ValidationError(_("Say who told it, or how it is known."))
    line = plan_assistance(household=household, line=line, by=by)
    if file:
        documents.attach(line, file, by=by)
    return ASSISTANCE.apply(line, "tell", by=by)


def _belongs(household: Household, line: AssistanceLine) -> None:
    if line.request_id and line.request.household_id != household.pk:
        raise ValidationError(_("This request is not one of this household."))


@transaction.atomic
def record_delivery(
    *,
    line: AssistanceLine,
    by,
    delivered_on: date,
    quantity: Decimal,
    cost: Decimal,
    delivered_by: str,
    received_by: Person | None = None,
    received_by_name: str = "",
    receipt: CleanFile | None = None,
    note: str = "",
    over_reason: str = "",
) -> Delivery:
    """Write down one handing over; the line is then delivered in part or whole.

    Raises ValidationError when the line is not granted, or when more is delivered than granted without a reason.
    """
    line = _held(line)
    if line.status not in DELIVERABLE:
        raise ValidationError(NOT_GRANTED, code="not_granted")
    _received_by_family(line, received_by)
    total = line.delivered_quantity + quantity
    _explain(line, total, over_reason)
    delivery = Delivery.objects.create(
        line=line,
        delivered_on=delivered_on,
        quantity=quantity,
        cost=cost,
        delivered_by=delivered_by,
        received_by=received_by,
        received_by_name=received_by_name,
        receipt=documents.attach(line, receipt, by=by) if receipt else None,
        note=note,
        recorded_by=by,
    )
    step = "deliver_all" if total >= line.quantity else "deliver_part"
    delivery.line = ASSISTANCE.apply(line, step, by=by)
    return delivery


def _held(line: AssistanceLine) -> AssistanceLine:
    return AssistanceLine.objects.select_for_update().get(pk=line.pk)


def _received_by_family(line: AssistanceLine, person: Person | None) -> None:
    stays = Member.objects.filter(household=line.household_id, person=person)
    if person is not None and not stays.exists():
        raise ValidationError(_("This person does not belong to the household."))


def _explain(line: AssistanceLine, total: Decimal, reason: str) -> None:
    """More than granted needs a reason, kept with the line before the database reckons."""
    if total <= line.quantity:
        return
    if not (reason or line.over_reason):
        raise ValidationError(MORE_THAN_GRANTED, code="more_than_granted")
    if reason:
        line.over_reason = reason
        line.save(update_fields=["over_reason"])


@transaction.atomic
def cancel_delivery(*, delivery: Delivery, reason: str, by) -> Delivery:
    """Say that a delivery was recorded by mistake: it stays, and counts no more."""
    line = _held(delivery.line)
    delivery = Delivery.objects.select_for_update().get(pk=delivery.pk)
    if not delivery.stands:
        raise MovedOn
    if not reason.strip():
        raise ValidationError(_("Give the reason."), code="reason")
    delivery.cancelled_on, delivery.cancelled_by = timezone.localdate(), by
    delivery.cancel_reason = reason.strip()
    delivery.version += 1
    delivery.save()
    line.refresh_from_db()
    # What was cancelled as a whole stays so.
    if line.status in DELIVERABLE:
        line = ASSISTANCE.apply(line, _step_back(line), by=by, reason=reason)
    delivery.line = line
    return delivery


def _step_back(line: AssistanceLine) -> str:
    if line.delivered_quantity >= line.quantity:
        return "still_all"
    return "take_back_part" if line.delivered_quantity else "take_back_all"
