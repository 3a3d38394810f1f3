"""Lines of assistance and their deliveries."""

from datetime import datetime
from decimal import Decimal

from django.utils import timezone

from accounts.models import User
from cases.factories.papers import scanned
from cases.models import (
    AssistanceKind,
    AssistanceLine,
    AssistanceSource,
    Household,
)
from cases.services.assistance import (
    plan_assistance,
    record_delivery,
    record_earlier_assistance,
)
from cases.workflow_assistance import ASSISTANCE


def make_assistance(
    household: Household,
    stage: str = "planned",
    *,
    by: User,
    head: User | None = None,
    kind: str = "firewood",
    source: str = "ministry",
    reason: str = "",
    at: datetime | None = None,
    **details,
) -> AssistanceLine:
    """Something for a family, planned or granted; or given by others, if it says by whom that is told."""
    line = AssistanceLine(
        kind=AssistanceKind.objects.get(code=kind),
        source=AssistanceSource.objects.get(code=source),
        **{"quantity": 10, "unit": "m3", "planned_cost": 500, **details},
    )
    if line.said_by:
        return record_earlier_assistance(household=household, line=line, by=by)
    line = plan_assistance(household=household, line=line, by=by, at=at)
    if stage == "planned":
        return line
    return ASSISTANCE.apply(line, "grant", by=head, reason=reason, at=at)


def deliver(line: AssistanceLine, *, by: User, quantity=4, cost=200, **details):
    """A part of a line is handed over today, with a receipt."""
    facts = {
        "delivered_on": timezone.localdate(),
        "delivered_by": "Demonstration",
        "receipt": scanned("receipt"),
    }
    return record_delivery(
        line=line,
        by=by,
        quantity=Decimal(quantity),
        cost=Decimal(cost),
        **facts | details,
    )
