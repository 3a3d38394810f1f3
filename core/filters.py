"""Filters of lists: declared once, kept in the address, each choice with its count (capped, so always quick)."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from urllib.parse import quote_plus, urlencode

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from core.models import Municipality
from core.place_names import reference_choices
from core.statements import Statement, of_query, written
from core.tables import escaped

CAP = 100


@dataclass(frozen=True)
class Choice:
    """One choice of a filter: the value in the address, its word, the rows it keeps."""

    value: str
    label: str
    condition: Q


@dataclass(frozen=True)
class Filter:
    """A group of choices; a `menu` unfolds, the others stand side by side."""

    key: str
    label: str
    choices: Callable[[object], list[Choice]]
    menu: bool = False
    counted: bool = True


def municipality_choices(scope) -> list[Choice]:
    """One choice per municipality somebody acts for; none when there is only one."""
    if not scope.everything and len(scope.municipalities) < 2:
        return []
    return [
        Choice(code, name, Q(municipality=pk))
        for pk, code, name in reference_choices(Municipality)
        if scope.covers(pk)
    ]


class Filtered:
    """The filters of one request: what is chosen, the rows that remain, and the chips to draw."""

    def __init__(self, filters: tuple[Filter, ...], request):
        self.request = request
        self.groups = [(rule, rule.choices(request)) for rule in filters]
        self.chosen = {}
        for rule, choices in self.groups:
            wanted = request.GET.get(rule.key)
            match = next((choice for choice in choices if choice.value == wanted), None)
            if match:
                self.chosen[rule.key] = match

    def keep(self, rows: QuerySet, *, leaving_out: str = "") -> QuerySet:
        for key, choice in self.chosen.items():
            if key != leaving_out:
                rows = rows.filter(choice.condition)
        return rows

    def address(self, **changes) -> str:
        """This page's address with other choices; paging starts anew."""
        values = {key: choice.value for key, choice in self.chosen.items()}
        values.update(changes)
        if self.request.GET.get("q"):
            values.setdefault("q", self.request.GET["q"])
        return "?" + urlencode({key: value for key, value in values.items() if value})

    def drawn(self, rows: QuerySet, *, of: Hashable = None) -> list[dict]:
        """The groups with their chips; `of` is what `rows` depend on, so that they are known again."""
        counts = self._counts(rows, of)
        return [
            self._group(rule, choices, counts)
            for rule, choices in self.groups
            if choices
        ]

    def _group(self, rule: Filter, choices: list[Choice], counts: dict) -> dict:
        chosen = self.chosen.get(rule.key)
        without = self.address(**{rule.key: ""})
        start = without if without == "?" else f"{without}&"
        chips = [
            {
                "label": choice.label,
                "count": shown_count(counts.get((rule.key, choice.value))),
                "active": choice == chosen,
                "url": without
                if choice == chosen
                else f"{start}{rule.key}={quote_plus(choice.value)}",
            }
            for choice in choices
        ]
        return {
            "key": rule.key,
            "label": rule.label,
            "menu": rule.menu,
            "chosen": chosen.label if chosen else "",
            "chips": chips,
            "links": menu_links(chips) if rule.menu else chip_links(chips),
        }

    def _counts(self, rows: QuerySet, of: Hashable) -> dict[tuple[str, str], int]:
        """All counts in one round trip, each stopping just over the cap."""
        asked = [
            (rule.key, choice)
            for rule, choices in self.groups
            if rule.counted
            for choice in choices
        ]
        if not asked:
            return {}
        conditions = tuple((key, choice.condition) for key, choice in asked)
        about = self.about(of)
        sql, params = written(
            about and (about, conditions), lambda: self._counting(rows, asked)
        )
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            keys = [(key, choice.value) for key, choice in asked]
            return dict(zip(keys, cursor.fetchone(), strict=True))

    def about(self, of: Hashable) -> Hashable:
        """What the kept rows depend on, if it is known what all rows depend on."""
        if of is None:
            return None
        return of, tuple((key, choice.condition) for key, choice in self.chosen.items())

    def _counting(self, rows: QuerySet, asked: list) -> Statement:
        parts, params = [], []
        for key, choice in asked:
            remaining = self.keep(rows, leaving_out=key).filter(choice.condition)
            sql, values = of_query(capped(remaining))
            parts.append(f"(SELECT count(*) FROM ({sql}) counted)")
            params.extend(values)
        return "SELECT " + ", ".join(parts), tuple(params)


def chip_links(chips: list[dict]) -> SafeString:
    """Choices that stand side by side, each with its count."""
    return _drawn_links(chips, '<li><a class="chip" href="', "<b>", "</b>", "</a></li>")


def menu_links(chips: list[dict]) -> SafeString:
    """Choices that unfold from a menu."""
    return _drawn_links(chips, '<a href="', '<span class="count">', "</span>", "</a>")


def _drawn_links(chips, opening, before_count, after_count, closing) -> SafeString:
    """Drawn here, as the rows of a table are: in a template these sixty links cost more than the rows."""
    parts = []
    for chip in chips:
        mark = ' aria-current="true"' if chip["active"] else ""
        count = (
            chip["count"] and f" {before_count}{escaped(chip['count'])}{after_count}"
        )
        url, label = escaped(chip["url"]), escaped(chip["label"])
        parts.append(f'{opening}{url}"{mark}>{label}{count}{closing}')
    return mark_safe("".join(parts))  # noqa: S308 -- every part is escaped above


def capped(rows: QuerySet) -> QuerySet:
    return rows.order_by().values("pk")[: CAP + 1]


def shown_count(count: int | None) -> str:
    if count is None:
        return ""
    return _("%(cap)s+") % {"cap": CAP} if count > CAP else str(count)
