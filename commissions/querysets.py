"""Which members hold a seat on a day."""

from django.db.models import Q

from core.scoping import ScopedQuerySet


class MemberQuerySet(ScopedQuerySet):
    def on(self, day):
        """Those who belong to their commission on this day."""
        return self.filter(
            Q(valid_until=None) | Q(valid_until__gte=day), valid_from__lte=day
        )
