"""The portal's own worker, quicker to notice a death, with points to die at and guards to take away.

A job whose purpose is `die POINT` falls asleep there, once, until the process is killed.
"""

# ruff: noqa: E402 -- Django must be ready before its models are imported
import os
import time
from datetime import timedelta
from pathlib import Path

import django

django.setup()

from kombu.transport.redis import Channel

from core import jobs
from core.models import Job
from core.scoping import system
from mcr_portal.celery import app, connection_parameters
from reports import services

FOLDER = Path(os.environ["MCR_CRASH_FOLDER"])
WITHOUT = os.environ.get("MCR_CRASH_WITHOUT", "")
POINTS = ("before start", "taken", "mid-report", "after file write", "after commit")

jobs.LEASE = timedelta(seconds=float(os.environ["MCR_CRASH_LEASE"]))
jobs.RESEND_AFTER = timedelta(seconds=1)
for entry in app.conf.beat_schedule.values():
    if entry["task"] == "core.tasks.sweep_jobs":
        entry["schedule"] = 1.0

_take, _finish = jobs._take, jobs._finish
_progress, _sha256 = jobs.Run.progress, services._sha256


def _die_at(point: str, pk: int) -> None:
    with system():
        purpose = Job.objects.values_list("purpose", flat=True).get(pk=pk)
    asleep = FOLDER / f"job-{pk}"
    if purpose == f"die {point}" and not asleep.exists():
        draft = asleep.with_suffix(".draft")
        draft.write_text(str(os.getpid()))
        draft.rename(asleep)
        time.sleep(600)


def take(job_id):
    _die_at("before start", job_id)
    row = _take(job_id)
    if row:
        _die_at("taken", job_id)
    return row


def progress(run, done, total):
    _progress(run, done, total)
    _die_at("mid-report", run.job.pk)


def sha256(path):
    _die_at("after file write", int(path.name.partition("-")[0]))
    return _sha256(path)


def finish(row, **outcome):
    _finish(row, **outcome)
    _die_at("after commit", row.pk)


def take_whatever(job_id):
    """As a worker without lease and fence would: what is rung is done."""
    with system():
        Job.objects.filter(pk=job_id).update(state="running", attempts=1)
        return Job.objects.get(pk=job_id)


jobs._take, jobs._finish = take, finish
jobs.Run.progress, services._sha256 = progress, sha256
if WITHOUT == "lost connection":
    Channel._connparams = connection_parameters
if WITHOUT == "lease":
    jobs._take = take_whatever
    # Nor does it look whether somebody else was quicker.
    jobs.Run.progress = lambda run, done, total: None
if WITHOUT == "sweeper":
    app.conf.beat_schedule = {}
    app.conf.task_acks_late = False
