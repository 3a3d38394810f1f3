"""Who opened a file: exactly those who did, one by one for supervisors, without names for the person."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from cases import readers
from cases.factories import hand_in, make_subject_request
from core import jobs
from core.models import Document, ReadEntry
from core.scoping import system
from people import PEJA, account, browser_of


@pytest.fixture(autouse=True)
def _quiet_bell(monkeypatch):
    monkeypatch.setattr(jobs, "ring", lambda job_id: None)


def page_of(household):
    return reverse("cases:household_readers", args=[household.pk])


def opened_by(browser, household) -> list[tuple]:
    """Who opened what, as the page's own columns say it."""
    with system():
        reads = readers.with_readers(readers.reads_of_household(household))
        return [(each.reader, each.what) for each in reads.order_by("id")]


def everything_of(request, right) -> list[str]:
    """The pages and files of a family's file, each a different kind of row."""
    with system():
        document = Document.objects.filter(record_id=request.pk).first()
    return [
        request.household.get_absolute_url(),
        request.get_absolute_url(),
        right.get_absolute_url(),
        reverse("cases:person_update", args=[request.household.head_id]),
        reverse("cases:document_download", args=[document.pk]),
    ]


@pytest.fixture
def file(register, jelena, dragan):
    """A family's file with a paper, and the wish of its head to see the data."""
    request = register()
    with system():
        hand_in(request, by=jelena)
        right = make_subject_request(request, "received", by=jelena, second=dragan)
    return request, right


def test_whatever_is_opened_of_a_file_is_found_with_its_reader(file, office, register):
    request, right = file
    other = register(surname="Another")
    for url in (*everything_of(request, right), other.get_absolute_url()):
        office.get(url).getvalue()
    assert opened_by(office, request.household) == [
        ("Jelena", "cases.household"),
        ("Jelena", "cases.request"),
        ("Jelena", "cases.subjectrequest"),
        ("Jelena", "cases.person"),
        ("Jelena", "core.document"),
    ]


def test_the_page_equals_the_log(file, jelena, dragan, mirjeta):
    request, right = file
    for person, times in ((jelena, 2), (mirjeta, 1)):
        for _look in range(times):
            browser_of(person).get(request.get_absolute_url())
    page = browser_of(dragan).get(page_of(request.household)).content.decode()
    rows = page.split("<tbody>")[1].split("</tbody>")[0]
    assert rows.count("<tr>") == 4
    assert rows.count("Jelena") == 2
    assert rows.count("municipal officer, Štrpce") == 2
    assert rows.count("Mirjeta") == rows.count("ministry caseworker, ministry") == 1
    # Looking at the list is an opening, too.
    assert rows.count("Dragan") == 1
    assert rows.count(request.reference) == 3


def test_the_list_of_a_request_shows_only_this_request(file, office, dragan):
    request, right = file
    office.get(request.household.get_absolute_url())
    office.get(request.get_absolute_url())
    url = reverse("cases:request_readers", args=[request.pk])
    page = browser_of(dragan).get(url).content.decode()
    assert page.split("<tbody>")[1].split("</tbody>")[0].count("<tr>") == 2


def test_the_summary_names_nobody(file, office, dragan):
    request, _right = file
    for _look in range(3):
        office.get(request.household.get_absolute_url())
    with system():
        lines = readers.summary(readers.reads_of_household(request.household))
    month = timezone.localdate().replace(day=1)
    assert [(line.month, line.role, line.times) for line in lines] == [
        (month, "municipal officer", 3)
    ]


def test_a_reader_is_shown_with_the_role_of_that_day(file, jelena, mirjeta):
    request, _right = file
    browser_of(jelena).get(request.get_absolute_url())
    with system():
        jelena.appointments.update(valid_from=timezone.localdate() + timedelta(days=1))
        lines = readers.summary(readers.reads_of_household(request.household))
    assert [line.role for line in lines] == ["no role any more"]


