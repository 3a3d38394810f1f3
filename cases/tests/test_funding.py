"""Approved and funded are two facts: who commits, what a fund holds, what releases money, what the family is told."""

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from cases.factories import make_fund, make_funding
from cases.models import Decision, Fund, Funding, Request
from cases.services.funding import release_funds, save_fund
from cases.tests.money import left, raw
from cases.tests.request_life import go, offered
from cases.workflow import REQUEST
from core import constraints
from core.models import Letter, StatusChange
from core.page_parts import timeline
from core.scoping import system
from core.workflow import MovedOn
from people import account, browser_of


@pytest.fixture(autouse=True)
def _as_the_portal(db):
    with system():
        yield


@pytest.fixture
def approved(request_at):
    return request_at("approved")


@pytest.fixture
def fund(db):
    return make_fund(amount=50_000)


def waits(file) -> bool:
    return Request.objects.waiting_for_funds().filter(pk=file.pk).exists()


def refused(act) -> str:
    """What the database itself says against it."""
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        act()
    return str(constraints.sentence_for(refusal.value))


# Committing


def test_an_approved_request_waits_until_funds_are_committed(approved, fund, mirjeta):
    assert waits(approved)
    funding = make_funding(approved, by=mirjeta, fund=fund, amount=28_000)
    assert not waits(approved)
    assert left(fund) == 22_000
    assert funding.decision == approved.decisions.get()
    assert Request.objects.get(pk=approved.pk).status == "approved"


@pytest.mark.parametrize(
    "stage", ["central_review", "donor_review", "rejected", "withdrawn", "agreed"]
)
def test_only_an_approved_request_gets_funds(request_at, fund, mirjeta, stage):
    file = request_at(stage)
    with pytest.raises(ValidationError, match="request that is approved"):
        make_funding(file, by=mirjeta, fund=fund)


def test_funds_wait_while_an_appeal_runs(approved, fund, mirjeta, jelena):
    file = go(approved, "appeal", jelena)
    assert not waits(file)
    with pytest.raises(ValidationError, match="request that is approved"):
        make_funding(file, by=mirjeta, fund=fund)


def test_whoever_decided_does_not_commit(approved, fund, luan, mirjeta):
    with pytest.raises(ValidationError, match="a colleague must commit"):
        make_funding(approved, by=luan, fund=fund)
    make_funding(approved, by=mirjeta, fund=fund)


def test_a_request_has_one_live_funding(approved, fund, mirjeta):
    make_funding(approved, by=mirjeta, fund=fund)
    with pytest.raises(ValidationError, match="committed for this request already"):
        make_funding(approved, by=mirjeta, fund=make_fund())


def test_no_more_is_committed_than_a_fund_has(request_at, fund, mirjeta):
    first, second = request_at("approved"), request_at("approved", surname="Other")
    make_funding(first, by=mirjeta, fund=fund, amount=30_000)
    with pytest.raises(ValidationError, match="does not have as much"):
        make_funding(second, by=mirjeta, fund=fund, amount=30_000)
    make_funding(second, by=mirjeta, fund=fund, amount=20_000)
    assert left(fund) == 0


def test_a_closed_fund_commits_nothing_more(approved, fund, mirjeta):
    Fund.objects.filter(pk=fund.pk).update(is_open=False)
    with pytest.raises(ValidationError, match="Nothing more is committed"):
        make_funding(approved, by=mirjeta, fund=fund)


# The database itself


def test_the_database_knows_who_decided(approved, fund, luan):
    assert refused(lambda: raw(approved, luan, fund)).startswith("You decided")


def test_nobody_is_named_as_decider_who_was_not(approved, fund, luan, mirjeta):
    words = refused(lambda: raw(approved, luan, fund, decided_by=mirjeta))
    assert words.startswith("You decided")


@pytest.mark.parametrize("stage", ["rejected", "agreed"])
def test_the_database_wants_an_approval(request_at, fund, mirjeta, stage):
    file = request_at(stage)
    Funding.objects.filter(request=file).update(
        is_live=False, released_on="2026-03-02", released_because="x"
    )
    words = refused(lambda: raw(file, mirjeta, fund))
    assert words.startswith("Funds are committed only for a request")


