"""More time for a deadline that runs: by somebody, for a reason, at most as long as the law allows."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import clocks
from core.models import Clock, ClockExtension
from core.provisions import KNOWN, provision


def extension_key(key: str) -> str:
    """The provision that says how long a deadline may be extended altogether."""
    return key.removesuffix("_days") + "_extension_days"


def can_be_extended(clock: Clock, *, on: date) -> bool:
    """Whether more time can be asked for at all: the deadline runs, has a last day, and it has not passed."""
    return (
        extension_key(clock.key) in KNOWN
        and clock.closed_on is None
        and clock.due_on is not None
        and clock.due_on >= on
    )


@transaction.atomic
def extend(
    *,
    clock: Clock,
    days: int,
    reason: str,
    by,
    legal_basis: str = "",
    on: date | None = None,
) -> ClockExtension:
    """Give a running deadline so many days more; what the law allows at most is asked as of its first day."""
    on = on or timezone.localdate()
    clocks.lock(clock.record_id)
    clock = Clock.objects.get(pk=clock.pk)
    if not can_be_extended(clock, on=on):
        raise ValidationError(
            _("This deadline cannot be extended any more."), code="not_extendable"
        )
    before = clock.extensions.aggregate(total=Sum("days"))["total"] or 0
    law = provision(extension_key(clock.key), on=clock.started_on)
    extension = ClockExtension(
        clock=clock,
        municipality_id=clock.municipality_id,
        days=days,
        total_days=before + days,
        most_days=None if law.value is None else int(law.value),
        reason=reason.strip(),
        legal_basis=legal_basis.strip() or law.legal_basis,
        granted_by=by,
        granted_on=on,
    )
    extension.validate_constraints()
    extension.save()
    clocks.calculate_again(clock)
    return extension
