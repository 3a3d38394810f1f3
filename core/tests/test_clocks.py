"""Clocks of a record: opened, stopped and ended by its stages, always with a reckoning."""

from datetime import date, timedelta

import pytest

from core.clocks import Deadline, follow
from core.models import Clock, Provision
from core.scoping import system

BEGIN = date(2026, 3, 2)
RULE = Deadline(
    "decision_days", "Decision", starts="asked", pauses=("waits",), ends=("over",)
)


@pytest.fixture
def file(register):
    with system():
        yield register()


def go(file, status, day, *rules):
    return follow(file, rules or (RULE,), status=status, on=BEGIN + timedelta(day))


def the_clock(file, key="decision_days"):
    return Clock.objects.get(record_id=file.pk, key=key)


def test_the_clock_opens_with_its_stage_and_keeps_its_reckoning(file):
    due = go(file, "asked", 0)
    clock = the_clock(file)
    assert due == clock.due_on == date(2026, 4, 16)
    assert clock.provision.key == "decision_days"
    assert clock.trace


def test_a_stage_the_rule_does_not_know_changes_nothing(file):
    due = go(file, "asked", 0)
    assert go(file, "elsewhere", 5) == due
    assert the_clock(file).pauses == []


def test_while_the_clock_stands_nothing_is_due(file):
    go(file, "asked", 0)
    assert go(file, "waits", 10) is None
    assert the_clock(file).paused_on == BEGIN + timedelta(10)


def test_days_of_waiting_are_added_to_the_end(file):
    before = go(file, "asked", 0)
    go(file, "waits", 10)
    after = go(file, "asked", 17)
    assert after == before + timedelta(7)
    assert the_clock(file).paused_on is None


def test_every_pause_counts(file):
    before = go(file, "asked", 0)
    for stop, resume in ((1, 3), (5, 10), (20, 21)):
        go(file, "waits", stop)
        after = go(file, "asked", resume)
    assert after == before + timedelta(2 + 5 + 1)
    assert len(the_clock(file).pauses) == 3


def test_a_second_stop_does_not_forget_the_first(file):
    go(file, "asked", 0)
    go(file, "waits", 10)
    go(file, "waits", 15)
    assert the_clock(file).paused_on == BEGIN + timedelta(10)


@pytest.mark.parametrize("last", ["asked", "waits"])
def test_the_end_closes_the_clock_whatever_it_did(file, last):
    go(file, "asked", 0)
    go(file, last, 3)
    assert go(file, "over", 9) is None
    clock = the_clock(file)
    assert clock.closed_on == BEGIN + timedelta(9)
    assert clock.paused_on is None


def test_a_new_round_has_a_new_clock(file):
    go(file, "asked", 0)
    go(file, "over", 5)
    go(file, "asked", 9)
    rounds = Clock.objects.filter(record_id=file.pk).order_by("id")
    assert [clock.closed_on is None for clock in rounds] == [False, True]
    assert rounds[1].started_on == BEGIN + timedelta(9)


def test_the_earliest_running_end_is_the_one_that_is_due(file):
    short = Deadline("appeal_days", "Appeal", starts="asked", ends=("over",))
    assert go(file, "asked", 0, RULE, short) == BEGIN + timedelta(30)


def test_law_that_is_not_known_gives_no_date(file):
    empty = Deadline("completion_days", "Papers", starts="asked", ends=("over",))
    assert go(file, "asked", 0, empty) is None
    clock = the_clock(file, "completion_days")
    assert (clock.due_on, clock.trace) == (None, [])


def test_the_clock_keeps_the_law_of_its_first_day(file):
    law = Provision.objects.get(key="decision_days")
    law.valid_to = BEGIN + timedelta(5)
    law.save()
    Provision.objects.create(
        key="decision_days", value=10, unit=law.unit, valid_from=BEGIN + timedelta(6)
    )
    before = go(file, "asked", 0)
    go(file, "waits", 8)
    assert go(file, "asked", 9) == before + timedelta(1)
