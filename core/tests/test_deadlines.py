"""Deadlines: the trace, and the days of this time zone; the days themselves: test_golden_deadlines.py."""

from datetime import UTC, date, datetime

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from core.deadlines import (
    Step,
    as_json,
    describe,
    due_date,
    from_json,
    local_date,
)

HOLIDAYS = {
    date.fromisoformat(day): name
    for name, days in {
        "New Year": "2026-01-01 2026-01-02 2027-01-01 2027-01-02 2027-01-04",
        "Orthodox Christmas": "2026-01-07 2027-01-07",
        "Independence Day": "2026-02-17",
        "Bajram": "2026-03-20",
        "Catholic Easter": "2025-04-20 2025-04-21 2026-04-05 2026-04-06",
        "Orthodox Easter": "2026-04-12 2026-04-13 2027-05-02 2027-05-04",
        "Constitution Day": "2025-04-09 2026-04-09",
        "Labour Day": "2025-05-01 2026-05-01 2027-05-01 2027-05-03",
        "Europe Day": "2025-05-09 2026-05-09 2026-05-11",
        "Kurban Bajram": "2025-06-06 2026-05-27",
        "Catholic Christmas": "2025-12-25 2026-12-25",
    }.items()
    for day in days.split()
}


def count(start, days, unit="calendar_days", pauses=(), holidays=HOLIDAYS):
    return due_date(start, days, unit=unit, holidays=holidays, pauses=pauses)


def test_trace_tells_each_step_of_working_days():
    trace = count(date(2026, 12, 23), 3, "working_days").trace
    assert trace == (
        Step("received", date(2026, 12, 23)),
        Step("weekends", date(2026, 12, 23)),
        Step("day_one", date(2026, 12, 24)),
        Step("holiday", date(2026, 12, 25), "Catholic Christmas"),
        Step("due", date(2026, 12, 29)),
    )


def test_trace_tells_why_the_last_day_moved():
    trace = count(date(2026, 11, 25), 30).trace
    assert trace == (
        Step("received", date(2026, 11, 25)),
        Step("day_one", date(2026, 11, 26)),
        Step("ends_on_holiday", date(2026, 12, 25), "Catholic Christmas"),
        Step("ends_on_weekend", date(2026, 12, 26)),
        Step("ends_on_weekend", date(2026, 12, 27)),
        Step("due", date(2026, 12, 28)),
    )


def test_trace_tells_when_the_clock_stopped_and_ran_again():
    pauses = [(date(2026, 11, 5), date(2026, 11, 10)), (date(2026, 11, 12), None)]
    trace = count(date(2026, 11, 3), 10, pauses=pauses).trace
    assert [step.code for step in trace] == [
        "received",
        "day_one",
        "stopped",
        "resumed",
        "stopped",
        "open",
    ]


def test_stored_trace_is_read_back_as_it_was():
    trace = count(date(2026, 12, 23), 3, "working_days").trace
    assert from_json(as_json(trace)) == trace


def test_trace_is_told_in_sentences():
    trace = count(date(2026, 4, 9), 30).trace
    with translation.override("en"):
        told = describe(trace, {date(2026, 5, 11): "Europe Day (day off)"})
    assert told == [
        "Received on Thursday, 9 April 2026.",
        "Day 1 is Friday, 10 April 2026.",
        "Saturday, 9 May 2026 is a weekend day, so the deadline moves on.",
        "Sunday, 10 May 2026 is a weekend day, so the deadline moves on.",
        "Monday, 11 May 2026 is a holiday (Europe Day (day off)), "
        "so the deadline moves on.",
        "Due on Tuesday, 12 May 2026.",
    ]


def test_every_step_has_its_sentence():
    starts = [date(2026, 12, 23), date(2026, 11, 5), date(2026, 11, 25)]
    pauses = [(date(2026, 12, 24), date(2026, 12, 27)), (date(2027, 1, 20), None)]
    for start in starts:
        for unit in ("calendar_days", "working_days"):
            trace = count(start, 30, unit, pauses).trace
            assert len(describe(trace)) == len(trace)


def test_deadline_counts_at_least_one_day():
    with pytest.raises(ValueError, match="at least one day"):
        count(date(2026, 11, 3), 0)


def test_an_extension_is_told_and_counts_at_least_one_day():
    start, granted = date(2026, 11, 3), date(2026, 11, 20)
    how = {"unit": "calendar_days", "holidays": HOLIDAYS}
    trace = due_date(start, 30, extensions=[(granted, 10)], **how).trace
    assert trace[1] == Step("extended", granted, "10")
    with translation.override("en"):
        told = describe(trace, {granted: "a holiday on that day"})
    assert told[1] == "Extended on Friday, 20 November 2026; days added: 10."
    with pytest.raises(ValueError, match="at least one day"):
        due_date(start, 30, extensions=[(granted, 0)], **how)


def test_deadline_is_not_counted_in_points():
    with pytest.raises(ValueError, match="points"):
        count(date(2026, 11, 3), 5, "points")


def test_pause_cannot_end_before_it_begins():
    with pytest.raises(ValueError, match="before it begins"):
        count(date(2026, 11, 3), 5, pauses=[(date(2026, 11, 9), date(2026, 11, 5))])


@given(
    start=st.dates(date(2025, 1, 1), date(2030, 1, 1)),
    days=st.integers(1, 400),
    unit=st.sampled_from(["calendar_days", "working_days"]),
    stopped=st.integers(-20, 450),
    length=st.integers(0, 100),
)
def test_deadline_is_a_working_day_never_earlier_for_a_pause(
    start, days, unit, stopped, length
):
    begin = date.fromordinal(start.toordinal() + stopped)
    pause = (begin, date.fromordinal(begin.toordinal() + length))
    plain = count(start, days, unit).due
    paused = count(start, days, unit, [pause]).due
    assert paused >= plain > start
    assert paused.weekday() < 5
    assert paused not in HOLIDAYS


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 1, 5, 22, 59, tzinfo=UTC), date(2026, 1, 5)),
        (datetime(2026, 1, 5, 23, 0, tzinfo=UTC), date(2026, 1, 6)),
        (datetime(2026, 7, 5, 21, 59, tzinfo=UTC), date(2026, 7, 5)),
        (datetime(2026, 7, 5, 22, 0, tzinfo=UTC), date(2026, 7, 6)),
        (datetime(2026, 12, 31, 23, 30, tzinfo=UTC), date(2027, 1, 1)),
    ],
)
def test_day_of_a_moment_is_the_day_here(moment, day):
    assert local_date(moment) == day