def test_the_database_wants_the_approval_of_this_request(
    request_at, approved, fund, mirjeta
):
    other = request_at("approved", surname="Other").decisions.get()
    words = refused(lambda: raw(approved, mirjeta, fund, decision=other))
    assert words.startswith("Funds are committed only for a request")


def test_the_database_knows_what_a_fund_has(approved, fund, mirjeta):
    words = refused(lambda: raw(approved, mirjeta, fund, amount=50_001))
    assert words.startswith("The fund does not have")
    make_funding(approved, by=mirjeta, fund=fund, amount=50_000)
    fewer = Fund.objects.filter(pk=fund.pk)
    assert refused(lambda: fewer.update(amount=49_999)).startswith("The fund does not")


def test_one_live_funding_says_the_database(approved, fund, mirjeta):
    make_funding(approved, by=mirjeta, fund=fund)
    words = refused(lambda: raw(approved, mirjeta, fund))
    assert words == "Funds are committed for this request already."


def test_what_was_released_says_why_says_the_database(approved, fund, mirjeta):
    funding = make_funding(approved, by=mirjeta, fund=fund)
    rows = Funding.objects.filter(pk=funding.pk)
    assert refused(lambda: rows.update(is_live=False)) == "Give the reason."


def test_a_fund_that_is_changed_forgets_nothing_committed(approved, fund, mirjeta):
    stale = Fund.objects.get(pk=fund.pk)
    make_funding(approved, by=mirjeta, fund=fund, amount=28_000)
    stale.amount = 60_000
    save_fund(fund=stale)
    assert left(fund) == 32_000


# Releasing


def test_released_funds_are_there_for_others_and_the_request_waits_again(
    approved, fund, mirjeta
):
    funding = make_funding(approved, by=mirjeta, fund=fund)
    release_funds(funding=funding, reason="The donor has left.", by=mirjeta)
    assert waits(approved)
    assert left(fund) == 50_000
    funding.refresh_from_db()
    assert (funding.released_by, funding.released_because) == (
        mirjeta,
        "The donor has left.",
    )
    make_funding(approved, by=mirjeta, fund=fund)
    assert approved.fundings.count() == 2


def test_funds_are_not_released_twice_nor_without_a_reason(approved, fund, mirjeta):
    funding = make_funding(approved, by=mirjeta, fund=fund)
    with pytest.raises(ValidationError, match="Give the reason"):
        release_funds(funding=funding, reason=" ", by=mirjeta)
    release_funds(funding=funding, reason="x", by=mirjeta)
    with pytest.raises(MovedOn):
        release_funds(funding=funding, reason="x", by=mirjeta)


def test_funds_on_which_an_agreement_rests_are_not_released_alone(request_at, mirjeta):
    file = request_at("agreed")
    with pytest.raises(ValidationError, match="agreement rests"):
        release_funds(funding=file.fundings.get(), reason="x", by=mirjeta)


@pytest.mark.parametrize("stage", ["approved", "agreed"])
@pytest.mark.parametrize("step", ["withdraw", "terminate", "close_after_death"])
def test_funds_are_released_with_the_file_and_say_why(
    request_at, fund, dragan, luan, mirjeta, stage, step
):
    file = request_at(stage)
    if stage == "approved":
        make_funding(file, by=mirjeta, fund=fund)
    person = luan if step == "terminate" else dragan
    go(file, step, person, reason="The family stays where it is.")
    funding = file.fundings.get()
    assert not funding.is_live
    assert funding.released_by == person
    assert funding.released_because == "The family stays where it is."
    assert Fund.objects.get(pk=funding.fund_id).committed == 0


@pytest.mark.parametrize("step", ["take_back_approval", "return_appeal"])
@pytest.mark.parametrize("stage", ["approved", "agreed"])
def test_funds_fall_with_the_decision(
    request_at, fund, jelena, zana, mirjeta, stage, step
):
    file = request_at(stage)
    if stage == "approved":
        make_funding(file, by=mirjeta, fund=fund)
    file = go(go(file, "appeal", jelena), step, zana)
    assert not file.fundings.get().is_live
    assert not waits(file)


