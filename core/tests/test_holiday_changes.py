"""A changed holiday moves the deadlines that run over it, once, and says from when to when and why."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone, translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core import clocks, deadlines, holiday_changes, jobs
from core.models import AuditEntry, Clock, ClockChange, Holiday, Job, Provision
from core.scoping import system
from people import browser_of

BEGIN = date(2026, 3, 2)
DUE = date(2026, 4, 16)
RULE = clocks.Deadline(
    "decision_days", "Decision", starts="asked", pauses=("waits",), ends=("over",)
)


@pytest.fixture
def file(register):
    with system():
        yield begun(register())


def begun(file, day=BEGIN):
    file.due_on = clocks.follow(file, (RULE,), status="asked", on=day)
    file.save(update_fields=["due_on"])
    return file


def new_holiday(day, name="Day of mourning"):
    return Holiday.objects.create(
        date=day, code=f"X{day:%m%d}", name=name, name_en=name
    )


def let_it_run(*days):
    row = holiday_changes.ask_to_move(days)
    jobs.perform(row.pk)
    return Job.objects.get(pk=row.pk)


def the_clock(file):
    return Clock.objects.get(record_id=file.pk, closed_on=None)


def test_the_last_day_moves_and_both_days_are_kept(file):
    new_holiday(DUE)
    assert let_it_run(DUE).result == {"looked_at": 1, "moved": 1, "letters": 0}
    clock = the_clock(file)
    assert clock.due_on == date(2026, 4, 17)
    change = ClockChange.objects.get(clock=clock)
    assert (change.old_due, change.new_due) == (DUE, date(2026, 4, 17))
    assert change.holidays == [["2026-04-16", "Day of mourning", True]]
    assert type(file).objects.get(pk=file.pk).due_on == date(2026, 4, 17)


def test_a_holiday_taken_back_moves_it_back_and_says_so(file):
    holiday = new_holiday(DUE)
    let_it_run(DUE)
    holiday.delete()
    let_it_run(DUE)
    assert the_clock(file).due_on == DUE
    last = ClockChange.objects.last()
    assert last.holidays == [["2026-04-16", "Day of mourning", False]]
    assert ClockChange.objects.count() == 2


def test_working_days_move_over_a_holiday_on_the_way(file):
    Provision.objects.filter(key="decision_days").update(unit="working_days", value=10)
    clocks.calculate_again(the_clock(file))
    assert the_clock(file).due_on == date(2026, 3, 16)
    new_holiday(date(2026, 3, 10))
    let_it_run(date(2026, 3, 10))
    assert the_clock(file).due_on == date(2026, 3, 17)


def test_only_the_day_that_changed_is_named_when_the_count_reaches_others(file):
    Provision.objects.filter(key="decision_days").update(unit="working_days", value=13)
    clocks.calculate_again(the_clock(file))
    assert the_clock(file).due_on == date(2026, 3, 19)
    new_holiday(date(2026, 3, 10))
    let_it_run(date(2026, 3, 10))  # and now over Bajram on 20 March
    assert the_clock(file).due_on == date(2026, 3, 23)
    assert [day for day, *_ in ClockChange.objects.get().holidays] == ["2026-03-10"]


def test_a_holiday_on_the_way_of_calendar_days_moves_nothing(file):
    new_holiday(date(2026, 3, 10))
    assert let_it_run(date(2026, 3, 10)).result["moved"] == 0
    assert the_clock(file).due_on == DUE
    assert not ClockChange.objects.exists()


def test_a_second_run_changes_nothing(file):
    new_holiday(DUE)
    let_it_run(DUE)
    moved = the_clock(file)
    assert let_it_run().result["moved"] == 0
    assert the_clock(file).trace == moved.trace
    assert ClockChange.objects.count() == 1


def test_a_run_in_another_language_writes_nothing(file):
    Provision.objects.filter(key="decision_days").update(unit="working_days", value=20)
    with translation.override("sq"):
        clocks.calculate_again(the_clock(file))
    before = the_clock(file).trace
    assert deadlines.closed_days(deadlines.from_json(before))
    assert clocks.reckoned(the_clock(file), clocks.holidays_known()).trace != (
        deadlines.from_json(before)
    )
    assert let_it_run().result["moved"] == 0
    assert the_clock(file).trace == before


def test_a_closed_clock_is_never_touched(file):
    clocks.follow(file, (RULE,), status="over", on=BEGIN + timedelta(3))
    closed = Clock.objects.get(record_id=file.pk)
    new_holiday(DUE)
    assert holiday_changes.ask_to_move([DUE]) is None
    assert holiday_changes.move(closed.pk) is False
    assert Clock.objects.get(pk=closed.pk).due_on == closed.due_on == DUE


def test_a_clock_that_stands_still_is_reckoned_with_the_holidays_of_its_day(file):
    clocks.follow(file, (RULE,), status="waits", on=BEGIN + timedelta(3))
    new_holiday(DUE + timedelta(4))
    let_it_run(DUE)
    assert clocks.follow(file, (RULE,), status="asked", on=BEGIN + timedelta(7)) == (
        date(2026, 4, 21)
    )


def test_nobody_is_rung_when_no_deadline_runs_over_the_day(file):
    assert holiday_changes.ask_to_move([date(2027, 1, 1)]) is None
    assert holiday_changes.ask_to_move([BEGIN]) is None


def test_the_audit_log_keeps_the_move(file):
    new_holiday(DUE)
    let_it_run(DUE)
    entries = AuditEntry.objects.filter(row_id=str(the_clock(file).pk))
    changes = [entry.changes for entry in entries.filter(table_name="core_clock")]
    assert ["2026-04-16", "2026-04-17"] in [each.get("due_on") for each in changes]


def test_a_run_that_died_half_way_is_finished_by_the_next(register, monkeypatch):
    """The first worker dies after the second file; the next moves the rest, each file once."""
    with system():
        files = [begun(register()) for _number in range(4)]
        new_holiday(DUE)
        row = holiday_changes.ask_to_move([DUE])
    real, moved = holiday_changes.move, []

    def dies_at_the_third(clock_id):
        if len(moved) == 2:
            raise SystemExit
        moved.append(clock_id)
        return real(clock_id)

    monkeypatch.setattr(holiday_changes, "move", dies_at_the_third)
    with pytest.raises(SystemExit):
        jobs.perform(row.pk)
    monkeypatch.setattr(holiday_changes, "move", real)
    with system():
        assert ClockChange.objects.count() == 2
        Job.objects.filter(pk=row.pk).update(
            lease_until=timezone.now() - timedelta(seconds=1)
        )
    jobs.perform(row.pk)
    with system():
        assert Job.objects.get(pk=row.pk).state == Job.State.SUCCEEDED
        assert ClockChange.objects.count() == len(files)
        days = type(files[0]).objects.filter(pk__in=[file.pk for file in files])
        assert set(days.values_list("due_on", flat=True)) == {date(2026, 4, 17)}


def test_an_administrator_who_sees_no_files_moves_them(file, agron):
    """Row security hides every clock from the administrator; the portal itself looks."""
    answer = browser_of(agron).post(
        reverse("admin:core_holiday_add"),
        {
            "date": DUE.isoformat(),
            "code": "MOURNING",
            **{f"name_{x}": "x" for x in ("en", "sq", "sr", "sr_latn", "tr", "bs")},
        },
    )
    assert answer.status_code == 302
    row = Job.objects.get(kind=holiday_changes.KIND)
    assert row.params == {"days": ["2026-04-16"]}
    jobs.perform(row.pk)
    with system():
        assert the_clock(file).due_on == date(2026, 4, 17)
        holiday = Holiday.objects.get(code="MOURNING")
    browser_of(agron).post(
        reverse("admin:core_holiday_delete", args=[holiday.pk]), {"post": "yes"}
    )
    assert Job.objects.filter(kind=holiday_changes.KIND).count() == 2


def test_holidays_that_come_with_the_reference_files_move_them_too(file):
    """A year that had no holidays gets them from the file; the second time nothing is new."""
    due = the_clock(file).due_on
    kept = list(Holiday.objects.filter(date__year=due.year))
    Holiday.objects.filter(date__year=due.year).delete()
    Provision.objects.filter(key="decision_days").update(unit="working_days", value=30)
    clocks.calculate_again(the_clock(file))
    without = the_clock(file).due_on
    call_command("load_reference", verbosity=0)
    jobs.perform(Job.objects.get(kind=holiday_changes.KIND).pk)
    closed = {day.date for day in kept if BEGIN < day.date <= without}
    assert closed
    assert the_clock(file).due_on > without
    call_command("load_reference", verbosity=0)
    assert Job.objects.filter(kind=holiday_changes.KIND).count() == 1


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    data=st.data(),
    unit=st.sampled_from(["calendar_days", "working_days"]),
    days=st.integers(1, 60),
)
def test_moved_deadlines_are_what_they_would_be_if_reckoned_today(
    file, data, unit, days
):
    """Whatever holidays come and go: the stored day and reckoning equal a fresh count."""
    Provision.objects.filter(key="decision_days").update(unit=unit, value=days)
    clocks.calculate_again(the_clock(file))
    Holiday.objects.filter(code__startswith="X").delete()
    span = st.integers(1, 90).map(lambda number: BEGIN + timedelta(number))
    for day in data.draw(st.lists(span, max_size=5, unique=True)):
        new_holiday(day)
    for row in Holiday.objects.filter(date__range=(BEGIN, BEGIN + timedelta(60))):
        if data.draw(st.booleans()):
            row.delete()
    before = the_clock(file).due_on
    let_it_run()
    clock = the_clock(file)
    fresh = clocks.reckoned(clock, clocks.holidays_known())
    assert clock.due_on == fresh.due
    assert type(file).objects.get(pk=file.pk).due_on == fresh.due
    change = ClockChange.objects.filter(clock=clock).last()
    if before != clock.due_on:
        assert (change.old_due, change.new_due) == (before, clock.due_on)
        assert change.holidays
