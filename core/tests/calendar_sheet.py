"""A second way to find a last day, unlike the portal's: the whole calendar is laid out as sets, nothing is counted on.

`core.deadlines` walks day by day and decides at each. Here the days that count are a set: all days after the start,
less those struck out. The last day is one place in it; it moves to the first open day that is in the set.
"""

import csv
from datetime import UTC, date, datetime, timedelta
from itertools import islice

from core.reference_data import DATA

FAR = 1_500


def holidays() -> dict[date, str]:
    """The holidays the portal is delivered with; Bajram is an estimate there."""
    with (DATA / "holidays.csv").open(encoding="utf-8", newline="") as file:
        return {
            date.fromisoformat(row["date"]): row["name_en"]
            for row in csv.DictReader(file)
        }


def day_received(text: str) -> date:
    """A day as it stands, or the day here of a moment in UTC: Europe's rule written out, no zone data."""
    if "T" not in text:
        return date.fromisoformat(text)
    moment = datetime.fromisoformat(text).astimezone(UTC)
    summer = _clock_change(moment.year, 3) <= moment < _clock_change(moment.year, 10)
    return (moment + timedelta(hours=2 if summer else 1)).date()


def last_day(
    start: date,
    days: int,
    *,
    working: bool,
    closed: dict[date, str],
    pauses=(),
    extensions=(),
) -> date | None:
    """The last day, or None when the sheet runs out before the days do."""
    sheet = [date.fromordinal(start.toordinal() + after) for after in range(1, FAR)]
    struck = {
        day
        for stopped, resumed in pauses
        for day in sheet
        if stopped < day <= (resumed or date.max)
    }
    running = [day for day in sheet if day not in struck]
    is_open = [day for day in running if day.isoweekday() < 6 and day not in closed]
    counted = is_open if working else running
    place = days + sum(extensions) - 1
    if place >= len(counted):
        return None
    return next(islice((day for day in is_open if day >= counted[place]), 1), None)


def catholic_easter(year: int) -> date:
    """Gauss's reckoning in the Gregorian calendar."""
    century, cycle = year // 100, year % 19
    shift = (15 - (13 + 8 * century) // 25 + century - century // 4) % 30
    moon = (19 * cycle + shift) % 30
    moon -= moon == 29 or (moon == 28 and cycle > 10)
    weekday = (
        2 * (year % 4) + 4 * (year % 7) + 6 * moon + (4 + century - century // 4) % 7
    ) % 7
    return date(year, 3, 22) + timedelta(moon + weekday)


def orthodox_easter(year: int) -> date:
    """Gauss's reckoning in the Julian calendar, thirteen days behind until 2099."""
    moon = (19 * (year % 19) + 15) % 30
    weekday = (2 * (year % 4) + 4 * (year % 7) + 6 * moon + 6) % 7
    return date(year, 3, 22) + timedelta(moon + weekday + 13)


def _clock_change(year: int, month: int) -> datetime:
    """One o'clock UTC on the last Sunday of March or October."""
    last = date(year, month, 31)
    return datetime(year, month, 31 - last.isoweekday() % 7, 1, tzinfo=UTC)
