"""The waiting list is derived: exactly who is approved and has no funds, in the order of the stated rule."""

import io
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from python_calamine import load_workbook

from cases.factories import make_fund, make_funding
from cases.models import Decision, Fund, Funding, Request, RequestType
from cases.services.funding import release_funds
from cases.tests.request_life import go
from core import public_access
from core.models import PublicTicket, ReadEntry
from core.paging import PAGE
from core.scoping import system
from people import PEJA, browser_of, new_token

URL = "/waiting-list/"


def make_approved(at_stage, number: int, *, days: int = 0, **details) -> Request:
    """A request whose approval that stands is so many days old."""
    file = at_stage("approved", surname=f"Family{number:02}", **details)
    day = timezone.localdate() - timedelta(days=days)
    with system():
        Decision.objects.filter(request=file).update(decided_on=day)
    return file


def line() -> list[Request]:
    rows = Request.objects.waiting_for_funds()
    return list(rows.order_by("approved_on", "submitted_on", "reference"))


def text(browser, url=URL) -> str:
    return browser.get(url).content.decode()


# Whatever happens, the list is its definition

HAPPENINGS = some.lists(
    some.tuples(
        some.integers(0, 3),
        some.sampled_from(
            ["commit", "release", "withdraw", "appeal", "keep_approval", "take_back_approval", "return_appeal"]
        ),
    ),
    min_size=1,
    max_size=12,
)  # fmt: skip


@pytest.fixture
def four(request_at):
    return [make_approved(request_at, number, days=number % 3) for number in range(4)]


def happen(file, what, staff):
    """One happening, where it makes sense."""
    file = Request.objects.select_related("household").get(pk=file.pk)
    live = file.fundings.filter(is_live=True).first()
    if what == "commit":
        if file.status == "approved" and not live:
            make_funding(file, by=staff["funder"])
        return
    if what == "release":
        if file.status == "approved" and live:
            release_funds(funding=live, reason="x", by=staff["funder"])
        return
    decided = file.decisions.filter(is_live=True, instance=1)
    if what == "appeal" and decided.filter(appeals__isnull=False):
        return
    leaves = {"approved": {"withdraw", "appeal"}, "appealed": {"keep_approval", "take_back_approval", "return_appeal"}}  # fmt: skip
    if what in leaves.get(file.status, ()):
        by = staff["second" if file.status == "appealed" else "officer"]
        go(file, what, by)


def by_hand() -> list[int]:
    """The definition, worked out row by row without the query."""
    found = []
    for file in Request.objects.all():
        funded = any(each.is_live for each in Funding.objects.filter(request=file))
        if file.status == "approved" and not funded:
            approval = Decision.objects.get(request=file, is_live=True)
            key = (approval.decided_on, file.submitted_on, file.reference)
            found.append((key, file.pk))
    return [pk for _key, pk in sorted(found)]


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(HAPPENINGS)
def test_the_list_is_its_definition_and_its_places_are_dense(four, staff, happenings):
    with system():
        for number, what in happenings:
            happen(four[number], what, staff)
            expected = by_hand()
            assert [each.pk for each in line()] == expected
            places = Request.objects.all().places_in_line(each.pk for each in four)
            assert places == {pk: n for n, pk in enumerate(expected, 1)}
            spent = sum(f.amount for f in Funding.objects.filter(is_live=True))
            assert sum(fund.committed for fund in Fund.objects.all()) == spent


# Order


def test_the_earlier_approval_goes_first_then_submission_then_number(request_at):
    late = make_approved(request_at, 1, days=1)
    early = make_approved(request_at, 2, days=30)
    same = make_approved(request_at, 3, days=30)
    same_day = make_approved(request_at, 4, days=30)
    with system():
        Request.objects.filter(pk=same.pk).update(submitted_on=date(2020, 1, 1))
        assert line() == [same, early, same_day, late]


def test_a_new_approval_counts_from_its_own_day(request_at, jelena, zana, luan):
    first = make_approved(request_at, 1, days=30)
    second = make_approved(request_at, 2, days=3)
    with system():
        file = go(first, "appeal", jelena)
        # Dismissed, it has its place again; granted anew, it waits from that day.
        assert line() == [second]
        go(file, "keep_approval", zana)
        assert line() == [first, second]
        again = make_approved(request_at, 3, days=40)
        go(go(again, "appeal", jelena), "return_appeal", zana)
        file = Request.objects.select_related("household").get(pk=again.pk)
        go(file, "approve", luan)
        assert line() == [first, second, again]


# The page


def test_the_page_says_its_rule_and_who_is_where(request_at, mirjeta):
    files = [make_approved(request_at, number, days=number) for number in range(3)]
    page = text(browser_of(mirjeta))
    assert "the day of the approval that stands" in page
    found = [page.index(file.reference) for file in reversed(files)]
    assert found == sorted(found)


