"""The list of requests: its columns, declared once for page and sheet, and its filters."""

from functools import lru_cache

from django.db.models import Q
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from cases.models import Import, RequestType
from cases.querysets import IS_OPEN, brought_to, closed_lately
from cases.workflow import REQUEST
from core import institution_requests, page_parts
from core.filters import Choice, Filter, municipality_choices
from core.models import InstitutionRequest, Turn
from core.place_names import (
    municipality_name,
    reference_choices,
    reference_name,
    settlement_name,
)
from core.tables import Column, Table, badge, escaped

# Longer ones are no numbers of the database.
LONGEST_NUMBER = 19


def stage_badge(status: str) -> str:
    stage = REQUEST.stage(status)
    return badge(stage.label, stage.tone)


def due_in_words(due_on):
    if due_on is None:
        return "–"
    return _dated(due_on, timezone.localdate(), get_language())


@lru_cache(maxsize=1_000)
def _dated(due_on, today, _language):
    """A due date as it looks on this day in this language: many rows share few."""
    due = page_parts.due(due_on, on=today)
    return format_html(
        '<span class="due {}" title="{}">{}</span>',
        due["tone"],
        due["title"],
        due["text"],
    )


def type_name(pk: int) -> str:
    return reference_name(RequestType, pk)


def _name(surname: str | None, given_name: str | None) -> str:
    return f"{surname}, {given_name}" if surname else "–"


TURNS = dict(Turn.choices)


def _turn(turn: str, officer: str | None) -> str:
    words, name = escaped(TURNS[turn]), escaped(officer or "")
    return mark_safe(f'{words}<small class="muted" title="{name}">{name}</small>')  # noqa: S308 -- both are escaped


# What several lists show of a family and its request.
NUMBER = Column("reference", _("Number"), ("reference",))
HEAD = Column(
    "head",
    _("Head of household"),
    ("household__head__surname", "household__head__given_name"),
    show=_name,
    export=_name,
    css="who",
)
MUNICIPALITY = Column(
    "municipality",
    _("Municipality"),
    ("municipality_id",),
    show=municipality_name,
    export=municipality_name,
)
TYPE = Column(
    "type",
    _("Asks for"),
    ("request_type_id",),
    show=type_name,
    export=type_name,
)
REQUESTS = Table(
    (
        NUMBER,
        HEAD,
        MUNICIPALITY,
        Column(
            "place",
            _("Place of return"),
            ("household__place_of_return_id",),
            show=settlement_name,
            export=settlement_name,
            css="place",
        ),
        TYPE,
        Column(
            "stage",
            _("Stage"),
            ("status",),
            show=stage_badge,
            export=lambda status: str(REQUEST.stage(status).label),
        ),
        Column("due", _("Due"), ("due_on",), show=due_in_words),
        Column(
            "turn",
            _("Whose turn"),
            ("turn", "assigned_to__full_name"),
            show=_turn,
            css="turn",
            export=lambda turn, officer: str(TURNS[turn]),
        ),
    ),
    link="cases:request_detail",
)

REQUESTS_OF_ONE_PLACE = REQUESTS.without("municipality")


def _shown(request) -> list[Choice]:
    mine = Q(assigned_to=request.user.pk)
    everywhere = request.user.scope.everything
    turn = Turn.MINISTRY if everywhere else Turn.OFFICE
    return [
        Choice("open", _("Open"), IS_OPEN),
        Choice("late", _("Late"), Q(due_on__lt=timezone.localdate())),
        Choice("turn", _("Our turn"), Q(turn=turn)),
        Choice("mine", _("Mine"), mine),
    ]


def _stages(request) -> list[Choice]:
    return [
        Choice(stage.status, stage.label, Q(status=stage.status))
        for stage in REQUEST.stages.values()
    ]


def _types(request) -> list[Choice]:
    return [
        Choice(code, name, Q(request_type=pk))
        for pk, code, name in reference_choices(RequestType)
    ]


def _told(request) -> list[Choice]:
    owed = institution_requests.overdue(
        InstitutionRequest.objects.all(), on=timezone.localdate()
    )
    return [
        Choice("me", _("Brought to my notice"), brought_to(request.user)),
        Choice(
            "answer",
            _("An institution owes an answer"),
            Q(pk__in=owed.values("record")),
        ),
    ]


def _officers(request) -> list[Choice]:
    """The colleague whose files the list was opened for; nobody else is offered, which would cost a question."""
    wanted = request.GET.get("officer", "")
    if wanted == "none":
        return [Choice(wanted, _("nobody"), Q(assigned_to=None))]
    is_number = wanted.isascii() and wanted.isdigit() and len(wanted) < LONGEST_NUMBER
    if not is_number or not request.user.has_perm("cases.assign_request"):
        return []
    names = User.objects.filter(pk=int(wanted)).values_list("full_name", flat=True)
    return [Choice(wanted, name, Q(assigned_to=int(wanted))) for name in names]


def _closed(request) -> list[Choice]:
    """Reached from the load of colleagues; else it would only take room beside the other filters."""
    if "closed" not in request.GET:
        return []
    return [Choice("month", _("in the last 30 days"), closed_lately())]


def _municipalities(request) -> list[Choice]:
    return municipality_choices(request.user.scope)


REQUEST_FILTERS = (
    Filter("show", _("Show"), _shown),
    # Their counts stand on the first page; ten more here would slow every list.
    Filter("stage", _("Stage"), _stages, menu=True, counted=False),
    Filter("type", _("Asks for"), _types, menu=True, counted=False),
    Filter("place", _("Municipality"), _municipalities, menu=True, counted=False),
    Filter("told", _("Near or late"), _told, menu=True, counted=False),
    Filter("closed", _("Closed"), _closed, menu=True, counted=False),
    Filter("officer", _("Officer"), _officers, menu=True, counted=False),
)


STATES = dict(Import.State.choices)
STATE_TONES = {"finished": "good", "taken_back": "neutral", "uploaded": "waiting"}
IMPORTS = Table(
    (
        Column("source", _("Old register"), ("source",)),
        Column(
            "municipality", _("Municipality"), ("municipality_id",), municipality_name
        ),
        Column("name", _("File"), ("name",)),
        Column(
            "state",
            _("State"),
            ("state",),
            lambda state: badge(STATES[state], STATE_TONES.get(state, "progress")),
        ),
        Column("rows", _("Rows"), ("rows_in",), css="num"),
        Column("created", _("Newly registered"), ("created",), css="num"),
        Column("rejected", _("Rejected rows"), ("rejected",), css="num"),
        Column("held", _("Held"), ("held",), css="num"),
    ),
    link="cases:import_detail",
)
