"""Nonsense in the environment is answered with a sentence, never guessed around."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from mcr_portal.settings import env


@pytest.mark.parametrize(
    ("reader", "nonsense", "sentence"),
    [
        (env.text, "", "THING must be given"),
        (env.text, "   ", "THING must be given"),
        (env.flag, "perhaps", "THING must be 1 or 0, not “perhaps”"),
        (env.integer, "-1", "THING must be a whole number"),
        (env.integer, "1.5", "THING must be a whole number"),
        (env.integer, "٣", "THING must be a whole number"),
        (env.integer, "99999999999", "THING must lie between 0 and"),
        (env.database, "mysql://u:p@h/d", "THING must look like postgresql://"),
        (env.database, "postgresql://u:p@h", "THING must name one database"),
        (env.database, "postgresql://u:p@h:port/d", "THING must look like postgresql"),
        (env.redis, "http://localhost", "THING must look like redis://"),
        (env.redis, "redis:", "THING must look like redis://"),
        (env.redis, "redis://h:99999999/0", "THING must look like redis://"),
    ],
)
def test_nonsense_is_refused_by_name(monkeypatch, reader, nonsense, sentence):
    monkeypatch.setenv("THING", nonsense)
    with pytest.raises(ImproperlyConfigured, match=sentence):
        reader("THING")


def test_a_default_stands_in_only_where_nothing_is_given(monkeypatch):
    monkeypatch.delenv("THING", raising=False)
    assert env.flag("THING", default=True) is True
    assert env.integer("THING", default=None) is None
    monkeypatch.setenv("THING", "0")
    assert env.flag("THING", default=True) is False
    assert env.integer("THING", default=7) == 0


def test_a_database_address_keeps_its_socket_and_odd_password(monkeypatch):
    address = "postgresql://mcr_portal:p%40ss%2F@/mcr?host=%2Frun%2Fx&sslmode=disable"
    monkeypatch.setenv("THING", address)
    found = env.database("THING")
    assert (found["USER"], found["PASSWORD"]) == ("mcr_portal", "p@ss/")
    assert (found["HOST"], found["NAME"]) == ("/run/x", "mcr")
    assert found["OPTIONS"]["sslmode"] == "disable"


def test_names_are_separated_by_commas(monkeypatch):
    monkeypatch.setenv("THING", "a.example, b.example,")
    assert env.names("THING") == ["a.example", "b.example"]


@pytest.mark.parametrize(
    ("address", "broker"),
    [
        ("redis://h:6379/2", "redis://h:6379/2"),
        ("unix:///run/v.sock?db=3", "redis+socket:///run/v.sock?virtual_host=3"),
        ("unix:///run/v.sock", "redis+socket:///run/v.sock?virtual_host=0"),
    ],
)
def test_the_queue_gets_the_address_in_its_own_spelling(address, broker):
    assert env.broker(address) == broker


def test_nobody_waits_for_ever_for_a_change_of_somebody_else(db):
    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        assert cursor.fetchone() == (f"{env.LONGEST_WAIT}s",)
