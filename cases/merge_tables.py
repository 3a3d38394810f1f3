"""The list of merges: its columns and filters."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models import Merge
from core.filters import Choice, Filter, municipality_choices
from core.place_names import municipality_name
from core.tables import Column, Table, badge
from core.templatetags.portal import moment

TONES = {
    Merge.State.PROPOSED: "waiting",
    Merge.State.DONE: "good",
    Merge.State.UNDONE: "neutral",
    Merge.State.DECLINED: "neutral",
}
STATES = dict(Merge.State.choices)
KINDS = dict(Merge.Kind.choices)


def _entry(surname: str | None, given_name: str | None, reference: str | None) -> str:
    return f"{surname}, {given_name}" if surname else reference or "–"


def _state(state: str):
    return badge(STATES[state], TONES[state])


def _named(entry: str) -> tuple[str, ...]:
    return (
        f"{entry}_person__surname",
        f"{entry}_person__given_name",
        f"{entry}_household__reference",
    )


MERGES = Table(
    (
        Column(
            "kept",
            _("Kept"),
            _named("kept"),
            show=_entry,
            export=_entry,
            css="who",
        ),
        Column(
            "dropped",
            _("Merged into it"),
            _named("dropped"),
            show=_entry,
            css="who",
        ),
        Column("kind", _("Kind"), ("kind",), show=lambda kind: str(KINDS[kind])),
        Column(
            "municipality",
            _("Municipality"),
            ("municipality_id",),
            show=municipality_name,
        ),
        Column("state", _("State"), ("state",), show=_state),
        Column("by", _("Merged by"), ("merged_by__full_name",), css="who"),
        Column("at", _("When"), ("merged_at",), show=moment),
    ),
    link="cases:merge_detail",
)

MERGE_FILTERS = (
    Filter(
        "state",
        _("State"),
        lambda request: [
            Choice(value, label, Q(state=value)) for value, label in STATES.items()
        ],
    ),
    Filter(
        "place",
        _("Municipality"),
        lambda request: municipality_choices(request.user.scope),
        menu=True,
        counted=False,
    ),
)
