"""Entry points of the worker for the machinery: run a job, sweep what was lost."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from core import jobs
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
    with system():
        FormToken.objects.filter(
            used_at__lt=timezone.now() - timedelta(days=7)
        ).delete()
        ThrottleWindow.objects.filter(
            opened_at__lt=timezone.now() - timedelta(days=1)
        ).delete()
