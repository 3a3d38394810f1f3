"""Requests by municipality, stage and waiting time: what is counted and what stands in the sheets."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Avg, Count, DurationField, ExpressionWrapper, F, Max
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, ngettext

from cases.models import Request
from cases.tables import REQUESTS
from cases.workflow import REQUEST
from core.names import alphabet_key
from core.place_names import municipality_name
from core.tables import Column, Table

HEAD = (
    (gettext_lazy("Municipality"), False),
    (gettext_lazy("Stage"), False),
    (gettext_lazy("Requests"), True),
    (gettext_lazy("Days in this stage, average"), True),
    (gettext_lazy("Days in this stage, longest"), True),
)
BATCH = 2_000


def _days_in_stage(status: str, since) -> int | None:
    return None if REQUEST.stage(status).final else _days_since(since)


def _days_since(day) -> int | None:
    if day is None:
        return None
    start = timezone.localdate(day) if isinstance(day, datetime) else day
    return (timezone.localdate() - start).days


# A line of the sheets: the columns of the list, and how long each request has waited.
SHEET = Table(
    (
        *REQUESTS.only("reference", "municipality", "type", "stage", "turn").columns,
        Column("submitted", gettext_lazy("Submitted on"), ("submitted_on",)),
        Column(
            "waiting",
            gettext_lazy("Days since submission"),
            ("submitted_on",),
            export=_days_since,
        ),
        Column(
            "in_stage",
            gettext_lazy("Days in this stage"),
            ("status", "status_since"),
            export=_days_in_stage,
        ),
        Column("due", gettext_lazy("Due"), ("due_on",)),
    ),
    link="cases:request_detail",
)


def requests(scope):
    """All requests of this scope; those that are decided no longer wait."""
    return Request.objects.within(scope)


def summarise(rows) -> list[tuple]:
    """One line per municipality and stage: how many, and how long they have been there."""
    waited = ExpressionWrapper(Now() - F("status_since"), output_field=DurationField())
    groups = (
        rows.order_by()
        .values_list("municipality", "status")
        .annotate(number=Count("pk"), mean=Avg(waited), longest=Max(waited))
    )
    lines = [
        (
            municipality_name(place),
            str(REQUEST.stage(status).label),
            number,
            None if REQUEST.stage(status).final else mean.days,
            None if REQUEST.stage(status).final else longest.days,
        )
        for place, status, number, mean, longest in groups
    ]
    language = get_language()
    return sorted(lines, key=lambda line: (alphabet_key(line[0], language), line[1]))


def by_municipality(lines: list[tuple]) -> list[tuple]:
    """For the picture: requests per municipality, most first."""
    totals: dict[str, int] = {}
    for place, _stage, number, _mean, _longest in lines:
        totals[place] = totals.get(place, 0) + number
    return sorted(totals.items(), key=lambda entry: -entry[1])


def sheet_rows(rows, *, in_scope) -> Iterator[list]:
    """Every request as a line, read in batches of its own short transactions: flat memory, no long lock."""
    last = 0
    while True:
        with in_scope():
            chosen = rows.filter(pk__gt=last).order_by("pk")
            batch = list(chosen.values_list(*SHEET.fields)[:BATCH])
        if not batch:
            return
        yield from SHEET.sheet_rows(batch)
        last = batch[-1][0]


def covers(rows: int) -> str:
    """What is in the report, in words."""
    return ngettext(
        "%(rows)s request is in it: what you may see, at the time it was made.",
        "%(rows)s requests are in it: what you may see, at the time it was made.",
        rows,
    ) % {"rows": rows}
