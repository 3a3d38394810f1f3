"""The numbers of the morning."""

from celery import shared_task
from django.utils import timezone

from core import jobs
from core.jobs import Run, job
from mcr_portal import digests


@job(digests.KIND, kept=jobs.KEPT)
def write_digests(run: Run) -> dict:
    """Write to everybody how many files wait."""
    return digests.work(run)


@shared_task(name="mcr_portal.tasks.good_morning")
def good_morning() -> None:
    """Ask for today's digests; twice the same morning changes nothing."""
    digests.ask_to_write(on=timezone.localdate())
