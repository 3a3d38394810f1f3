"""A holiday changes, or more time is given, at the moment of a step: the deadline ends as if one came after the other."""

from datetime import timedelta
from threading import Event, Thread

import pytest
from django.db import connections
from django.utils import timezone

from cases.factories import hand_in
from cases.models import Request
from cases.workflow import REQUEST
from core import clocks, escalation, holiday_changes
from core.extensions import extend
from core.models import (
    Clock,
    ClockChange,
    ClockExtension,
    Escalation,
    EscalationStep,
    Holiday,
    Provision,
)
from core.scoping import system
from people import together

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def file(request_at, jelena):
    """A request that has waited a week for its papers, which are here now; its last day has just become a holiday."""
    file = request_at("incomplete")
    with system():
        hand_in(file, by=jelena)
        clock = the_clock(file)
        clock.started_on = timezone.localdate() - timedelta(10)
        clock.paused_on = timezone.localdate() - timedelta(7)
        clock.save()
        clocks.calculate_again(clock)
        Holiday.objects.create(date=clock.due_on, code="NEW", name="New holiday")
    return file


def the_clock(file):
    return Clock.objects.get(record_id=file.pk, key="decision_days")


def in_thread(act, ended):
    def alone():
        try:
            with system():
                act()
        finally:
            ended.set()
            connections.close_all()

    thread = Thread(target=alone)
    thread.start()
    return thread


def papers_come_while_the_job_reckons(file, monkeypatch, *, by):
    """The job has reckoned and not yet written when the officer makes the step; tells whether the step had to wait."""
    reckoned, stepped, moved, waited = Event(), Event(), Event(), []
    reckon = clocks._calculate

    def slowly(clock):
        reckon(clock)
        if not reckoned.is_set():
            reckoned.set()
            # Without the guard the step ends at once; with it only after the job, so this runs out.
            waited.append(not stepped.wait(timeout=1.5))

    monkeypatch.setattr(clocks, "_calculate", slowly)
    job = in_thread(lambda: holiday_changes.move(the_clock(file).pk), moved)
    assert reckoned.wait(timeout=10)
    person = in_thread(lambda: REQUEST.apply(file, "complete", by=by), stepped)
    for thread in (job, person):
        thread.join(timeout=20)
    return waited == [True]


def stored_and_fresh(file):
    with system():
        clock = the_clock(file)
        fresh = clocks.reckoned(clock, clocks.holidays_known())
        return clock.due_on, fresh.due, Request.objects.get(pk=file.pk).due_on


def test_the_step_waits_for_the_job_and_neither_is_lost(file, jelena, monkeypatch):
    assert papers_come_while_the_job_reckons(file, monkeypatch, by=jelena)
    stored, fresh, on_record = stored_and_fresh(file)
    assert stored == fresh == on_record
    with system():
        assert ClockChange.objects.filter(clock=the_clock(file)).count() == 1
        assert the_clock(file).paused_on is None


def test_control_without_the_lock_the_week_of_waiting_is_lost(
    file, jelena, monkeypatch
):
    monkeypatch.setattr(clocks, "lock", lambda record_id: None)
    assert not papers_come_while_the_job_reckons(file, monkeypatch, by=jelena)
    stored, fresh, _on_record = stored_and_fresh(file)
    assert stored < fresh


def limit(days):
    with system():
        Provision.objects.filter(key="decision_extension_days").update(value=days)


def extensions_at_once(file, people):
    """Everybody gives twenty days at the same moment."""

    def give(turn):
        with system():
            extend(clock=the_clock(file), days=20, reason="Winter.", by=people[turn])

    return together(len(people), give)


def test_two_who_extend_at_once_stay_within_the_law(file, jelena, dragan):
    limit(30)
    results = extensions_at_once(file, [jelena, dragan, jelena, dragan])
    assert sum(result is None for result in results) == 1
    with system():
        assert ClockExtension.objects.get().total_days == 20
    stored, fresh, _on_record = stored_and_fresh(file)
    assert stored == fresh


def test_the_job_run_by_two_workers_writes_one_change(file):
    def move(_turn):
        with system():
            return holiday_changes.move(the_clock(file).pk)

    assert sorted(together(4, move)) == [False, False, False, True]
    with system():
        assert ClockChange.objects.count() == 1


def test_two_rounds_of_the_ladder_at_once_say_each_step_once(file):
    with system():
        steps = list(EscalationStep.objects.filter(key="decision_days"))
        late = the_clock(file).due_on + timedelta(30)
        Clock.objects.filter(pk=the_clock(file).pk).update(paused_on=None)

    def go_up(_turn):
        with system():
            for step in steps:
                escalation.escalate(step, on=late)

    assert together(4, go_up) == [None] * 4
    with system():
        told = Escalation.objects.filter(clock=the_clock(file))
        assert sorted(told.values_list("role", flat=True)) == sorted(
            step.role for step in steps
        )
