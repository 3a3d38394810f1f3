"""The list of commissions: its columns, and whom it shows."""

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commissions.models import Commission
from core.filters import Choice, Filter, municipality_choices
from core.place_names import municipality_name
from core.tables import Column, Table
from core.templatetags.portal import day

KINDS = dict(Commission.Kind.choices)


def _term(term_from, term_until) -> str:
    return f"{day(term_from)} – {day(term_until)}"


def _place(pk: int | None) -> str:
    return municipality_name(pk) if pk else _("ministry")


COMMISSIONS = Table(
    (
        Column("reference", _("Number"), ("reference",)),
        Column("kind", _("Commission"), ("kind",), KINDS.get, css="long"),
        Column("municipality", _("Municipality"), ("municipality_id",), _place),
        Column("act", _("Appointment act"), ("act_number",)),
        Column("term", _("Term"), ("term_from", "term_until"), _term),
        Column("planned", _("Open sittings"), ("open_sittings",), css="num"),
    ),
    link="commissions:commission_detail",
)


def _in_office(request) -> list[Choice]:
    today = timezone.localdate()
    over = Q(term_until__lt=today)
    return [
        Choice("now", _("in office"), ~over),
        Choice("over", _("term is over"), over),
    ]


def _municipalities(request) -> list[Choice]:
    return municipality_choices(request.user.scope_for("commissions.view_commission"))


def _kinds(request) -> list[Choice]:
    return [
        Choice(kind, label, Q(kind=kind)) for kind, label in Commission.Kind.choices
    ]


FILTERS = (
    Filter("kind", _("Kind"), _kinds),
    Filter("term", _("Term"), _in_office),
    Filter("place", _("Municipality"), _municipalities, menu=True, counted=False),
)
