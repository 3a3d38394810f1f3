"""Leafing through a list shows every row once, forwards and backwards, whatever shares a moment."""

import base64
import json
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core import paging
from core.models import ReadEntry
from core.paging import fetch
from core.scoping import system

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
DAYS = st.lists(st.integers(0, 4), max_size=25)


class Undo(Exception):
    """Ends an example: the next one starts without its rows."""


def rows_at(days):
    ReadEntry.objects.bulk_create(
        ReadEntry(
            at=BEGIN + timedelta(day),
            user_id=1,
            municipality_id=1,
            record_id=1,
            what="",
        )
        for day in days
    )
    return ReadEntry.objects.all()


def page_of(rows, cursor=""):
    return fetch(rows, ("pk",), whole=ReadEntry.objects.all(), key="at", cursor=cursor)


def forwards(rows):
    pages = [page_of(rows)]
    while pages[-1].following:
        pages.append(page_of(rows, pages[-1].following))
    return pages


def backwards(rows, last):
    pages = [last]
    while pages[0].previous:
        pages.insert(0, page_of(rows, pages[0].previous))
    return pages


def keys(pages):
    return [row[0] for page in pages for row in page.rows]


@given(days=DAYS, size=st.integers(1, 6))
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_every_row_is_met_exactly_once_in_both_directions(db, monkeypatch, days, size):
    monkeypatch.setattr(paging, "PAGE", size)
    with pytest.raises(Undo), system(), transaction.atomic():
        rows = rows_at(days)
        wanted = list(rows.order_by("-at", "-pk").values_list("pk", flat=True))
        pages = forwards(rows)
        assert keys(pages) == wanted
        assert keys(backwards(rows, pages[-1])) == wanted
        assert all(len(page.rows) == size for page in pages[:-1])
        raise Undo


def test_a_row_that_comes_in_meanwhile_moves_nothing(db, monkeypatch):
    monkeypatch.setattr(paging, "PAGE", 3)
    with system():
        rows = rows_at(range(9))
        first = page_of(rows)
        seen_next = keys([page_of(rows, first.following)])
        rows_at([20])
        assert keys([page_of(rows, first.following)]) == seen_next


def test_a_row_that_goes_meanwhile_breaks_nothing(register, monkeypatch):
    monkeypatch.setattr(paging, "PAGE", 1)
    newest = [register(surname=f"F{n}") for n in range(3)][::-1]
    with system():
        rows = type(newest[0]).objects.all()
        first = fetch(rows, ("pk",), whole=rows, key="created_at")
        gone = rows.exclude(pk=newest[0].pk)
        after = fetch(
            gone, ("pk",), whole=rows, key="created_at", cursor=first.following
        )
        assert after.rows == [(newest[1].pk,)]


def test_the_first_page_has_none_before_it_and_the_last_none_after(db, monkeypatch):
    monkeypatch.setattr(paging, "PAGE", 2)
    with system():
        pages = forwards(rows_at(range(5)))
    assert [bool(page.previous) for page in pages] == [False, True, True]
    assert [bool(page.following) for page in pages] == [True, True, False]


def cursor_of(*parts):
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode()


NOW = "2026-01-03T00:00:00+00:00"
BROKEN = [
    "x",
    "ђ",
    "=",
    "\0",
    "AAAA",
    "W10=",
    "W1tbW1tbW10=",
    "bnVsbA==",
    "e30=",
    cursor_of("z", NOW, 1),
    cursor_of("f", NOW, "1"),
    cursor_of("f", NOW, None),
    cursor_of("f", NOW, [1]),
    cursor_of("f", 7, 1),
    cursor_of("f", "2026-13-45T00:00:00+00:00", 1),
    cursor_of("f", "yesterday", 1),
    cursor_of("f", NOW),
    cursor_of(["f"], NOW, 1),
]


@pytest.mark.parametrize("cursor", BROKEN)
def test_a_broken_cursor_gives_the_first_page(db, cursor):
    with system():
        rows = rows_at(range(3))
        assert page_of(rows, cursor) == page_of(rows)


STRANGE = [
    cursor_of("f", NOW, 10**30),
    cursor_of("b", NOW, -(10**30)),
    cursor_of("f", "2026-01-03T00:00:00", 1),
    cursor_of("f", "0001-01-01T00:00:00+14:00", 1),
    cursor_of("b", "9999-12-31T23:59:59-14:00", 1),
    base64.urlsafe_b64encode(b"[" * 4000).decode(),
    base64.urlsafe_b64encode(b'["f","2026-01-03T00:00:00+00:00",NaN]').decode(),
    base64.urlsafe_b64encode(
        b'["f","2026-01-03T00:00:00+00:00",' + b"9" * 4400 + b"]"
    ).decode(),
]


@pytest.mark.parametrize("cursor", STRANGE, ids=range(len(STRANGE)))
def test_a_cursor_that_was_tampered_with_is_no_fault_of_ours(db, cursor):
    with system():
        assert page_of(rows_at(range(3)), cursor).rows is not None


@given(st.text(max_size=60))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_whatever_stands_in_the_address_there_is_a_page(db, cursor):
    with system():
        assert page_of(ReadEntry.objects.all(), cursor).rows == []
