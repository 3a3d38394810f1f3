"""Paging by key: the next fifty after a row, never "page 1,000 of a million"."""

import base64
import json
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import connection
from django.db.models import IntegerField, Q, QuerySet
from django.utils.dateparse import parse_datetime

from core.statements import of_query, written

PAGE = 50
# They hold the places of a cursor's values in a statement that is written once.
MOMENT, PK = datetime(1, 1, 2, tzinfo=UTC), 9_007_199_254_740_991
NUMBER = 2_147_483_001


@dataclass(frozen=True)
class Page:
    """Fifty rows and the keys of their neighbours."""

    rows: list[tuple]
    previous: str
    following: str


def fetch(
    rows: QuerySet,
    fields: tuple[str, ...],
    *,
    whole: QuerySet,
    key: str,
    cursor: str = "",
    of: Hashable = None,
) -> Page:
    """The rows around a cursor, newest first, by (`key`, pk); a broken cursor gives the first page.

    `key` is a moment or a whole number, the greatest first.
    `rows` are those to leaf through, `whole` is what they were chosen from, with all that the fields
    need; `of` is what `rows` depend on, so that their statement is known again.
    """
    numbered = isinstance(whole.model._meta.get_field(key), IntegerField)
    position = _read(cursor, numbered)
    direction = position[0] if position else ""
    sql, values = written(
        of and (of, fields, key, direction, PAGE),
        lambda: _statement(
            rows, fields, whole, key, direction, NUMBER if numbered else MOMENT
        ),
    )
    found = _found(sql, values, position)
    more, found = len(found) > PAGE, found[:PAGE]
    backwards = direction == "b"
    if backwards:
        found.reverse()
    has_previous, has_following = (more, True) if backwards else (bool(position), more)
    return Page(
        rows=[row[2:] for row in found],
        previous=_write("b", found[0]) if found and has_previous else "",
        following=_write("f", found[-1]) if found and has_following else "",
    )


def in_order(
    rows: QuerySet,
    fields: tuple[str, ...],
    *,
    order: tuple[tuple[str, Callable], ...],
    cursor: str = "",
) -> Page:
    """The rows around a cursor, the smallest first, by several columns of which the last is unique.

    `order` names each column and how its value is read from an address; a broken cursor gives the first page.
    """
    names = tuple(name for name, _read_value in order)
    position = _read_values(cursor, order)
    backwards = bool(position) and position[0] == "b"
    if position:
        rows = rows.filter(_past(names, position[1], "lt" if backwards else "gt"))
    sort = [f"-{name}" if backwards else name for name in names]
    found = list(rows.order_by(*sort).values_list(*names, *fields)[: PAGE + 1])
    more, found = len(found) > PAGE, found[:PAGE]
    if backwards:
        found.reverse()
    has_previous, has_following = (more, True) if backwards else (bool(position), more)
    width = len(names)
    return Page(
        rows=[row[width:] for row in found],
        previous=_write_values("b", found[0][:width]) if found and has_previous else "",
        following=_write_values("f", found[-1][:width])
        if found and has_following
        else "",
    )


def _past(names: tuple[str, ...], values: tuple, how: str) -> Q:
    """Rows that come after (or before) a row in the order of several columns."""
    beyond, same = Q(), {}
    for name, value in zip(names, values, strict=True):
        beyond |= Q(**same, **{f"{name}__{how}": value})
        same[name] = value
    return beyond


def _write_values(direction: str, values: tuple) -> str:
    text = json.dumps([direction, *map(str, values)])
    return base64.urlsafe_b64encode(text.encode()).decode()


def _read_values(cursor: str, order: tuple) -> tuple | None:
    try:
        direction, *typed = json.loads(base64.urlsafe_b64decode(cursor.encode()))
        values = tuple(
            read(value) for (_name, read), value in zip(order, typed, strict=True)
        )
    except (ValueError, TypeError, RecursionError):
        return None
    valid = direction in {"f", "b"} and all(value is not None for value in values)
    return (direction, values) if valid else None


def _statement(
    rows: QuerySet, fields, whole: QuerySet, key: str, direction: str, probe
):
    """The page's SQL, with probes in the place of the cursor."""
    if direction:
        rows = rows.filter(_beyond(key, direction, probe))
    order = (key, "pk") if direction == "b" else (f"-{key}", "-pk")
    # The fifty are chosen first and joined then: under row security the database takes the joins for
    # rarer than they are, and would rather join and sort everything than walk the index.
    chosen = whole.filter(pk__in=rows.order_by(*order).values("pk")[: PAGE + 1])
    return of_query(chosen.order_by(*order).values_list(key, "pk", *fields))


def _found(sql: str, values: tuple, position: tuple | None) -> list[tuple]:
    if position:
        _direction, last, pk = position
        there = {MOMENT: last, NUMBER: last, PK: pk}
        values = tuple(
            there.get(value, value) if isinstance(value, datetime | int) else value
            for value in values
        )
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def _beyond(key: str, direction: str, probe) -> Q:
    # Written with an outer bound on the key alone, so that the index on (key, id) is walked from there.
    if direction == "b":
        return Q(**{f"{key}__gte": probe}) & (Q(**{f"{key}__gt": probe}) | Q(pk__gt=PK))
    return Q(**{f"{key}__lte": probe}) & (Q(**{f"{key}__lt": probe}) | Q(pk__lt=PK))


def _write(direction: str, row: tuple) -> str:
    last = row[0] if isinstance(row[0], int) else row[0].isoformat()
    text = json.dumps([direction, last, row[1]])
    return base64.urlsafe_b64encode(text.encode()).decode()


def _read(cursor: str, numbered: bool) -> tuple | None:
    try:
        direction, last, pk = json.loads(base64.urlsafe_b64decode(cursor.encode()))
        last = _number(last) if numbered else _moment(last)
        valid = direction in {"f", "b"} and last is not None and isinstance(pk, int)
    except (ValueError, TypeError, RecursionError):
        return None
    return (direction, last, pk) if valid else None


def _number(last) -> int | None:
    return last if type(last) is int and abs(last) < NUMBER else None


def _moment(last) -> datetime | None:
    moment = parse_datetime(last)
    return moment if moment and moment.tzinfo else None
