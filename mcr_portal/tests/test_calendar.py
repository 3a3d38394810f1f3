"""The calendar of what is due: counts and places, by an address that its owner alone makes and revokes."""

import re
import uuid
from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.factories import make_subject_request, plan_visit
from commissions.factories import make_commission, plan
from core import calendar_addresses, throttle
from core.models import AuditEntry, CalendarFeed
from core.scoping import system
from people import STRPCE, browser_of, municipality

PAGE = reverse("calendar_address")


def address_of(user, covers="office") -> str:
    """The address that the page shows after it was asked for."""
    answer = browser_of(user).post(
        PAGE, {"form_token": uuid.uuid4(), "action": "make", "covers": covers}
    )
    assert answer.status_code == 200
    found = re.search(r'value="(http[^"]+\.ics)"', answer.content.decode())[1]
    return found.partition("testserver")[2]


def events(client, url) -> list[dict]:
    """The events of a calendar, read back."""
    answer = client.get(url)
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/calendar")
    assert answer["Cache-Control"] == "private, no-store"
    text = answer.content.decode().replace("\r\n ", "")
    return [
        dict(line.split(":", 1) for line in part.split("\r\n") if ":" in line)
        for part in text.split("BEGIN:VEVENT")[1:]
    ]


def on(found, day) -> list[str]:
    return [
        event["SUMMARY"]
        for event in found
        if event.get("DTSTART;VALUE=DATE") == f"{day:%Y%m%d}"
    ]


@pytest.fixture
def due(request_at):
    """Two submitted files of Štrpce, due in ten days."""
    day = timezone.localdate() + timedelta(days=10)
    files = [request_at("submitted", surname=f"Петровић{n}") for n in range(2)]
    with system():
        type(files[0]).objects.filter(pk__in=[file.pk for file in files]).update(
            due_on=day
        )
    return day, files


def test_deadlines_are_counted_by_day(due, jelena, client):
    day, files = due
    found = events(client, address_of(jelena))
    assert on(found, day) == ["2 deadlines"]
    assert len({event["UID"] for event in found}) == len(found)


def test_the_calendar_holds_no_case_data(due, jelena, client):
    answer = client.get(address_of(jelena)).content.decode()
    for file in due[1]:
        words = (file.reference, f"/{file.pk}/", file.household.reference, "Петровић")
        assert not [word for word in words if word in answer.replace("\r\n ", "")]


def test_mine_tells_only_of_what_was_given_to_me(due, jelena, dragan, client):
    day, files = due
    with system():
        type(files[0]).objects.filter(pk=files[0].pk).update(assigned_to=dragan)
    assert on(events(client, address_of(jelena, "mine")), day) == ["1 deadline"]


def test_visits_stand_with_their_municipality(register, jelena, client):
    today = timezone.localdate()
    with system():
        plan_visit(register().household, by=jelena, on=today)
    event = next(
        each
        for each in events(client, address_of(jelena))
        if each["SUMMARY"] == "1 visit"
    )
    assert event["LOCATION"] == str(municipality(STRPCE))


def test_sittings_stand_with_their_hour_and_the_place_of_the_office(
    dragan, milan, ana, client
):
    hour = timezone.now().replace(microsecond=0) + timedelta(days=3)
    with system():
        commission = make_commission(
            by=dragan, secretary=milan, voters=[ana], at=municipality(STRPCE)
        )
        sitting = plan(commission, [], by=milan, starts_at=hour, place="Room 7")
    event = events(client, address_of(ana, "mine"))[0]
    assert event["SUMMARY"] == f"Sitting {sitting.reference}"
    told = datetime.strptime(event["DTSTART"] + "+0000", "%Y%m%dT%H%M%SZ%z")
    assert told == hour
    assert event["LOCATION"] == str(municipality(STRPCE))
    assert "Room" not in str(event)


def test_the_calendar_speaks_the_language_of_its_owner(due, jelena, client):
    with system():
        type(jelena).objects.filter(pk=jelena.pk).update(language="sr")
    answer = client.get(address_of(jelena)).content.decode()
    assert "X-WR-CALNAME:Заједнице и повратак" in answer


def test_another_office_is_told_nothing_of_it(due, arta, client):
    assert on(events(client, address_of(arta)), due[0]) == []


