"""Entry points of the worker for the machinery: run a job, sweep what was lost."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from core import bulk, correspondence, escalation, holiday_changes, jobs, printing
from core.jobs import Run, job
from core.models import FormToken, ThrottleWindow
from core.scoping import system


@shared_task(name="core.tasks.run_job")
def run_job(job_id: int) -> None:
    """Run one background job."""
    jobs.perform(job_id)


@shared_task(name="core.tasks.sweep_jobs")
def sweep_jobs() -> None:
    """Ring again for jobs that the queue lost or whose worker died."""
    jobs.sweep()


@shared_task(name="core.tasks.tidy")
def tidy() -> None:
    """Forget form tokens, throttle windows and finished background work that no longer matter."""
    jobs.forget_finished()
    printing.tidy(before=timezone.now() - printing.KEPT)
    with system():
        FormToken.objects.filter(
            used_at__lt=timezone.now() - timedelta(days=7)
        ).delete()
        ThrottleWindow.objects.filter(
            opened_at__lt=timezone.now() - timedelta(days=1)
        ).delete()


@job(holiday_changes.KIND, kept=jobs.KEPT)
def move_deadlines(run: Run) -> dict:
    """Move the running deadlines over days that became holidays or no longer are."""
    return holiday_changes.work(run)


@shared_task(name="core.tasks.look_at_holidays")
def look_at_holidays() -> None:
    """Move what an earlier change of a holiday did not reach; twice the same night changes nothing."""
    holiday_changes.ask_to_move(unique_key=f"deadlines {timezone.localdate()}")


@job(escalation.KIND, kept=jobs.KEPT)
def escalate(run: Run) -> dict:
    """Tell those whom the ladder names of deadlines that are near or have passed."""
    return escalation.work(run)


@shared_task(name="core.tasks.go_up_the_ladder")
def go_up_the_ladder() -> None:
    """Ask for today's round of the ladder."""
    escalation.ask_to_escalate(on=timezone.localdate())


@job(correspondence.PRINTING, kept=jobs.KEPT)
def print_letters(run: Run) -> dict:
    """Set the papers of letters that were issued many at once."""
    waiting = run.job.params["letters"]
    for done, letter_id in enumerate(waiting):
        run.progress(done, len(waiting))
        with run.rows():
            correspondence.print_kept(letter_id)
    return {"letters": len(waiting)}


@job(bulk.DO)
def do_for_many(run: Run) -> dict:
    """Make one step with many records."""
    bulk.work(run)
    return {}


@job(bulk.UNDO)
def take_back_for_many(run: Run) -> dict:
    """Take back what was done with many records."""
    bulk.work_back(run)
    return {}