def test_who_has_funds_is_not_on_the_page(request_at, mirjeta):
    funded, waiting = (make_approved(request_at, number) for number in (1, 2))
    with system():
        make_funding(funded, by=mirjeta)
    page = text(browser_of(mirjeta))
    assert waiting.reference in page
    assert funded.reference not in page


def cells(browser, url=URL) -> dict[str, int]:
    """Reference -> place, as the table says."""
    context = browser.get(url).context
    body = context["table"]["body"]
    rows = [row for row in body.split("<tr>") if row]
    return {
        row.split('href="')[1].split(">")[1].split("<")[0]: int(
            row.split('data-label="Place in the list">')[1].split("<")[0]
        )
        for row in rows
    }


def test_a_place_is_one_of_the_whole_list_whatever_is_filtered(request_at, mirjeta):
    material = RequestType.objects.get(code="material")
    files = [make_approved(request_at, number, days=9 - number) for number in range(4)]
    with system():
        Request.objects.filter(pk=files[2].pk).update(request_type=material)
    places = cells(browser_of(mirjeta), f"{URL}?type=material")
    assert places == {files[2].reference: 3}


def test_an_office_sees_its_own_part_and_is_told_so(
    request_at, register, jelena, arta, mirjeta, staff
):
    ours = make_approved(request_at, 1)
    theirs = register(at=PEJA, by=arta)
    with system():
        Request.objects.filter(pk=theirs.pk).update(
            status="approved", submitted_on=date(2020, 1, 1)
        )
    assert cells(browser_of(jelena)) == {ours.reference: 1}
    assert "among the requests of your municipality" in text(browser_of(jelena))
    assert cells(browser_of(mirjeta)) == {theirs.reference: 1, ours.reference: 2}
    assert "among the requests of your municipality" not in text(browser_of(mirjeta))


