"""A changed holiday moves the deadlines that run over it, in the background, and says so on the file."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import QuerySet

from core import clocks, deadlines, jobs, serving
from core.jobs import Run
from core.models import Clock, ClockChange, Job
from core.scoping import system

KIND = "move_deadlines"
CHUNK = 200


def ask_to_move(
    days: Iterable[date] = (), *, unique_key: str | None = None
) -> Job | None:
    """Have the deadlines that run over these days (or all) looked at soon; None when there are none."""
    params = {"days": sorted({day.isoformat() for day in days})}
    # Who keeps the holidays sees no files.
    with system():
        known = affected(params["days"]).exists()
        if not known and not serving.to_reckon(params["days"]).exists():
            return None
        return jobs.enqueue(KIND, by=None, params=params, unique_key=unique_key)


def ask_to_move_letters() -> Job | None:
    """Have the letters that wait looked at after the law on serving them was stated; clocks keep their law."""
    with system():
        if not serving.to_reckon().exists():
            return None
        return jobs.enqueue(KIND, by=None, params={"days": [], "letters_only": True})


def affected(days: list[str]) -> QuerySet:
    """Open clocks whose count can pass one of these days; closed ones are never touched."""
    running = Clock.objects.filter(closed_on=None, due_on__isnull=False)
    if not days:
        return running
    return running.filter(started_on__lt=max(days), due_on__gte=min(days))


def work(run: Run) -> dict:
    """Go through the affected clocks; what was moved by an earlier attempt has nothing to move any more."""
    days, moved, done, last = run.job.params["days"], 0, 0, 0
    letters = _letters(run, days)
    if run.job.params.get("letters_only"):
        return {"letters": letters}
    with run.rows():
        total = affected(days).count()
    while True:
        run.progress(done, max(total, done))
        with run.rows():
            chunk, different = _look_through(days, after=last)
        if not chunk:
            return {"looked_at": done, "moved": moved, "letters": letters}
        for clock_id in different:
            with run.rows():
                moved += move(clock_id)
        done, last = done + len(chunk), chunk[-1]


def _letters(run: Run, days: list[str]) -> int:
    """Letters to serve follow too; how many have another last day."""
    moved, last = 0, 0
    while True:
        with run.rows():
            chunk = list(serving.to_reckon(days).filter(pk__gt=last)[:CHUNK])
            moved += serving.reckon_again(chunk)
        if not chunk:
            return moved
        last = chunk[-1].pk


def _look_through(days: list[str], *, after: int) -> tuple[list[int], list[int]]:
    """The next clocks, and those of them whose reckoning would be another today."""
    holidays = clocks.holidays_known()
    rows = affected(days).filter(pk__gt=after).order_by("pk")
    chunk = list(clocks.with_reckoning(rows)[:CHUNK])
    different = [clock.pk for clock in chunk if _differs(clock, holidays)]
    return [clock.pk for clock in chunk], different


def _differs(clock: Clock, holidays: dict[date, str]) -> bool:
    fresh = clocks.reckoned(clock, holidays)
    if fresh is None:
        return False
    stored = deadlines.closed_days(deadlines.from_json(clock.trace))
    # Days, not names: those are in the language of whoever made the step.
    return fresh.due != clock.due_on or deadlines.closed_days(fresh.trace).keys() != (
        stored.keys()
    )


@transaction.atomic
def move(clock_id: int) -> bool:
    """Reckon one clock anew while its record stands still; tells whether its last day moved."""
    known = Clock.objects.get(pk=clock_id)
    clocks.lock(known.record_id)
    clock = affected([]).filter(pk=clock_id).first()
    if clock is None:
        return False
    before, before_trace = clock.due_on, deadlines.from_json(clock.trace)
    clocks.calculate_again(clock)
    if clock.due_on is None or clock.due_on == before:
        return False
    after_trace = deadlines.from_json(clock.trace)
    ClockChange.objects.create(
        clock=clock,
        municipality_id=clock.municipality_id,
        old_due=before,
        new_due=clock.due_on,
        holidays=_what_differs(before_trace, after_trace, min(before, clock.due_on)),
    )
    return True


def _what_differs(before, after, until: date) -> list[list]:
    """Days that became holidays or no longer are; beyond the nearer end the counts differ by themselves."""
    old, new = deadlines.closed_days(before), deadlines.closed_days(after)
    return [
        [day.isoformat(), (new | old)[day], day in new]
        for day in sorted(old.keys() ^ new.keys())
        if day <= until
    ]
