"""The web is killed while a step is being made; the client then repeats the same post."""

import random
import time
from concurrent.futures import ThreadPoolExecutor, wait

import pytest

from tests.crash.installation import wait_until
from tests.crash.ledger import faults

# One worker of xdist: these share the servers that they kill.
pytestmark = pytest.mark.xdist_group("crash web")

STEPS = {"submit": ("draft", "officer"), "approve": ("central_review", "ministry")}
# Where a step stands still: before its history, its number, its letter's code.
MIDDLES = ("core_statuschange", "core_referencecounter", "core_publicticket")
AT_ONCE = 6


class Step:
    """One post of one step, which may be sent again and again, and what the client was told."""

    def __init__(self, portal, browser, name, pk):
        self.browser = browser
        self.name = name
        self.pk = pk
        self.path = f"/requests/{pk}/step/{name}/"
        self.fields = browser.form(self.path)
        self.told = []

    def send(self, **headers):
        answer = self.browser.same().post(self.path, self.fields, **headers)
        self.told.append(answer.status)
        return answer

    def send_until_answered(self):
        return wait_until(lambda: (a := self.send()).status and a, "an answer")


def offered(portal, number):
    """Steps ready to be made, some of each kind."""
    found = []
    for turn, (name, (stage, who)) in enumerate(STEPS.items()):
        share = (number + turn) // len(STEPS)
        browser = portal.signed_in(who)
        found += [
            Step(portal, browser, name, pk) for pk in portal.families(stage, share)
        ]
    return found


def in_portions(number):
    """So many kills that each round stands still together with a few others."""
    while number > 0:
        yield min(number, AT_ONCE)
        number -= AT_ONCE


def made(portal, steps):
    """How often these steps stand in the history."""
    ask = "SELECT count(*) FROM core_statuschange WHERE record_id = %s AND transition = %s"
    return sum(portal.sql(ask, step.pk, step.name)[0][0] for step in steps)


def repeat(portal, steps):
    """Every client sends the same form until it is answered, and once more; each is told the same."""
    for step in steps:
        answers = [step.send_until_answered(), step.send_until_answered()]
        assert [answer.status for answer in answers] == [302, 302], step.told
        assert {a.location for a in answers} == {f"/requests/{step.pk}/"}
    assert made(portal, steps) == len(steps)
    assert faults(portal) == []


@pytest.mark.parametrize("table", MIDDLES)
def test_a_step_killed_in_its_middle_has_not_happened(portal, rounds, table):
    for number in in_portions(rounds):
        web = portal.start_web()
        steps = offered(portal, number)
        with ThreadPoolExecutor(number) as clients, portal.locked(table):
            posts = [clients.submit(step.send) for step in steps]
            wait_until(lambda n=number: portal.standing_still() == n, "the middle")
            portal.kill(web)
            wait(posts)
        wait_until(lambda: portal.standing_still() == 0, "the end of the transactions")

        assert [step.told for step in steps] == [[0]] * number
        assert made(portal, steps) == 0
        assert faults(portal) == []
        portal.start_web()
        repeat(portal, steps)
        portal.rest()


def test_a_step_killed_between_commit_and_answer_has_happened_once(portal, rounds):
    for number in in_portions(rounds):
        web = portal.start_web()
        steps = offered(portal, number)
        with ThreadPoolExecutor(number) as clients:
            posts = [
                clients.submit(step.send, X_Crash_After="commit") for step in steps
            ]
            wait_until(lambda n=number: portal.answers_held() == n, "the commits")
            portal.kill(web)
            wait(posts)

        assert [step.told for step in steps] == [[0]] * number
        assert made(portal, steps) == number
        portal.start_web()
        repeat(portal, steps)
        portal.rest()


def test_a_step_killed_at_any_moment_happens_once(portal, rounds):
    chance = random.Random()
    for _round in range(rounds):
        web = portal.start_web()
        steps = offered(portal, 4)
        with ThreadPoolExecutor(len(steps)) as clients:
            posts = [clients.submit(step.send) for step in steps]
            time.sleep(chance.uniform(0, 0.8))
            portal.kill(web)
            wait(posts)

        told = [step for step in steps if step.told == [302]]
        wait_until(lambda: portal.standing_still() == 0, "the end of the transactions")
        assert made(portal, told) == len(told)
        assert faults(portal) == []
        portal.start_web()
        repeat(portal, steps)
        portal.rest()


@pytest.mark.parametrize(("without", "expected"), [("", 1), ("form tokens", 2)])
def test_a_repeated_registration_counts_once_and_the_token_is_why(
    portal, without, expected
):
    web = portal.start_web(MCR_CRASH_WITHOUT=without)
    officer = portal.signed_in("officer")
    surname = f"Lost answer {expected}"
    form = registration(officer, surname)
    with ThreadPoolExecutor(1) as clients:
        post = clients.submit(
            officer.same().post, "/requests/register/", form, X_Crash_After="commit"
        )
        wait_until(lambda: portal.answers_held() == 1, "the commit")
        portal.kill(web)
        assert post.result().status == 0

    portal.start_web(MCR_CRASH_WITHOUT=without)
    assert officer.post("/requests/register/", form).status == 302
    found = "SELECT count(*) FROM cases_person WHERE surname = %s"
    assert portal.sql(found, surname) == [(expected,)]


def registration(browser, surname):
    """The form of a new family, filled in."""
    return browser.form("/requests/register/") | family(surname)


def family(surname):
    """What is typed about a new family."""
    return {
        "surname": surname,
        "given_name": "Test",
        "language": "sq",
        "birth_date": "1970-01-31",
    }
