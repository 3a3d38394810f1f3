"""What is saved at once: taken back within thirty days, unless somebody changed the same since."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from cases.models import Change
from cases.tests.families import (
    contact,
    edit,
    family,
    fresh,
    head_of,
    member,
    only_change,
    relied,
    send,
    step,
)
from core.scoping import system
from people import LANGUAGES, browser_of, complaints

__all__ = ["family", "relied"]
HIDDEN = re.compile(r'name="(\w+)" value="([^"]+)"')


def test_a_contact_is_saved_at_once_and_taken_back(relied, jelena):
    answer = contact(jelena, relied, phone="+383 44 111", vulnerability="Asthma")
    change = only_change(kind="contact")
    assert f'action="/changes/{change.pk}/step/undo/"' in answer.content.decode()
    assert fresh(relied).phone == "+383 44 111"
    # The message holds a form of its own, which is all that its button sends.
    message = answer.content.decode().partition(f"/changes/{change.pk}/step/undo/")[2]
    sent = dict(HIDDEN.findall(message.partition("</form>")[0]))
    assert {"csrfmiddlewaretoken", "form_token", "form_version"} == set(sent)
    undone = browser_of(jelena).post(f"/changes/{change.pk}/step/undo/", sent)
    assert undone.status_code == 302
    back = fresh(relied)
    assert (back.phone, back.vulnerability) == ("", "")
    assert fresh(change).status == "undone"
    assert step(jelena, change, "undo").status_code == 422


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_button_in_the_message_takes_back_with_its_own_tokens(
    relied, jelena, language
):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(jelena)
    browser.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    url = f"/households/{relied.pk}/contact/"
    page = browser.get(url).content.decode()
    hidden = fields_of(page, "<main")
    answer = browser.post(url, hidden | {"language": "sr", "phone": "+383 44 111"})
    assert answer.status_code == 302
    page = browser.get(answer["Location"]).content.decode()
    change = only_change(kind="contact")
    undo = f"/changes/{change.pk}/step/undo/"
    hidden = fields_of(page, f'action="{undo}"')
    assert set(hidden) == {"csrfmiddlewaretoken", "form_token", "form_version"}
    for name in hidden:
        lacking = {key: value for key, value in hidden.items() if key != name}
        assert browser.post(undo, lacking).status_code in {403, 422}
    assert fresh(relied).phone == "+383 44 111"
    back = browser.post(undo, hidden)
    assert back["Location"] == relied.get_absolute_url()
    assert fresh(relied).phone == ""
    # Pressed twice it is done once.
    again = browser.post(undo, hidden)
    assert again.status_code in {302, 422}
    assert fresh(change).status == "undone"


def fields_of(page: str, start: str) -> dict[str, str]:
    """The hidden fields of the first form from here on."""
    form = page[page.index(start) :].partition("</form>")[0]
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))


def test_a_place_and_a_language_are_taken_back_too(relied, jelena):
    place = fresh(relied).place_of_return_id
    contact(jelena, relied, place_of_return="", language="sq")
    assert fresh(relied).place_of_return_id is None
    step(jelena, only_change(kind="contact"), "undo")
    assert (fresh(relied).place_of_return_id, fresh(relied).language) == (place, "sr")


def test_what_somebody_changed_since_is_not_taken_back(relied, jelena, dragan):
    contact(jelena, relied, phone="+383 44 111")
    first = only_change(kind="contact")
    contact(dragan, relied, phone="+383 44 222")
    answer = step(jelena, first, "undo")
    assert answer.status_code == 422
    assert complaints(answer)[0].startswith("Somebody has changed these details since")
    assert fresh(relied).phone == "+383 44 222"


def test_another_detail_that_changed_since_stays_when_one_is_taken_back(
    relied, jelena, dragan
):
    contact(jelena, relied, phone="+383 44 111")
    first = only_change(kind="contact")
    contact(dragan, relied, email="family@example.org")
    assert step(jelena, first, "undo").status_code == 302
    assert (fresh(relied).phone, fresh(relied).email) == ("", "family@example.org")


def test_after_thirty_days_it_is_too_late(relied, jelena):
    contact(jelena, relied, phone="+383 44 111")
    change = only_change(kind="contact")
    with system():
        Change.objects.filter(pk=change.pk).update(
            status_since=timezone.now() - timedelta(days=30, minutes=1)
        )
    assert "more than 30 days ago" in complaints(step(jelena, change, "undo"))[0]
    assert fresh(relied).phone == "+383 44 111"


def test_a_name_is_taken_back_only_until_a_request_rests_on_it(
    family, jelena, register
):
    person = head_of(family)
    edit(jelena, person, given_name="Milica")
    change = only_change(kind="edit_person")
    with system():
        family.requests.update(submitted_on="2026-01-05")
    assert "propose the change" in complaints(step(jelena, change, "undo"))[0]
    with system():
        family.requests.update(submitted_on=None)
    assert step(jelena, change, "undo").status_code == 302
    assert fresh(person).given_name == "Милена"


def test_a_leaving_is_not_taken_back_but_recorded_anew(family, jelena):
    ana = member(family, "Ana")
    send(jelena, family, f"/members/{ana.pk}/leave/", on="2024-02-29")
    answer = step(jelena, only_change(kind="leave"), "undo")
    assert "are not taken back" in complaints(answer)[0]
