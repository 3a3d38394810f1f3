"""Funds, and what of them is committed."""

from datetime import date, datetime, time
from decimal import Decimal

from django.utils import timezone

from accounts.models import User
from cases import services
from cases.models import AssistanceSource, Fund, Funding, Request


def make_fund(*, source: str = "ministry", **details) -> Fund:
    """A budget line of this year with room for many houses."""
    facts = {
        "name_en": "Houses for returnees",
        "name_sq": "Shtëpi për të kthyerit",
        "name_sr": "Куће за повратнике",
        "track": Fund.Track.BUDGET,
        "year": timezone.localdate().year,
        "amount": Decimal(10_000_000),
        "source": AssistanceSource.objects.get(code=source),
    }
    return services.save_fund(fund=Fund(**facts | details))


def make_funding(
    request: Request,
    *,
    by: User,
    fund: Fund | None = None,
    amount=28_000,
    on: date | None = None,
) -> Funding:
    """Funds for an approved request, from the first fund that can be committed if none is named."""
    fund = fund or Fund.objects.open().order_by("pk").first() or make_fund()
    noon = timezone.make_aware(datetime.combine(on or timezone.localdate(), time(12)))
    return services.commit_funds(
        request=request,
        fund=fund,
        amount=Decimal(amount),
        by=by,
        at=min(noon, timezone.now()),
    )
