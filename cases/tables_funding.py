"""The waiting list and the funds as lists: their columns, declared once for page and sheet, and their filters."""

from collections.abc import Callable

from django.db.models import Q
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.dateparse import parse_date
from django.utils.html import format_html
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from cases.models import Fund, RequestType
from cases.tables import HEAD, MUNICIPALITY, NUMBER, TYPE
from cases.tables_assistance import money, source_name
from core.filters import Choice, Filter, municipality_choices
from core.place_names import reference_choices, settlement_name
from core.tables import Column, Table, badge, escaped

# The order of the list, and how a row's values are read from an address.
ORDER = (("approved_on", parse_date), ("submitted_on", parse_date), ("reference", str))


def _day(day) -> str:
    return formats.date_format(day, "SHORT_DATE_FORMAT")


def days_since(approved_on) -> int:
    """How many days a request has waited since its approval."""
    return (timezone.localdate() - approved_on).days


WAITING = (
    HEAD,
    MUNICIPALITY,
    Column(
        "village",
        _("Place of return"),
        ("household__place_of_return_id",),
        show=settlement_name,
        export=settlement_name,
        css="place",
    ),
    TYPE,
    Column("approved", _("Approved on"), ("approved_on",), show=_day),
    Column(
        "waits",
        _("Days of waiting"),
        ("approved_on",),
        show=days_since,
        export=days_since,
        css="num",
    ),
)


def waiting_table(place_of: Callable, *, action: Callable | None = None) -> Table:
    """The waiting list; `place_of` a request in it, and what can be done in its row, if anything."""
    place = Column(
        "place",
        _("Place in the list"),
        ("pk",),
        show=place_of,
        export=place_of,
        css="num",
    )
    columns = [NUMBER, place, *WAITING]
    if action:
        asked = ("pk", "reference", "approved_by")
        columns.append(Column("commit", _("Funds"), asked, show=action, css="over"))
    return Table(columns, link="cases:request_detail")


def committing(user) -> Callable:
    """What somebody who may commit funds finds in the row of a request: the link, or why a colleague does it."""
    link, colleague = gettext("Commit funds"), gettext("You decided: a colleague")

    def shown(pk: int, reference: str, approved_by: int) -> str:
        if approved_by == user.pk:
            return format_html('<small class="muted">{}</small>', colleague)
        return format_html(
            '<a class="btn btn-quiet" href="{}?from=list" aria-label="{}: {}">{}</a>',
            reverse("cases:funding_create", args=[pk]),
            link,
            reference,
            link,
        )

    return shown


def _types(request) -> list[Choice]:
    return [
        Choice(code, name, Q(request_type=pk))
        for pk, code, name in reference_choices(RequestType)
    ]


def _places(request) -> list[Choice]:
    return municipality_choices(request.user.scope)


WAITING_FILTERS = (
    Filter("type", _("Asks for"), _types, menu=True, counted=False),
    Filter("place", _("Municipality"), _places, menu=True, counted=False),
)


TRACKS = dict(Fund.Track.choices)


NAMES = ("name_en", "name_sq", "name_sr", "name_sr_latn")


def _fund_name(english: str, albanian: str, serbian: str, latin: str) -> str:
    """What a fund is called in the reader's language; not from memory, because a new one is looked for at once."""
    written = {"sq": albanian, "sr": serbian, "sr-latn": latin, "bs": latin}
    return written.get(get_language(), english)


def _left(amount, committed) -> str:
    return money(amount - committed)


def _state(is_open: bool) -> str:
    if is_open:
        return badge(gettext("Can be committed"), "good")
    return badge(gettext("Closed"), "neutral")


FUNDS = Table(
    (
        Column("name", _("Name"), NAMES, show=_fund_name, export=_fund_name),
        Column(
            "source", _("Source"), ("source_id",), show=source_name, export=source_name
        ),
        Column(
            "track", _("Track"), ("track",), show=lambda track: escaped(TRACKS[track])
        ),
        Column("year", _("Budget year"), ("year",), css="num"),
        Column("amount", _("Amount in EUR"), ("amount",), show=money, css="num"),
        Column(
            "committed", _("Committed in EUR"), ("committed",), show=money, css="num"
        ),
        Column(
            "left", _("Left in EUR"), ("amount", "committed"), show=_left, css="num"
        ),
        Column("state", _("State"), ("is_open",), show=_state),
    ),
    link="cases:fund_update",
)


def _tracks(request) -> list[Choice]:
    return [Choice(value, label, Q(track=value)) for value, label in TRACKS.items()]


def _states(request) -> list[Choice]:
    return [
        Choice("open", _("Can be committed"), Q(is_open=True)),
        Choice("closed", _("Closed"), Q(is_open=False)),
    ]


FUND_FILTERS = (
    Filter("track", _("Track"), _tracks),
    Filter("state", _("State"), _states, menu=True, counted=False),
)
