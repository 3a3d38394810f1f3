"""The list of what persons ask about their own data."""

from django.db.models import Q
from django.utils import formats
from django.utils.translation import gettext_lazy as _

from cases.models import SubjectRequest
from cases.models.rights import OVER
from cases.workflow_rights import SUBJECT_REQUEST
from core.filters import Choice, Filter, municipality_choices
from core.place_names import municipality_name
from core.tables import Column, Table, badge

KINDS = dict(SubjectRequest.Kind.choices)


def _stage(status: str) -> str:
    stage = SUBJECT_REQUEST.stage(status)
    return badge(stage.label, stage.tone)


def _name(surname: str, given_name: str) -> str:
    return f"{surname}, {given_name}"


def _due(due_on) -> str:
    return formats.date_format(due_on, "SHORT_DATE_FORMAT") if due_on else "–"


SUBJECT_REQUESTS = Table(
    (
        Column("reference", _("Number"), ("reference",)),
        Column(
            "person",
            _("Person"),
            ("person__surname", "person__given_name"),
            show=_name,
            css="who",
        ),
        Column("kind", _("The person wishes"), ("kind",), show=KINDS.get),
        Column(
            "municipality",
            _("Municipality"),
            ("municipality_id",),
            show=municipality_name,
        ),
        Column("stage", _("Stage"), ("status",), show=_stage),
        Column("due", _("Due"), ("due_on",), show=_due),
    ),
    link="cases:subject_request_detail",
)


def _shown(request) -> list[Choice]:
    return [
        Choice("open", _("Open"), ~Q(status__in=OVER)),
        Choice("mine", _("Mine"), Q(assigned_to=request.user.pk)),
    ]


def _kinds(request) -> list[Choice]:
    return [Choice(value, label, Q(kind=value)) for value, label in KINDS.items()]


def _places(request) -> list[Choice]:
    return municipality_choices(request.user.scope)


SUBJECT_REQUEST_FILTERS = (
    Filter("show", _("Show"), _shown),
    Filter("kind", _("The person wishes"), _kinds, menu=True, counted=False),
    Filter("place", _("Municipality"), _places, menu=True, counted=False),
)
