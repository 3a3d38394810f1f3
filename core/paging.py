"""Paging by key: the next fifty after a row, never "page 1,000 of a million"."""

import base64
import json
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.dateparse import parse_datetime

PAGE = 50


@dataclass(frozen=True)
class Page:
    """Fifty rows and the keys of their neighbours."""

    rows: list[tuple]
    previous: str
    following: str


def fetch(
    rows: QuerySet, fields: tuple[str, ...], *, key: str, cursor: str = ""
) -> Page:
    """The rows around a cursor, newest first, by (`key`, pk); a broken cursor gives the first page."""
    position = _read(cursor)
    backwards = bool(position) and position[0] == "b"
    if position:
        rows = rows.filter(_beyond(key, position, backwards))
    order = (key, "pk") if backwards else (f"-{key}", "-pk")
    found = list(rows.order_by(*order).values_list(key, "pk", *fields)[: PAGE + 1])
    more, found = len(found) > PAGE, found[:PAGE]
    if backwards:
        found.reverse()
    has_previous, has_following = (more, True) if backwards else (bool(position), more)
    return Page(
        rows=[row[2:] for row in found],
        previous=_write("b", found[0]) if found and has_previous else "",
        following=_write("f", found[-1]) if found and has_following else "",
    )


def _beyond(key: str, position: tuple, backwards: bool) -> Q:
    _direction, moment, pk = position
    # Written with an outer bound on the key alone, so that the index on (key, id) is walked from there.
    if backwards:
        return Q(**{f"{key}__gte": moment}) & (
            Q(**{f"{key}__gt": moment}) | Q(pk__gt=pk)
        )
    return Q(**{f"{key}__lte": moment}) & (Q(**{f"{key}__lt": moment}) | Q(pk__lt=pk))


def _write(direction: str, row: tuple) -> str:
    text = json.dumps([direction, row[0].isoformat(), row[1]])
    return base64.urlsafe_b64encode(text.encode()).decode()


def _read(cursor: str) -> tuple | None:
    try:
        direction, moment, pk = json.loads(base64.urlsafe_b64decode(cursor.encode()))
        moment = parse_datetime(moment)
        aware = moment and moment.tzinfo
        valid = direction in {"f", "b"} and aware and isinstance(pk, int)
    except (ValueError, TypeError, RecursionError):
        return None
    return (direction, moment, pk) if valid else None
