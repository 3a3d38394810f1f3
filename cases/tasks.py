"""Files of families at night, and background work the worker must know."""

from celery import shared_task
from django.utils import timezone

from cases import services
from cases.workflow_rights import KEPT


@shared_task(name="cases.tasks.remove_old_exports")
def remove_old_exports() -> None:
    """Remove the exports of persons' own data that nobody may fetch any more."""
    services.remove_old_exports(before=timezone.now() - KEPT)
