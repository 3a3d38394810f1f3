"""Background work that is done is forgotten in time, unless somebody looks back at it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core import jobs
from core.models import Job
from core.scoping import system
from core.tasks import tidy
from core.tests.test_jobs import STATE, change, fresh, kinds, rung, work

__all__ = ["kinds", "rung", "work"]


@pytest.mark.parametrize("state", [STATE.SUCCEEDED, STATE.FAILED, STATE.CANCELLED])
def test_finished_work_is_forgotten_after_its_time_and_no_sooner(work, state):
    old, young = work(lambda run: {}), work(lambda run: {})
    jobs.FORGOTTEN["work"] = timedelta(days=30)
    now = timezone.now()
    change(old, state=state, finished_at=now - timedelta(days=30, minutes=1))
    change(young, state=state, finished_at=now - timedelta(days=29))
    tidy()
    with system():
        assert list(Job.objects.values_list("pk", flat=True)) == [young.pk]


@pytest.mark.parametrize("state", [STATE.QUEUED, STATE.RUNNING])
def test_work_that_is_not_done_is_never_forgotten(work, state):
    row = work(lambda run: {})
    jobs.FORGOTTEN["work"] = timedelta(days=30)
    # Tried once long ago, then started anew.
    change(row, state=state, finished_at=timezone.now() - timedelta(days=99))
    assert jobs.forget_finished() == 0
    assert fresh(row).state == state


def test_work_that_somebody_looks_back_at_is_kept(work):
    row = work(lambda run: {})
    change(row, state=STATE.SUCCEEDED, finished_at=timezone.now() - timedelta(days=999))
    assert jobs.forget_finished() == 0
    assert fresh(row).pk == row.pk


def test_the_search_for_duplicates_leaves_no_rows_behind_for_ever():
    assert (
        dict.fromkeys(
            (
                "find_duplicates",
                "own_data",
                "escalate",
                "move_deadlines",
                "print_letters",
                "write_digests",
            ),
            jobs.KEPT,
        )
        == jobs.FORGOTTEN
    )
