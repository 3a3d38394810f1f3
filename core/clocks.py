"""Which deadline runs when: clocks of a record open, pause and close with its stages."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.apps import apps
from django.db.models import Min, QuerySet

from core import deadlines
from core.models import Clock, Holiday, LivingRecord, Record
from core.provisions import provision


@dataclass(frozen=True)
class Deadline:
    """A deadline by a provision: the stage that starts it, the stages that pause or end it."""

    key: str
    label: str
    starts: str
    pauses: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    # An open question to another institution stops it too.
    waits_for_institutions: bool = False


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
        waits_for_institutions=rule.waits_for_institutions,
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
    result = reckoned(clock, holidays_known())
    if result:
        clock.due_on = result.due
        clock.trace = deadlines.as_json(result.trace)


def reckoned(clock: Clock, holidays: Mapping[date, str]) -> deadlines.Deadline | None:
    """The last day of a clock from what is known of it now; None while its law has no number."""
    if clock.provision.value is None:
        return None
    return deadlines.due_date(
        clock.started_on,
        int(clock.provision.value),
        unit=clock.provision.unit,
        holidays=holidays,
        pauses=_pauses(clock),
        extensions=_extensions(clock),
    )


def holidays_known() -> dict[date, str]:
    return dict(Holiday.objects.values_list("date", "name"))


def calculate_again(clock: Clock) -> None:
    """Write the last day of a clock anew, and what is due next on its record; the record is locked."""
    _calculate(clock)
    clock.save(update_fields=["due_on", "trace"])
    record = Record.objects.get(pk=clock.record_id)
    model = apps.get_model(record.kind)
    model._base_manager.filter(pk=record.pk).update(due_on=next_due(record.pk))


def next_due(record_id: int) -> date | None:
    """The earliest last day among the clocks of a record that run."""
    running = Clock.objects.filter(record_id=record_id, closed_on=None, paused_on=None)
    return running.aggregate(next=Min("due_on"))["next"]


def lock(record_id: int) -> LivingRecord:
    """Hold a record's own row, as every step of its life does: first the record, then its clocks."""
    record = Record.objects.get(pk=record_id)
    model = apps.get_model(record.kind)
    return model._base_manager.select_for_update().get(pk=record_id)


def with_reckoning(rows: QuerySet) -> QuerySet:
    """These clocks with everything their last day is reckoned from, in few queries however many they are."""
    return rows.select_related("provision", "record").prefetch_related(
        "extensions", "record__institution_requests"
    )


def _pauses(clock: Clock) -> list[tuple[date, date | None]]:
    """Stages that stop the clock, and questions to institutions where it waits for them."""
    pauses = [(date.fromisoformat(a), date.fromisoformat(b)) for a, b in clock.pauses]
    if clock.waits_for_institutions:
        pauses += [
            (question.asked_on, question.answered_on)
            for question in clock.record.institution_requests.all()
        ]
    return pauses


def _extensions(clock: Clock) -> list[tuple[date, int]]:
    if clock.pk is None:
        return []
    return [(each.granted_on, each.days) for each in clock.extensions.all()]
