"""The lists of visits, of planned monitoring and of follow-ups: their columns and filters."""

from datetime import date, timedelta

from django.db.models import Q
from django.utils import formats, timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cases.models import Criterion, FollowUp, Household, Monitoring, VisitEvent
from cases.querysets import IS_OPEN, IS_TO_BE_MADE
from cases.workflow_visits import FOLLOW_UP
from core import page_parts
from core.filters import Choice, Filter, municipality_choices
from core.models import Settlement
from core.names import sorted_by_name
from core.place_names import municipality_name, settlement_name
from core.tables import Column, Table, badge

KINDS = dict(VisitEvent.Kind.choices)
OCCASIONS = dict(Monitoring.Occasion.choices)
PRESENCES = dict(Monitoring.Presence.choices)
PRESENCE_TONES = {"present": "good", "absent": "waiting", "left": "bad"}
CAUSES, CRITERIA = dict(FollowUp.Cause.choices), dict(Criterion.choices)
CALLED_OFF = _("called off")


def day(value: date | None) -> str:
    return formats.date_format(value, "SHORT_DATE_FORMAT") if value else "–"


def _where(place: int | None, elsewhere: str) -> str:
    return settlement_name(place) if place else elsewhere


def _name(surname: str | None, given_name: str | None) -> str:
    return f"{surname}, {given_name}" if surname else "–"


def planned(planned_for: date, done_on: date | None, called_off: str) -> str:
    """A planned day in words and colour as long as the visit is open."""
    if done_on or called_off:
        return day(planned_for)
    due = page_parts.due(planned_for)
    return badge(due["text"], "bad" if due["tone"] == "late" else "neutral")


def presence_badge(presence: str, called_off: str = "") -> SafeString | str:
    """How a family was found; a dash as long as nobody was there."""
    if presence:
        return badge(PRESENCES[presence], PRESENCE_TONES[presence])
    return badge(CALLED_OFF, "neutral") if called_off else "–"


MUNICIPALITY = Column(
    "municipality",
    _("Municipality"),
    ("municipality_id",),
    show=municipality_name,
    export=municipality_name,
)
HEAD = Column(
    "head",
    _("Head of household"),
    ("household__head__surname", "household__head__given_name"),
    show=_name,
    export=_name,
    css="who",
)
VILLAGE = Column(
    "place",
    _("Place of return"),
    ("household__place_of_return_id",),
    show=settlement_name,
    export=settlement_name,
    css="place",
)
VISITS = Table(
    (
        Column("reference", _("Number"), ("reference",)),
        Column("kind", _("Kind of visit"), ("kind",), show=KINDS.get),
        Column("held_on", _("Held on"), ("held_on",), show=day),
        Column(
            "place", _("Place"), ("place_id", "elsewhere"), show=_where, css="place"
        ),
        MUNICIPALITY,
        Column("families", _("Families"), ("family_count",), css="num"),
    ),
    link="cases:visit_detail",
)
MONITORINGS = Table(
    (
        Column("reference", _("Number"), ("reference",)),
        HEAD,
        VILLAGE,
        MUNICIPALITY,
        Column("occasion", _("Occasion"), ("occasion",), show=OCCASIONS.get),
        Column(
            "planned",
            _("Planned for"),
            ("planned_for", "done_on", "called_off"),
            show=planned,
        ),
        Column("done_on", _("Done on"), ("done_on",), show=day),
        Column(
            "presence", _("The family"), ("presence", "called_off"), show=presence_badge
        ),
    ),
    link="cases:monitoring_detail",
)


def _cause(cause: str, criterion: str) -> str:
    return ": ".join(
        str(word) for word in (CAUSES[cause], CRITERIA.get(criterion)) if word
    )


def _stage(status: str) -> SafeString:
    stage = FOLLOW_UP.stage(status)
    return badge(stage.label, stage.tone)


def _due(due_on: date | None) -> str:
    due = page_parts.due(due_on)
    return (
        badge(due["text"], "bad" if due["tone"] == "late" else "neutral")
        if due
        else "–"
    )


FOLLOW_UPS = Table(
    (
        Column("reference", _("Number"), ("reference",)),
        HEAD,
        VILLAGE,
        MUNICIPALITY,
        Column("cause", _("Why"), ("cause", "criterion"), show=_cause),
        Column("stage", _("Stage"), ("status",), show=_stage),
        Column("due", _("Due"), ("due_on",), show=_due),
        Column("officer", _("Officer"), ("assigned_to__full_name",), lambda name: name or "–", css="who"),
    ),
    link="cases:follow_up_detail",
)  # fmt: skip


def _kinds(request) -> list[Choice]:
    return [Choice(value, label, Q(kind=value)) for value, label in KINDS.items()]


def end_of_month(on: date) -> date:
    """The last day of a month."""
    return (on.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def _shown(request) -> list[Choice]:
    today = timezone.localdate()
    this_month = Q(planned_for__lte=end_of_month(today)) & IS_TO_BE_MADE
    return [
        Choice("due", _("Due this month"), this_month),
        Choice("late", _("Late"), Q(planned_for__lt=today) & IS_TO_BE_MADE),
        Choice("open", _("To be made"), IS_TO_BE_MADE),
        Choice("away", _("Absent or left"), Q(presence__in=("absent", "left"))),
        Choice("done", _("Made"), Q(done_on__isnull=False)),
    ]


def _villages(request) -> list[Choice]:
    """The villages in which somebody is to be visited, in the reader's alphabet."""
    seen = Monitoring.objects.visible_to(request.user, "cases.view_request").open()
    homes = Household.objects.filter(pk__in=seen.values("household"))
    villages = Settlement.objects.filter(pk__in=homes.values("place_of_return"))
    return [
        Choice(str(each.pk), each.name, Q(household__place_of_return=each.pk))
        for each in sorted_by_name(villages, get_language())
    ]


def _open_or_not(request) -> list[Choice]:
    mine = Q(assigned_to=request.user.pk)
    return [
        Choice("open", _("Open"), IS_OPEN),
        Choice("new", _("Nobody has taken it up"), Q(status="open")),
        Choice("mine", _("Mine"), mine),
    ]


def _causes(request) -> list[Choice]:
    return [Choice(value, label, Q(cause=value)) for value, label in CAUSES.items()]


def _municipalities(request) -> list[Choice]:
    return municipality_choices(request.user.scope)


PLACE_FILTER = Filter(
    "place", _("Municipality"), _municipalities, menu=True, counted=False
)
VISIT_FILTERS = (Filter("kind", _("Kind of visit"), _kinds), PLACE_FILTER)
MONITORING_FILTERS = (
    Filter("show", _("Show"), _shown),
    Filter("village", _("Place of return"), _villages, menu=True, counted=False),
    PLACE_FILTER,
)
FOLLOW_UP_FILTERS = (
    Filter("show", _("Show"), _open_or_not),
    Filter("why", _("Why"), _causes, menu=True, counted=False),
    PLACE_FILTER,
)


def of_reader(table: Table, scope) -> Table:
    """A list without the municipality for whoever works in one only."""
    one_place = not scope.everything and len(scope.municipalities) == 1
    return table.without("municipality") if one_place else table
