"""How often something may be tried: exact in a crowd, and forgotten by nothing but time."""

import time
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.utils import timezone

from core import throttle
from core.models import ThrottleWindow
from core.tasks import tidy
from core.throttle import Limit
from people import together

FIVE = Limit(5, timedelta(minutes=5))
CROWD = 20


def tries(number, key="door"):
    return [throttle.count(key, FIVE) for _try in range(number)]


def open_since(key, **ago):
    opened = timezone.now() - timedelta(**ago)
    ThrottleWindow.objects.filter(key=key).update(opened_at=opened)


def test_as_many_tries_as_the_limit_says_and_no_more(db):
    assert tries(7) == [True] * 5 + [False] * 2


def test_doors_are_counted_apart(db):
    tries(6)
    assert tries(1, "another door") == [True]


def test_a_window_that_is_over_begins_anew(db):
    tries(6)
    open_since("door", minutes=5, seconds=1)
    assert tries(6) == [True] * 5 + [False]


def test_trying_on_does_not_make_the_wait_longer(db):
    tries(6)
    open_since("door", minutes=4)
    opened = ThrottleWindow.objects.get(key="door").opened_at
    tries(3)
    assert ThrottleWindow.objects.get(key="door").opened_at == opened


def test_success_forgets(db):
    tries(5)
    throttle.forget("door")
    assert tries(1) == [True]


def test_an_endless_key_is_still_counted(db):
    endless = "x" * 5000
    assert tries(6, endless)[-1] is False
    throttle.forget(endless)
    assert tries(1, endless) == [True]


def test_emptying_the_cache_opens_no_door(db):
    tries(5)
    cache.clear()
    assert tries(1) == [False]


def test_tidying_forgets_only_what_is_over(db):
    tries(6)
    tries(1, "old door")
    open_since("old door", days=2)
    tidy()
    assert list(ThrottleWindow.objects.values_list("key", flat=True)) == ["door"]
    assert tries(1) == [False]


def in_a_crowd():
    def one(turn):
        with transaction.atomic():
            return throttle.count("door", FIVE)

    return together(CROWD, one)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_", range(3))
def test_a_crowd_gets_exactly_as_many_tries(round_):
    assert sorted(in_a_crowd()) == [False] * (CROWD - 5) + [True] * 5


@pytest.mark.django_db(transaction=True)
def test_counted_in_two_steps_a_crowd_would_get_more(monkeypatch):
    """The control: look first, count afterwards."""

    def two_steps(key, limit):
        with connection.cursor() as cursor:
            cursor.execute("SELECT hits FROM core_throttlewindow WHERE key = %s", [key])
            hits = cursor.fetchone()[0]
        time.sleep(0.02)
        ThrottleWindow.objects.filter(key=key).update(hits=hits + 1)
        return hits < limit.tries

    ThrottleWindow.objects.create(key="door", hits=0, opened_at=timezone.now())
    monkeypatch.setattr(throttle, "count", two_steps)
    assert sum(in_a_crowd()) > 5
