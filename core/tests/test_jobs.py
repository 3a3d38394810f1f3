"""Background work: once whatever happens, never more than the person may see, never lost."""

import time
from datetime import timedelta

import pytest
from celery import current_app
from django.utils import timezone, translation

from core import jobs
from core.jobs import MOST_ATTEMPTS, Superseded, perform, sweep
from core.models import Job, Note
from core.scoping import acting, system
from people import appoint, together

STATE = Job.State


@pytest.fixture
def kinds(monkeypatch):
    """The declared kinds of work of this test alone."""
    monkeypatch.setattr(jobs, "KINDS", {})
    monkeypatch.setattr(jobs, "FORGOTTEN", {})
    return jobs.KINDS


@pytest.fixture
def rung(monkeypatch):
    """The bell: which jobs the queue was told of."""
    told = []
    monkeypatch.setattr(jobs, "ring", told.append)
    return told


@pytest.fixture
def work(kinds, rung, jelena):
    """Work that Jelena asked for; what it does is the test's."""

    def asked(run, *, by=jelena, **details):
        kinds["work"] = run
        with system():
            return jobs.enqueue("work", by=by, params={}, **details)

    return asked


def fresh(row):
    with system():
        return Job.objects.get(pk=row.pk)


def change(row, **values):
    with system():
        Job.objects.filter(pk=row.pk).update(**values)


def lease_over(row):
    change(row, lease_until=timezone.now() - timedelta(seconds=1))


def as_owner(row):
    return acting(row.owner.scope)


def test_work_is_done_and_its_result_kept(work):
    row = work(lambda run: {"rows": 7})
    perform(row.pk)
    row = fresh(row)
    assert (row.state, row.result, row.attempts) == (STATE.SUCCEEDED, {"rows": 7}, 1)
    assert row.finished_at
    assert row.lease_until is None


def test_a_job_rung_twice_is_done_once(work):
    done = []
    row = work(lambda run: done.append(1) or {})
    perform(row.pk)
    perform(row.pk)
    assert done == [1]


def test_a_job_that_runs_is_not_started_again(work):
    seen = []

    def run(run):
        seen.append(run.fence)
        perform(run.job.pk)
        return {}

    perform(work(run).pk)
    assert seen == [1]


def test_an_unknown_number_is_no_job(db):
    perform(10**12)


def test_an_older_run_cannot_finish(work):
    """The first worker was only slow: in the meantime a second one has taken over."""

    def slow_first(run):
        if run.fence == 1:
            lease_over(run.job)
            perform(run.job.pk)
        return {"fence": run.fence}

    row = work(slow_first)
    perform(row.pk)
    row = fresh(row)
    assert (row.state, row.result, row.fence) == (STATE.SUCCEEDED, {"fence": 2}, 2)


def test_an_older_run_stops_at_its_next_progress(work):
    stopped = []

    def slow_first(run):
        if run.fence == 1:
            lease_over(run.job)
            perform(run.job.pk)
            try:
                run.progress(1, 2)
            except Superseded:
                stopped.append(run.fence)
                raise
        return {"fence": run.fence}

    row = work(slow_first)
    perform(row.pk)
    assert stopped == [1]
    assert fresh(row).result == {"fence": 2}


def test_an_older_run_that_fails_takes_nothing_from_the_newer(work):
    def slow_first(run):
        if run.fence == 1:
            lease_over(run.job)
            perform(run.job.pk)
            raise RuntimeError
        return {"fence": run.fence}

    row = work(slow_first)
    with pytest.raises(RuntimeError):
        perform(row.pk)
    assert (fresh(row).state, fresh(row).error) == (STATE.SUCCEEDED, "")


def test_progress_is_seen_and_holds_the_lease(work):
    seen = []

    def run(run):
        lease_over(run.job)
        run.progress(3, 10)
        row = fresh(run.job)
        seen.append((row.done, row.total, row.lease_until > timezone.now()))
        return {}

    perform(work(run).pk)
    assert seen == [(3, 10, True)]


