"""A session ends on the very next request when the account behind it is another one."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.factories import appoint
from accounts.models import Appointment, User
from core.scoping import system
from people import PASSWORD, browser_of


def disable(user):
    User.objects.filter(pk=user.pk).update(is_active=False)


def give_a_new_password(user):
    user.set_password("another one that is long")
    user.save()


def change_the_e_mail(user):
    User.objects.filter(pk=user.pk).update(email="new@example.org")


def add_a_role(user):
    appoint(user, "office_head", at="23")


def take_the_role_away(user):
    user.appointments.all().delete()


def let_the_role_run_out(user):
    yesterday = timezone.localdate() - timedelta(1)
    user.appointments.update(valid_from=yesterday, valid_until=yesterday)


def move_to_another_place(user):
    other = User.objects.get(full_name="Arta").appointments.get()
    user.appointments.update(municipality=other.municipality)


CHANGES = [
    disable,
    give_a_new_password,
    change_the_e_mail,
    add_a_role,
    take_the_role_away,
    let_the_role_run_out,
    move_to_another_place,
]


@pytest.mark.parametrize("change", CHANGES)
def test_the_next_request_asks_to_sign_in(jelena, arta, change):
    browser = browser_of(jelena)
    assert browser.get("/requests/").status_code == 200
    with system():
        change(jelena)
    answer = browser.get("/requests/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/account/sign-in/")


@pytest.mark.parametrize("change", CHANGES)
def test_a_post_on_its_way_is_not_accepted_either(jelena, arta, registration, change):
    browser = browser_of(jelena)
    with system():
        change(jelena)
    answer = browser.post("/requests/register/", registration)
    assert answer["Location"].startswith("/account/sign-in/")


def test_others_stay_signed_in(jelena, dragan):
    browser = browser_of(dragan)
    with system():
        disable(jelena)
    assert browser.get("/requests/").status_code == 200


def test_name_and_language_end_no_session(jelena):
    browser = browser_of(jelena)
    with system():
        User.objects.filter(pk=jelena.pk).update(full_name="J. S.", language="sr")
    assert browser.get("/requests/").status_code == 200


def test_whoever_changes_the_own_password_stays_and_all_others_go(jelena):
    with system():
        jelena.set_password(PASSWORD)
        jelena.save()
    here, elsewhere = browser_of(jelena), browser_of(jelena)
    new = "A quite different 1"
    answer = here.post(
        "/account/profile/password/",
        {"old_password": PASSWORD, "new_password1": new, "new_password2": new},
    )
    assert answer.status_code == 302
    assert here.get("/requests/").status_code == 200
    assert elsewhere.get("/requests/").status_code == 302


@pytest.mark.parametrize("weak", ["short", "password1234", "111111111111", "jelena"])
def test_a_weak_password_is_refused(jelena, weak):
    with system():
        jelena.set_password(PASSWORD)
        jelena.save()
    answer = browser_of(jelena).post(
        "/account/profile/password/",
        {"old_password": PASSWORD, "new_password1": weak, "new_password2": weak},
    )
    assert answer.status_code in {200, 422}
    assert answer.context["form"].errors["new_password2"]


def test_a_role_of_tomorrow_is_no_role_today(jelena):
    with system():
        tomorrow = timezone.localdate() + timedelta(1)
        Appointment.objects.update(valid_from=tomorrow)
    assert (
        browser_of(User.objects.get(pk=jelena.pk)).get("/requests/").status_code == 403
    )
