"""The letters of a request on its page: what was served, what is to be done next, what was recorded wrongly."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core import serving
from core.models import Document, Letter, ReadEntry, Service
from core.scoping import system
from people import browser_of, complaints, new_token, serve_in_hand


@pytest.fixture
def decided(request_at):
    return request_at("approved", given_name="Милена", surname="Ђорђевић")


@pytest.fixture
def decision(decided):
    with system():
        return Letter.objects.get(record_id=decided.pk, kind="decision")


@pytest.fixture
def post(office):
    """Send a form of Jelena's browser with a fresh token."""

    def sent(name, row, browser=office, **answers):
        return browser.post(
            reverse(f"cases:{name}", args=[row.pk]),
            {"form_token": new_token()} | answers,
        )

    return sent


def sent_by_post(decision):
    return {
        "addressee": decision.addressee,
        "way": "registered_post",
        "sent_on": decision.issued_on.isoformat(),
    }


def received(decision):
    return {
        "outcome": "served",
        "served_on": decision.issued_on.isoformat(),
        "received_by": "Радмила Ђорђевић",
        "relation": "household_member",
    }


def letters_page(browser, request):
    answer = browser.get(reverse("cases:request_letters", args=[request.pk]))
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_decision_asks_for_its_service_and_a_receipt_does_not(
    office, decided, decision
):
    page = letters_page(office, decided)
    assert page.count("not served yet") == 1
    assert page.count("handed over at once") == 1
    assert reverse("cases:service_create", args=[decision.pk]) in page


def test_a_letter_is_sent_and_its_result_recorded_with_the_slip(
    office, decided, decision, post, scan
):
    assert post("service_create", decision, **sent_by_post(decision)).status_code == 302
    page = letters_page(office, decided)
    assert "under way" in page
    with system():
        service = Service.objects.get()
    assert reverse("cases:service_outcome", args=[service.pk]) in page
    slip = SimpleUploadedFile("slip.png", scan.content, "image/png")
    answers = received(decision) | {"evidence": slip}
    assert post("service_outcome", service, **answers).status_code == 302
    page = letters_page(office, decided)
    assert "Радмила Ђорђевић" in page
    assert "adult member of the household" in page
    with system():
        assert serving.served_on(decision) == decision.issued_on
        evidence = Service.objects.get().evidence
        assert reverse("cases:document_download", args=[evidence.pk]) in page
        assert Document.objects.get(pk=evidence.pk).record_id == decided.pk


def test_a_served_letter_is_not_served_again(office, decided, decision, post):
    answers = sent_by_post(decision) | received(decision)
    assert post("service_create", decision, **answers).status_code == 302
    assert "Record service" not in letters_page(office, decided)
    refused = post("service_create", decision, **answers)
    assert refused.status_code == 422
    assert "already served" in complaints(refused)[0]


def test_a_wrong_row_stays_to_be_seen(office, decided, decision, post):
    post("service_create", decision, **sent_by_post(decision) | received(decision))
    with system():
        wrong = Service.objects.get()
    assert post("service_cancel", wrong, reason="").status_code == 422
    assert post("service_cancel", wrong, reason="The neighbour's.").status_code == 302
    page = letters_page(office, decided)
    assert "<del>" in page
    assert "The neighbour&#x27;s." in page
    assert "Record service" in page


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"sent_on": "2999-01-01"}, "future"),
        ({"sent_on": "2020-01-01"}, "before its own date"),
        ({"served_on": ""}, "Give the day of service"),
        ({"received_by": ""}, "Say who received"),
        ({"way": "electronic"}, "has agreed to it"),
        ({"addressee": ""}, "required"),
    ],
)
def test_what_cannot_be_is_answered_with_a_sentence(decision, post, change, sentence):
    answers = sent_by_post(decision) | received(decision) | change
    refused = post("service_create", decision, **answers)
    assert refused.status_code == 422
    assert any(sentence in each for each in complaints(refused))
    with system():
        assert not Service.objects.exists()


def test_service_is_recorded_by_the_office_and_the_ministry_only(
    decided, decision, post, jelena, dragan, milan, ana, arta, luan, agron
):
    address = reverse("cases:service_create", args=[decision.pk])
    for person in (jelena, dragan, milan, luan):
        assert browser_of(person).get(address).status_code == 200
    for person, status in ((ana, 403), (arta, 404), (agron, 403)):
        assert browser_of(person).get(address).status_code == status


def test_opening_the_form_is_written_to_the_read_log(office, decision, decided):
    office.get(reverse("cases:service_create", args=[decision.pk]))
    with system():
        entry = ReadEntry.objects.filter(what="core.letter").get()
    assert (entry.row_id, entry.record_id) == (str(decision.pk), decided.pk)


def test_the_appeal_clock_can_start_on_the_day_the_office_recorded(decision, jelena):
    with system():
        service = serve_in_hand(decision, by=jelena)
        assert serving.served_on(decision) == service.served_on
        assert serving.served_on(decision) < decision.issued_on + timedelta(days=1)