def test_what_fails_is_tried_three_times_and_then_put_aside(work):
    def broken(run):
        raise OSError("disk full")

    row = work(broken)
    for attempt in range(1, MOST_ATTEMPTS):
        with pytest.raises(OSError, match="disk full"):
            perform(row.pk)
        assert (fresh(row).state, fresh(row).attempts) == (STATE.QUEUED, attempt)
    with pytest.raises(OSError, match="disk full"):
        perform(row.pk)
    assert (fresh(row).state, fresh(row).error) == (STATE.FAILED, "OSError")
    perform(row.pk)
    assert fresh(row).attempts == MOST_ATTEMPTS


def test_a_worker_that_died_is_noticed_and_its_job_rung_again(work, rung):
    row = work(lambda run: {})
    change(row, state=STATE.RUNNING, attempts=1, fence=1)
    lease_over(row)
    assert sweep() == 1
    assert rung == [row.pk]
    perform(row.pk)
    assert (fresh(row).state, fresh(row).fence) == (STATE.SUCCEEDED, 2)


def test_a_worker_that_lives_is_left_alone(work, rung):
    row = work(lambda run: {})
    ahead = timezone.now() + timedelta(seconds=30)
    change(row, state=STATE.RUNNING, attempts=1, lease_until=ahead)
    assert sweep() == 0
    assert fresh(row).state == STATE.RUNNING


def test_a_job_that_killed_three_workers_kills_no_fourth(work, rung):
    row = work(lambda run: {})
    change(row, state=STATE.RUNNING, attempts=MOST_ATTEMPTS)
    lease_over(row)
    assert sweep() == 0
    assert (fresh(row).state, fresh(row).error) == (STATE.FAILED, "worker died")


def test_what_the_queue_forgot_is_rung_again_but_not_at_once(work, rung):
    row = work(lambda run: {})
    assert sweep() == 0
    change(row, created_at=timezone.now() - timedelta(seconds=11))
    assert sweep() == 1
    assert rung == [row.pk]


def test_a_cancelled_job_that_waits_never_starts(work):
    done = []
    row = work(lambda run: done.append(1) or {})
    with as_owner(row):
        jobs.cancel(row)
    perform(row.pk)
    assert (fresh(row).state, done) == (STATE.CANCELLED, [])


def test_a_cancelled_job_that_runs_stops_at_its_next_progress(work):
    done = []

    def run(run):
        with as_owner(run.job):
            jobs.cancel(run.job)
        done.append("before")
        run.progress(1, 2)
        done.append("after")
        return {}

    row = work(run)
    perform(row.pk)
    assert (fresh(row).state, done) == (STATE.CANCELLED, ["before"])


def test_a_cancelled_job_of_a_dead_worker_is_not_started_again(work, rung):
    row = work(lambda run: {})
    change(row, state=STATE.RUNNING, cancel_asked=True, attempts=1)
    lease_over(row)
    perform(row.pk)
    assert fresh(row).attempts == 1
    assert sweep() == 0
    assert fresh(row).state == STATE.CANCELLED


@pytest.mark.parametrize("state", [STATE.FAILED, STATE.CANCELLED])
def test_what_failed_or_was_cancelled_can_be_started_anew(
    work, rung, state, django_capture_on_commit_callbacks
):
    row = work(lambda run: {"rows": 1})
    change(row, state=state, attempts=3, cancel_asked=True, error="OSError")
    with django_capture_on_commit_callbacks(execute=True), as_owner(row):
        jobs.retry(row)
    assert rung == [row.pk]
    perform(row.pk)
    assert (fresh(row).state, fresh(row).error) == (STATE.SUCCEEDED, "")


def test_what_is_ready_is_not_made_again(work, rung):
    done = []
    row = work(lambda run: done.append(1) or {})
    perform(row.pk)
    with as_owner(row):
        jobs.retry(row)
        jobs.cancel(row)
    perform(row.pk)
    assert (fresh(row).state, done, rung) == (STATE.SUCCEEDED, [1], [])


