"""Assistance by source and kind: what it adds up to, and every line of the ledger in the sheets; nobody is named."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy, ngettext

from cases import assistance_totals
from cases.models import AssistanceLine
from cases.tables_assistance import LINES, UNITS, money
from core.tables import Column, Table

HEAD = (
    (gettext_lazy("Source"), False),
    (gettext_lazy("Kind"), False),
    (gettext_lazy("Lines"), True),
    *(
        (label, True)
        for label in (
            gettext_lazy("Planned, EUR"),
            gettext_lazy("Granted, EUR"),
            gettext_lazy("Delivered, EUR"),
            gettext_lazy("By others, EUR"),
        )
    ),
)
BATCH = 2_000
SHEET = Table(
    (
        *LINES.only("reference", "municipality", "kind", "source").columns,
        Column("quantity", gettext_lazy("Quantity"), ("quantity",)),
        Column("unit", gettext_lazy("Unit"), ("unit",), export=lambda u: str(UNITS[u])),
        Column("of_it", gettext_lazy("Delivered"), ("delivered_quantity",)),
        *LINES.only("cost", "delivered", "granted", "stage").columns,
        Column("year", gettext_lazy("Received in the year"), ("received_year",)),
    ),
    link="cases:assistance_detail",
)


def lines(scope):
    """The whole ledger of this scope."""
    return AssistanceLine.objects.within(scope)


def summarise(rows) -> list[tuple]:
    """One line per source and kind."""
    return [
        (
            each["source"],
            each["kind"],
            each["lines"],
            *(money(each[name]) for name in assistance_totals.AMOUNTS),
        )
        for each in assistance_totals.by_source_and_kind(rows)
    ]


def by_source(lines: list[tuple]) -> list[tuple]:
    """For the picture: lines per source, most first."""
    totals: dict[str, int] = {}
    for source, _kind, number, *_amounts in lines:
        totals[source] = totals.get(source, 0) + number
    return sorted(totals.items(), key=lambda entry: -entry[1])


def sheet_rows(rows, *, in_scope) -> Iterator[list]:
    """Every line, read in batches of its own short transactions."""
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
        "%(rows)s line of assistance is in it: what you may see, at the time it was made.",
        "%(rows)s lines of assistance are in it: what you may see, at the time it was made.",
        rows,
    ) % {"rows": rows}
