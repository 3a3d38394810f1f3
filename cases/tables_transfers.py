"""The lists of transfers and of readings in an emergency: their columns and filters."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models import EmergencyReading
from cases.workflow_transfers import TRANSFER
from core.filters import Choice, Filter
from core.place_names import municipality_name
from core.tables import Column, Table, badge
from core.templatetags.portal import moment

VERDICTS = dict(EmergencyReading.Verdict.choices)
TONES = {"": "waiting", "justified": "good", "not_justified": "bad"}


def _stage(status: str):
    stage = TRANSFER.stage(status)
    return badge(stage.label, stage.tone)


def _verdict(verdict: str):
    return badge(VERDICTS[verdict], TONES[verdict])


def _place(key: str, label) -> Column:
    return Column(key, label, (f"{key}_id",), show=municipality_name)


TRANSFERS = Table(
    (
        Column("reference", _("Number"), ("reference",)),
        Column("family", _("Family"), ("family",), css="who"),
        Column("household", _("Household"), ("household_number",)),
        _place("from_municipality", _("From the office of")),
        _place("to_municipality", _("To the office of")),
        Column("stage", _("Stage"), ("status",), show=_stage),
        Column("asked", _("Asked"), ("created_at",), show=moment),
    ),
    link="cases:transfer_detail",
)

EMERGENCIES = Table(
    (
        Column("number", _("Household"), ("household_number",)),
        _place("municipality", _("Office of the file")),
        _place("reader", _("Read by the office of")),
        Column("by", _("Opened by"), ("opened_by__full_name",), css="who"),
        Column("opened", _("Opened"), ("opened_at",), show=moment),
        Column("verdict", _("Verdict"), ("verdict",), show=_verdict),
    ),
    link="cases:emergency_detail",
)


def _ours(request, *names: str) -> Q:
    """Rows of the reader's own office; the ministry has no side."""
    scope = request.user.scope
    if scope.everything:
        return Q()
    condition = Q(pk__in=())
    for name in names:
        condition |= Q(**{f"{name}__in": scope.municipalities})
    return condition


def _sides(request) -> list[Choice]:
    waiting = Q(status="asked")
    choices = [
        Choice("answer", _("Wait for our answer"), waiting & _ours(request, "to_municipality")),
        Choice("asked", _("We asked"), waiting & _ours(request, "from_municipality")),
    ]  # fmt: skip
    if request.user.scope.everything:
        choices = [Choice("open", _("Waiting"), waiting)]
    return [*choices, Choice("over", _("Answered"), ~waiting)]


def _looked_at(request) -> list[Choice]:
    return [
        Choice("waits", _("Not looked at yet"), Q(verdict="")),
        Choice("over", _("Looked at"), ~Q(verdict="")),
    ]


TRANSFER_FILTERS = (Filter("show", _("Show"), _sides),)
EMERGENCY_FILTERS = (Filter("show", _("Show"), _looked_at),)
