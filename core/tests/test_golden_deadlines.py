"""The golden table: every row agrees with the portal and with a second, different method."""

import csv
from collections import Counter
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.deadlines import due_date, local_date
from core.tests.calendar_sheet import (
    catholic_easter,
    day_received,
    holidays,
    last_day,
    orthodox_easter,
)

GOLDEN = Path(__file__).parent / "golden_deadlines.csv"
CLOSED = holidays()
KINDS = [
    "calendar_days",
    "working_days",
    "weekend",
    "holiday",
    "catholic_easter",
    "orthodox_easter",
    "ramazan_bajram",
    "kurban_bajram",
    "year_end",
    "month_end",
    "dst",
    "pause",
    "pauses_joined",
    "pause_open",
    "extension",
]


def rows():
    with GOLDEN.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def day_or_none(text):
    return date.fromisoformat(text) if text else None


def pauses_of(row):
    return [
        tuple(map(day_or_none, pause.split("/"))) for pause in row["pauses"].split()
    ]


def start_of(row):
    """The day of receipt as the portal finds it."""
    text = row["received"]
    if "T" in text:
        return local_date(datetime.fromisoformat(text))
    return date.fromisoformat(text)


ROWS = [pytest.param(row, id=f"{row['received']}: {row['why']}") for row in rows()]


@pytest.mark.parametrize("row", ROWS)
def test_deadline_falls_due_as_worked(row):
    start = start_of(row)
    found = due_date(
        start,
        int(row["days"]),
        unit=row["unit"],
        holidays=CLOSED,
        pauses=pauses_of(row),
        extensions=[(start, int(added)) for added in row["extensions"].split()],
    )
    assert found.due == day_or_none(row["due"])


@pytest.mark.parametrize("row", ROWS)
def test_the_sheet_agrees_with_the_table(row):
    found = last_day(
        day_received(row["received"]),
        int(row["days"]),
        working=row["unit"] == "working_days",
        closed=CLOSED,
        pauses=pauses_of(row),
        extensions=[int(added) for added in row["extensions"].split()],
    )
    assert found == day_or_none(row["due"])


def test_the_table_is_whole():
    kinds = Counter(row["kind"] for row in rows())
    assert set(kinds) == set(KINDS)
    assert min(kinds.values()) >= 12
    assert sum(kinds.values()) >= 300
    assert sum(row["worked"] == "hand" for row in rows()) >= 100
    assert all(row["why"] for row in rows())
    asked = [tuple(row.values())[1:6] for row in rows()]
    assert len(set(asked)) == len(asked)


@pytest.mark.parametrize("year", range(2024, 2034))
def test_both_easters_stand_where_gauss_reckons_them(year):
    assert catholic_easter(year) in CLOSED
    assert orthodox_easter(year) in CLOSED


@given(
    start=st.dates(date(2024, 1, 1), date(2031, 1, 1)),
    days=st.integers(1, 200),
    working=st.booleans(),
    pauses=st.lists(st.tuples(st.integers(-20, 200), st.integers(0, 60)), max_size=4),
    extensions=st.lists(st.integers(1, 60), max_size=3),
)
def test_walking_and_laying_out_find_the_same_day(
    start, days, working, pauses, extensions
):
    begun = [date.fromordinal(start.toordinal() + after) for after, _ in pauses]
    stood = [
        (day, date.fromordinal(day.toordinal() + length))
        for day, (_, length) in zip(begun, pauses, strict=True)
    ]
    walked = due_date(
        start,
        days,
        unit="working_days" if working else "calendar_days",
        holidays=CLOSED,
        pauses=stood,
        extensions=[(start, added) for added in extensions],
    )
    assert walked.due == last_day(
        start,
        days,
        working=working,
        closed=CLOSED,
        pauses=stood,
        extensions=extensions,
    )
