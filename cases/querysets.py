"""Which households and requests: chainable questions about rows."""

from django.db.models import Q

from core.scoping import ScopedQuerySet

OPEN = (
    "draft",
    "submitted",
    "incomplete",
    "verified",
    "municipal_review",
    "central_review",
    "waitlisted",
)


class RequestQuerySet(ScopedQuerySet):
    def open(self):
        return self.filter(IS_OPEN)


IS_OPEN = Q(status__in=OPEN)
