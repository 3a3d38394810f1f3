"""Money for returning families: what each fund holds and promised, where it went, and who still waits; nobody is named."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, F, Q, Sum
from django.utils.translation import get_language, gettext, gettext_lazy, ngettext

from cases.models import AssistanceLine, Fund, Funding, Request
from cases.tables_assistance import money
from core.names import alphabet_key
from core.place_names import municipality_name
from core.scoping import Scope
from core.tables import Column, Table

HEAD = (
    (gettext_lazy("Fund"), False),
    (gettext_lazy("Municipality"), False),
    (gettext_lazy("Amount in EUR"), True),
    (gettext_lazy("Committed in EUR"), True),
    (gettext_lazy("Released in EUR"), True),
    (gettext_lazy("Delivered, EUR"), True),
    (gettext_lazy("Left in EUR"), True),
    (gettext_lazy("Families with funds"), True),
    (gettext_lazy("Families waiting"), True),
)
# The files hold the same lines as the page: a row for each family would say what it was given.
SHEET = Table(
    Column(str(number), label, (), show=str)
    for number, (label, _num) in enumerate(HEAD)
)
AMOUNTS = slice(2, 7)
NOTHING = Decimal(0)
FAMILIES = Count("household", distinct=True)
SUMS = {
    "committed": Sum("amount", filter=Q(is_live=True), default=NOTHING),
    "released": Sum("amount", filter=Q(is_live=False), default=NOTHING),
    "families": Count("request__household", filter=Q(is_live=True), distinct=True),
}


@dataclass(frozen=True)
class Money:
    """What of the funds somebody with this scope may be told."""

    scope: Scope

    @property
    def fundings(self):
        return Funding.objects.within(self.scope)

    @property
    def waiting(self):
        return Request.objects.within(self.scope).waiting_for_funds()

    @property
    def funds(self):
        """All funds for whoever sees all; else those from which something went to one's own municipality."""
        if self.scope.everything:
            return Fund.objects.all()
        return Fund.objects.filter(pk__in=self.fundings.order_by().values("fund"))

    def count(self) -> int:
        """How many lines there are."""
        return sum(1 for _line in _lines(self))

    def by_fund(self, *also: str) -> dict[tuple, dict]:
        """What was committed and released of each fund, and what came of it; by municipality as well if asked."""
        keys = ("fund", *also)
        rows = self.fundings.order_by().values(*keys).annotate(**SUMS)
        delivered = self._delivered(also)
        found = {}
        for row in rows:
            key = tuple(row[name] for name in keys)
            found[key] = row | {"delivered": delivered.get(key)}
        return found

    def _delivered(self, also) -> dict[tuple, Decimal]:
        """What the ledger knows of it: delivered to the requests that have the funds, from the source of the fund."""
        lines = AssistanceLine.objects.within(self.scope).filter(
            request__fundings__is_live=True,
            request__fundings__fund__source=F("source"),
        )
        keys = ("request__fundings__fund", *also)
        sums = lines.order_by().values_list(*keys).annotate(Sum("delivered_cost"))
        return {tuple(key): total for *key, total in sums}


def report_of(scope: Scope) -> Money:
    """What of the funds this scope covers."""
    return Money(scope)


def _lines(rows: Money) -> Iterator[tuple]:
    """For each fund its line and one per municipality, then where families wait."""
    whole, parts = rows.by_fund(), rows.by_fund("municipality")
    for fund in rows.funds:
        if rows.scope.everything:
            yield _of_fund(fund, whole.get((fund.pk,), {}))
        here = [part for (pk, _place), part in parts.items() if pk == fund.pk]
        yield from _by_place(_of_place(fund, part) for part in here)
    waiting = rows.waiting.order_by().values_list("municipality").annotate(FAMILIES)
    yield from _by_place(
        (gettext("No funds yet"), municipality_name(place), *(None,) * 6, families)
        for place, families in waiting
    )


def _of_fund(fund: Fund, sums: dict) -> tuple:
    return (
        str(fund),
        gettext("All municipalities"),
        fund.amount,
        sums.get("committed", NOTHING),
        sums.get("released", NOTHING),
        sums.get("delivered"),
        fund.left,
        sums.get("families", 0),
        None,
    )


def _of_place(fund: Fund, sums: dict) -> tuple:
    return (
        str(fund),
        municipality_name(sums["municipality"]),
        None,
        sums["committed"],
        sums["released"],
        sums["delivered"],
        None,
        sums["families"],
        None,
    )


def _by_place(lines) -> list[tuple]:
    language = get_language()
    return sorted(lines, key=lambda line: alphabet_key(line[1], language))


def summarise(rows: Money) -> list[tuple]:
    """The lines with amounts as the reader writes them."""
    return [_written(line) for line in _lines(rows)]


def _written(line: tuple) -> tuple:
    amounts = (None if each is None else money(each) for each in line[AMOUNTS])
    return (*line[: AMOUNTS.start], *amounts, *line[AMOUNTS.stop :])


def by_fund(lines: list[tuple]) -> list[tuple]:
    """For the picture: families per fund, and those without one, most first."""
    totals: dict[str, int] = {}
    for fund, _place, amount, *_amounts, families, waiting in lines:
        # A fund's own line has its amount; its families are counted where they live.
        if amount is None:
            totals[fund] = totals.get(fund, 0) + (families or waiting or 0)
    return sorted(totals.items(), key=lambda entry: -entry[1])


def sheet_rows(rows: Money, *, in_scope) -> Iterator[list]:
    """The same lines as on the page, with true numbers."""
    with in_scope():
        lines = list(_lines(rows))
    yield from (list(line) for line in lines)


def covers(rows: int) -> str:
    """What is in the report, in words."""
    return ngettext(
        "%(rows)s line is in it: each fund, and each municipality whose families have money of it or wait. Delivered is what the ledger of assistance knows from the source of the fund.",
        "%(rows)s lines are in it: each fund, and each municipality whose families have money of it or wait. Delivered is what the ledger of assistance knows from the source of the fund.",
        rows,
    ) % {"rows": rows}