def test_auditors_see_the_log_and_not_the_file(file, office):
    request, _right = file
    office.get(request.get_absolute_url())
    auditor = browser_of(account("Auditor", Role.AUDITOR))
    page = auditor.get(page_of(request.household))
    assert page.status_code == 200
    text = page.content.decode()
    assert "Jelena" in text
    assert request.household.head.surname not in text
    assert request.household.head.given_name not in text
    assert auditor.get(request.get_absolute_url()).status_code == 403
    assert auditor.get(request.household.get_absolute_url()).status_code == 403


def test_the_log_is_for_supervisors_of_the_place(file, office, milan, arta):
    url = page_of(file[0].household)
    assert office.get(url).status_code == 403
    assert browser_of(milan).get(url).status_code == 403
    elsewhere = browser_of(account("Elsewhere", Role.OFFICE_HEAD, at=PEJA))
    assert elsewhere.get(url).status_code == 404
    assert url not in office.get(file[0].household.get_absolute_url()).content.decode()


def test_a_long_log_is_leafed_through(file, jelena, dragan):
    request, _right = file
    with system():
        ReadEntry.objects.bulk_create(
            ReadEntry(
                user_id=jelena.pk,
                municipality_id=request.municipality_id,
                record_id=request.pk,
                what="cases.request",
                row_id=request.pk,
                at=timezone.now() - timedelta(minutes=number),
            )
            for number in range(60)
        )
    page = browser_of(dragan).get(page_of(request.household))
    assert page.context["pager"]["shown"] == 50
    following = browser_of(dragan).get(
        page_of(request.household) + page.context["pager"]["next_url"]
    )
    assert following.context["pager"]["shown"] == 11


def test_the_page_asks_as_often_for_many_rows_as_for_few(file, jelena, dragan):
    request, _right = file
    head, url = browser_of(dragan), page_of(request.household)
    head.get(url)
    with CaptureQueriesContext(connection) as few:
        head.get(url)
    for _look in range(5):
        browser_of(jelena).get(request.get_absolute_url())
    with CaptureQueriesContext(connection) as many:
        head.get(url)
    assert len(few) == len(many)


def test_the_reads_of_one_file_are_found_by_index(file, jelena):
    request, _right = file
    with system():
        ReadEntry.objects.bulk_create(
            ReadEntry(
                user_id=jelena.pk,
                municipality_id=request.municipality_id,
                record_id=None if number % 5 == 0 else 10**9 + number,
                what="cases.person" if number % 5 == 0 else "cases.request",
                row_id=10**9 + number,
            )
            for number in range(20_000)
        )
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE core_readentry")
        plan = readers.reads_of_household(request.household).explain()
    assert "reads_of_persons" in plan
    assert "Seq Scan" not in plan


def test_an_auditor_finds_the_log_by_the_number_of_a_file(file, register, arta):
    request, _right = file
    auditor = browser_of(account("Auditor", Role.AUDITOR))
    for number, page in (
        (request.household.reference, page_of(request.household)),
        (
            f" {request.reference.lower()} ",
            reverse("cases:request_readers", args=[request.pk]),
        ),
    ):
        assert auditor.get("/readers/", {"number": number})["Location"] == page
    assert "/readers/" in auditor.get("/").content.decode()


def test_a_foreign_number_is_as_unknown_as_a_missing_one(file, dragan, register, arta):
    foreign = register(at=PEJA, by=arta)
    head = browser_of(dragan)
    pages = [
        head.get("/readers/", {"number": number})
        for number in (foreign.reference, "RR-2026-999999")
    ]
    assert [page.status_code for page in pages] == [200, 200]
    assert all("There is no file" in page.content.decode() for page in pages)


def test_what_is_read_of_a_person_elsewhere_is_not_of_this_file(file, office):
    request, _right = file
    with system():
        stay = request.household.members.get()
        day = timezone.localdate() - timedelta(days=1)
        request.household.members.update(joined_on=day, left_on=day)
    office.get(reverse("cases:person_update", args=[stay.person_id]))
    assert opened_by(office, request.household) == []