def test_a_job_sees_what_its_owner_sees_when_it_runs(work, register, arta, jelena):
    mine, _theirs = register(), register(at="17", by=arta)
    seen = []

    def look(run):
        with run.rows():
            seen.append(set(type(mine).objects.values_list("pk", flat=True)))
        return {}

    perform(work(look).pk)
    later = work(look)
    with system():
        jelena.appointments.all().delete()
    perform(later.pk)
    assert seen == [{mine.pk}, set()]


def test_a_role_given_after_asking_counts_when_the_job_runs(work, jelena):
    scopes = []
    row = work(lambda run: scopes.append(run.scope.municipalities) or {})
    with system():
        appoint(jelena, "officer", at="17")
    perform(row.pk)
    assert len(scopes[0]) == 2


def test_the_job_of_a_disabled_account_is_not_done(work, jelena):
    done = []
    row = work(lambda run: done.append(1) or {})
    with system():
        type(jelena).objects.filter(pk=jelena.pk).update(is_active=False)
    perform(row.pk)
    assert (fresh(row).state, done) == (STATE.CANCELLED, [])


def test_nobody_sees_the_jobs_of_others(work, arta):
    row = work(lambda run: {})
    with acting(arta.scope):
        assert not Job.objects.filter(pk=row.pk).exists()


def test_the_bell_rings_after_the_row_is_there(
    kinds, rung, jelena, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks() as waiting, system():
        row = jobs.enqueue("work", by=jelena, params={})
        assert rung == []
    for callback in waiting:
        callback()
    assert rung == [row.pk]


def test_the_same_night_is_one_job(work, rung):
    run = lambda run: {}  # noqa: E731 -- a whole test in view
    first = work(run, unique_key="night:1")
    assert work(run, unique_key="night:1").pk == first.pk
    assert work(run, unique_key="night:2").pk != first.pk


def test_the_language_of_the_reader_is_kept_for_the_work(work):
    seen = []
    row = work(lambda run: seen.append(translation.get_language()) or {})
    change(row, language="sr-latn")
    perform(row.pk)
    assert seen == ["sr-latn"]


@pytest.mark.django_db(transaction=True)
def test_of_ten_workers_with_the_same_job_one_does_it(work):
    done = []

    def run(run):
        done.append(run.fence)
        time.sleep(0.1)
        return {}

    row = work(run)
    together(10, lambda turn: perform(row.pk))
    assert done == [1]
    assert fresh(row).state == STATE.SUCCEEDED


@pytest.mark.django_db(transaction=True)
def test_ten_schedulers_ask_for_the_same_night_once(work):
    row_of = lambda turn: work(lambda run: {}, unique_key="night").pk  # noqa: E731 -- a whole test in view
    assert len(set(together(10, row_of))) == 1


@pytest.mark.django_db(transaction=True)
def test_while_the_queue_is_away_the_row_is_kept_and_nobody_waits(
    kinds, jelena, monkeypatch
):
    monkeypatch.setattr(current_app.conf, "broker_url", "redis://127.0.0.1:9/0")
    monkeypatch.setattr(current_app.conf, "broker_write_url", "redis://127.0.0.1:9/0")
    current_app.amqp._producer_pool = None
    begun = time.monotonic()
    with system():
        row = jobs.enqueue("work", by=jelena, params={})
    assert time.monotonic() - begun < 3
    assert fresh(row).state == STATE.QUEUED
    change(row, created_at=timezone.now() - timedelta(minutes=1))
    assert sweep() == 1


def test_what_the_portal_itself_wants_sees_everything(kinds, rung, register, arta):
    register(), register(at="17", by=arta)
    seen = []

    def look(run):
        with run.rows():
            seen.append(Note.objects.count() == 0 and run.scope.everything)
        return {}

    kinds["work"] = look
    with system():
        row = jobs.enqueue("work", by=None, params={})
    perform(row.pk)
    assert seen == [True]
