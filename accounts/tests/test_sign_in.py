"""Signing in: by e-mail and password, never saying which was wrong, never for ever tried."""

import pytest
from django.core.cache import cache
from django.test import Client

from accounts.models import User
from accounts.roles import Role
from core.scoping import system
from people import LANGUAGES, PASSWORD, STRPCE, account, together

SIGN_IN = "/account/sign-in/"


@pytest.fixture
def officer(db):
    return account("Officer", Role.OFFICER, at=STRPCE, password=PASSWORD)


def sign_in(email, password=PASSWORD, *, browser=None, address="10.0.0.1", **more):
    browser = browser or Client()
    form = {"username": email, "password": password} | more
    return browser.post(SIGN_IN, form, REMOTE_ADDR=address)


def sentence(answer):
    return [str(error) for error in answer.context["form"].non_field_errors()]


@pytest.mark.parametrize("write", [str, str.upper, str.title, "  {} ".format])
def test_the_e_mail_may_be_written_in_any_case(officer, write):
    browser = Client()
    answer = sign_in(write(officer.email), browser=browser)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert browser.get("/").status_code == 200


@pytest.mark.parametrize("write", [str.upper, str.title, str.swapcase])
def test_the_password_must_be_exact(officer, write):
    assert sign_in(officer.email, write(PASSWORD)).status_code == 200


def test_a_wrong_password_an_unknown_and_a_disabled_account_read_the_same(officer):
    disabled = account("Gone", Role.OFFICER, at=STRPCE, password=PASSWORD)
    with system():
        User.objects.filter(pk=disabled.pk).update(is_active=False)
    answers = [
        sign_in(officer.email, "something else"),
        sign_in("nobody@example.org"),
        sign_in(disabled.email),
        sign_in(disabled.email, "something else"),
    ]
    assert {answer.status_code for answer in answers} == {200}
    (said,) = {tuple(sentence(answer)) for answer in answers}
    assert said == ("E-mail or password is wrong. Mind capital letters.",)
    for answer in answers:
        assert "sessionid" not in answer.cookies


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("", ""),
        ("x", "x"),
        ("a\0@b.org", PASSWORD),
        ("x" * 5000 + "@example.org", PASSWORD),
        ("a@example.org", "x" * 100_000),
        ("a@example.org", "\0"),
        ("ђ@пример.срб", "ш"),
        ("' OR 1=1 --@x.org", "'"),
    ],
)
def test_whatever_is_typed_the_page_answers(db, email, password):
    answer = sign_in(email, password)
    assert answer.status_code == 200
    assert answer.context["form"].errors


def test_after_five_tries_even_the_right_password_waits(officer):
    for _try in range(5):
        sign_in(officer.email, "wrong")
    answer = sign_in(officer.email.upper())
    assert answer.status_code == 200
    assert sentence(answer) == ["Too many attempts. Wait five minutes and try again."]


def test_the_lock_outlives_the_cache(officer):
    for _try in range(5):
        sign_in(officer.email, "wrong")
    cache.clear()
    assert "Too many attempts" in sentence(sign_in(officer.email))[0]


def test_unknown_accounts_are_locked_like_known_ones(db):
    for _try in range(5):
        sign_in("nobody@example.org", "wrong")
    assert "Too many attempts" in sentence(sign_in("nobody@example.org"))[0]


def test_success_forgets_the_tries_before(officer):
    for _round in range(3):
        for _try in range(4):
            sign_in(officer.email, "wrong")
        assert sign_in(officer.email).status_code == 302


def test_one_address_cannot_try_many_accounts(officer):
    for number in range(30):
        sign_in(f"guess{number}@example.org", "wrong")
    assert "Too many attempts" in sentence(sign_in(officer.email))[0]
    assert sign_in(officer.email, address="10.0.0.2").status_code == 302


@pytest.mark.parametrize(
    ("wanted", "leads_to"),
    [
        ("/requests/", "/requests/"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("javascript:alert(1)", "/"),
    ],
)
def test_after_signing_in_one_is_where_one_wanted_to_be(officer, wanted, leads_to):
    assert sign_in(officer.email, next=wanted)["Location"] == leads_to


def test_signing_in_gives_a_new_session(officer):
    browser = Client()
    sign_in(officer.email, browser=browser)
    first = browser.cookies["sessionid"].value
    sign_in(officer.email, browser=browser)
    browser.post("/account/sign-out/")
    sign_in(officer.email, browser=browser)
    assert browser.cookies["sessionid"].value != first


def test_signing_out_ends_the_session_and_clears_the_browser(officer):
    browser = Client()
    sign_in(officer.email, browser=browser)
    answer = browser.post("/account/sign-out/")
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert browser.get("/").status_code == 302


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_speaks_the_browsers_language_before_one_is_known(db, language):
    answer = Client(headers={"Accept-Language": language}).get(SIGN_IN)
    assert answer.headers["Content-Language"] == language


@pytest.mark.django_db(transaction=True)
def test_twenty_guesses_at_once_are_five_tries(officer):
    answers = together(20, lambda turn: sign_in(officer.email, "wrong"))
    pages = [answer.content.decode() for answer in answers]
    assert sum("is wrong" in page for page in pages) == 5
    assert sum("Too many attempts" in page for page in pages) == 15
