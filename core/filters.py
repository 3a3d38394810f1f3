"""Filters of lists: declared once, kept in the address, each choice with its count (capped, so always quick)."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from core.models import Municipality
from core.place_names import reference_choices

CAP = 100
# Statements that were written before, by the rows and conditions they count: never their results.
WRITTEN: dict[Hashable, tuple[str, tuple]] = {}
MOST_WRITTEN = 1_000


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
            {
                "key": rule.key,
                "label": rule.label,
                "menu": rule.menu,
                "chips": [
                    self._chip(rule, choice, counts.get((rule.key, choice.value)))
                    for choice in choices
                ],
            }
            for rule, choices in self.groups
            if choices
        ]

    def _chip(self, rule: Filter, choice: Choice, count: int | None) -> dict:
        active = self.chosen.get(rule.key) == choice
        return {
            "label": choice.label,
            "count": shown_count(count),
            "active": active,
            "url": self.address(**{rule.key: "" if active else choice.value}),
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
        sql, params = self._statement(rows, asked, of)
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            keys = [(key, choice.value) for key, choice in asked]
            return dict(zip(keys, cursor.fetchone(), strict=True))

    def _statement(self, rows: QuerySet, asked: list, of: Hashable) -> tuple:
        """The statement that counts; writing it takes longer than running it."""
        if of is None:
            return self._written(rows, asked)
        chosen = tuple((key, choice.condition) for key, choice in self.chosen.items())
        about = of, chosen, tuple((key, choice.condition) for key, choice in asked)
        if about not in WRITTEN:
            if len(WRITTEN) >= MOST_WRITTEN:
                WRITTEN.clear()
            WRITTEN[about] = self._written(rows, asked)
        return WRITTEN[about]

    def _written(self, rows: QuerySet, asked: list) -> tuple[str, tuple]:
        parts, params = [], []
        for key, choice in asked:
            remaining = self.keep(rows, leaving_out=key).filter(choice.condition)
            try:
                sql, values = capped(remaining).query.sql_with_params()
            except EmptyResultSet:
                sql, values = "SELECT 1 WHERE false", ()
            parts.append(f"(SELECT count(*) FROM ({sql}) counted)")
            params.extend(values)
        return "SELECT " + ", ".join(parts), tuple(params)


def capped(rows: QuerySet) -> QuerySet:
    return rows.order_by().values("pk")[: CAP + 1]


def shown_count(count: int | None) -> str:
    if count is None:
        return ""
    return _("%(cap)s+") % {"cap": CAP} if count > CAP else str(count)
