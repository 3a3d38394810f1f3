"""Valkey is emptied, killed, started empty and made silent: pages go on, and each report is made once."""

import os
import shutil
import signal
import time
from contextlib import contextmanager

import pytest
import redis

from tests.crash.installation import LEASE, wait_until
from tests.crash.test_worker import Watch

# One worker of xdist: these share the servers that they kill.
pytestmark = pytest.mark.xdist_group("crash queue")

SOON = 5
PAGES = ("/", "/requests/", "/reports/")
ASK = "/reports/new/waiting-times/"


@contextmanager
def emptied(portal):
    """All that stood in the queue is gone."""
    with redis.Redis(unix_socket_path=str(portal.servers.valkey.socket)) as valkey:
        assert valkey.dbsize() > 0
        valkey.flushall()
    yield


@contextmanager
def away(portal):
    """The server is killed and comes back with what it had."""
    portal.servers.kill("valkey")
    yield
    portal.servers.start()


@contextmanager
def lost(portal):
    """The server is killed and comes back with nothing."""
    portal.servers.kill("valkey")
    yield
    for path in portal.servers.valkey.data.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    portal.servers.start()


@contextmanager
def full(portal):
    """The server takes nothing more."""
    with redis.Redis(unix_socket_path=str(portal.servers.valkey.socket)) as valkey:
        valkey.config_set("maxmemory", "1")
        yield
        valkey.config_set("maxmemory", "0")


@contextmanager
def silent(portal):
    """The server takes connections and answers none."""
    pid = portal.servers.running["valkey"].pid
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)


def ask_for_a_report(browser):
    """Ask as a person does; the number of the job, and that nobody waited for the queue."""
    form = browser.form(ASK) | {"purpose": "the queue is away"}
    begun = time.monotonic()
    answer = browser.post(ASK, form)
    assert answer.status == 302, answer
    assert time.monotonic() - begun < SOON
    return int(answer.location.rstrip("/").rpartition("/")[2])


def check_pages(browser):
    """Sessions stay and pages come."""
    assert {browser.get(path).status for path in PAGES} == {200}


def check_throttled(portal):
    """Whoever tried too often stays outside, with whatever password."""
    answer = portal.browser().sign_in("thief@crash.invalid", "wrong")
    assert "Too many attempts" in answer.text, answer.status


def go_through(portal, officer, trouble):
    """Ask for a report before and during a trouble; the portal goes on as if nothing was."""
    jobs = [ask_for_a_report(officer)]
    with trouble(portal):
        jobs.append(ask_for_a_report(officer))
        jobs.append(ask_for_a_report(officer))
        check_pages(officer)
        check_throttled(portal)
    return jobs


@pytest.fixture
def officer(portal):
    """Somebody who signed in before the trouble; somebody else has been shut out."""
    portal.start_web()
    for _try in range(6):
        portal.browser().sign_in("thief@crash.invalid", "wrong")
    return portal.signed_in("officer")


def test_each_report_asked_for_around_a_trouble_of_the_queue_is_made_once(
    portal, officer, rounds
):
    jobs = []
    for _round in range(max(1, rounds // 3)):
        for trouble in (emptied, away, lost, full):
            jobs += go_through(portal, officer, trouble)
    portal.start_worker_and_beat()
    Watch(portal, jobs).until_ready()
    assert {portal.job(job)[1] for job in jobs} == {1}
    assert {portal.runs_of(job) for job in jobs} == {1}


def test_a_silent_queue_keeps_nobody_waiting(portal, officer):
    jobs = go_through(portal, officer, silent)
    portal.start_worker_and_beat()
    Watch(portal, jobs).until_ready()


def test_a_worker_goes_on_when_its_queue_comes_back_empty(portal, officer):
    portal.start_worker_and_beat()
    jobs = [ask_for_a_report(officer)]
    wait_until(lambda: portal.job(jobs[0])[0] == "succeeded", "the first report")
    with lost(portal):
        jobs.append(ask_for_a_report(officer))
    jobs.append(ask_for_a_report(officer))
    Watch(portal, jobs).until_ready()
    assert {portal.job(job)[1] for job in jobs} == {1}


def lose_the_queue_at_work(portal, **more):
    """A worker is in the middle of a report when its queue is lost; the number of another report, rung after."""
    portal.start_worker_and_beat(**more)
    (at_work,) = portal.write_down("die mid-report")
    portal.ring(at_work)
    wait_until(lambda: portal.asleep(at_work), "the middle of the report")
    with lost(portal):
        pass
    (other,) = portal.write_down("another")
    return at_work, other


def test_a_worker_goes_on_when_its_queue_is_lost_while_it_works(portal):
    jobs = lose_the_queue_at_work(portal)
    Watch(portal, jobs).until_ready()


def test_a_worker_that_stumbles_over_its_lost_connection_ends_with_it(portal):
    _at_work, other = lose_the_queue_at_work(
        portal, MCR_CRASH_WITHOUT="lost connection"
    )
    time.sleep(2 * LEASE)
    assert portal.job(other)[0] == "queued"
