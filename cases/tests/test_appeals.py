"""Appeals, the second instance and the court: who decides, what is suspended, what a changed outcome undoes."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from accounts.factories import appoint
from accounts.roles import Role
from cases.factories import walk
from cases.models import Appeal, Decision, Request
from cases.tests.request_life import go, offered
from cases.workflow import REQUEST
from core.models import Clock, Letter
from core.scoping import system
from core.workflow import MovedOn
from people import STRPCE


@pytest.fixture(autouse=True)
def _as_the_portal(db):
    with system():
        yield


def live(file) -> list[tuple[str, int]]:
    decisions = file.decisions.filter(is_live=True)
    return list(decisions.values_list("outcome", "instance"))


def test_an_appeal_stops_what_rests_on_the_decision(request_at, jelena, luan):
    file = request_at("agreed")
    file = go(file, "appeal", jelena)
    assert file.status == "appealed"
    for step in ("start_works", "deliver", "withdraw"):
        with pytest.raises(MovedOn):
            go(file, step, luan)
    assert Letter.objects.filter(record_id=file.pk, kind="appeal_receipt").exists()
    assert Clock.objects.filter(record_id=file.pk, key="appeal_decision_days", closed_on=None).exists()  # fmt: skip


def test_a_granted_appeal_takes_the_place_of_the_rejection(request_at, zana):
    file = go(request_at("appealed"), "grant_appeal", zana)
    assert file.status == "approved"
    assert live(file) == [("approved", 2)]
    assert file.decisions.filter(outcome="rejected", is_live=False).count() == 1
    assert file.appeals.get().outcome == "granted"


def test_an_approval_that_is_taken_back_ends_the_agreement(request_at, jelena, zana):
    file = go(request_at("agreed"), "appeal", jelena)
    file = go(file, "take_back_approval", zana)
    assert file.status == "rejected"
    assert live(file) == [("rejected", 2)]
    agreement = file.agreements.get()
    assert not agreement.is_live
    assert agreement.ended_because


@pytest.mark.parametrize(
    ("stage", "step"),
    [
        ("rejected", "dismiss_appeal"),
        ("approved", "keep_approval"),
        ("agreed", "keep_agreement"),
    ],
)
def test_a_dismissed_appeal_leaves_everything_as_it_was(
    request_at, jelena, zana, stage, step
):
    before = request_at(stage)
    decision = live(before)
    file = go(before, "appeal", jelena)
    dismissals = {"dismiss_appeal", "keep_approval", "keep_agreement"}
    assert offered(file, zana) & dismissals == {step}
    file = go(file, step, zana)
    assert (file.status, live(file)) == (stage, decision)
    if stage == "agreed":
        assert file.agreements.get().is_live


def test_a_returned_appeal_is_decided_anew_by_the_first_instance(
    request_at, zana, luan
):
    file = go(request_at("appealed"), "return_appeal", zana)
    assert (file.status, live(file)) == ("central_review", [])
    file = go(file, "approve", luan)
    assert live(file) == [("approved", 1)]
    # The new decision may be appealed against again.
    assert "appeal" in offered(file, luan)


def test_after_the_second_instance_there_is_the_court_and_no_second_appeal(
    request_at, zana, luan
):
    file = go(request_at("appealed"), "dismiss_appeal", zana)
    assert "appeal" not in offered(file, luan)
    assert "sue" in offered(file, luan)
    file = go(file, "sue", luan)
    file = go(file, "court_annuls", luan)
    assert (file.status, live(file)) == ("central_review", [])
    assert file.court_cases.get().outcome == "annulled"


def test_nobody_sues_before_the_second_instance_has_decided(request_at, luan):
    file = request_at("rejected")
    assert "sue" not in offered(file, luan)
    with pytest.raises(ValidationError, match="second instance"):
        go(file, "sue", luan)


def test_a_ruling_lets_the_decision_stand(request_at, luan):
    file = go(request_at("court"), "court_confirms", luan)
    assert file.status == "rejected"
    assert live(file) == [("rejected", 1)]


def test_whoever_decided_does_not_decide_the_appeal(request_at, luan):
    with pytest.raises(PermissionDenied):
        go(request_at("appealed"), "grant_appeal", luan)


def test_whoever_had_a_part_in_another_post_does_not_decide_the_appeal(
    register, dragan, luan, zana
):
    appoint(zana, Role.OFFICER, at=STRPCE)
    file = walk(register(), "appealed", officer=zana, head=dragan, ministry=luan)
    with pytest.raises(ValidationError, match="You had a part"):
        go(file, "grant_appeal", zana)


def test_a_second_open_request_is_withdrawn_before_the_first_is_decided_anew(
    request_at, register, zana, jelena
):
    file = request_at("appealed")
    rival = Request(household=file.household, request_type=file.request_type)
    REQUEST.begin(rival, by=jelena)
    with pytest.raises(ValidationError, match="another open request"):
        go(file, "return_appeal", zana)
    go(rival, "withdraw", jelena)
    assert go(file, "return_appeal", zana).status == "central_review"


def test_one_appeal_runs_at_a_time_says_the_database(request_at, jelena):
    file = request_at("appealed")
    first = file.appeals.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Appeal.objects.create(
            request=file,
            decision=first.decision,
            filed_on=first.filed_on,
            filed_by="Somebody",
            grounds="Again.",
            received_by=jelena,
            stood_at="rejected",
        )


def test_an_outcome_has_a_day_and_a_person_says_the_database(request_at):
    appeal = request_at("appealed").appeals.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Appeal.objects.filter(pk=appeal.pk).update(outcome="granted")


def test_an_appeal_is_not_older_than_its_decision(request_at, office):
    file = request_at("rejected")
    decided = Decision.objects.get(request=file, is_live=True).decided_on
    url = f"/requests/{file.pk}/step/appeal/"
    page = office.post(
        url,
        {
            "filed_on": decided.replace(year=decided.year - 1).isoformat(),
            "filed_by": "Milena",
            "grounds": "It is ours.",
        },
    )
    assert page.status_code == 422
    assert "later than that" in page.content.decode()
