"""A file of another office is read for a while after it was given away, or for an hour in an emergency; never written."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.roles import Role
from cases.models import CourtesyView, EmergencyReading, Request
from cases.services import foreign_reading
from cases.services.foreign_reading import NOT_OPENED
from cases.tests.families import with_members
from cases.tests.transferring import answered, asked
from core.models import Provision, ReadEntry
from core.rules import may
from core.scoping import acting, system
from people import PEJA, account, browser_of, complaints, new_token
from tests.authorisation import alike

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(request_at):
    return with_members(request_at("submitted"))


@pytest.fixture
def auditor(db):
    """Data-protection officer: sees what was opened, opens nothing."""
    return account("Vlora", Role.AUDITOR)


@pytest.fixture
def days(db):
    """The ministry has stated for how long the old office may read."""
    with system():
        Provision.objects.filter(key="courtesy_reading").update(value=30)


@pytest.fixture
def given(home, jelena, blerim, days):
    """A family that Štrpce gave to Peja."""
    answered(asked(home, by=jelena), "accept", by=blerim)
    return home


def guest_page(user, home):
    return browser_of(user).get(f"/elsewhere/{home.pk}/")


def request_of(home) -> Request:
    with system():
        return Request.objects.get(household=home)


# The courtesy view


def test_the_old_office_reads_the_file_for_a_while(given, jelena):
    page = guest_page(jelena, given).content.decode()
    for word in ("Ђорђевић", "Ivo", given.reference, request_of(given).reference):
        assert word in page
    assert "This file belongs to another office" in page
    main = page.partition("<main")[2].partition("</main>")[0]
    assert "<form" not in main
    assert "/documents/" not in main
    for url in (given.get_absolute_url(), request_of(given).get_absolute_url()):
        assert browser_of(jelena).get(url).status_code == 404


def test_that_it_was_read_is_written_where_the_file_is(given, jelena):
    answer = guest_page(jelena, given)
    with system():
        entry = ReadEntry.objects.get(request_id=answer["X-Request-Id"])
    assert (entry.user_id, entry.record_id) == (jelena.pk, given.pk)
    with system():
        assert entry.municipality_id == request_of(given).municipality_id


def test_foreign_unknown_and_expired_answer_alike(given, register, arta, jelena):
    never = register(at=PEJA, by=arta).household
    with system():
        CourtesyView.objects.filter(household=given).update(
            until=timezone.localdate() - timedelta(days=1)
        )
    pages = [guest_page(jelena, each) for each in (given, never)]
    pages.append(browser_of(jelena).get("/elsewhere/987654/"))
    assert {page.status_code for page in pages} == {404}
    assert alike(pages[0], pages[1])
    assert alike(pages[0], pages[2])


def test_on_the_last_day_it_is_still_read(given, jelena):
    with system():
        CourtesyView.objects.filter(household=given).update(until=timezone.localdate())
    assert guest_page(jelena, given).status_code == 200


def test_only_the_office_that_gave_it_away_reads_it(given, arta):
    third = account("Third", Role.OFFICER, at="04")
    assert guest_page(third, given).status_code == 404
    # The new office has the file itself.
    assert guest_page(arta, given).status_code == 404
    assert browser_of(arta).get(given.get_absolute_url()).status_code == 200


def test_the_transfer_leads_to_the_file_while_it_may_be_read(given, jelena):
    page = browser_of(jelena).get(f"/transfers/{transfer_of(given).pk}/")
    assert f"/elsewhere/{given.pk}/" in page.content.decode()


def transfer_of(home):
    with system():
        return home.transfers.get()


def test_the_view_follows_the_file_to_a_third_office(given, blerim, jelena):
    third = account("Third head", Role.OFFICE_HEAD, at="04")
    answered(asked(given, by=blerim, to="04"), "accept", by=third)
    assert guest_page(jelena, given).status_code == 200


def test_by_its_own_scope_the_old_office_reaches_no_row(given, jelena):
    with acting(jelena.scope):
        assert not Request.objects.filter(household=given.pk).exists()
        assert CourtesyView.objects.count() == 1
        changed = CourtesyView.objects.update(
            until=timezone.localdate() + timedelta(days=999)
        )
    assert changed == 0


# In an emergency


def opening(user, number, reason="The family stands here."):
    typed = {"number": number, "reason": reason, "form_token": new_token()}
    return browser_of(user).post("/emergencies/open/", typed)


def test_an_emergency_opens_the_file_and_everybody_concerned_sees_it(
    home, arta, dragan, auditor
):
    answer = opening(arta, request_of(home).reference)
    assert answer["Location"] == f"/elsewhere/{home.pk}/"
    page = browser_of(arta).get(answer["Location"]).content.decode()
    assert "Ивo" not in page
    assert home.reference in page
    with system():
        assert ReadEntry.objects.filter(user_id=arta.pk, record_id=home.pk).exists()
    for who in (dragan, auditor):
        listed = browser_of(who).get("/emergencies/").content.decode()
        assert home.reference in listed
        assert "Arta" in listed


def test_another_officer_of_the_same_office_does_not_read_it(home, arta, blerim):
    opening(arta, home.reference)
    assert guest_page(blerim, home).status_code == 404


def test_it_closes_by_itself(home, arta):
    opening(arta, home.reference)
    assert guest_page(arta, home).status_code == 200
    with system():
        EmergencyReading.objects.update(
            opened_at=timezone.now() - timedelta(hours=2),
            until=timezone.now() - timedelta(hours=1),
        )
    assert guest_page(arta, home).status_code == 404


def test_a_reason_is_needed(home, arta):
    assert opening(arta, home.reference, reason=" ").status_code == 422


def test_wrong_own_and_unknown_numbers_are_answered_alike(home, register, arta):
    own = register(at=PEJA, by=arta).household
    said = {
        complaints(opening(arta, number))[0]
        for number in ("HH-1999-000001", own.reference, home.reference[:-1])
    }
    assert said == {str(NOT_OPENED)}


def test_who_tries_too_often_waits_even_with_the_right_number(home, arta):
    for _try in range(foreign_reading.TRIES.tries):
        opening(arta, "HH-1999-000001")
    assert complaints(opening(arta, home.reference)) == [str(NOT_OPENED)]


def test_the_ministry_and_commissions_have_no_such_door(home, mirjeta, ana, auditor):
    for who in (mirjeta, ana, auditor):
        assert browser_of(who).get("/emergencies/open/").status_code == 403


# The judgement afterwards


@pytest.fixture
def opened(home, arta):
    opening(arta, home.reference)
    with system():
        return EmergencyReading.objects.get()


def judging(user, opened, verdict="justified", note="They had no bread."):
    typed = {"verdict": verdict, "note": note, "form_token": new_token()}
    return browser_of(user).post(f"/emergencies/{opened.pk}/review/", typed)


def test_the_head_of_the_file_judges_once(opened, dragan, auditor, arta):
    assert judging(dragan, opened).status_code == 302
    late = complaints(judging(auditor, opened, "not_justified"))
    assert late == ["Somebody has looked at this already."]
    page = browser_of(arta).get(f"/emergencies/{opened.pk}/").content.decode()
    assert "They had no bread." in page
    assert "Dragan" in page


def test_the_auditor_judges_too(opened, auditor):
    assert judging(auditor, opened, "not_justified").status_code == 302


def test_whoever_opened_it_does_not_judge(opened, arta, blerim):
    for who in (arta, blerim):
        assert judging(who, opened).status_code == 403
    with (
        system(),
        pytest.raises(IntegrityError, match="reviewed_by_another_person"),
        transaction.atomic(),
    ):
        EmergencyReading.objects.update(
            verdict="justified",
            note="Me.",
            reviewed_by=arta,
            reviewed_at=timezone.now(),
        )


def test_a_head_with_both_offices_does_not_judge_themselves(home, opened, dragan):
    with system():
        EmergencyReading.objects.update(opened_by=dragan)
        fresh = EmergencyReading.objects.get()
    assert not may(dragan, "cases.review_emergency", fresh)


def test_nobody_opens_it_by_the_service_alone(home, dragan):
    with acting(dragan.scope), pytest.raises(Exception) as refused:
        foreign_reading.open_in_emergency(
            number=home.reference, reason="Own.", by=dragan
        )
    assert not isinstance(refused.value, PermissionDenied)
    assert refused.value.messages == [str(NOT_OPENED)]
