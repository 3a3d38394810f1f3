"""The list of changes: its columns and its filters."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models import Change
from cases.workflow_changes import CHANGE
from core.filters import Choice, Filter, municipality_choices
from core.place_names import municipality_name
from core.tables import Column, Table, badge

KINDS = dict(Change.Kind.choices)


def _kind(kind: str) -> str:
    return str(KINDS[kind])


def _stage(status: str) -> str:
    stage = CHANGE.stage(status)
    return badge(stage.label, stage.tone)


def _name(surname, given_name, head_surname, head_name) -> str:
    """Whom it is about: the person, or whoever is the head."""
    surname, given_name = (
        (surname, given_name) if surname else (head_surname, head_name)
    )
    return f"{surname}, {given_name}" if surname else "–"


CHANGES = Table(
    (
        Column("reference", _("Number"), ("reference",)),
        Column("kind", _("Change"), ("kind",), show=_kind, export=_kind),
        Column(
            "about",
            _("Person"),
            (
                "person__surname",
                "person__given_name",
                "household__head__surname",
                "household__head__given_name",
            ),
            show=_name,
            export=_name,
            css="who",
        ),
        Column(
            "municipality",
            _("Municipality"),
            ("municipality_id",),
            show=municipality_name,
            export=municipality_name,
        ),
        Column(
            "stage",
            _("Stage"),
            ("status",),
            show=_stage,
            export=lambda status: str(CHANGE.stage(status).label),
        ),
        Column("by", _("Proposed by"), ("created_by__full_name",), css="who"),
    ),
    link="cases:change_detail",
)


def _shown(request) -> list[Choice]:
    mine = Q(created_by=request.user.pk)
    return [
        Choice("waiting", _("Waiting for me"), Q(status="proposed") & ~mine),
        Choice("returned", _("Returned for evidence"), Q(status="returned")),
        Choice("mine", _("Proposed by me"), mine),
    ]


def _municipalities(request) -> list[Choice]:
    return municipality_choices(request.user.scope)


CHANGE_FILTERS = (
    Filter("show", _("Show"), _shown),
    Filter("place", _("Municipality"), _municipalities, menu=True, counted=False),
)
