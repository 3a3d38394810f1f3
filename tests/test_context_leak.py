"""One connection serves everybody in turn: no request ever sees the context of the one before."""

import random

import pytest
from django.db import connection
from django.test import Client

from accounts.factories import make_user, municipality
from accounts.roles import Role
from cases.factories import make_request
from core.scoping import system
from tests.context_urls import told
from tests.world import OTHER, OWN

REQUESTS = 2_000
WAYS = ("page", "error", "missing", "forbidden", "undone", "failed", "fault", "stream")
STATUS = {"error": 500, "missing": 404, "forbidden": 403, "failed": 500, "fault": 503}


def somebody(name: str, role: str, at: str = ""):
    """A signed-in browser and the municipalities its requests may see."""
    with system():
        user = make_user(name, role, at=at)
        places = [municipality(code).pk for code in ((at,) if at else (OWN, OTHER))]
        if at:
            make_request(at=municipality(at), by=user)
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client, user, sorted(places)


def backend() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return cursor.fetchone()[0]


@pytest.mark.django_db(transaction=True)
@pytest.mark.urls("tests.context_urls")
def test_no_context_leaks_into_the_next_request():
    people = [
        somebody("Own", Role.OFFICER, OWN),
        somebody("Other", Role.OFFICER, OTHER),
        somebody("Ministry", Role.CASEWORKER),
    ]
    people.append((Client(raise_request_exception=False), None, []))
    chance = random.Random(20261123)
    server = backend()
    for _number in range(REQUESTS):
        client, user, places = chance.choice(people)
        how = chance.choice(WAYS)
        answer = client.get(f"/told/{how}/")
        assert told() == ["", "", "", ""]
        check(answer, how, user, places)
    assert backend() == server


def check(answer, how: str, user, places: list[int]) -> None:
    if user is None:
        assert answer.status_code == 302
        return
    assert answer.status_code == STATUS.get(how, 200)
    if how in {"page", "undone"}:
        facts = answer.json()
        assert facts["places"] == places
        assert facts["told"][2:] == [str(user.pk), answer["X-Request-Id"]]
    if how == "stream":
        assert b"".join(answer.streaming_content) == b"[][]"


@pytest.mark.django_db(transaction=True)
def test_a_context_set_for_the_session_would_be_noticed():
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('mcr.everything', 'all', false)")
    assert told()[0] == "all"
    connection.close()
    assert told()[0] == ""
