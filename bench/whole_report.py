"""A report from the wish to its three files, as a worker makes it."""

from accounts.models import User
from bench.export import REPORT
from core import jobs, scoping
from core.models import Job
from reports import services
from reports.catalogue import CATALOGUE


def make(pk):
    """Make the report of everything this person may see."""
    with scoping.system():
        person = User.objects.with_appointments().get(pk=pk)
        job = services.ask_for(CATALOGUE[REPORT], by=person, purpose="bench")
    jobs.perform(job.pk)
    with scoping.system():
        if Job.objects.get(pk=job.pk).state != Job.State.SUCCEEDED:
            raise SystemExit("The report was not made.")
