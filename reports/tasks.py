"""Reports at night."""

from celery import shared_task
from django.utils import timezone

from reports import services


@shared_task(name="reports.tasks.run_nightly")
def run_nightly() -> None:
    """Ask for every subscribed report; twice the same night changes nothing."""
    services.ask_for_nightly(on=timezone.localdate())


@shared_task(name="reports.tasks.tidy")
def tidy() -> None:
    """Remove old report files."""
    services.tidy(before=timezone.now() - services.KEPT)
