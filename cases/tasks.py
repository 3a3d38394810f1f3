"""Files of families at night, and background work the worker must know."""

from celery import shared_task
from django.utils import timezone

from cases import services
from cases.services import duplicates, imports_running, names
from cases.workflow_rights import KEPT
from core import jobs
from core.jobs import Run, job


@shared_task(name="cases.tasks.remove_old_exports")
def remove_old_exports() -> None:
    """Remove the exports of persons' own data that nobody may fetch any more."""
    services.remove_old_exports(before=timezone.now() - KEPT)


@shared_task(name="cases.tasks.count_names")
def count_names() -> None:
    """Count how common each name is: of two names equally near, the search thinks of the commoner."""
    names.count_names()


@job(duplicates.KIND, kept=jobs.KEPT)
def find_duplicates(run: Run) -> dict:
    """Bring the pairs of the persons of this job up to date, a few at a time."""
    persons, done = run.job.params["persons"], 0
    for ids in duplicates.in_chunks(persons):
        run.progress(done, len(persons))
        with run.rows():
            duplicates.refresh(ids)
        done += len(ids)
    return {"persons": done}


@job(imports_running.KIND)
def take_over_register(run: Run) -> dict:
    """Try, carry out or take back an import."""
    return imports_running.work(run)
