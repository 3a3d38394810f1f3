"""Background work that loses nothing: a row first, a lease with a fence, a sweeper, true progress.

The queue carries only the row's id and may be emptied at any time. A job that runs twice changes nothing
twice: only the newest fence may write its result.
"""

from collections.abc import Callable
from datetime import timedelta

from celery import current_app
from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone, translation
from kombu.exceptions import OperationalError

from core.models import Job
from core.scoping import SYSTEM, acting, system

LEASE = timedelta(seconds=60)
RESEND_AFTER = timedelta(seconds=10)
MOST_ATTEMPTS = 3

KINDS: dict[str, Callable] = {}
# Kinds whose row nobody needs once the work is done, and how long after that it is still kept.
FORGOTTEN: dict[str, timedelta] = {}
KEPT = timedelta(days=30)
OVER = (Job.State.SUCCEEDED, Job.State.FAILED, Job.State.CANCELLED)


class Superseded(Exception):
    """A newer run of the same job holds the fence; this one stops without effect."""


class Cancelled(Exception):
    """The person who asked for the job no longer wants it."""


def job(kind: str, *, kept: timedelta | None = None):
    """Declare what runs for this kind of job: `run(run: Run) -> dict` (the result).

    `kept` says how long the finished row is of use to somebody; without it the row stays.
    """

    def declare(function):
        KINDS[kind] = function
        if kept is not None:
            FORGOTTEN[kind] = kept
        return function

    return declare


class Run:
    """One attempt at a job: whose scope it has, and how it tells its progress."""

    def __init__(self, row: Job, scope):
        self.job = row
        self.scope = scope
        self.fence = row.fence

    def progress(self, done: int, total: int) -> None:
        """Write how far we are and extend the lease; stops here when cancelled or superseded."""
        with system():
            mine = Job.objects.filter(
                pk=self.job.pk, fence=self.fence, state=Job.State.RUNNING
            )
            if not mine.update(
                done=done, total=total, lease_until=timezone.now() + LEASE
            ):
                raise Superseded
            if mine.filter(cancel_asked=True).exists():
                raise Cancelled

    def rows(self):
        """A transaction in which exactly the requester's rows are visible, as they are now."""
        return acting(self.scope)


def enqueue(
    kind: str, *, by, params: dict, purpose: str = "", unique_key: str | None = None
) -> Job:
    """Write the job down and ring the bell after commit; the row alone is enough to get it done."""
    with transaction.atomic():
        values = {
            "kind": kind,
            "owner": by,
            "params": params,
            "purpose": purpose,
            "language": translation.get_language() or "en",
        }
        if unique_key:
            row, _created = Job.objects.get_or_create(
                unique_key=unique_key, defaults=values
            )
        else:
            row = Job.objects.create(**values)
        transaction.on_commit(lambda: ring(row.pk))
    return row


def ring(job_id: int) -> None:
    """Tell the queue; when it is away the sweeper will tell it later."""
    try:
        current_app.send_task("core.tasks.run_job", [job_id], retry=False)
    except (OSError, OperationalError):
        return


def perform(job_id: int) -> None:
    """Run one job if it is still to be run; called by the worker, safe to call any number of times."""
    row = _take(job_id)
    if row is None:
        return
    try:
        with translation.override(row.language):
            result = KINDS[row.kind](Run(row, _scope_of(row)))
    except Superseded:
        return
    except Cancelled:
        _finish(row, state=Job.State.CANCELLED)
    except Exception as error:
        _give_back(row, error)
        raise
    else:
        _finish(row, state=Job.State.SUCCEEDED, result=result)


def _take(job_id: int) -> Job | None:
    now = timezone.now()
    free = Q(state=Job.State.QUEUED) | Q(state=Job.State.RUNNING, lease_until__lt=now)
    with system():
        taken = Job.objects.filter(free, pk=job_id, cancel_asked=False).update(
            state=Job.State.RUNNING,
            fence=F("fence") + 1,
            attempts=F("attempts") + 1,
            lease_until=now + LEASE,
            done=0,
        )
        return Job.objects.get(pk=job_id) if taken else None


def _scope_of(row: Job):
    """The requester's scope at this moment, not when the job was asked for."""
    if row.owner_id is None:
        return SYSTEM
    owner = get_user_model().objects.with_appointments().get(pk=row.owner_id)
    if not owner.is_active:
        raise Cancelled
    return owner.scope


def _finish(
    row: Job, *, state: str, result: dict | None = None, error: str = ""
) -> None:
    with system():
        Job.objects.filter(pk=row.pk, fence=row.fence, state=Job.State.RUNNING).update(
            state=state,
            result=result or {},
            error=error,
            finished_at=timezone.now(),
            lease_until=None,
        )


def _give_back(row: Job, error: Exception) -> None:
    """Try again later, or put the job aside after too many attempts."""
    if row.attempts >= MOST_ATTEMPTS:
        _finish(row, state=Job.State.FAILED, error=type(error).__name__)
        return
    with system():
        Job.objects.filter(pk=row.pk, fence=row.fence).update(
            state=Job.State.QUEUED, lease_until=None, error=type(error).__name__
        )


def sweep() -> int:
    """Ring again for what the queue lost and put aside what died too often; returns how many were rung."""
    now = timezone.now()
    with system():
        Job.objects.filter(
            state=Job.State.RUNNING, lease_until__lt=now, attempts__gte=MOST_ATTEMPTS
        ).update(state=Job.State.FAILED, finished_at=now, error="worker died")
        Job.objects.filter(
            Q(state=Job.State.QUEUED) | Q(state=Job.State.RUNNING, lease_until__lt=now),
            cancel_asked=True,
        ).update(state=Job.State.CANCELLED, finished_at=now)
        waiting = list(
            Job.objects.filter(
                Q(state=Job.State.QUEUED, created_at__lt=now - RESEND_AFTER)
                | Q(state=Job.State.RUNNING, lease_until__lt=now)
            ).values_list("pk", flat=True)[:500]
        )
    for job_id in waiting:
        ring(job_id)
    return len(waiting)


def forget_finished() -> int:
    """Remove the rows of finished work that are of no use to anybody any more; returns how many."""
    now = timezone.now()
    with system():
        return sum(
            Job.objects.filter(
                kind=kind, state__in=OVER, finished_at__lt=now - kept
            ).delete()[0]
            for kind, kept in FORGOTTEN.items()
        )


def cancel(row: Job) -> None:
    """Ask a job to stop; a waiting one stops at once, a running one at its next progress."""
    # The waiting state first: a job that starts in between is caught as running.
    Job.objects.filter(pk=row.pk, state=Job.State.QUEUED).update(
        state=Job.State.CANCELLED, cancel_asked=True, finished_at=timezone.now()
    )
    Job.objects.filter(pk=row.pk, state=Job.State.RUNNING).update(cancel_asked=True)


def retry(row: Job) -> None:
    """Start a failed or cancelled job anew."""
    again = Job.objects.filter(
        pk=row.pk, state__in=[Job.State.FAILED, Job.State.CANCELLED]
    )
    if again.update(
        state=Job.State.QUEUED,
        cancel_asked=False,
        attempts=0,
        error="",
        finished_at=None,
    ):
        transaction.on_commit(lambda: ring(row.pk))
