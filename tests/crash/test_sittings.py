"""The web is killed while a sitting is closed: all its decisions are carried out, or none."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.crash.installation import wait_until
from tests.crash.ledger import faults

# One worker of xdist: these share the servers that they kill.
pytestmark = pytest.mark.xdist_group("crash sittings")

FILES = 3
# Where a closing stands still: all decisions are made, and not yet written down on the agenda.
MIDDLE = "commissions_agendaitem"
CARRIED_OUT = """
    SELECT count(*) FROM core_statuschange WHERE transition = 'approve' AND record_id = ANY(%s)
"""
MINUTES = "SELECT count(*) FROM core_letter WHERE kind = 'minutes' AND record_id = %s"


class Closing:
    """The post that closes a sitting, which may be sent again and again."""

    def __init__(self, portal):
        (opened,) = portal.errand("sitting", str(FILES))
        self.portal, self.pk, self.files = portal, opened["pk"], opened["files"]
        self.browser = portal.signed_in("ministry")
        self.path = f"/commissions/sittings/{self.pk}/step/close/"
        self.fields = self.browser.form(self.path)

    def send(self, **headers):
        return self.browser.same().post(self.path, self.fields, **headers).status

    def is_killed_while_it_stands_still(self, web, table):
        with ThreadPoolExecutor(1) as clients, self.portal.locked(table):
            post = clients.submit(self.send)
            wait_until(lambda: self.portal.standing_still() == 1, "the middle")
            self.portal.kill(web)
            assert post.result() == 0
        wait_until(lambda: self.portal.standing_still() == 0, "the end")

    def is_killed_after_the_commit(self, web):
        with ThreadPoolExecutor(1) as clients:
            post = clients.submit(self.send, X_Crash_After="commit")
            wait_until(lambda: self.portal.answers_held() == 1, "the commit")
            self.portal.kill(web)
            assert post.result() == 0

    def has_carried_out(self, files, minutes):
        """So many decisions, and that many minutes."""
        assert self.portal.sql(CARRIED_OUT, self.files) == [(files,)]
        assert self.portal.sql(MINUTES, self.pk) == [(minutes,)]

    def is_repeated(self):
        """The secretary presses again until there is an answer, and once more."""
        self.portal.start_web()
        told = [wait_until(self.send, "an answer") for _time in range(2)]
        assert told == [302, 302]
        self.has_carried_out(FILES, 1)
        self.is_printed()
        assert faults(self.portal) == []

    def is_printed(self):
        """The letters are typeset by the worker, also if nobody rang for it."""
        self.portal.start_worker_and_beat()
        ask = "SELECT count(*) FROM core_letter WHERE file = ''"
        wait_until(lambda: self.portal.sql(ask) == [(0,)], "the letters")


def test_a_closing_killed_in_its_middle_has_decided_nothing(portal, rounds):
    for _round in range(rounds):
        web = portal.start_web()
        closing = Closing(portal)
        closing.is_killed_while_it_stands_still(web, MIDDLE)
        closing.has_carried_out(0, 0)
        closing.is_repeated()
        portal.rest()


def test_a_closing_killed_before_its_answer_has_decided_everything_once(portal, rounds):
    for _round in range(rounds):
        web = portal.start_web()
        closing = Closing(portal)
        closing.is_killed_after_the_commit(web)
        closing.has_carried_out(FILES, 1)
        closing.is_repeated()
        portal.rest()
