"""Money for approved requests: which funds there are, to whom they are committed, and why they are released."""

from datetime import datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases import letters_return as letters
from cases.models import Fund, Funding, Request
from core.names.spelling import to_latin
from core.workflow import MovedOn

NOT_APPROVED = _("Funds are committed only for a request that is approved.")
ALREADY = _("Funds are committed for this request already.")
TWO_PEOPLE = _("You decided on this request: a colleague must commit the funds.")
IS_CLOSED = _("Nothing more is committed from this fund.")
NOT_ENOUGH = _("The fund does not have as much: see what is left of it.")
IS_AGREED = _(
    "Funds on which an agreement rests are not released alone: terminate or withdraw the request."
)


@transaction.atomic
def save_fund(*, fund: Fund) -> Fund:
    """Keep what is said of a fund; what is committed of it the database reckons."""
    fund.name_sr_latn = to_latin(fund.name_sr)
    if fund._state.adding:
        fund.save()
        return fund
    kept = {"id", "version", "committed"}
    said = {field.name for field in Fund._meta.concrete_fields} - kept
    fund.save(update_fields=said)
    return fund


@transaction.atomic
def commit_funds(
    *, request: Request, fund: Fund, amount: Decimal, by, at: datetime | None = None
) -> Funding:
    """Commit a part of a fund to an approved request; the family is told in writing.

    Raises ValidationError when the request is not approved or has funds, when whoever commits decided on it,
    or when the fund does not have as much.
    """
    at = at or timezone.now()
    request = Request.objects.select_for_update().get(pk=request.pk)
    decision = request.decisions.filter(is_live=True).first()
    if request.status != Request.Status.APPROVED or decision is None:
        raise ValidationError(NOT_APPROVED)
    if request.fundings.filter(is_live=True).exists():
        raise ValidationError(ALREADY)
    if decision.decided_by_id == by.pk:
        raise ValidationError(TWO_PEOPLE)
    _has(fund, amount)
    funding = Funding.objects.create(
        request=request,
        decision=decision,
        fund=fund,
        amount=amount,
        committed_on=timezone.localdate(at),
        committed_by=by,
    )
    funding.letter = letters.issue_funding(funding, by=by, at=at)
    funding.save(update_fields=["letter"])
    return funding


def _has(fund: Fund, amount: Decimal) -> None:
    """The message only: between here and the commitment somebody may be quicker, then the database refuses."""
    now = Fund.objects.get(pk=fund.pk)
    if not now.is_open:
        raise ValidationError({"fund": IS_CLOSED})
    if now.left < amount:
        raise ValidationError({"amount": NOT_ENOUGH})


@transaction.atomic
def release_funds(
    *, funding: Funding, reason: str, by, at: datetime | None = None
) -> Funding:
    """Take committed funds back before anything is agreed; the request waits again and the family is told."""
    at = at or timezone.now()
    request = Request.objects.select_for_update().get(pk=funding.request_id)
    funding = Funding.objects.select_for_update().get(pk=funding.pk)
    if not funding.is_live:
        raise MovedOn
    if request.status != Request.Status.APPROVED:
        raise ValidationError(IS_AGREED)
    if not reason.strip():
        raise ValidationError(_("Give the reason."), code="reason")
    funding.is_live, funding.released_on = False, timezone.localdate(at)
    funding.released_by, funding.released_because = by, reason.strip()[:500]
    funding.save()
    letters.issue_release(funding, by=by, at=at)
    return funding
