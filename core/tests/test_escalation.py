"""The ladder: who is told when, each step once per clock, whatever happens to the job."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from core import clocks, escalation, jobs
from core.models import Clock, Escalation, EscalationStep, Job
from core.scoping import system

BEGIN = date(2026, 3, 2)
DUE = date(2026, 4, 16)
RULE = clocks.Deadline(
    "decision_days", "Decision", starts="asked", pauses=("waits",), ends=("over",)
)


@pytest.fixture
def ladder(db):
    with system():
        EscalationStep.objects.all().delete()
        yield [
            EscalationStep.objects.create(key="decision_days", days=days, role=role)
            for days, role in ((-3, "officer"), (1, "office_head"), (7, "caseworker"))
        ]


@pytest.fixture
def files(register):
    with system():
        files = [register() for _number in range(3)]
        for file in files:
            clocks.follow(file, (RULE,), status="asked", on=BEGIN)
        yield files


def go_up(on):
    row = escalation.ask_to_escalate(on=on)
    jobs.perform(row.pk)
    return Job.objects.get(pk=row.pk)


def told(file):
    rows = Escalation.objects.filter(clock__record_id=file.pk)
    return list(rows.values_list("role", "told_on"))


@pytest.mark.parametrize(
    ("after", "roles"),
    [
        (-4, []),
        (-3, ["officer"]),
        (0, ["officer"]),
        (1, ["officer", "office_head"]),
        (7, ["officer", "office_head", "caseworker"]),
    ],
)
def test_who_is_told_depends_on_how_late_it_is(ladder, files, after, roles):
    go_up(DUE + timedelta(after))
    assert [role for role, _day in told(files[0])] == roles


def test_a_step_is_said_once_however_often_the_day_comes(ladder, files):
    for after in (-3, -2, 0):
        go_up(DUE + timedelta(after))
    assert told(files[0]) == [("officer", DUE - timedelta(3))]


def test_asked_twice_on_one_day_it_is_one_job(ladder, files):
    first, second = go_up(DUE), go_up(DUE)
    assert first.pk == second.pk


@pytest.mark.parametrize("stage", ["waits", "over"])
def test_of_what_stands_or_is_over_nobody_is_told(ladder, files, stage):
    clocks.follow(files[0], (RULE,), status=stage, on=BEGIN + timedelta(5))
    go_up(DUE + timedelta(30))
    assert told(files[0]) == []
    assert len(told(files[1])) == 3


def test_a_step_out_of_use_tells_nobody(ladder, files):
    EscalationStep.objects.filter(role="officer").update(is_used=False)
    go_up(DUE)
    assert told(files[0]) == []


def test_more_clocks_than_one_handful_are_all_told(ladder, files, monkeypatch):
    monkeypatch.setattr(escalation, "CHUNK", 2)
    assert go_up(DUE).result == {"said": 3}
    assert all(told(file) for file in files)


def test_a_round_that_died_is_finished_and_says_nothing_twice(
    ladder, files, monkeypatch
):
    real, said = escalation.escalate, []

    def dies_at_the_second(step, *, on):
        if said:
            raise SystemExit
        said.append(step)
        return real(step, on=on)

    monkeypatch.setattr(escalation, "escalate", dies_at_the_second)
    row = escalation.ask_to_escalate(on=DUE + timedelta(1))
    with pytest.raises(SystemExit):
        jobs.perform(row.pk)
    monkeypatch.setattr(escalation, "escalate", real)
    Job.objects.filter(pk=row.pk).update(
        lease_until=timezone.now() - timedelta(seconds=1)
    )
    jobs.perform(row.pk)
    assert Escalation.objects.count() == 2 * len(files)
    assert Clock.objects.filter(escalations__isnull=False).distinct().count() == 3
