"""The worker is killed in the middle of a report; two workers get the same report at the same time."""

import os
import signal
import time

import pytest

from tests.crash.installation import LEASE, wait_until
from tests.crash.ledger import half_files

# One worker of xdist: these share the servers that they kill.
pytestmark = pytest.mark.xdist_group("crash queue")

# Where a worker dies, and at which attempt the report is made then.
POINTS = {
    "before start": 1,
    "taken": 2,
    "mid-report": 2,
    "after file write": 2,
    "after commit": 1,
}
AT_ONCE = 3


def in_portions(rounds):
    """So many deaths at each point that all of them fit into one kill."""
    while rounds > 0:
        yield min(rounds, AT_ONCE)
        rounds -= AT_ONCE


class Watch:
    """What anybody could have seen of some reports until all of them were ready."""

    def __init__(self, portal, jobs):
        self.portal = portal
        self.jobs = jobs
        self.seen = {job: set() for job in jobs}

    def look(self):
        """Look at every report once; whether all are ready."""
        states = []
        for job in self.jobs:
            state, _attempts, result, finished_at = self.portal.job(job)
            states.append(state)
            assert state != "failed"
            assert bool(result) == (state == "succeeded")
            assert half_files(self.portal, result) == []
            if result:
                self.seen[job].add((str(result), finished_at))
        return set(states) == {"succeeded"}

    def until_ready(self):
        """Look until all are ready, and a few rounds of the sweeper longer: nothing changes any more."""
        begun = time.monotonic()
        wait_until(self.look, "the reports", longest=120)
        took = time.monotonic() - begun
        end = time.monotonic() + 3
        while time.monotonic() < end:
            assert self.look()
            time.sleep(0.5)
        assert {len(results) for results in self.seen.values()} == {1}
        return took


def doomed_jobs(portal, number):
    """Reports whose workers will lie asleep, each at its point."""
    jobs = {point: portal.write_down(f"die {point}", number) for point in POINTS}
    everybody = [job for each in jobs.values() for job in each]
    for job in everybody:
        portal.ring(job)
    wait_until(lambda: all(portal.asleep(job) for job in everybody), "all points")
    return jobs, everybody


def check_attempts(portal, jobs):
    """Every death is counted; on a busy machine a lease may also run out under a living worker."""
    for point, each in jobs.items():
        tried = {portal.job(job)[1] for job in each}
        assert tried <= {POINTS[point], POINTS[point] + 1}, point


def test_reports_of_killed_children_are_made_once(portal, rounds):
    for number in in_portions(rounds):
        portal.start_worker_and_beat(concurrency=number * len(POINTS) + 1)
        jobs, everybody = doomed_jobs(portal, number)
        for job in everybody:
            os.kill(portal.asleep(job), signal.SIGKILL)
        assert Watch(portal, everybody).until_ready() < 120
        check_attempts(portal, jobs)
        portal.rest()


def test_reports_of_a_killed_tree_are_made_once(portal, rounds):
    for number in in_portions(rounds):
        first = portal.start_worker_and_beat(concurrency=number * len(POINTS) + 1)
        jobs, everybody = doomed_jobs(portal, number)
        portal.kill(first)
        portal.start_worker_and_beat()
        assert Watch(portal, everybody).until_ready() < 120
        check_attempts(portal, jobs)
        portal.rest()


def test_without_sweeper_and_with_early_ack_the_report_of_a_killed_tree_is_lost(portal):
    first = portal.start_worker(MCR_CRASH_WITHOUT="sweeper")
    (job,) = portal.write_down("die mid-report")
    portal.ring(job)
    wait_until(lambda: portal.asleep(job), "the middle")
    portal.kill(first)
    portal.start_worker(MCR_CRASH_WITHOUT="sweeper")
    (other,) = portal.write_down("another")
    portal.ring(other)
    wait_until(lambda: portal.job(other)[0] == "succeeded", "the other report")
    time.sleep(LEASE)
    assert portal.job(job)[0] == "running"


@pytest.mark.parametrize(("without", "expected"), [("", {1}), ("lease", {2})])
def test_a_report_rung_twice_at_the_same_time_is_made_once_and_the_lease_is_why(
    portal, rounds, without, expected
):
    number = min(rounds, 4)
    for _worker in range(2):
        portal.start_worker(concurrency=number, MCR_CRASH_WITHOUT=without)
    jobs = portal.write_down("twice", number)
    with portal.locked("core_job"):
        for job in [*jobs, *jobs]:
            portal.ring(job)
        wait_until(lambda: portal.standing_still() == 2 * number, "both at each job")
    settled = time.monotonic() + 2

    def all_made():
        made = {portal.runs_of(job) for job in jobs}
        return made == expected and time.monotonic() > settled

    wait_until(all_made, "the reports")
    time.sleep(1)
    assert {portal.runs_of(job) for job in jobs} == expected
    if not without:
        assert {portal.job(job)[:2] for job in jobs} == {("succeeded", 1)}
