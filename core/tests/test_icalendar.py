"""Calendars as text: every rule of RFC 5545 that the portal relies on, and read back by another way."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from core import icalendar
from core.icalendar import Event

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def unfolded(text: str) -> list[str]:
    return text.replace("\r\n ", "").split("\r\n")


def values(events) -> list[dict]:
    """The events of a calendar, read back line by line."""
    found = []
    written = icalendar.calendar("Name", events, made_at=AT).decode()
    for line in unfolded(written):
        name, _colon, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            found.append({})
        elif found:
            found[-1][name] = value
    return found


def test_a_calendar_begins_and_ends_and_every_line_has_both_marks():
    written = icalendar.calendar("Name", [], made_at=AT)
    assert written.startswith(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:")
    assert written.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in written.replace(b"\r\n", b"")


def test_a_day_is_a_whole_day_and_makes_nobody_busy():
    event = values([Event("a", "Title", date(2026, 12, 31))])[0]
    assert event["DTSTART;VALUE=DATE"] == "20261231"
    assert event["DTEND;VALUE=DATE"] == "20270101"
    assert event["TRANSP"] == "TRANSPARENT"
    assert event["DTSTAMP"] == "20260302T093000Z"


@pytest.mark.parametrize(
    ("hours", "told"), [(1, "20260329T080000Z"), (2, "20260329T070000Z")]
)
def test_an_hour_is_told_in_universal_time(hours, told):
    zone = timezone(timedelta(hours=hours))
    event = values([Event("a", "Title", datetime(2026, 3, 29, 9, tzinfo=zone))])[0]
    assert event["DTSTART"] == told
    assert "TRANSP" not in event


def test_signs_that_separate_are_escaped_and_addresses_are_not():
    event = Event(
        "a", "Eins; zwei, drei\\vier\nfünf", date(2026, 1, 1), url="https://a.b/?c=1,2"
    )
    told = values([event])[0]
    assert told["SUMMARY"] == "Eins\\; zwei\\, drei\\\\vier\\nfünf"
    assert told["URL"] == "https://a.b/?c=1,2"


@pytest.mark.parametrize("letter", ["a", "ш", "ë", "🏠"])
@pytest.mark.parametrize("length", [10, 70, 75, 76, 200])
def test_no_line_is_longer_than_75_octets_and_no_letter_is_cut(letter, length):
    title = letter * length
    written = icalendar.calendar("Name", [Event("a", title, AT)], made_at=AT)
    assert max(map(len, written.split(b"\r\n"))) <= 75
    assert f"SUMMARY:{title}" in unfolded(written.decode())


def test_a_line_of_exactly_75_octets_stays_whole():
    assert icalendar.folded("a" * 75) == "a" * 75
    assert icalendar.folded("a" * 76) == "a" * 75 + "\r\n a"
