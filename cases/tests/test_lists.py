"""The list of requests: counts that are true, pages that miss nobody, many rows given away at once."""

import re
from html import unescape

import pytest
from django.contrib.messages import get_messages

from cases.models import Request
from cases.workflow import REQUEST
from core import paging
from core.models import Turn
from core.scoping import system
from people import PEJA, browser_of, new_token


@pytest.fixture
def shelf(register, request_at, arta):
    """Requests of several stages, of which one is Peja's."""
    filed = [register(surname=f"Family{number}") for number in range(3)]
    filed += [request_at("submitted"), request_at("incomplete")]
    register(at=PEJA, by=arta, surname="Foreign")
    return filed


def ids_on(page):
    return [int(pk) for pk in re.findall(r'class="ref" href="/requests/(\d+)/"', page)]


def chips_of(answer):
    return [
        (chip["url"], chip["count"], chip["active"])
        for group in answer.context["filters"]
        for chip in group["chips"]
    ]


def test_each_chip_says_how_many_rows_it_leads_to(shelf, jelena, luan):
    for person in (jelena, luan):
        browser = browser_of(person)
        for url, count, active in chips_of(browser.get("/requests/")):
            if count and not active:
                rows = ids_on(browser.get(f"/requests/{url}").content.decode())
                assert len(rows) == int(count), url


def test_filters_and_search_stay_in_the_address_while_leafing(
    shelf, office, monkeypatch
):
    monkeypatch.setattr(paging, "PAGE", 2)
    answer = office.get("/requests/?show=open&q=family")
    following = answer.context["pager"]["next_url"]
    assert "show=open" in following
    assert "q=family" in following
    after = office.get(f"/requests/{following}")
    assert after.context["filters"][0]["chips"][0]["active"]


@pytest.mark.parametrize("query", ["?", "?show=open", "?stage=draft"])
def test_leafing_there_and_back_shows_each_row_once(shelf, office, monkeypatch, query):
    whole = ids_on(office.get(f"/requests/{query}").content.decode())
    monkeypatch.setattr(paging, "PAGE", 2)
    seen, url = [], query
    while url:
        answer = office.get(f"/requests/{url}")
        seen += ids_on(answer.content.decode())
        last, url = answer, answer.context["pager"]["next_url"]
    assert seen == whole
    back = []
    while last:
        back = ids_on(last.content.decode()) + back
        url = last.context["pager"]["previous_url"]
        last = url and office.get(f"/requests/{url}")
    assert back == whole


def test_an_officer_sees_the_own_place_only(shelf, office):
    page = office.get("/requests/").content.decode()
    assert set(ids_on(page)) == {request.pk for request in shelf}
    assert "Foreign" not in page


def assign(browser, rows, to, **changes):
    form = {
        "chosen": [getattr(row, "pk", row) for row in rows],
        "officer": to.pk,
        "form_token": new_token(),
    }
    return browser.post("/requests/assign/", form | changes)


def said(answer):
    return [str(message) for message in get_messages(answer.wsgi_request)]


def owners(rows):
    with system():
        return {Request.objects.get(pk=row.pk).assigned_to for row in rows}


@pytest.mark.parametrize(
    "chosen", [[], ["x"], ["-1"], [str(10**30)], ["²"], ["9" * 5000], ["\0"]]
)
def test_rows_that_cannot_be_are_answered_with_a_sentence(shelf, dragan, chosen):
    answer = assign(browser_of(dragan), chosen, dragan)
    assert answer.status_code == 302
    assert said(answer)
    assert owners(shelf) != {dragan}


@pytest.mark.parametrize("token", ["", "x"])
def test_without_a_token_nobody_is_given_anything(shelf, dragan, token):
    before = owners(shelf)
    assign(browser_of(dragan), shelf, dragan, form_token=token)
    assert owners(shelf) == before


def test_files_are_not_given_to_somebody_who_does_not_work_here(shelf, dragan, arta):
    before = owners(shelf)
    for officer in (str(arta.pk), "0", "²", "x", str(10**30), "9" * 5000):
        answer = assign(browser_of(dragan), shelf, arta, officer=officer, confirmed=1)
        # Asked again, on the page that names those who may be chosen.
        assert answer.status_code == 422
        assert b"is-invalid" in answer.content
    assert owners(shelf) == before


def test_officers_themselves_do_not_give_files_away(shelf, office, jelena):
    assert assign(office, shelf, jelena).status_code == 403


@pytest.mark.parametrize(
    ("wanted", "leads_to"),
    [
        ("/requests/?show=open", "/requests/?show=open"),
        ("https://evil.example/", "/requests/"),
        ("//evil.example", "/requests/"),
        ("javascript:alert(1)", "/requests/"),
        ("", "/requests/"),
    ],
)
def test_without_rows_one_is_back_where_one_was_and_nowhere_else(
    shelf, dragan, wanted, leads_to
):
    answer = assign(browser_of(dragan), [], dragan, next=wanted)
    assert answer["Location"] == leads_to


def test_a_name_in_a_list_is_only_a_name(register, office):
    register(surname="<img src=x onerror=alert(1)>")
    page = office.get("/requests/").content.decode()
    assert "<img src=x" not in page
    assert "<img src=x onerror=alert(1)>" in unescape(page)


def test_a_request_is_open_until_its_life_has_an_end(shelf):
    ends = {status for status, stage in REQUEST.stages.items() if stage.final}
    nobodys = {s for s, stage in REQUEST.stages.items() if stage.turn == Turn.NOBODY}
    assert ends == nobodys
    with system():
        Request.objects.filter(pk=shelf[0].pk).update(status="withdrawn", turn="nobody")
        assert set(Request.objects.open()).isdisjoint(shelf[:1])
        assert Request.objects.open().count() == Request.objects.count() - 1
