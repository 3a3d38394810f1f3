"""From the approval to the key and the closed file: which way each request goes, and what ends it."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from cases import services
from cases.factories import come_home
from cases.forms import ReturnedForm
from cases.homecomings import months_after
from cases.models import (
    Agreement,
    Handover,
    Monitoring,
    Request,
    RequestType,
    WorksReport,
)
from cases.tests.request_life import go, offered
from cases.workflow import PATHS, REQUEST
from core.models import Document, Letter, Provision
from core.scoping import system
from core.tests import files
from people import browser_of, complaints, new_token, rows_kept


@pytest.fixture(autouse=True)
def _as_the_portal(db):
    with system():
        yield


def of_kind(file, code) -> Request:
    file.request_type = RequestType.objects.get(code=code)
    file.save(update_fields=["request_type"])
    return Request.objects.select_related("request_type", "household").get(pk=file.pk)


def report(file, by, percent, days_ago=0):
    seen = timezone.localdate() - timedelta(days=days_ago)
    row = WorksReport(seen_on=seen, percent=percent, words="Seen.")
    return services.report_works(request=file, report=row, by=by)


def test_a_house_is_accepted_when_the_last_report_says_all_is_finished(
    request_at, jelena, luan
):
    file = request_at("works")
    with pytest.raises(ValidationError, match="last report"):
        go(file, "accept_works", luan)
    report(file, jelena, 100)
    report(file, jelena, 90)
    with pytest.raises(ValidationError, match="last report"):
        go(file, "accept_works", luan)
    report(file, jelena, 100)
    assert go(file, "accept_works", luan).status == "accepted"


def test_what_is_not_accepted_goes_on_being_built(request_at, jelena, luan):
    file = request_at("works")
    report(file, jelena, 100)
    file = go(file, "refuse_works", luan)
    assert file.status == "works"
    assert file.acceptances.get().result == "refused"
    assert go(file, "accept_works", luan).status == "accepted"
    assert file.acceptances.count() == 2


def test_agreement_and_handover_are_letters_in_the_file(request_at):
    file = request_at("keys")
    kinds = set(Letter.objects.filter(record_id=file.pk).values_list("kind", flat=True))
    assert {"agreement", "handover", "decision"} <= kinds
    assert Agreement.objects.get(request=file).letter.kind == "agreement"
    assert Handover.objects.get(request=file).letter.kind == "handover"


@pytest.mark.parametrize(
    ("code", "steps"),
    [("house", {"start_works"}), ("material", {"deliver"}), ("financial_aid", {"deliver"})],
)  # fmt: skip
def test_only_for_a_house_something_is_built(request_at, jelena, code, steps):
    file = of_kind(request_at("agreed"), code)
    assert offered(file, jelena) & {"start_works", "deliver"} == steps


def test_who_has_returned_is_only_visited(request_at, jelena, dragan):
    file = of_kind(request_at("verified"), "monitoring")
    assert offered(file, jelena) & {"forward", "follow"} == {"follow"}
    file = go(file, "follow", jelena)
    assert file.status == "monitoring"
    file = go(file, "close", dragan, reason="All eight criteria are met.")
    assert (file.status, file.closed_as) == ("closed", "durable")


def test_with_the_key_the_family_is_back_and_its_visits_are_planned(request_at, jelena):
    today = timezone.localdate()
    Provision.objects.filter(key="monitoring_first_months").update(value=3)
    file = go(request_at("keys"), "move_in", jelena)
    home = file.household.homecomings.get()
    assert (home.returned_on, home.evidence, home.source) == (
        today,
        "keys",
        file.reference,
    )
    assert home.programme.startswith(file.fundings.get().fund.name_sq)
    planned = Monitoring.objects.get(household=file.household)
    assert (planned.occasion, planned.planned_for) == ("first", months_after(today, 3))


def test_a_return_that_is_known_is_not_written_down_again(request_at, jelena):
    file = of_kind(request_at("verified"), "monitoring")
    before = timezone.localdate() - timedelta(100)
    come_home(file.household, by=jelena, on=before)
    asked = ReturnedForm.for_record(file, by=jelena)
    assert asked.initial == {"returned_on": before, "way": "assisted"}
    go(file, "follow", jelena, returned_on=before)
    assert file.household.homecomings.get().returned_on == before


def test_who_is_only_visited_has_returned(register, jelena):
    file = of_kind(register(), "monitoring")
    with pytest.raises(ValidationError, match="has returned"):
        go(file, "submit", jelena)
    file.already_returned = True
    file.save(update_fields=["already_returned"])
    assert go(file, "submit", jelena).status == "submitted"


def test_a_durable_solution_can_be_opened_again_and_nothing_else(
    request_at, dragan, luan
):
    file = go(request_at("closed"), "reopen", dragan)
    assert (file.status, file.closed_as) == ("monitoring", "")
    file = go(file, "terminate", luan)
    assert file.closed_as == "terminated"
    assert "reopen" not in offered(file, luan)


@pytest.mark.parametrize("step", ["terminate", "close_after_death", "withdraw"])
def test_an_agreement_ends_with_the_file_and_says_why(request_at, luan, dragan, step):
    person = dragan if step != "terminate" else luan
    file = go(request_at("agreed"), step, person, reason="The house was never begun.")
    agreement = file.agreements.get()
    assert not agreement.is_live
    assert agreement.ended_because == "The house was never begun."
    assert agreement.ended_on == timezone.localdate()


def test_the_path_shows_what_follows_for_this_kind(request_at):
    file = request_at("approved")
    assert REQUEST.path_of(file) == PATHS["works"]
    assert "works" not in REQUEST.path_of(of_kind(file, "material"))
    assert "central_review" not in REQUEST.path_of(of_kind(file, "monitoring"))


def test_works_are_not_seen_before_the_agreement(request_at, jelena):
    file = request_at("agreed")
    with pytest.raises(ValidationError, match="later than that"):
        report(file, jelena, 10, days_ago=400)


def test_a_closed_file_says_how_says_the_database(request_at):
    file = request_at("draft")
    with pytest.raises(IntegrityError), transaction.atomic():
        Request.objects.filter(pk=file.pk).update(closed_as="durable")


def test_an_agreement_that_ended_says_why_says_the_database(request_at):
    file = request_at("agreed")
    with pytest.raises(IntegrityError), transaction.atomic():
        Agreement.objects.filter(request=file).update(is_live=False)


def test_the_tab_shows_the_way_from_the_agreement_to_the_key(request_at, office):
    file = request_at("keys")
    page = office.get(f"/requests/{file.pk}/works/").content.decode()
    for word in (
        "Agreement of",
        "100 %",
        "Technical acceptance of",
        "Keys handed over on",
    ):
        assert word in page


def test_an_officer_reports_on_the_works(request_at, office):
    file = request_at("works")
    url = f"/requests/{file.pk}/works/report/"
    today = timezone.localdate().isoformat()
    typed = {"seen_on": today, "words": "Roof.", "form_token": new_token()}
    bad = office.post(url, typed | {"percent": "140"})
    assert bad.status_code == 422
    assert "less than or equal to 100" in bad.content.decode()
    typed |= {"form_token": new_token(), "form_version": file.version}
    office.post(url, typed | {"percent": "40"})
    assert file.works_reports.get().percent == 40


# What was signed on paper


def steps_with_a_scan():
    today = timezone.localdate().isoformat()
    looked = {"looked_on": today, "members": "Two", "defects": "", "mended_by": ""}
    yield "works", "accept_works", looked | {"result": "accepted"}, "acceptances"
    yield "works", "refuse_works", looked | {"defects": "Roof."}, "acceptances"
    keys = {"handed_on": today, "received_by": "Head", "keys": "1"}
    yield "accepted", "hand_over", keys, "handover"


def picture(name="signed.png", content=None):
    return files.upload(content or files.picture("PNG"), name)


def papers_of(file, relation):
    found = getattr(Request.objects.get(pk=file.pk), relation)
    return found if relation == "handover" else found.get()


@pytest.mark.parametrize(
    ("stage", "step", "typed", "relation"), list(steps_with_a_scan())
)
def test_the_signed_paper_comes_with_the_step_and_is_reached_from_the_file(
    request_at, jelena, luan, stage, step, typed, relation
):
    file = request_at(stage)
    if stage == "works":
        report(file, jelena, 100)
    ministry = browser_of(luan)
    typed |= {
        "scan": picture(),
        "form_token": new_token(),
        "form_version": file.version,
    }
    answer = ministry.post(f"/requests/{file.pk}/step/{step}/", typed)
    assert answer.status_code == 302, complaints(answer)
    scan = papers_of(file, relation).scan
    assert (scan.record_id, scan.added_by) == (file.pk, luan)
    page = ministry.get(f"/requests/{file.pk}/works/").content.decode()
    assert f'href="/documents/{scan.pk}/"' in page
    assert len(ministry.get(f"/documents/{scan.pk}/").getvalue()) == scan.size


@pytest.mark.parametrize(
    ("stage", "step", "typed", "relation"), list(steps_with_a_scan())
)
def test_what_is_no_paper_is_refused_and_nothing_is_done(
    request_at, jelena, luan, stage, step, typed, relation
):
    file = request_at(stage)
    if stage == "works":
        report(file, jelena, 100)
    typed |= {"scan": picture(content=b"MZ no picture"), "form_token": new_token()}
    before = rows_kept()
    answer = browser_of(luan).post(f"/requests/{file.pk}/step/{step}/", typed)
    assert answer.status_code == 422
    assert rows_kept() == before
    assert Request.objects.get(pk=file.pk).status == stage


def test_a_report_brings_its_paper_along(request_at, office):
    file = request_at("works")
    typed = {"seen_on": timezone.localdate().isoformat(), "words": "Roof."}
    typed |= {"percent": "40", "scan": picture(), "form_token": new_token()}
    office.post(f"/requests/{file.pk}/works/report/", typed)
    scan = file.works_reports.get().scan
    page = office.get(f"/requests/{file.pk}/works/").content.decode()
    assert f'href="/documents/{scan.pk}/"' in page


def test_the_paper_that_is_signed_later_is_attached_later(
    request_at, luan, jelena, ana
):
    file = request_at("keys")
    report(file, jelena, 100)
    ways = {
        f"/works/reports/{file.works_reports.first().pk}/scan/": jelena,
        f"/works/acceptances/{file.acceptances.get().pk}/scan/": luan,
        f"/works/handovers/{file.handover.pk}/scan/": jelena,
    }
    read = browser_of(ana).get(f"/requests/{file.pk}/works/").content.decode()
    for url, person in ways.items():
        browser = browser_of(person)
        page = browser.get(f"/requests/{file.pk}/works/").content.decode()
        assert url in page
        assert url not in read
        assert browser_of(ana).get(url).status_code == 403
        typed = {"form_token": new_token()}
        assert browser.post(url, typed).status_code == 422
        for name in ("wrong.png", "right.png"):
            typed = {"scan": picture(name), "form_token": new_token()}
            assert browser.post(url, typed).status_code == 302
    page = browser_of(ana).get(f"/requests/{file.pk}/works/").content.decode()
    assert page.count("right.png") == 3
    assert "wrong.png" not in page
    # The wrong one is kept with the file, as every document.
    assert Document.objects.filter(record=file.pk, name="wrong.png").count() == 3


def test_only_the_ministry_attaches_the_paper_of_its_acceptance(request_at, jelena):
    file = request_at("keys")
    url = f"/works/acceptances/{file.acceptances.get().pk}/scan/"
    assert browser_of(jelena).get(url).status_code == 403
