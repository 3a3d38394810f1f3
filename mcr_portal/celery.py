"""Background work: the Celery application and the whole schedule of the portal."""

from celery import Celery
from celery.schedules import crontab
from celery.signals import worker_init
from kombu.transport.redis import Channel

from mcr_portal.settings import guards

# Everything that happens at a time stands here and nowhere else.
SCHEDULE = {
    "sweep jobs that nobody works on": {
        "task": "core.tasks.sweep_jobs",
        "schedule": 15.0,
        "options": {"expires": 15},
    },
    "forget used form tokens, old throttle windows and finished work": {
        "task": "core.tasks.tidy",
        "schedule": crontab(hour=3, minute=10),
    },
    "remove old report files": {
        "task": "reports.tasks.tidy",
        "schedule": crontab(hour=3, minute=20),
    },
    "remove old exports of persons' own data": {
        "task": "cases.tasks.remove_old_exports",
        "schedule": crontab(hour=3, minute=30),
    },
    "count how common each name is": {
        "task": "cases.tasks.count_names",
        "schedule": crontab(hour=3, minute=40),
    },
    "move deadlines that a changed holiday did not reach": {
        "task": "core.tasks.look_at_holidays",
        "schedule": crontab(hour=3, minute=50),
    },
    "tell of deadlines that are near or have passed": {
        "task": "core.tasks.go_up_the_ladder",
        "schedule": crontab(hour=5, minute=0),
    },
    "tell everybody how many files wait": {
        "task": "mcr_portal.tasks.good_morning",
        "schedule": crontab(hour=6, minute=30),
    },
    "count every night": {
        "task": "reports.tasks.run_nightly",
        "schedule": crontab(hour=2, minute=30),
    },
}

connection_parameters = Channel._connparams


def _parameters_while_connected(channel, *args, **kwargs):
    """Say that the connection is gone, where kombu 5.7 stumbles over it and ends the worker.

    It happens to a message in hand: acknowledged or put back after the queue went away. As a lost
    connection it is expected, and the worker connects anew; the sweeper rings again for the job.
    """
    if channel.connection is None or channel.connection.client is None:
        raise ConnectionError("the queue went away")
    return connection_parameters(channel, *args, **kwargs)


Channel._connparams = _parameters_while_connected

app = Celery("mcr_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.add_defaults({"beat_schedule": SCHEDULE})
app.autodiscover_tasks()


@worker_init.connect
def refuse_unsafe_worker(**kwargs):
    """A worker in production starts under the same conditions as the web."""
    guards.refuse_unsafe_database()
