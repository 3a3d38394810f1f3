"""The ledger of assistance as a list: its columns, declared once for page and sheet, and its filters."""

from datetime import date

from django.db.models import Q
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.models import AssistanceKind, AssistanceLine, AssistanceSource
from cases.models.assistance import IS_TO_DELIVER
from cases.tables import HEAD, MUNICIPALITY, NUMBER
from cases.workflow_assistance import ASSISTANCE
from core.filters import Choice, Filter, municipality_choices
from core.place_names import reference_choices, reference_name
from core.tables import Column, Table, badge

UNITS = dict(AssistanceLine.Unit.choices)
YEARS_SHOWN = 6


def stage_badge(status: str) -> str:
    stage = ASSISTANCE.stage(status)
    return badge(stage.label, stage.tone)


def kind_name(pk: int) -> str:
    return reference_name(AssistanceKind, pk)


def source_name(pk: int) -> str:
    return reference_name(AssistanceSource, pk)


def _day(day: date | None) -> str:
    return formats.date_format(day, "SHORT_DATE_FORMAT") if day else "–"


def money(amount) -> str:
    """An amount as it is written in the reader's language; a dash where it is not known."""
    if amount is None:
        return "–"
    return formats.number_format(amount, decimal_pos=2, force_grouping=True)


def quantity(amount, unit: str) -> str:
    """How much, without needless zeros, and of what."""
    if amount is None:
        return "–"
    whole = amount == amount.to_integral_value()
    written = formats.number_format(
        amount, decimal_pos=0 if whole else 2, force_grouping=True
    )
    return f"{written} {UNITS[unit]}"


def _kind_and_quantity(pk: int, amount, unit: str) -> str:
    much = quantity(amount, unit) if amount else ""
    return format_html('{}<small class="muted d-block">{}</small>', kind_name(pk), much)


def _stage_and_day(status: str, granted_on) -> str:
    """The stage, and since when it is granted: a column of its own would push the table over the edge."""
    since = gettext("granted %(day)s") % {"day": _day(granted_on)} if granted_on else ""
    return format_html(
        '{}<small class="muted d-block">{}</small>', stage_badge(status), since
    )


LINES = Table(
    (
        NUMBER,
        HEAD,
        MUNICIPALITY,
        Column(
            "kind",
            _("Kind"),
            ("kind_id", "quantity", "unit"),
            show=_kind_and_quantity,
            export=lambda pk, *_much: kind_name(pk),
        ),
        Column(
            "source", _("Source"), ("source_id",), show=source_name, export=source_name
        ),
        Column(
            "cost",
            _("Cost in EUR"),
            ("planned_cost",),
            show=money,
            css="num",
        ),
        Column(
            "delivered",
            _("Delivered, EUR"),
            ("delivered_cost",),
            show=money,
            css="num",
        ),
        Column(
            "stage",
            _("Stage"),
            ("status", "granted_on"),
            show=_stage_and_day,
            export=lambda status, _granted_on: str(ASSISTANCE.stage(status).label),
        ),
    ),
    link="cases:assistance_detail",
)
LINES_OF_ONE_PLACE = LINES.without("municipality")


def _kinds(request) -> list[Choice]:
    return [
        Choice(code, name, Q(kind=pk))
        for pk, code, name in reference_choices(AssistanceKind)
    ]


def _sources(request) -> list[Choice]:
    return [
        Choice(code, name, Q(source=pk))
        for pk, code, name in reference_choices(AssistanceSource)
    ]


def _stages(request) -> list[Choice]:
    return [
        Choice(stage.status, stage.label, Q(status=stage.status))
        for stage in ASSISTANCE.stages.values()
    ]


def _years(request) -> list[Choice]:
    this = timezone.localdate().year
    return [
        Choice(str(year), str(year), Q(granted_on__year=year))
        for year in range(this, this - YEARS_SHOWN, -1)
    ]


def _places(request) -> list[Choice]:
    return municipality_choices(request.user.scope)


def _shown(request) -> list[Choice]:
    return [Choice("deliver", _("To be delivered"), IS_TO_DELIVER)]


ASSISTANCE_FILTERS = (
    Filter("show", _("Show"), _shown),
    Filter("stage", _("Stage"), _stages),
    Filter("kind", _("Kind"), _kinds, menu=True, counted=False),
    Filter("source", _("Source"), _sources, menu=True, counted=False),
    Filter("year", _("Granted in"), _years, menu=True, counted=False),
    Filter("place", _("Municipality"), _places, menu=True, counted=False),
)
