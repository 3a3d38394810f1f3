"""What surrounds every page: an id, a language, one transaction, nothing kept after a fault."""

import uuid

import pytest
from django.apps import apps
from django.test import Client

from core import place_names
from core.models import AuditEntry, ReadEntry
from core.scoping import system
from people import browser_of, new_token, rows_kept

PAGES = ["/", "/requests/", "/requests/1/", "/nowhere/", "/account/profile/"]


@pytest.mark.parametrize("page", PAGES)
def test_every_answer_has_an_id_of_its_own(office, page):
    ids = {office.get(page)["X-Request-Id"] for _visit in range(2)}
    assert len(ids) == 2
    assert all(uuid.UUID(each) for each in ids)


@pytest.mark.parametrize("page", PAGES)
def test_no_page_of_staff_is_kept_by_a_browser(office, page):
    assert office.get(page)["Cache-Control"] == "no-store"


def test_the_id_of_the_answer_stands_on_every_row_it_wrote(office, registration):
    answer = office.post("/requests/register/", registration)
    with system():
        entries = AuditEntry.objects.filter(request_id=answer["X-Request-Id"])
        tables = set(entries.values_list("table_name", flat=True))
        authors = set(entries.values_list("user_id", flat=True))
    assert {"cases_person", "cases_household", "cases_request"} <= tables
    assert len(authors) == 1
    assert authors != {None}


def test_opening_a_file_is_written_down_before_the_page_leaves(
    office, register, jelena
):
    file = register()
    answer = office.get(f"/requests/{file.pk}/")
    with system():
        entry = ReadEntry.objects.get(record_id=file.pk)
    assert (entry.user_id, entry.request_id) == (jelena.pk, answer["X-Request-Id"])


@pytest.mark.parametrize("page", ["/requests/{}/", "/households/{}/"])
def test_what_cannot_be_logged_is_not_shown(office, register, monkeypatch, page):
    file = register()
    pk = file.pk if "requests" in page else file.household_id

    def broken(*args, **kwargs):
        raise OSError("the log is full")

    monkeypatch.setattr(ReadEntry.objects, "create", broken)
    office.raise_request_exception = False
    answer = office.get(page.format(pk))
    assert answer.status_code == 500
    assert file.reference not in answer.content.decode()


def test_after_a_fault_nothing_of_it_stays(office, registration, monkeypatch):
    """The page fails in its very last moment: what it saved is not there."""
    workflow = apps.get_model("cases.Request")

    def broken(self):
        raise ZeroDivisionError

    monkeypatch.setattr(workflow, "get_absolute_url", broken)
    before = rows_kept()
    office.raise_request_exception = False
    assert office.post("/requests/register/", registration).status_code == 500
    assert rows_kept() == before


@pytest.mark.parametrize("page", PAGES[:3])
def test_who_has_not_signed_in_is_asked_to(db, page):
    answer = Client().get(page)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/account/sign-in/")


def test_a_form_of_nobody_is_not_saved(registration):
    before = rows_kept()
    assert Client().post("/requests/register/", registration).status_code == 302
    assert rows_kept() == before


@pytest.mark.parametrize("page", ["/requests/1/", "/reports/runs/1/", "/households/1/"])
def test_a_404_needs_no_database(office, page):
    """The transaction is given up by then; the frame must not ask it for the place's name."""
    office.get("/")
    place_names._names.cache_clear()
    office.raise_request_exception = False
    assert office.get(page).status_code == 404


def test_a_403_needs_no_database(ana):
    browser = browser_of(ana)
    place_names._names.cache_clear()
    browser.raise_request_exception = False
    assert browser.get("/requests/register/").status_code == 403


def test_whoever_sees_no_files_may_still_save_the_own_profile(agron):
    form = {"full_name": "Agron", "language": "sq", "form_token": new_token()}
    assert browser_of(agron).post("/account/profile/", form).status_code == 302
