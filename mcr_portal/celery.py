"""Background work: the Celery application and the whole schedule of the portal."""

from celery import Celery
from celery.schedules import crontab
from celery.signals import worker_init

from mcr_portal.settings import guards

# Everything that happens at a time stands here and nowhere else.
SCHEDULE = {
    "sweep jobs that nobody works on": {
        "task": "core.tasks.sweep_jobs",
        "schedule": 15.0,
        "options": {"expires": 15},
    },
    "forget used form tokens and old throttle windows": {
        "task": "core.tasks.tidy",
        "schedule": crontab(hour=3, minute=10),
    },
    "remove old report files": {
        "task": "reports.tasks.tidy",
        "schedule": crontab(hour=3, minute=20),
    },
    "count every night": {
        "task": "reports.tasks.run_nightly",
        "schedule": crontab(hour=2, minute=30),
    },
}

app = Celery("mcr_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.add_defaults({"beat_schedule": SCHEDULE})
app.autodiscover_tasks()


@worker_init.connect
def refuse_unsafe_worker(**kwargs):
    """A worker in production starts under the same conditions as the web."""
    guards.refuse_unsafe_database()
