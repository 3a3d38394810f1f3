"""Statements are written once and their rows asked every time."""

import pytest
from django.apps import apps
from django.db import connection

from core import statements
from core.scoping import system
from core.statements import of_query, written


@pytest.fixture(autouse=True)
def nothing_written(monkeypatch):
    monkeypatch.setattr(statements, "WRITTEN", {})


def counted(text, calls):
    calls.append(text)
    return text, ()


def test_what_is_known_is_written_once():
    calls = []
    for _ in range(3):
        assert written("list", lambda: counted("SELECT 1", calls)) == ("SELECT 1", ())
    assert calls == ["SELECT 1"]


def test_of_something_unknown_nothing_is_kept():
    calls = []
    for _ in range(2):
        written(None, lambda: counted("SELECT 1", calls))
    assert len(calls) == 2
    assert statements.WRITTEN == {}


def test_no_more_is_kept_than_there_is_room_for(monkeypatch):
    monkeypatch.setattr(statements, "MOST_WRITTEN", 3)
    for number in range(10):
        written(number, lambda: ("SELECT 1", ()))
    assert len(statements.WRITTEN) <= 3


def test_a_query_that_cannot_find_anything_finds_nothing(db):
    with system(), connection.cursor() as cursor:
        cursor.execute(*of_query(apps.get_model("cases.Request").objects.none()))
        assert cursor.fetchall() == []