def answers_like_nothing(client, url) -> bool:
    """Whether an address answers exactly as one that never was."""
    never = client.get(reverse("public:calendar", args=["x" * 43]))
    answer = client.get(url)
    strip = re.compile(r'nonce="[^"]*"|value="[^"]*"|[\w-]{43}')
    said = [strip.sub("", each.content.decode()) for each in (answer, never)]
    return answer.status_code == never.status_code == 404 and said[0] == said[1]


def test_a_wrong_address_leads_nowhere(jelena, client):
    url = address_of(jelena)
    assert client.get(url).status_code == 200
    assert answers_like_nothing(client, url.replace(url[-20:-15], "AAAAA"))


def test_a_revoked_address_leads_nowhere(jelena, client):
    url = address_of(jelena)
    browser_of(jelena).post(PAGE, {"form_token": uuid.uuid4(), "action": "revoke"})
    assert answers_like_nothing(client, url)


def test_a_new_address_takes_the_place_of_the_old_one(jelena, client):
    old, new = address_of(jelena), address_of(jelena)
    assert answers_like_nothing(client, old)
    assert client.get(new).status_code == 200


def test_the_address_of_somebody_who_left_leads_nowhere(jelena, client):
    url = address_of(jelena)
    with system():
        type(jelena).objects.filter(pk=jelena.pk).update(is_active=False)
    assert answers_like_nothing(client, url)


def test_whoever_lost_the_role_is_told_nothing_more(due, jelena, client):
    url = address_of(jelena)
    with system():
        jelena.appointments.update(
            valid_until=timezone.localdate() - timedelta(1),
            valid_from=timezone.localdate() - timedelta(2),
        )
    assert events(client, url) == []


def test_only_a_hash_is_kept_and_the_audit_does_not_know_it(jelena, client):
    secret = address_of(jelena).rpartition("/")[2].removesuffix(".ics")
    with system():
        feed = CalendarFeed.objects.get(owner=jelena)
        trail = AuditEntry.objects.filter(table_name="core_calendarfeed")
        told = list(trail.values_list("changes", flat=True))
    assert feed.token_hash == calendar_addresses.hashed(secret) != secret
    assert told
    assert secret not in str(told)
    assert feed.token_hash not in str(told)


def test_the_page_never_shows_the_address_again(jelena):
    secret = address_of(jelena).rpartition("/")[2]
    assert secret not in browser_of(jelena).get(PAGE).content.decode()


def test_a_repeated_post_makes_no_second_address(jelena, client):
    form = {"form_token": uuid.uuid4(), "action": "make", "covers": "mine"}
    browser = browser_of(jelena)
    first = browser.post(PAGE, form)
    assert browser.post(PAGE, form).status_code == 302
    url = re.search(r"/public/calendar/[\w-]+\.ics", first.content.decode())[0]
    assert client.get(url).status_code == 200


def test_asking_without_end_is_slowed_down(jelena, client, monkeypatch):
    url = address_of(jelena)
    few = throttle.Limit(2, timedelta(hours=1))
    monkeypatch.setattr(throttle, "CALENDAR_ASKED", few)
    monkeypatch.setattr(throttle, "CALENDARS_TRIED", few)
    assert [client.get(url).status_code for _n in range(3)] == [200, 200, 429]
    wrong = reverse("public:calendar", args=["wrong"])
    assert [client.get(wrong).status_code for _n in range(3)] == [404, 404, 429]


def test_no_address_is_written_to_the_log(jelena, client, monkeypatch, caplog):
    url = address_of(jelena)
    monkeypatch.setattr(throttle, "CALENDAR_ASKED", throttle.Limit(0, timedelta(1)))
    assert client.get(url).status_code == 429
    wrong = reverse("public:calendar", args=["wrong"])
    assert client.get(wrong).status_code == 404
    assert client.get("/public/nothing/").status_code == 404
    assert "/public/nothing/" in caplog.text
    assert "/public/calendar/" not in caplog.text


def test_requests_of_persons_about_their_data_count_as_deadlines(
    register, jelena, dragan, client
):
    day = timezone.localdate() + timedelta(days=5)
    with system():
        right = make_subject_request(register(), "received", by=jelena, second=dragan)
        type(right).objects.filter(pk=right.pk).update(due_on=day)
    assert on(events(client, address_of(jelena)), day) == ["1 deadline"]
