"""What assistance adds up to: by source for one household, by source and kind for a list."""

from decimal import Decimal

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.translation import get_language

from cases.models import AssistanceKind, AssistanceLine, AssistanceSource
from cases.models.assistance import COMMITTED
from core.names import alphabet_key
from core.place_names import reference_name

Status = AssistanceLine.Status
NOTHING = Decimal(0)
SUMS = {
    "lines": Count("pk"),
    "planned": Sum("planned_cost", filter=Q(status=Status.PLANNED)),
    "granted": Sum("planned_cost", filter=Q(status__in=COMMITTED)),
    "delivered": Sum("delivered_cost"),
    "told": Sum("planned_cost", filter=Q(status=Status.KNOWN)),
}
AMOUNTS = ("planned", "granted", "delivered", "told")


def by_source_and_kind(rows: QuerySet) -> list[dict]:
    """One line per source and kind, in the reader's words; cancelled lines count only what was delivered."""
    groups = (
        rows.exclude(status=Status.CANCELLED, delivered_cost=0)
        .order_by()
        .values("source", "kind")
        .annotate(**SUMS)
    )
    language = get_language()
    lines = [_in_words(group) for group in groups]
    return sorted(
        lines,
        key=lambda line: [alphabet_key(line[name], language) for name in WORDS],
    )


WORDS = ("source", "kind")


def _in_words(group: dict) -> dict:
    return group | {
        "source": reference_name(AssistanceSource, group["source"]),
        "kind": reference_name(AssistanceKind, group["kind"]),
        **{name: group[name] or NOTHING for name in AMOUNTS},
    }


def by_source(lines: list[AssistanceLine]) -> list[dict]:
    """What each source has given a household; the lines are already there, so nothing is asked again."""
    totals: dict[str, dict] = {}
    for line in lines:
        amounts = totals.setdefault(
            str(line.source),
            {"source": str(line.source)} | dict.fromkeys(AMOUNTS, NOTHING),
        )
        amounts["delivered"] += line.delivered_cost
        if name := _counts_as(line):
            amounts[name] += line.planned_cost or NOTHING
    return list(totals.values())


def _counts_as(line: AssistanceLine) -> str:
    if line.status in COMMITTED:
        return "granted"
    return {Status.PLANNED: "planned", Status.KNOWN: "told"}.get(line.status, "")


def altogether(totals: list[dict]) -> dict:
    """The sum of such lines."""
    return {name: sum((each[name] for each in totals), NOTHING) for name in AMOUNTS}
