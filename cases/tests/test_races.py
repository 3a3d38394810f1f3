"""Two people at the same moment: one wins, the other is told, nothing happens twice."""

import pytest
from django.core.exceptions import ValidationError
from django.db.models.query import QuerySet

from cases.factories import answers, scanned
from cases.models import Decision, Household, Paper, PaperKind, Request
from cases.services import add_paper, open_request
from cases.tests.many import State, asked
from cases.workflow import REQUEST
from core import jobs
from core.models import Letter, StatusChange
from core.scoping import system
from core.workflow import MovedOn
from people import account, browser_of, new_token, rows_kept, together

pytestmark = pytest.mark.django_db(transaction=True)


def step(file, name, person):
    """A step as a page takes it: with the version that its reader saw."""

    def take():
        with system():
            said = answers(file, name)
            return REQUEST.apply(file, name, by=person, version=seen, **said)

    seen = file.version

    return take


def race(*steps):
    """What became of each when all are taken at once: the stage, or the refusal."""
    results = together(len(steps), lambda turn: steps[turn]())
    return [getattr(each, "status", type(each)) for each in results]


def history(file):
    with system():
        return list(
            StatusChange.objects.filter(record_id=file.pk).values_list(
                "from_status", "to_status"
            )
        )


@pytest.fixture
def ready(request_at, luan):
    """A request before the central commission, as each person read it."""
    with system():
        return Request.objects.select_related("household").get(
            pk=request_at("central_review").pk
        )


def test_two_secretaries_approve_once(ready, luan):
    second = account("Second Secretary", "central_secretary")
    outcomes = race(step(ready, "approve", luan), step(ready, "approve", second))
    assert sorted(outcomes, key=str) == sorted(["approved", MovedOn], key=str)
    with system():
        assert Decision.objects.filter(request=ready).count() == 1
        assert Letter.objects.filter(record_id=ready.pk, kind="decision").count() == 1


@pytest.mark.parametrize("other", ["withdraw", "send_back", "reject"])
def test_approving_and_something_else_at_once_has_one_winner(
    ready, luan, mirjeta, other
):
    person = luan if other == "reject" else mirjeta
    outcomes = race(step(ready, "approve", luan), step(ready, other, person))
    winners = [stage for stage in outcomes if isinstance(stage, str)]
    assert outcomes.count(MovedOn) == 1
    assert len(winners) == 1
    chain = history(ready)
    assert chain[-1] == ("central_review", winners[0])
    assert len(chain) == 6


def test_ten_clicks_on_submit_give_one_receipt(register, jelena):
    file = register()
    outcomes = race(*[step(file, "submit", jelena)] * 10)
    assert outcomes.count("submitted") == 1
    assert outcomes.count(MovedOn) == 9
    with system():
        assert Letter.objects.filter(record_id=file.pk).count() == 1


def test_without_the_lock_both_would_win(ready, luan, mirjeta, monkeypatch):
    """The control: the row is read without being held."""
    monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, **how: rows)
    double = 0
    for _round in range(12):
        outcomes = race(
            step(ready, "send_back", luan), step(ready, "withdraw", mirjeta)
        )
        double += all(isinstance(stage, str) for stage in outcomes)
        with system():
            again = {"status": "central_review", "version": ready.version}
            Request.objects.filter(pk=ready.pk).update(**again)
    assert double


def test_the_loser_of_two_browsers_reads_a_sentence(ready, luan, mirjeta):
    form = {"form_version": ready.version, "reason": "Other plans"}
    pages = [
        (browser_of(luan), f"/requests/{ready.pk}/step/send_back/"),
        (browser_of(mirjeta), f"/requests/{ready.pk}/step/withdraw/"),
    ]

    def post(turn):
        browser, url = pages[turn]
        return browser.post(url, form | {"form_token": new_token()})

    answered = together(2, post)
    assert sorted(answer.status_code for answer in answered) == [302, 422]
    (loser,) = [answer for answer in answered if answer.status_code == 422]
    page = loser.content.decode()
    assert "Somebody else has moved this file on" in page
    assert "Other plans" in page
    assert len(history(ready)) == 6


def test_a_decision_is_live_once_even_past_the_workflow(ready, luan):
    def decide(turn):
        with system():
            return Decision.objects.create(
                request=ready,
                outcome="approved",
                decided_on="2026-11-23",
                decided_by=luan,
            )

    results = together(6, decide)
    assert sum(isinstance(each, Decision) for each in results) == 1


def test_the_same_kind_of_request_is_opened_once(register, jelena):
    first = register()
    with system():
        REQUEST.apply(first, "withdraw", by=jelena, reason="x")

    def again(turn):
        with system():
            household = Household.objects.get(pk=first.household_id)
            return open_request(
                by=jelena, household=household, request_type=first.request_type
            )

    opened = together(5, again)
    assert sum(isinstance(each, Request) for each in opened) == 1


def test_one_kind_of_paper_is_attached_once_and_no_file_is_left_over(
    register, jelena, settings, tmp_path
):
    settings.PRIVATE_ROOT = tmp_path
    file, before = register(), rows_kept()
    kind = PaperKind.objects.get(code="possession_list")
    clean = scanned("possession_list")

    def attach(turn):
        with system():
            return add_paper(
                request=file, paper=Paper(paper_kind=kind), file=clean, by=jelena
            )

    attached = together(5, attach)
    assert sum(isinstance(each, Paper) for each in attached) == 1
    after = rows_kept()
    assert after["cases.Paper"] - before["cases.Paper"] == 1
    assert after["core.Document"] - before["core.Document"] == 1


def test_a_request_is_assigned_by_one_of_two_heads_without_an_error(
    register, dragan, mirjeta
):
    file = register()
    runs = [
        asked(head, "cases:request_assign", [file.pk], officer=head.pk)
        for head in (dragan, mirjeta)
    ]
    together(2, lambda turn: jobs.perform(runs[turn].job_id))
    with system():
        assert Request.objects.get(pk=file.pk).assigned_to in (dragan, mirjeta)
        told = {row.state for run in runs for row in run.rows.all()}
    assert told == {State.DONE}


def test_refusals_in_a_race_are_sentences(ready, luan):
    results = together(2, lambda turn: step(ready, "approve", luan)())
    (loser,) = [each for each in results if isinstance(each, Exception)]
    assert isinstance(loser, ValidationError)
    assert loser.messages[0].endswith("Look at it again.")
