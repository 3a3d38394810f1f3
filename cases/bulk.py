"""Steps that can be made with many files at once, each with its way back."""

from datetime import date
from decimal import Decimal

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cases import services
from cases.forms import AssignForm, FundsForm
from cases.forms.bulk import DeliveriesForm, SendForm, SittingChoiceForm
from cases.models import AssistanceLine, Delivery, Fund, Request
from cases.services.assistance import cancel_delivery, record_delivery
from commissions import services as commissions
from commissions.models import AgendaItem, Sitting
from core import printing, rules, serving
from core.bulk import NOT_ALLOWED, Action, declare
from core.models import Letter, Service

NOT_READY = _(
    "It is not in the stage of this commission, or stands on an agenda already."
)
OFF_AGENDA = _("It is no longer on this agenda, or was decided.")
PREPARED = _("Its decision is prepared or voted on already.")
NO_SERVICE = _("This paper is not served.")
RESULT_KNOWN = _("The result of service is recorded already, or it was cancelled.")
NOTHING_LEFT = _("Nothing of it is still to be delivered.")
NO_HEAD = _("The household has no head who could receive it.")
NOTHING_PLANNED = _("Nothing is planned for it in the ledger: say how much it gets.")
RELEASED = _("These funds were released already.")
CANCELLED = _("This delivery is cancelled already.")


def _assign(request: Request, *, by, officer) -> dict:
    before = Request.objects.select_for_update().get(pk=request.pk).assigned_to_id
    services.assign_request(request=request, to=officer)
    return {"before": before, "to": officer.pk}


def _assign_back(request: Request, *, trace: dict, by, reason: str) -> None:
    back_to = None
    if trace["before"]:
        people = get_user_model().objects.with_appointments()
        back_to = people.get(pk=trace["before"])
    services.return_request(request=request, given_to=trace["to"], back_to=back_to)


ASSIGN = declare(
    Action(
        key="assign",
        label=_("Assign"),
        permission="cases.assign_request",
        rows=Request.objects.all,
        perform=_assign,
        undo=_assign_back,
        form=AssignForm,
        route="cases:request_detail",
    )
)


def _put_on_agenda(request: Request, *, by, sitting: Sitting) -> dict:
    if not rules.may(by, commissions.RUN, sitting):
        raise ValidationError(NOT_ALLOWED)
    if not commissions.take_up(sitting=sitting, record_ids=[request.pk], by=by):
        raise ValidationError(NOT_READY)
    item = sitting.items.get(record=request.pk, result="")
    return {"item": item.pk}


def _take_off_agenda(request: Request, *, trace: dict, by, reason: str) -> None:
    items = AgendaItem.objects.select_related("sitting")
    item = items.filter(pk=trace["item"], result="").first()
    if item is None:
        raise ValidationError(OFF_AGENDA)
    if not rules.may(by, commissions.RUN, item.sitting):
        raise ValidationError(NOT_ALLOWED)
    if item.prepared_by_id or item.votes.exists() or item.conflicts.exists():
        raise ValidationError(PREPARED)
    commissions.remove_item(item=item)


AGENDA = declare(
    Action(
        key="agenda",
        label=_("Put on an agenda"),
        permission=commissions.RUN,
        rows=Request.objects.all,
        perform=_put_on_agenda,
        undo=_take_off_agenda,
        form=SittingChoiceForm,
        route="cases:request_detail",
        notes=(_("The file of each request is frozen as it stands then."),),
    )
)


def _send(letter: Letter, *, by, way: str, sent_on: date) -> dict:
    if not serving.unserved(Letter.objects.filter(pk=letter.pk)).exists():
        raise ValidationError(NO_SERVICE)
    service = serving.record_service(letter=letter, way=way, sent_on=sent_on, by=by)
    return {"letter": letter.pk, "service": service.pk}


def _cancel_sending(letter: Letter, *, trace: dict, by, reason: str) -> None:
    service = Service.objects.get(pk=trace["service"])
    if not service.is_under_way:
        raise ValidationError(RESULT_KNOWN)
    serving.cancel_service(service=service, reason=reason, by=by)


SEND = declare(
    Action(
        key="send",
        label=_("Print and mark as sent"),
        permission="cases.serve_letter",
        rows=Letter.objects.select_related("record").all,
        number="number",
        perform=_send,
        undo=_cancel_sending,
        undo_needs_reason=True,
        form=SendForm,
        route="cases:letter_download",
        notes=(
            _("The letters are put into one PDF, ready to print."),
            _(
                "Taking back cancels the record of sending; it does not bring back what was posted."
            ),
        ),
        gather=lambda traces: printing.together([each["letter"] for each in traces]),
    )
)


def _deliver(
    line: AssistanceLine, *, by, delivered_on: date, delivered_by: str, note: str
) -> dict:
    if not line.remaining:
        raise ValidationError(NOTHING_LEFT)
    if line.household.head is None:
        raise ValidationError(NO_HEAD)
    delivery = record_delivery(
        line=line,
        by=by,
        delivered_on=delivered_on,
        quantity=line.remaining,
        cost=max(line.planned_cost - line.delivered_cost, Decimal(0)),
        delivered_by=delivered_by,
        received_by=line.household.head,
        note=note,
    )
    return {"delivery": delivery.pk}


def _cancel_delivery(line: AssistanceLine, *, trace: dict, by, reason: str) -> None:
    delivery = Delivery.objects.get(pk=trace["delivery"])
    if not delivery.stands:
        raise ValidationError(CANCELLED)
    cancel_delivery(delivery=delivery, reason=reason, by=by)


DELIVER = declare(
    Action(
        key="deliver",
        label=_("Record deliveries"),
        permission="cases.deliver_assistance",
        rows=AssistanceLine.objects.with_words,
        perform=_deliver,
        undo=_cancel_delivery,
        undo_needs_reason=True,
        form=DeliveriesForm,
        route="cases:assistance_detail",
        notes=(
            _(
                "Of each line everything that is still to come is recorded as received by the head of the household, at what is left of the planned cost."
            ),
        ),
    )
)


def _commit(request: Request, *, by, fund: Fund, amount: Decimal | None) -> dict:
    amount = amount or request.planned_cost
    if not amount:
        raise ValidationError(NOTHING_PLANNED)
    funding = services.commit_funds(request=request, fund=fund, amount=amount, by=by)
    return {"funding": funding.pk}


def _release(request: Request, *, trace: dict, by, reason: str) -> None:
    funding = request.fundings.get(pk=trace["funding"])
    if not funding.is_live:
        raise ValidationError(RELEASED)
    services.release_funds(funding=funding, reason=reason, by=by)


COMMIT = declare(
    Action(
        key="commit",
        label=_("Commit funds"),
        permission="cases.commit_funds",
        rows=Request.objects.all,
        perform=_commit,
        undo=_release,
        undo_needs_reason=True,
        form=FundsForm,
        route="cases:request_works",
        row_by_row=True,
        notes=(
            _(
                "It goes by the order of the waiting list. For whom the fund does not have enough any more, the result says so."
            ),
            _("Each family gets its letter."),
            _(
                "Taking back releases the funds where no agreement rests on them, and tells each family in writing."
            ),
        ),
    )
)
