"""Where the time went: with whom a file was, and for how many days; a pure function of what happened."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from core.models import Turn

# Not a turn of a stage: the office still has to follow it up, but the days are not its own.
INSTITUTION = "institution"
OURS = (Turn.OFFICE, Turn.MINISTRY)


class Stay(NamedTuple):
    """From this day on it was this one's turn."""

    since: date
    turn: str


def days_by_turn(
    stays: Iterable[Stay],
    asked: Iterable[tuple[date, date | None]],
    *,
    until: date,
) -> dict[str, int]:
    """Each day from the first to the last once: with the office, the ministry, the applicant or an institution.

    A day belongs to whoever had the file when it ended. While an institution is asked, our own days are its days.
    """
    stays = sorted(stays, key=lambda stay: stay.since)
    away = [(begun, ended or until) for begun, ended in asked]
    days: Counter[str] = Counter()
    for number, stay in enumerate(stays):
        end = stays[number + 1].since if number + 1 < len(stays) else until
        length = max((end - stay.since).days, 0)
        lent = _covered(away, stay.since, end) if stay.turn in OURS else 0
        days[str(stay.turn)] += length - lent
        days[INSTITUTION] += lent
    return {turn: count for turn, count in days.items() if count and turn != "nobody"}


def _covered(spans: list[tuple[date, date]], begin: date, end: date) -> int:
    """How many days between begin and end lie in at least one span."""
    covered, last = 0, begin
    for start, stop in sorted(spans):
        start, stop = max(start, last), min(stop, end)
        if stop > start:
            covered += (stop - start).days
            last = stop
    return covered
