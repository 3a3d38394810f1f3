"""The protocol book as a list: on the page, in the sheet and on paper."""

from django.db.models import Q
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.filters import Choice, Filter, municipality_choices
from core.models import ProtocolEntry
from core.models.protocol import about
from core.place_names import municipality_name
from core.tables import Column, Table, badge

Direction = ProtocolEntry.Direction
DIRECTIONS, ACTS = dict(Direction.choices), dict(ProtocolEntry.Act.choices)
YEARS_SHOWN = 5


def _number(number: int, year: int) -> str:
    return f"{number}/{year}"


def _day(day) -> str:
    return formats.date_format(day, "SHORT_DATE_FORMAT")


def _direction(direction: str) -> str:
    return badge(
        DIRECTIONS[direction],
        "progress" if direction == Direction.INCOMING else "neutral",
    )


def office_name(municipality_id: int | None) -> str:
    """Whose book it is."""
    return municipality_name(municipality_id) if municipality_id else _("Ministry")


def _file(reference: str | None) -> str:
    return reference or "–"


def _state(cancelled_at, direction: str, record_id) -> str:
    if cancelled_at:
        return badge(_("cancelled"), "bad")
    if direction == Direction.INCOMING and record_id is None:
        return badge(_("no file yet"), "waiting")
    return ""


def _remark(cancelled_at, cancel_reason: str) -> str:
    return (
        _("cancelled: %(reason)s") % {"reason": cancel_reason} if cancelled_at else ""
    )


LIST = (
    Column(
        "number",
        gettext_lazy("Number"),
        ("number", "year"),
        show=_number,
        export=_number,
    ),
    Column("entered", gettext_lazy("Entered on"), ("entered_on",), show=_day),
    Column(
        "direction",
        gettext_lazy("Direction"),
        ("direction",),
        show=_direction,
        export=lambda direction: str(DIRECTIONS[direction]),
    ),
    Column(
        "correspondent", gettext_lazy("From or to whom"), ("correspondent",), css="who"
    ),
    Column(
        "subject",
        gettext_lazy("Subject"),
        ("direction", "subject"),
        show=about,
        export=about,
    ),
    Column(
        "file",
        gettext_lazy("Number of the file"),
        ("record__reference",),
        show=_file,
        export=_file,
    ),
    Column(
        "office",
        gettext_lazy("Book of the office"),
        ("municipality_id",),
        show=office_name,
        export=office_name,
    ),
)
PROTOCOL = Table(
    (
        *LIST,
        Column(
            "state",
            gettext_lazy("State"),
            ("cancelled_at", "direction", "record_id"),
            show=_state,
        ),
    ),
    link="cases:protocol_detail",
)
PROTOCOL_OF_ONE_OFFICE = PROTOCOL.without("office")
# On paper and in the sheet: what the law on office work wants to see in a line.
BOOK = Table(
    (
        *LIST,
        Column(
            "classification", gettext_lazy("Classification sign"), ("classification",)
        ),
        Column(
            "letter",
            gettext_lazy("Number of the letter"),
            ("letter__number",),
            export=_file,
        ),
        Column(
            "by",
            gettext_lazy("Received or sent by"),
            ("entered_by__full_name",),
            export=_file,
        ),
        Column(
            "remark",
            gettext_lazy("Remark"),
            ("cancelled_at", "cancel_reason"),
            export=_remark,
        ),
    )
)


def _years(request) -> list[Choice]:
    this = timezone.localdate().year
    return [
        Choice(str(year), str(year), Q(year=year))
        for year in range(this, this - YEARS_SHOWN, -1)
    ]


def _directions(request) -> list[Choice]:
    return [
        Choice(value, label, Q(direction=value)) for value, label in DIRECTIONS.items()
    ]


def _states(request) -> list[Choice]:
    return [
        Choice(
            "loose",
            _("no file yet"),
            Q(direction=Direction.INCOMING, record=None, cancelled_at=None),
        ),
        Choice("cancelled", _("cancelled"), Q(cancelled_at__isnull=False)),
    ]


def _acts(request) -> list[Choice]:
    return [Choice(value, label, Q(act=value)) for value, label in ACTS.items()]


def _offices(request) -> list[Choice]:
    scope = request.user.scope_for("cases.view_protocol")
    ministry = Choice("ministry", _("Ministry"), Q(municipality=None))
    return [*([ministry] if scope.everything else []), *municipality_choices(scope)]


PROTOCOL_FILTERS = (
    Filter("direction", gettext_lazy("Direction"), _directions),
    Filter("state", gettext_lazy("State"), _states),
    Filter("year", gettext_lazy("Year"), _years, menu=True, counted=False),
    Filter("act", gettext_lazy("Kind of act"), _acts, menu=True, counted=False),
    Filter(
        "office", gettext_lazy("Book of the office"), _offices, menu=True, counted=False
    ),
)
