"""Asking for a step with many files, and what became of it."""

import uuid

from django.urls import reverse

from cases.models import Request
from core import bulk, jobs
from core.models import BulkRow, BulkRun
from core.scoping import acting, system
from people import browser_of

LIST = reverse("cases:request_list")
State = BulkRow.State


def asked(user, route, chosen=(), **typed):
    """Ask for a step as the confirmed form does; the run."""
    form = {"form_token": uuid.uuid4(), "confirmed": "1", "chosen": list(chosen), "next": LIST}  # fmt: skip
    answer = browser_of(user).post(reverse(route), form | typed)
    assert answer.status_code == 302, answer.content.decode()
    assert "/many/" in answer["Location"], answer["Location"]
    with system():
        return BulkRun.objects.get(pk=int(answer["Location"].split("/")[-2]))


def done(run):
    """The run after the worker had it; its rows by record."""
    jobs.perform(run.undo_job_id or run.job_id)
    with system():
        run.refresh_from_db()
        return {row.record_id: row for row in run.rows.all()}


def taken_back(run, user, reason=""):
    with acting(user.scope):
        bulk.take_back(run=run, reason=reason, by=user)
    with system():
        run.refresh_from_db()
    return done(run)


def states(rows) -> list[str]:
    return [row.state for _pk, row in sorted(rows.items())]


def officer_of(request):
    with system():
        return Request.objects.get(pk=request.pk).assigned_to