def test_the_list_is_leafed_through_by_key(register, jelena, mirjeta):
    total = PAGE * 2 + 7
    day = date(2026, 1, 1)
    with system():
        files = [register(surname=f"F{number}") for number in range(total)]
        for number, file in enumerate(files):
            Request.objects.filter(pk=file.pk).update(
                status="approved", submitted_on=day + timedelta(days=number // 3)
            )
        expected = [each.reference for each in line()]
    browser = browser_of(mirjeta)
    seen, url, pages = [], URL, []
    while url:
        found = cells(browser, url)
        assert list(found.values()) == list(range(len(seen) + 1, len(seen) + len(found) + 1))  # fmt: skip
        seen += found
        pages.append(url)
        following = browser.get(url).context["pager"]["next_url"]
        url = following and URL + following
    assert seen == expected
    assert len(pages) == 3
    back = browser.get(pages[2]).context["pager"]["previous_url"]
    assert list(cells(browser, URL + back)) == expected[PAGE : 2 * PAGE]


@pytest.mark.parametrize("cursor", ["x", "WyJmIl0=", "WyJmIiwiMjAyNi0wMS0wMSIsIngiLDFd", "bnVsbA=="])  # fmt: skip
def test_a_broken_address_shows_the_beginning(request_at, mirjeta, cursor):
    file = make_approved(request_at, 1)
    assert cells(browser_of(mirjeta), f"{URL}?from={cursor}") == {file.reference: 1}


def test_the_sheet_holds_what_the_page_shows_and_is_noted(request_at, mirjeta):
    files = [make_approved(request_at, number, days=9 - number) for number in range(3)]
    answer = browser_of(mirjeta).get(f"{URL}list.xlsx")
    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    head, *rows = book.get_sheet_by_index(0).to_python()
    assert [row[:2] for row in rows] == [
        [file.reference, number] for number, file in enumerate(files, 1)
    ]
    assert "Days of waiting" in head
    assert rows[0][-1] == 9
    with system():
        assert ReadEntry.objects.filter(user_id=mirjeta.pk, what="cases.request", record_id=None).exists()  # fmt: skip


# Committed in place


def commit_by(browser, file, fund, amount="28000", **more):
    typed = {"fund": fund.pk, "amount": amount, "form_token": new_token()} | more
    return browser.post(f"/requests/{file.pk}/funding/add/?from=list", typed)


def test_funds_are_committed_from_the_row(request_at, mirjeta):
    file = make_approved(request_at, 1)
    with system():
        fund = make_fund(amount=50_000)
    browser = browser_of(mirjeta)
    link = f"/requests/{file.pk}/funding/add/?from=list"
    assert link in text(browser)
    assert "50,000.00 EUR left" in text(browser, link)
    answer = commit_by(browser, file, fund)
    assert answer["Location"] == URL
    page = text(browser)
    assert file.reference not in page
    assert "family&#x27;s letter is made" in page
    works = text(browser, f"/requests/{file.pk}/works/")
    assert "28,000.00" in works
    assert "Release funds" in works


def test_too_much_is_said_beside_the_amount(request_at, mirjeta):
    file = make_approved(request_at, 1)
    with system():
        fund = make_fund(amount=10_000)
    answer = commit_by(browser_of(mirjeta), file, fund)
    assert answer.status_code == 422
    assert "The fund does not have as much" in answer.content.decode()


def test_whoever_decided_reads_that_a_colleague_commits(request_at, luan):
    file = make_approved(request_at, 1)
    with system():
        fund = make_fund()
    browser = browser_of(luan)
    page = text(browser)
    assert "You decided: a colleague" in page
    assert f"/requests/{file.pk}/funding/add/" not in page
    answer = commit_by(browser, file, fund)
    assert answer.status_code == 422
    assert "a colleague must commit the funds" in answer.content.decode()


def test_funds_are_released_from_the_file(request_at, mirjeta, jelena):
    file = make_approved(request_at, 1)
    with system():
        funding = make_funding(file, by=mirjeta)
    url = f"/funding/{funding.pk}/release/"
    browser = browser_of(mirjeta)
    assert browser.post(url, {"form_token": new_token()}).status_code == 422
    answer = browser.post(url, {"form_token": new_token(), "reason": "No money came."})
    assert answer["Location"] == f"/requests/{file.pk}/works/"
    works = text(browser_of(jelena), f"/requests/{file.pk}/works/")
    assert "No money came." in works
    assert "it is on the waiting list" not in works
    assert "the request is on the waiting list" in works
    assert "Release funds" not in works


def test_an_office_reads_of_funds_and_commits_none(request_at, mirjeta, jelena):
    file = make_approved(request_at, 1)
    browser = browser_of(jelena)
    assert "Commit funds" not in text(browser)
    assert browser.get(f"/requests/{file.pk}/funding/add/").status_code == 403
    assert browser.get("/funds/").status_code == 403


# Funds


def test_a_fund_is_entered_and_changed_by_the_ministry(mirjeta):
    browser = browser_of(mirjeta)
    with system():
        source = make_fund().source_id
    typed = {
        "name_sq": "Donatori", "name_sr": "Донатор", "name_en": "Donor VI", "source": source,
        "track": "donor", "year": 2026, "amount": "100000", "is_open": "on",
    }  # fmt: skip
    bad = browser.post("/funds/add/", typed | {"year": 99, "form_token": new_token()})
    assert bad.status_code == 422
    browser.post("/funds/add/", typed | {"form_token": new_token()})
    with system():
        fund = Fund.objects.get(name_en="Donor VI")
    assert "100,000.00" in text(browser, "/funds/?track=donor")
    url = f"/funds/{fund.pk}/edit/"
    typed |= {"amount": "90000.50", "form_version": fund.version}
    browser.post(url, typed | {"form_token": new_token()})
    fund.refresh_from_db()
    assert str(fund.amount) == "90000.50"


def test_a_fund_is_not_cut_below_what_is_committed(request_at, mirjeta):
    file = make_approved(request_at, 1)
    with system():
        fund = make_fund(amount=50_000)
        make_funding(file, by=mirjeta, fund=fund, amount=40_000)
    typed = {
        "name_sq": "a", "name_sr": "a", "name_en": "a", "source": fund.source_id, "track": "budget",
        "year": 2026, "amount": "39999", "form_token": new_token(), "form_version": fund.version,
    }  # fmt: skip
    answer = browser_of(mirjeta).post(f"/funds/{fund.pk}/edit/", typed)
    assert answer.status_code == 422
    assert "does not have as much" in answer.content.decode()


# Of the public


def test_the_family_reads_whether_there_are_funds_and_no_place(
    request_at, mirjeta, client
):
    file = make_approved(request_at, 1)
    number = file.reference
    with system():
        PublicTicket.objects.filter(number=number).delete()
        code = public_access.give_ticket(number, record=file)
    receipt = {"number": number, "code": code}
    page = client.get("/public/request/", receipt).content.decode()
    assert "Approved; waits for funds" in page
    with system():
        make_funding(file, by=mirjeta)
    page = client.get("/public/request/", receipt).content.decode()
    assert "Approved; funds are committed" in page


def test_the_list_asks_as_often_for_many_as_for_one(request_at, mirjeta):
    browser = browser_of(mirjeta)

    def asked() -> int:
        browser.get(URL)
        with CaptureQueriesContext(connection) as captured:
            browser.get(URL)
        return len(captured)

    make_approved(request_at, 0)
    one = asked()
    for number in range(1, 4):
        make_approved(request_at, number)
    assert asked() == one
