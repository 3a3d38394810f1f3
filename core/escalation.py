"""Who is told that a deadline is near or has passed: a ladder kept as data, each step once per clock."""

from datetime import date, timedelta

from django.db.models import Exists, OuterRef, QuerySet

from core import jobs
from core.jobs import Run
from core.models import Clock, Escalation, EscalationStep, Job
from core.scoping import system

KIND = "escalate"
CHUNK = 500


def ask_to_escalate(*, on: date) -> Job:
    """Go up the ladder for this day; asked for twice on one day it is one job."""
    with system():
        return jobs.enqueue(
            KIND, by=None, params={"on": on.isoformat()}, unique_key=f"escalate {on}"
        )


def work(run: Run) -> dict:
    """Say every step that is due; what an earlier attempt said already is not said again."""
    on = date.fromisoformat(run.job.params["on"])
    with run.rows():
        steps = list(EscalationStep.objects.filter(is_used=True))
    said = 0
    for number, step in enumerate(steps):
        run.progress(number, len(steps))
        while True:
            with run.rows():
                told = escalate(step, on=on)
            said += told
            if told < CHUNK:
                break
    return {"said": said}


def escalate(step: EscalationStep, *, on: date) -> int:
    """Say one step for the next clocks for which it is due; returns for how many."""
    told = [
        Escalation(
            clock_id=clock,
            municipality_id=place,
            step=step,
            role=step.role,
            told_on=on,
        )
        for clock, place in due_for(step, on=on).values_list("pk", "municipality")[
            :CHUNK
        ]
    ]
    Escalation.objects.bulk_create(told, ignore_conflicts=True)
    return len(told)


def due_for(step: EscalationStep, *, on: date) -> QuerySet:
    """Clocks that run, whose last day is so far away, and of which this step was not said yet."""
    said = Escalation.objects.filter(step=step, clock=OuterRef("pk"))
    return Clock.objects.filter(
        ~Exists(said),
        key=step.key,
        closed_on=None,
        paused_on=None,
        due_on__lte=on - timedelta(days=step.days),
    ).order_by("due_on", "pk")
