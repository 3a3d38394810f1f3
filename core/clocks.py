"""Which deadline runs when: clocks of a record open, pause and close with its stages."""

from dataclasses import dataclass
from datetime import date

from core import deadlines
from core.models import Clock, Holiday
from core.provisions import provision


@dataclass(frozen=True)
class Deadline:
    """A deadline by a provision: the stage that starts it, the stages that pause or end it."""

    key: str
    label: str
    starts: str
    pauses: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()


def follow(obj, rules: tuple[Deadline, ...], *, status: str, on: date) -> date | None:
    """Move the record's clocks with its new stage and say when the next one is due."""
    if not rules:
        return None
    running = {
        clock.key: clock
        for clock in Clock.objects.filter(record_id=obj.pk, closed_on=None)
    }
    for rule in rules:
        _follow_one(obj, rule, running, status=status, on=on)
    due = [
        clock.due_on
        for clock in running.values()
        if clock.due_on and not clock.paused_on
    ]
    return min(due, default=None)


def _follow_one(obj, rule: Deadline, running: dict, *, status: str, on: date) -> None:
    clock = running.get(rule.key)
    if clock is None and status == rule.starts:
        running[rule.key] = _open(obj, rule, on=on)
    elif clock and status in rule.ends:
        _close(running.pop(rule.key), on=on)
    elif clock and status in rule.pauses and clock.paused_on is None:
        clock.paused_on = on
        clock.save(update_fields=["paused_on"])
    elif clock and clock.paused_on and status not in rule.pauses:
        _resume(clock, on=on)


def _open(obj, rule: Deadline, *, on: date) -> Clock:
    clock = Clock(
        record_id=obj.pk,
        municipality_id=obj.municipality_id,
        key=rule.key,
        provision=provision(rule.key, on=on),
        started_on=on,
    )
    _calculate(clock)
    clock.save()
    return clock


def _close(clock: Clock, *, on: date) -> None:
    if clock.paused_on:
        clock.pauses = [*clock.pauses, [clock.paused_on.isoformat(), on.isoformat()]]
        clock.paused_on = None
    clock.closed_on = on
    clock.save(update_fields=["pauses", "paused_on", "closed_on"])


def _resume(clock: Clock, *, on: date) -> None:
    clock.pauses = [*clock.pauses, [clock.paused_on.isoformat(), on.isoformat()]]
    clock.paused_on = None
    _calculate(clock)
    clock.save(update_fields=["pauses", "paused_on", "due_on", "trace"])


def _calculate(clock: Clock) -> None:
    """An empty provision gives no date: we never invent law."""
    if clock.provision.value is None:
        return
    result = deadlines.due_date(
        clock.started_on,
        int(clock.provision.value),
        unit=clock.provision.unit,
        holidays=dict(Holiday.objects.values_list("date", "name")),
        pauses=[
            (date.fromisoformat(a), date.fromisoformat(b)) for a, b in clock.pauses
        ],
    )
    clock.due_on = result.due
    clock.trace = deadlines.as_json(result.trace)
