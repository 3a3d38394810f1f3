"""What people say about themselves, and the language the pages speak to them."""

import pytest
from django.conf import settings
from django.test import Client

from accounts.models import User
from accounts.places import acting_for
from accounts.roles import Role
from core.scoping import system
from people import PEJA, STRPCE, account, appoint, browser_of, complaints, new_token

PROFILE = "/account/profile/"


def speaks(answer):
    assert f'lang="{answer.headers["Content-Language"]}"' in answer.content.decode()
    return answer.headers["Content-Language"]


@pytest.mark.parametrize("language", ["sq", "sr", "en", "tr", "bs", "sr-latn"])
def test_pages_speak_the_language_of_the_profile(db, language):
    browser = Client(headers={"Accept-Language": "en"})
    browser.force_login(account("X", Role.OFFICER, at=STRPCE, language=language))
    answer = browser.get("/requests/")
    assert answer.headers["Content-Language"] == language


def test_the_language_chosen_on_this_device_comes_first(jelena):
    assert (
        browser_of(jelena, language="sq").get("/").headers["Content-Language"] == "sq"
    )


@pytest.mark.parametrize("cookie", ["xx", "", "../..", '"en\\000"', "sr_Latn"])
def test_a_language_that_is_none_is_overlooked(jelena, cookie):
    browser = browser_of(jelena)
    session = browser.cookies[settings.SESSION_COOKIE_NAME].value
    # As a header: the test's own cookie jar takes no such values.
    sent = f"{settings.SESSION_COOKIE_NAME}={session}; django_language={cookie}"
    answer = browser.get("/", HTTP_COOKIE=sent)
    assert answer.status_code == 200
    assert answer.headers["Content-Language"] == jelena.language


@pytest.mark.parametrize("wanted", ["/requests/", "https://evil.example", "//e.x", ""])
def test_choosing_a_language_leads_back_and_never_away(db, wanted):
    answer = Client().post("/language/", {"language": "sr", "next": wanted})
    assert answer["Location"] == (wanted if wanted == "/requests/" else "/")
    assert answer.cookies["django_language"].value == "sr"


@pytest.mark.parametrize("language", ["xx", "", "\0", "e" * 5000])
def test_an_unknown_language_is_not_remembered(db, language):
    answer = Client().post("/language/", {"language": language})
    assert answer.status_code == 302
    assert "django_language" not in answer.cookies


def test_a_profile_is_changed_by_its_owner(jelena):
    typed = {
        "full_name": "Јелена Станковић",
        "phone": "+383 44 123 456",
        "language": "sr",
        "form_token": new_token(),
    }
    assert browser_of(jelena).post(PROFILE, typed).status_code == 302
    saved = User.objects.get(pk=jelena.pk)
    assert (saved.full_name, saved.language) == ("Јелена Станковић", "sr")


@pytest.mark.parametrize(
    "typed", [{"full_name": ""}, {"full_name": "x" * 151}, {"language": "xx"}]
)
def test_a_profile_without_sense_is_refused(jelena, typed):
    form = {"full_name": "J", "language": "sr", "form_token": new_token()} | typed
    answer = browser_of(jelena).post(PROFILE, form)
    assert answer.status_code == 422
    assert complaints(answer)
    assert User.objects.get(pk=jelena.pk).full_name == "Jelena"


def test_nobody_gives_themselves_rights_through_the_profile(jelena):
    form = {"full_name": "J", "language": "sr", "form_token": new_token()}
    extra = {
        "is_active": "",
        "email": "x@x.org",
        "is_superuser": "on",
        "role": "auditor",
    }
    browser_of(jelena).post(PROFILE, form | extra)
    saved = User.objects.with_appointments().get(pk=jelena.pk)
    assert (saved.email, saved.is_active) == (jelena.email, True)
    assert saved.roles_held == jelena.roles_held


def test_the_frame_says_for_whom_one_acts(jelena, luan, stranger):
    assert acting_for(jelena).startswith("municipal officer · ")
    assert acting_for(luan) == "secretary of the central commission"
    assert acting_for(stranger) == "no role yet"
    with system():
        appoint(jelena, "officer", at=PEJA)
    assert acting_for(jelena).endswith("+1")
