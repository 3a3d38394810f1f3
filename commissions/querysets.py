"""Which members hold a seat on a day, and which conflicts of interest stand."""

from django.db.models import Q

from core.scoping import ScopedQuerySet


class MemberQuerySet(ScopedQuerySet):
    def on(self, day):
        """Those who belong to their commission on this day."""
        return self.filter(
            Q(valid_until=None) | Q(valid_until__gte=day), valid_from__lte=day
        )


class ConflictQuerySet(ScopedQuerySet):
    def standing(self):
        """Those that nobody has taken back."""
        return self.filter(taken_back_at=None)
