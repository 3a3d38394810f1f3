"""Deadlines on the pages of a request: what moved them, who was told, more time, other institutions."""

from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.workflow import REQUEST
from core import escalation, holiday_changes, jobs
from core.models import (
    Clock,
    EscalationStep,
    Holiday,
    Institution,
    InstitutionRequest,
    Provision,
)
from core.scoping import system
from people import browser_of, complaints, new_token


@pytest.fixture
def file(request_at):
    return request_at("submitted")


@pytest.fixture
def head(dragan):
    return browser_of(dragan)


def clock_of(file):
    with system():
        return Clock.objects.get(record_id=file.pk, key="decision_days")


def page_of(file, browser):
    answer = browser.get(reverse("cases:request_detail", args=[file.pk]))
    assert answer.status_code == 200
    return " ".join(unescape(answer.content.decode()).split())


def extend(file, browser, **answers):
    data = {"days": 10, "reason": "Winter.", "form_token": new_token()} | answers
    url = reverse("cases:deadline_extend", args=[clock_of(file).pk])
    return browser.post(url, data)


def ask(file, browser, **answers):
    with system():
        institution = Institution.objects.get(code="KPCVA")
    data = {
        "institution": institution.pk,
        "question": "Whose is the parcel?",
        "asked_on": timezone.localdate().isoformat(),
        "expected_on": "",
        "form_token": new_token(),
    } | answers
    return browser.post(reverse("cases:institution_ask", args=[file.pk]), data)


def question_of(file):
    with system():
        return InstitutionRequest.objects.get(record_id=file.pk)


def test_the_head_gives_more_time_and_the_page_says_who_and_why(file, head):
    before = clock_of(file).due_on
    assert "Give more time" in page_of(file, head)
    assert extend(file, head, legal_basis="Article 98").status_code == 302
    assert clock_of(file).due_on > before
    page = page_of(file, head)
    assert "Dragan gave 10 more days on" in page
    assert "Winter. (Article 98)" in page
    assert "days added: 10." in page


def test_without_the_laws_number_the_legal_basis_is_asked_for(file, head):
    answer = extend(file, head)
    assert answer.status_code == 422
    assert "name the legal basis" in " ".join(complaints(answer))


def test_more_than_the_law_allows_is_refused_on_the_page(file, head):
    with system():
        Provision.objects.filter(key="decision_extension_days").update(value=5)
    answer = extend(file, head, legal_basis="Article 98")
    assert complaints(answer) == ["The law allows no extension that long."]


def test_an_officer_gives_no_time(file, office):
    assert "Give more time" not in page_of(file, office)
    assert extend(file, office).status_code == 403


def test_the_page_says_from_when_to_when_and_why_it_moved(file, office):
    due = clock_of(file).due_on
    with system():
        Holiday.objects.create(
            date=due, code="X", name="Day of mourning", name_en="Day of mourning"
        )
    jobs.perform(holiday_changes.ask_to_move([due]).pk)
    page = page_of(file, office)
    new = clock_of(file).due_on
    assert new > due
    assert (
        f"Moved from {due:%d.%m.%Y} to {new:%d.%m.%Y}: "
        f"{due:%d.%m.%Y} is now a holiday (Day of mourning)." in page
    )


def test_the_page_says_who_was_told(file, office):
    with system():
        assert EscalationStep.objects.filter(role="office_head").exists()
    late = clock_of(file).due_on + timedelta(1)
    jobs.perform(escalation.ask_to_escalate(on=late).pk)
    page = page_of(file, office)
    assert f"Told on {late:%d.%m.%Y}: head of the municipal office" in page
    assert f"Told on {late:%d.%m.%Y}: ministry caseworker" not in page


def test_an_institution_is_asked_and_answers(file, office):
    assert "No other institution was asked." in page_of(file, office)
    assert ask(file, office).status_code == 302
    assert "Whose is the parcel?" in page_of(file, office)
    url = reverse("cases:institution_answer", args=[question_of(file).pk])
    assert url in page_of(file, office)
    data = {
        "answered_on": timezone.localdate().isoformat(),
        "outcome": "partly",
        "answer": "It is theirs, half.",
        "form_token": new_token(),
    }
    assert office.post(url, data).status_code == 302
    page = page_of(file, office)
    assert "answered in part" in page
    assert "It is theirs, half." in page
    assert url not in page


def test_a_day_in_the_future_is_refused(file, office):
    tomorrow = timezone.localdate() + timedelta(1)
    answer = ask(file, office, asked_on=tomorrow.isoformat())
    assert complaints(answer) == ["This day lies in the future."]


def test_the_page_says_where_the_time_went(register, staff, jelena, office):
    """Registered ten days ago, submitted eight, asked for papers five days ago; the institution asked meanwhile."""
    now = timezone.now()
    file = register(registered=now - timedelta(10))
    with system():
        file = REQUEST.apply(file, "submit", by=jelena, at=now - timedelta(8))
        REQUEST.apply(file, "return", by=jelena, at=now - timedelta(5))
    asked = timezone.localdate(now - timedelta(7))
    ask(file, office, asked_on=asked.isoformat())
    answer = office.get(reverse("cases:request_detail", args=[file.pk]))
    spent = {part["label"]: part["days"] for part in answer.context["time_spent"]}
    assert {str(label): days for label, days in spent.items()} == {
        "municipal office": "3 days",
        "another institution": "2 days",
        "applicant": "5 days",
    }
    assert "Where the time went" in answer.content.decode()
