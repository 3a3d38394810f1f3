"""A form posted again, and again at the same moment, has one effect and one answer."""

import uuid

import pytest
from django.test import Client

from core import form_tokens
from core.models import FormToken
from core.scoping import Scope, acting, system
from people import browser_of, complaints, new_token, rows_kept, together

CROWD = 10
REGISTER = "/requests/register/"


def post(browser, registration, **changes):
    return browser.post(REGISTER, registration | changes)


def families():
    return rows_kept()["cases.Household"]


def test_a_second_post_leads_to_the_same_file(office, registration):
    first = post(office, registration)
    second = post(office, registration)
    assert first.status_code == second.status_code == 302
    assert first["Location"] == second["Location"]
    assert families() == 1
    page = office.get(second["Location"]).content.decode()
    assert "This was already saved." in page


def test_going_back_and_correcting_a_sent_form_does_not_register_twice(
    office, registration
):
    post(office, registration)
    post(office, registration, given_name="Милица")
    assert families() == 1


def test_a_refused_form_may_be_mended_and_sent_again(office, registration):
    refused = post(office, registration, surname="")
    assert refused.status_code == 422
    assert post(office, registration).status_code == 302
    assert families() == 1


def test_two_forms_are_two_families(office, registration):
    post(office, registration)
    post(office, registration, form_token=new_token())
    assert families() == 2


@pytest.mark.parametrize(
    "token",
    [
        "",
        "x",
        "0",
        "\0",
        "' OR 1=1 --",
        "é" * 300,
        "4b2a9dfe-1db6-46be-b5f7-fee579f8f00",
    ],
)
def test_without_a_proper_token_nothing_is_saved_and_nothing_is_lost(
    office, registration, token
):
    before = rows_kept()
    response = post(office, registration, form_token=token)
    assert response.status_code == 422
    assert str(form_tokens.MISSING) in complaints(response)
    assert response.context["form"]["surname"].value() == registration["surname"]
    assert rows_kept() == before


def test_a_form_without_any_token_is_sent_once_more(office, registration):
    del registration["form_token"]
    response = office.post(REGISTER, registration)
    assert response.status_code == 422
    fresh = response.context["form_token"]
    assert post(office, registration, form_token=fresh).status_code == 302


def test_a_token_of_somebody_else_shows_nothing_of_theirs(office, arta, registration):
    theirs = post(office, registration)["Location"]
    answer = post(browser_of(arta), registration | {"municipality": ""})
    assert answer.status_code == 422
    with acting(Scope(municipalities=(1,), user_id=arta.pk)):
        token = uuid.UUID(registration["form_token"])
        assert form_tokens.claim(token, user_id=arta.pk) is False
        assert form_tokens.earlier_result(token) == ""
    assert theirs not in answer.content.decode()


def test_every_opened_form_has_a_token_of_its_own(office):
    tokens = {office.get(REGISTER).context["form_token"] for _visit in range(3)}
    assert len(tokens) == 3


def test_a_form_older_than_the_session_gets_a_page_that_says_so(jelena, registration):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(jelena)
    before = rows_kept()
    response = strict.post(REGISTER, registration)
    assert response.status_code == 403
    assert "This form is older than your session" in response.content.decode()
    assert rows_kept() == before


@pytest.mark.django_db(transaction=True)
def test_ten_clicks_at_once_register_one_family(jelena, registration):
    browsers = [browser_of(jelena) for _click in range(CROWD)]
    answers = together(CROWD, lambda turn: post(browsers[turn], registration))
    assert {answer.status_code for answer in answers} == {302}
    assert len({answer["Location"] for answer in answers}) == 1
    assert families() == 1
    with system():
        assert FormToken.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_without_the_token_ten_clicks_would_register_ten(
    jelena, registration, monkeypatch
):
    """The control."""
    monkeypatch.setattr(form_tokens, "claim", lambda token, *, user_id: True)
    browsers = [browser_of(jelena) for _click in range(CROWD)]
    together(CROWD, lambda turn: post(browsers[turn], registration))
    assert families() == CROWD
