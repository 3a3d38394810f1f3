"""Which households and requests: chainable questions about rows."""

from datetime import date

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

    def late(self, *, on: date):
        return self.filter(due_on__lt=on)

    def for_turn_of(self, turn: str):
        return self.filter(turn=turn)


IS_OPEN = Q(status__in=OPEN)
