"""What follows for visits, returns and monitoring when two households become one."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cases.models import Homecoming, Monitoring, VisitHousehold
from cases.services.merges_log import Log
from cases.services.merges_rules import Reference, declare, follow


def _other_visits(reference: Reference) -> QuerySet:
    """Of a visit where both are on the list, the second line stays behind."""
    ours = VisitHousehold.objects.filter(household=reference.kept)
    return reference.rows().exclude(event__in=ours.values("event"))


def _other_homecomings(reference: Reference) -> QuerySet:
    """A return of both on one day is one return; the second row stays behind."""
    ours = Homecoming.objects.filter(household=reference.kept)
    return reference.rows().exclude(returned_on__in=ours.values("returned_on"))


def _follow_where_new(log: Log, reference: Reference) -> None:
    log.change(reference.moving(), household=reference.kept.pk)


def _planned_twice(reference: Reference) -> list[str]:
    """A household is visited once on each occasion."""
    between = Monitoring.Occasion.BETWEEN
    ours = Monitoring.objects.open().filter(household=reference.kept)
    known = dict(ours.exclude(occasion=between).values_list("occasion", "reference"))
    theirs = reference.rows().filter(done_on=None, called_off="", occasion__in=known)
    return [
        _(
            "For both a monitoring visit “%(occasion)s” is planned (%(first)s and %(second)s). Call one of them off first."
        )
        % {
            "occasion": each.get_occasion_display(),
            "first": known[each.occasion],
            "second": each.reference,
        }
        for each in theirs
    ]


declare(
    "cases.VisitHousehold.household",
    _follow_where_new,
    _("Visits"),
    moves=_other_visits,
)
declare(
    "cases.Homecoming.household",
    _follow_where_new,
    _("Returns of the family"),
    moves=_other_homecomings,
)
declare(
    "cases.Monitoring.household",
    follow,
    _("Monitoring visits"),
    refuses=_planned_twice,
    is_named=True,
)
declare("cases.FollowUp.household", follow, _("Follow-ups"), is_named=True)
