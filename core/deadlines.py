"""When a deadline falls due, and the trace that explains it; pure functions of dates.

Day 1 is the day after the start. A deadline in calendar days that would end on a
weekend or a holiday moves to the next working day; working days leave both out. While
the clock is stopped no day counts: the day on which it stopped still does, the day on
which it runs again does not, so that counting resumes as it began, on the day after.
Days of an extension are added to the number before counting.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

# The zone data has no Pristina; Belgrade keeps the same clock.
ZONE = ZoneInfo("Europe/Belgrade")
CALENDAR_DAYS = "calendar_days"
WORKING_DAYS = "working_days"
ONE_DAY = timedelta(days=1)


class Step(NamedTuple):
    """One thing that happened to the count: what, on which day, which holiday."""

    code: str
    date: date
    name: str = ""


class Deadline(NamedTuple):
    """The last day, or None while the clock is stopped, and how it was found."""

    due: date | None
    trace: tuple[Step, ...]


class Pause(NamedTuple):
    """The clock stopped on one day and ran again on another, or has not yet."""

    stopped: date
    resumed: date | None


SENTENCES = {
    "received": _("Received on %(day)s."),
    "extended": _("Extended on %(day)s; days added: %(name)s."),
    "day_one": _("Day 1 is %(day)s."),
    "weekends": _("Weekends are not counted."),
    "holiday": _("%(day)s is not counted: %(name)s."),
    "stopped": _("The clock stopped on %(day)s."),
    "resumed": _("The clock ran again from %(day)s."),
    "ends_on_weekend": _("%(day)s is a weekend day, so the deadline moves on."),
    "ends_on_holiday": _("%(day)s is a holiday (%(name)s), so the deadline moves on."),
    "due": _("Due on %(day)s."),
    "open": _("No last day is known until the clock runs again."),
}


def local_date(moment: datetime) -> date:
    """Return the day on which something happened, as the calendar here has it."""
    return timezone.localdate(moment, ZONE)


def due_date(
    start: date,
    days: int,
    *,
    unit: str,
    holidays: Mapping[date, str],
    pauses: Iterable[tuple[date, date | None]] = (),
    extensions: Iterable[tuple[date, int]] = (),
) -> Deadline:
    """Count from the day after the start, and tell each step on the way."""
    if unit not in (CALENDAR_DAYS, WORKING_DAYS):
        raise ValueError(f"A deadline is not counted in {unit!r}.")
    extensions = sorted(extensions)
    if min([days, *(added for _day, added in extensions)]) < 1:
        raise ValueError("A deadline and an extension have at least one day.")
    count = _Count(start, unit, holidays, _joined(start, pauses))
    for extended_on, added in extensions:
        count.trace.append(Step("extended", extended_on, str(added)))
    return count.deadline(days + sum(added for _day, added in extensions))


def describe(
    trace: Iterable[Step], names: Mapping[date, str] | None = None
) -> list[str]:
    """Say each step in the reader's language; names are its words for the holidays."""
    names = names or {}
    return [
        SENTENCES[step.code] % {"day": _day(step.date), "name": _name(step, names)}
        for step in trace
    ]


def as_json(trace: Iterable[Step]) -> list[list[str]]:
    """Return the trace as it is stored beside its due date."""
    return [[step.code, step.date.isoformat(), step.name] for step in trace]


def from_json(stored: Iterable[list[str]]) -> tuple[Step, ...]:
    """Read a stored trace again."""
    return tuple(
        Step(code, date.fromisoformat(day), name) for code, day, name in stored
    )


def closed_days(trace: Iterable[Step]) -> dict[date, str]:
    """The holidays that a count passed or moved over."""
    return {
        step.date: step.name
        for step in trace
        if step.code in ("holiday", "ends_on_holiday")
    }


def _name(step: Step, names: Mapping[date, str]) -> str:
    return step.name if step.code == "extended" else names.get(step.date, step.name)


def _day(day: date) -> str:
    return gettext("%(weekday)s, %(date)s") % {
        "weekday": date_format(day, "l"),
        "date": date_format(day, "DATE_FORMAT"),
    }


def _joined(start: date, pauses) -> list[Pause]:
    """Order the pauses, join those that overlap, drop those over before the start."""
    joined: list[Pause] = []
    for stopped, resumed in sorted(pauses, key=lambda pause: pause[0]):
        if resumed is not None and resumed < stopped:
            raise ValueError("A pause ends before it begins.")
        if resumed is not None and resumed <= start:
            continue
        last = joined[-1] if joined else None
        if last and (last.resumed is None or stopped <= last.resumed):
            is_open = last.resumed is None or resumed is None
            ends = None if is_open else max(last.resumed, resumed)
            joined[-1] = Pause(last.stopped, ends)
        else:
            joined.append(Pause(stopped, resumed))
    return joined


class _Count:
    """One count of days, which writes down what it passes."""

    def __init__(self, start, unit, holidays, pauses):
        self.today = start
        self.unit = unit
        self.holidays = holidays
        self.pauses = list(pauses)
        self.trace = [Step("received", start)]
        if unit == WORKING_DAYS:
            self.trace.append(Step("weekends", start))

    def deadline(self, days: int) -> Deadline:
        for number in range(1, days + 1):
            if not self.next_counted_day():
                return self.stopped_for_now()
            if number == 1:
                self.tell("day_one")
        while reason := self.why_closed():
            self.tell(*reason)
            self.today += ONE_DAY
            if not self.leave_pause():
                return self.stopped_for_now()
        self.tell("due")
        return Deadline(self.today, tuple(self.trace))

    def next_counted_day(self) -> bool:
        """Go to the next day that counts; false when the clock has stopped for now."""
        while True:
            self.today += ONE_DAY
            if not self.leave_pause():
                return False
            if self.counts_today():
                return True

    def counts_today(self) -> bool:
        if self.unit == CALENDAR_DAYS:
            return True
        if self.is_weekend():
            return False
        if self.today in self.holidays:
            self.tell("holiday", self.holidays[self.today])
            return False
        return True

    def leave_pause(self) -> bool:
        """Pass over the days of a pause; false when it has no end yet."""
        while self.pauses and self.pauses[0].stopped < self.today:
            stopped, resumed = self.pauses.pop(0)
            self.trace.append(Step("stopped", stopped))
            if resumed is None:
                return False
            self.trace.append(Step("resumed", resumed))
            self.today = max(self.today, resumed + ONE_DAY)
        return True

    def why_closed(self) -> tuple[str, ...]:
        if self.is_weekend():
            return ("ends_on_weekend",)
        if self.today in self.holidays:
            return "ends_on_holiday", self.holidays[self.today]
        return ()

    def is_weekend(self) -> bool:
        return self.today.weekday() >= 5

    def stopped_for_now(self) -> Deadline:
        self.tell("open")
        return Deadline(None, tuple(self.trace))

    def tell(self, code: str, name: str = "") -> None:
        self.trace.append(Step(code, self.today, name))
