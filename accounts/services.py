"""Who stands in for whom: arranged by the head of the office or an administrator, and ended early."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from accounts.models import Cover, User
from core import rules

ARRANGE = "accounts.arrange_cover"


@transaction.atomic
def arrange_cover(*, cover: Cover, by: User) -> Cover:
    """Lend the role of somebody who is away to a colleague of the same office; never beyond one's own office."""
    if not rules.may(by, ARRANGE, cover):
        raise PermissionDenied
    cover.arranged_by = by
    cover.validate_constraints()
    cover.save()
    return cover


@transaction.atomic
def end_cover(*, cover: Cover, by: User) -> None:
    """End it today: whoever is back works themselves. What has not begun yet is taken away."""
    if not rules.may(by, ARRANGE, cover):
        raise PermissionDenied
    today = timezone.localdate()
    if cover.valid_from >= today:
        cover.delete()
        return
    cover.valid_until = today - timedelta(days=1)
    cover.save(update_fields=["valid_until"])