@pytest.mark.parametrize(
    ("stage", "step"), [("approved", "keep_approval"), ("agreed", "keep_agreement"), ("agreed", "grant_appeal")]
)  # fmt: skip
def test_funds_stay_with_what_stays_approved(
    request_at, fund, jelena, zana, mirjeta, stage, step
):
    file = request_at(stage)
    if stage == "approved":
        make_funding(file, by=mirjeta, fund=fund)
    file = go(go(file, "appeal", jelena), step, zana)
    assert file.fundings.get().is_live


def test_what_was_spent_stays_spent(request_at):
    assert request_at("closed").fundings.get().is_live


# The agreement


def test_no_agreement_without_funds(approved, fund, luan, mirjeta):
    steps = {s.transition.name: s for s in REQUEST.available(approved, luan)}
    missing = {guard.fix for guard in steps["sign_agreement"].missing}
    assert "cases:funding_create" in missing
    with pytest.raises(ValidationError, match="it is on the waiting list"):
        go(approved, "sign_agreement", luan)
    make_funding(approved, by=mirjeta, fund=fund)
    steps = {s.transition.name: s for s in REQUEST.available(approved, luan)}
    missing = {guard.fix for guard in steps["sign_agreement"].missing}
    assert "cases:funding_create" not in missing


# What the family is told


def words_of(letter, language="sr") -> str:
    return str(next(e for e in letter.content["editions"] if e["language"] == language))


def test_an_approval_says_that_funds_are_a_separate_act(request_at):
    file = request_at("approved", language="en")
    letter = file.decisions.get().letter
    assert "This decision commits no funds" in words_of(letter, "en")
    rejected = request_at("rejected", language="en", surname="Other")
    assert "commits no funds" not in words_of(rejected.decisions.get().letter, "en")


def test_an_approval_on_appeal_says_that_committed_funds_stay(request_at, jelena, zana):
    file = request_at("agreed", language="en")
    file = go(go(file, "appeal", jelena), "grant_appeal", zana)
    letter = file.decisions.get(is_live=True).letter
    assert "stay with it" in words_of(letter, "en")


def test_the_family_is_told_of_funds_in_its_language_beside_the_official_pair(
    request_at, fund, mirjeta
):
    file = request_at("approved", language="tr")
    funding = make_funding(file, by=mirjeta, fund=fund)
    assert funding.letter.kind == "funding"
    languages = [edition["language"] for edition in funding.letter.content["editions"]]
    assert set(languages) == {"tr", "sq", "sr"}
    release_funds(funding=funding, reason="The donor has left.", by=mirjeta)
    kinds = Letter.objects.filter(record_id=file.pk).values_list("kind", flat=True)
    assert list(kinds)[-2:] == ["funding", "funding_released"]


# Lives from before


def test_who_stood_on_the_waiting_list_waits_on_and_history_stays_readable(
    approved, jelena, luan
):
    Request.objects.filter(pk=approved.pk).update(status="waitlisted")
    Decision.objects.filter(request=approved).update(outcome="waitlisted")
    StatusChange.objects.create(
        record_id=approved.pk,
        municipality=approved.municipality,
        transition="waitlist",
        from_status="approved",
        to_status="waitlisted",
        by=luan,
    )
    migration = import_module("cases.migrations.0015_funding")
    migration.derive_the_waiting_list(apps, SimpleNamespace(connection=connection))
    file = Request.objects.get(pk=approved.pk)
    assert file.status == "approved"
    assert waits(file)
    assert file.decisions.get().outcome == "waitlisted"
    changes = list(StatusChange.objects.filter(record_id=file.pk))
    told = [(each["title"], each["text"]) for each in timeline(REQUEST, changes)]
    assert told[-2:] == [
        ("Waiting list", "Approve, waiting for funds"),
        ("Approved", "The waiting list is no longer a stage"),
    ]
    assert "appeal" in offered(file, jelena)
    pages = ("", "letters/", "works/")
    for page in pages:
        answer = browser_of(jelena).get(f"/requests/{file.pk}/{page}")
        assert answer.status_code == 200
    make_funding(file, by=account("Funder", "caseworker"))
