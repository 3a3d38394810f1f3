"""What stands in somebody's calendar: how much is due on which day, visits by municipality, sittings with their hour.

No case data: neither a name nor the number of a file leaves the portal this way.
"""

from collections import Counter
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import DateField, QuerySet, TextField, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from core import icalendar
from core.icalendar import Event
from core.models import CalendarFeed
from core.place_names import municipality_name
from core.scoping import acting
from mcr_portal.waiting.declared import KINDS
from mcr_portal.waiting.kind import UNKNOWN, found_for
from mcr_portal.waiting.procedure import sittings_of

BACK, AHEAD = timedelta(days=31), timedelta(days=366)
# More than that on one day is as good as a number without an end.
MOST = 5_000


def written(feed: CalendarFeed, *, at: datetime) -> bytes:
    """The calendar of a person, in the person's own scope and language."""
    user = User.objects.with_appointments().get(pk=feed.owner_id)
    with acting(user.scope), translation.override(user.language):
        found = events(feed, user, on=timezone.localdate(at))
        return icalendar.calendar(_("Communities and Return"), found, made_at=at)


def events(feed: CalendarFeed, user, *, on: date) -> list[Event]:
    """Everything that is told, day by day."""
    mine = feed.covers == CalendarFeed.Covers.MINE
    due = _due(found_for(user, KINDS, mine=mine), on - BACK, on + AHEAD)
    deadlines, visits = Counter(), Counter()
    for sort, place, day in due:
        if sort == "visit":
            visits[day, place] += 1
        else:
            deadlines[day] += 1
    return [
        *_deadlines(feed, deadlines),
        *_visits(feed, visits),
        *_sittings(feed, user),
    ]


def _due(found: list[tuple], first: date, last: date) -> QuerySet | list:
    """(how it is told, municipality, day) of everything that is due between two days; one question."""
    parts = [
        _dated(kind, rows, first, last)
        for kind, rows in found
        if kind.in_calendar and kind.due is not UNKNOWN
    ]
    if not parts:
        return []
    start, *others = parts
    return start.union(*others, all=True)


def _dated(kind, rows: QuerySet, first: date, last: date) -> QuerySet:
    columns = {
        "told_as": Value(kind.in_calendar, output_field=TextField()),
        "told_due": Cast(kind.due, DateField()),
    }
    dated = rows.annotate(**columns).filter(told_due__range=(first, last))
    order = ("told_as", "municipality_id", "told_due")
    return dated.order_by("told_due").values_list(*order)[:MOST]


def _deadlines(feed, days: Counter) -> list[Event]:
    return [
        Event(
            uid=_uid(feed, f"due-{day:%Y%m%d}"),
            title=ngettext("%(count)s deadline", "%(count)s deadlines", count)
            % {"count": count},
            starts=day,
            text=_("What it is stands in the portal."),
            url=settings.SITE_URL + reverse("work_list"),
        )
        for day, count in sorted(days.items())
    ]


def _visits(feed, days: Counter) -> list[Event]:
    return [
        Event(
            uid=_uid(feed, f"visits-{place}-{day:%Y%m%d}"),
            title=ngettext("%(count)s visit", "%(count)s visits", count)
            % {"count": count},
            starts=day,
            place=municipality_name(place),
            url=settings.SITE_URL + reverse("cases:monitoring_list"),
        )
        for (day, place), count in sorted(days.items())
    ]


def _sittings(feed, user) -> list[Event]:
    scope = user.scope_for("commissions.view_commission")
    if scope is None:
        return []
    return [
        Event(
            uid=_uid(feed, f"sitting-{sitting.pk}"),
            title=_("Sitting %(number)s") % {"number": sitting.reference},
            starts=sitting.starts_at,
            place=_where(sitting.municipality_id),
            url=settings.SITE_URL + sitting.get_absolute_url(),
        )
        for sitting in sittings_of(user)
    ]


def _where(municipality_id: int | None) -> str:
    return municipality_name(municipality_id) if municipality_id else _("Ministry")


def _uid(feed: CalendarFeed, what: str) -> str:
    """The same thing keeps its name, so that a calendar changes it instead of adding another."""
    return f"{what}-{feed.pk}@{urlsplit(settings.SITE_URL).hostname}"
