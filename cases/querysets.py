"""Which households and requests: chainable questions about rows."""

from django.db.models import Q

from core.models import Turn
from core.scoping import ScopedQuerySet


class RequestQuerySet(ScopedQuerySet):
    def open(self):
        return self.filter(IS_OPEN)


# A request is open as long as it is somebody's turn.
IS_OPEN = Q(turn__in=[turn for turn in Turn.values if turn != Turn.NOBODY])
