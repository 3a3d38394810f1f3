"""What waits for somebody, whatever its kind: late first, in one question however many kinds there are.

The kinds themselves are declared beside: see `declared.KINDS`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection
from django.db.models import (
    BigIntegerField,
    DateField,
    F,
    Q,
    QuerySet,
    TextField,
    Value,
)
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone

from core import page_parts, rules
from core.filters import capped, shown_count
from core.statements import of_query
from core.tables import link_parts

# So many of each kind are shown; the rest stands in the list of the kind.
SHOWN = 5
SOON = timedelta(days=7)
UNKNOWN = Value(None, output_field=DateField())
NOTHING = Value("", output_field=TextField())


@dataclass(frozen=True)
class Next:
    """The next action: its words, and the page on which it stands."""

    label: str
    route: str
    # The step's name, where the address has one.
    step: str = ""


@dataclass(frozen=True)
class Kind:
    """One kind of things that wait: for whom, which rows, until when, and what is to be done with each.

    `rows(user)` starts scoped and stands in its own order; `mine(user)` keeps those that wait for this person
    and not only for the office. `what`, `whose`, `due`, `state` and `at` are columns or expressions.
    """

    key: str
    label: str
    permission: str
    rows: Callable[[object], QuerySet]
    mine: Callable[[object], Q]
    # The list of the kind with its query.
    listed: tuple[str, str]
    # What the next action is, from `state`.
    next: Callable[[str], Next]
    # How it stands in a calendar: as a deadline, as a visit, or (when it is told otherwise) not at all.
    in_calendar: str = "deadline"
    # The page of the record; without one the next action is all there is to open.
    route: str = ""
    what: object = F("reference")
    whose: object = NOTHING
    due: object = UNKNOWN
    state: object = NOTHING
    # The number in the address of the next action, where it is another record's.
    at: object = F("pk")

    @property
    def list_url(self) -> str:
        route, query = self.listed
        return reverse(route) + query


@dataclass(frozen=True)
class Thing:
    """One thing that waits."""

    kind: Kind
    pk: int
    what: str
    whose: str
    due_on: date | None
    next: Next
    at: int

    @property
    def url(self) -> str:
        if not self.kind.route:
            return self.next_url
        before, after = link_parts(self.kind.route)
        return f"{before}{self.pk}{after}"

    @property
    def next_url(self) -> str:
        if self.next.step:
            return reverse(self.next.route, args=[self.at, self.next.step])
        return reverse(self.next.route, args=[self.at])

    @property
    def due(self) -> dict | None:
        """The day in words and colour."""
        return page_parts.due(self.due_on)


def found_for(user, kinds: Iterable[Kind], *, mine: bool = False) -> list[tuple]:
    """(kind, rows) of everything that waits for this person, or for their office too."""
    return [
        (kind, rows.filter(kind.mine(user)) if mine else rows)
        for kind in kinds
        if rules.may(user, kind.permission)
        for rows in [kind.rows(user)]
    ]


def things(found: list[tuple], *, most: int = SHOWN) -> list[Thing]:
    """The first of each kind, late first and what has no day last; one question."""
    parts = [_laid_out(kind, rows)[:most] for kind, rows in found]
    if not parts:
        return []
    by_key = {kind.key: kind for kind, _rows in found}
    first, *others = parts
    rows = first.union(*others, all=True)
    seen = [_thing(by_key[key], *values) for key, *values in rows]
    places = {key: place for place, key in enumerate(by_key)}
    # Within a kind the rows keep their own order: sorting leaves equals as they are.
    return sorted(
        seen,
        key=lambda each: (
            each.due_on or date.max,
            places[each.kind.key],
        ),
    )


def _laid_out(kind: Kind, rows: QuerySet) -> QuerySet:
    """The rows of a kind as columns that all kinds share."""
    columns = {
        "waits_kind": Value(kind.key, output_field=TextField()),
        "waits_pk": Cast("pk", BigIntegerField()),
        "waits_what": Cast(kind.what, TextField()),
        "waits_whose": Cast(kind.whose, TextField()),
        "waits_due": Cast(kind.due, DateField()),
        "waits_state": Cast(kind.state, TextField()),
        "waits_at": Cast(kind.at, BigIntegerField()),
    }
    return rows.annotate(**columns).values_list(*columns)


def _thing(kind: Kind, pk, what, whose, due_on, state, at) -> Thing:
    return Thing(
        kind=kind,
        pk=pk,
        what=what or "",
        whose=(whose or "").strip(", "),
        due_on=due_on,
        next=kind.next(state),
        at=at,
    )


def grouped(seen: list[Thing], *, on: date) -> dict[str, list[Thing]]:
    """What is late, what is due within a week, and everything else."""
    groups: dict[str, list[Thing]] = {"late": [], "soon": [], "later": []}
    for each in seen:
        groups[_group(each.due_on, on)].append(each)
    return groups


def _group(due_on: date | None, on: date) -> str:
    if due_on is None or due_on > on + SOON:
        return "later"
    return "late" if due_on < on else "soon"


@dataclass(frozen=True)
class Count:
    """How many of a kind wait and how many of them are late, as it is written."""

    kind: Kind
    waiting: str
    late: str


def counts(found: list[tuple]) -> list[Count]:
    """How many of each kind wait, each count stopping just over its cap; one question."""
    if not found:
        return []
    today, parts, params = timezone.localdate(), [], []
    for kind, rows in found:
        dated = rows.annotate(waits_due=Cast(kind.due, DateField()))
        for counted in (rows, dated.filter(waits_due__lt=today)):
            sql, values = of_query(capped(counted))
            parts.append(f"(SELECT count(*) FROM ({sql}) counted)")
            params.extend(values)
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(parts), params)
        numbers = cursor.fetchone()
    pairs = zip(found, numbers[::2], numbers[1::2], strict=True)
    return [
        Count(kind, shown_count(waiting), shown_count(late) if late else "")
        for (kind, _rows), waiting, late in pairs
        if waiting
    ]
