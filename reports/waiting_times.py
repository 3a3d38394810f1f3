"""Requests by municipality, stage and waiting time: what is counted and what stands in the sheets."""

from collections.abc import Iterator

from django.db.models import Avg, Count, DurationField, ExpressionWrapper, F, Max
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Request
from cases.querysets import FINAL
from cases.workflow import REQUEST
from core.models import Turn
from core.place_names import municipality_name

HEAD = (
    (gettext_lazy("Municipality"), False),
    (gettext_lazy("Stage"), False),
    (gettext_lazy("Requests"), True),
    (gettext_lazy("Days in this stage, average"), True),
    (gettext_lazy("Days in this stage, longest"), True),
)
BATCH = 2_000
FIELDS = (
    "pk",
    "reference",
    "municipality_id",
    "request_type__name",
    "status",
    "turn",
    "submitted_on",
    "status_since",
    "due_on",
)
TURNS = dict(Turn.choices)


def requests(scope):
    """The requests that are still under way in this scope."""
    return Request.objects.within(scope).exclude(status__in=FINAL)


def summarise(rows) -> list[tuple]:
    """One line per municipality and stage: how many, and how long they have been there."""
    waited = ExpressionWrapper(Now() - F("status_since"), output_field=DurationField())
    groups = (
        rows.order_by()
        .values_list("municipality", "status")
        .annotate(Count("pk"), Avg(waited), Max(waited))
    )
    lines = [
        (
            municipality_name(place),
            str(REQUEST.stage(status).label),
            number,
            mean.days,
            longest.days,
        )
        for place, status, number, mean, longest in groups
    ]
    return sorted(lines)


def by_municipality(lines: list[tuple]) -> list[tuple]:
    """For the picture: requests under way per municipality, most first."""
    totals: dict[str, int] = {}
    for place, _stage, number, _mean, _longest in lines:
        totals[place] = totals.get(place, 0) + number
    return sorted(totals.items(), key=lambda entry: -entry[1])


def sheet_head() -> list[str]:
    return [
        _("Number"),
        _("Municipality"),
        _("Asks for"),
        _("Stage"),
        _("Whose turn"),
        _("Submitted on"),
        _("Days since submission"),
        _("Days in this stage"),
        _("Due"),
    ]


def sheet_rows(rows, *, in_scope) -> Iterator[tuple]:
    """Every request as a line, read in batches of its own short transactions: flat memory, no long lock."""
    last = 0
    while True:
        with in_scope():
            batch = list(
                rows.filter(pk__gt=last).order_by("pk").values_list(*FIELDS)[:BATCH]
            )
        if not batch:
            return
        yield from map(_line, batch)
        last = batch[-1][0]


def _line(row: tuple) -> tuple:
    _pk, number, place, kind, status, turn, submitted_on, since, due_on = row
    today = timezone.localdate()
    return (
        number,
        municipality_name(place),
        kind,
        str(REQUEST.stage(status).label),
        str(TURNS[turn]),
        submitted_on,
        (today - submitted_on).days if submitted_on else None,
        (today - timezone.localdate(since)).days,
        due_on,
    )
