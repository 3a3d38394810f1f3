"""How many queries a page asks: stated, and the same for one row as for three."""

import re
import time
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.factories import make_user, municipality
from accounts.roles import Role
from cases import services
from cases.checklists import missing
from cases.factories import (
    come_home,
    deliver,
    look_at,
    make_assistance,
    make_property,
    make_request,
    make_subject_request,
    make_visit,
    scanned,
    walk,
)
from cases.models import Change, FollowUp, Member, Paper, Person, Request
from cases.services import duplicates
from cases.services.changes import ask_for
from core import documents
from core.models import Letter, Note
from core.scoping import system
from housing.factories import make_building
from tests.world import OWN, report_run

# Beginning and end of a transaction, and what only a transaction inside a test's own asks.
NOT_ASKED = (
    "SAVEPOINT",
    "RELEASE",
    "ROLLBACK",
    "BEGIN",
    "COMMIT",
    "SELECT coalesce(current_setting",
)
MOST_OF_A_LIST, MOST_OF_A_RECORD = 6, 13
RECORD = (
    "request_detail", "request_household", "request_papers", "request_assistance", "request_letters",
    "request_notes",
)  # fmt: skip
PAGES = {
    "home": 13,
    # Whoever asks, what waits in one question and how much of it in another.
    "work_list": MOST_OF_A_LIST,
    "cases:letter_list": MOST_OF_A_LIST,
    "cases:load_list": MOST_OF_A_LIST,
    "cases:request_list": MOST_OF_A_LIST,
    "cases:search": 10,
    "cases:duplicate_list": MOST_OF_A_LIST,
    "housing:building_list": MOST_OF_A_LIST,
    "collective_centers:centre_list": MOST_OF_A_LIST,
    "reports:report_list": MOST_OF_A_LIST,
    "cases:protocol_list": MOST_OF_A_LIST,
    "cases:subject_request_list": MOST_OF_A_LIST,
    "cases:subject_request_detail": MOST_OF_A_RECORD,
    "cases:import_list": MOST_OF_A_LIST,
    # Members, requests and changes, property and assistance, and what visits have found.
    "cases:household_detail": 18,
    "cases:household_visits": MOST_OF_A_RECORD,
    "cases:visit_list": MOST_OF_A_LIST,
    "cases:visit_detail": MOST_OF_A_RECORD,
    # The villages where somebody is to be visited are a filter of their own.
    "cases:monitoring_list": 8,
    "cases:monitoring_detail": MOST_OF_A_RECORD,
    "cases:follow_up_list": MOST_OF_A_LIST,
    "cases:follow_up_detail": MOST_OF_A_RECORD,
    "cases:change_list": MOST_OF_A_LIST,
    "cases:assistance_list": MOST_OF_A_LIST,
    # The rows and their places among all.
    "cases:waiting_list": MOST_OF_A_LIST,
    "cases:assistance_detail": MOST_OF_A_RECORD,
    "cases:change_detail": MOST_OF_A_RECORD,
    "cases:property_detail": MOST_OF_A_RECORD,
    "housing:building_detail": MOST_OF_A_RECORD,
    **{f"cases:{name}": MOST_OF_A_RECORD for name in RECORD},
    # What the portal sees of every line: members, papers, property, pairs, assistance, visits.
    "cases:request_verification": 26,
    # The request and four tables of the property thread.
    "cases:request_property": 15,
    # Letters, their service, decisions and what was undertaken against them, and what came in.
    "cases:request_letters": MOST_OF_A_RECORD + 3,
    # Funds, agreement, reports, acceptances, handover.
    "cases:request_works": MOST_OF_A_RECORD + 3,
}
OF_RECORD = {
    "cases:household_detail": "household",
    "cases:household_visits": "household",
    "cases:visit_detail": "visit",
    "cases:monitoring_detail": "monitoring",
    "cases:follow_up_detail": "follow_up",
    "cases:subject_request_detail": "right",
    "cases:change_detail": "change",
    "cases:property_detail": "home",
    "housing:building_detail": "building",
    "cases:assistance_detail": "assistance",
}

OF_THE_HEAD = {"cases:load_list"}


@pytest.fixture(autouse=True)
def one_minute(monkeypatch):
    """What is kept for a minute is not asked for again because a minute has just gone by."""
    now = time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: now)


@pytest.fixture
def people(db):
    with system():
        return {
            "officer": make_user("Officer", Role.OFFICER, at=OWN),
            "head": make_user("Head", Role.OFFICE_HEAD, at=OWN),
            "ministry": make_user("Ministry", Role.CENTRAL_SECRETARY),
        }


def fill(people: dict, rows: int) -> dict:
    """A request with so many members, papers, letters and notes, among so many requests."""
    place, officer = municipality(OWN), people["officer"]
    with system():
        for number in range(rows):
            request = make_request(at=place, by=officer, surname=f"Family{number}")
            building = make_building(request.household.place_of_return, by=officer)
            report_run(officer)
            right = make_subject_request(
                request, "received", by=officer, second=people["head"]
            )
        # Families whose heads have one given name and one date of birth.
        duplicates.refresh(Person.objects.values_list("pk", flat=True))
        for number in range(rows):
            member = Person(surname="Member", given_name=str(number))
            services.add_member(
                household=request.household,
                person=member,
                relation=Member.Relation.CHILD,
            )
            services.write_note(record=request, note=Note(text="note"), by=officer)
        hand_in_some(request, rows, by=officer)
        request = walk(request, "submitted", **people)
        letter = Letter.objects.get(record_id=request.pk)
        for number in range(1, rows):
            letter.pk, letter.number = None, f"{letter.number}-{number}"
            letter.save()
        lines = plan_some(request.household, rows, people)
        homes = settle(request.household, rows, by=officer)
        changes = [propose(request.household, n, by=officer) for n in range(rows)]
        visited = visit_often(request.household, rows, by=officer)
    return visited | {
        "request": request.pk,
        "change": changes[-1].pk,
        "assistance": lines[-1].pk,
        "household": request.household_id,
        "building": building.pk,
        "home": homes[-1].pk,
        "right": right.pk,
    }


def settle(household, rows: int, *, by) -> list:
    """So many properties of one family."""
    numbers = map(str, range(rows))
    return [make_property(household, by=by, parcel_number=each) for each in numbers]


def visit_often(household, rows: int, *, by) -> dict:
    """So many visits of one family, the last of which found that it has left."""
    families = {request.household for request in Request.objects.all()} - {household}
    today = timezone.localdate()
    for number in range(rows):
        day = today - timedelta(days=rows - number)
        event = make_visit(household, *families, by=by, held_on=day)
        documents.attach(event, scanned("photo"), by=by)
        come_home(household, by=by, on=day)
        looked = look_at(household, by=by, on=day, presence="left", safety="not_met")
        documents.attach(looked, scanned("sheet"), by=by)
        follow_up = FollowUp.objects.filter(household=household).last()
    return {"visit": event.pk, "monitoring": looked.pk, "follow_up": follow_up.pk}


def propose(household, number: int, *, by) -> Change:
    """A proposal about one of the members, with a paper."""
    person = household.members.order_by("id")[number].person
    change = Change(kind=Change.Kind.EDIT_PERSON, household=household, person=person)
    change.now = {"given_name": person.given_name}
    change.proposed = {"given_name": "Another"}
    return ask_for(change=change, file=scanned("paper"), by=by)


def plan_some(household, rows: int, people: dict) -> list:
    """So much firewood delivered in part, and as much again planned."""
    officer, head = people["officer"], people["head"]
    for _number in range(rows):
        line = make_assistance(
            household, "granted", by=officer, head=head, reason="why"
        )
        deliver(line, by=officer, received_by=household.head)
    return [make_assistance(household, by=officer) for _number in range(rows)]


def hand_in_some(request, rows: int, *, by) -> None:
    for line in missing(request)[:rows]:
        paper = Paper(paper_kind=line.paper_kind)
        services.add_paper(request=request, paper=paper, file=scanned("paper"), by=by)


def address(name: str, records: dict) -> str:
    if name.endswith("_list") or name == "home":
        return reverse(name)
    if name == "cases:search":
        return reverse(name) + "?q=family"
    return reverse(name, args=[records[OF_RECORD.get(name, "request")]])


def asked(client, url: str) -> list[str]:
    """The queries of a page; the first look warms what is kept in memory."""
    assert client.get(url).status_code == 200
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    queries = [
        query["sql"] for query in captured if not query["sql"].startswith(NOT_ASKED)
    ]
    contexts = [
        sql for sql in queries if sql.startswith("SELECT set_config('mcr.everything'")
    ]
    # The second restores the context of the test itself.
    return [sql for sql in queries if sql not in contexts[1:]]


def shortened(queries: list[str]) -> str:
    """The queries as a person reads them: their verb and their tables."""
    tables = (re.findall(r'(?:FROM|INTO|UPDATE) "(\w+)"', sql) for sql in queries)
    return "; ".join(
        f"{sql[:6]} {' '.join(found)}"
        for sql, found in zip(queries, tables, strict=True)
    )


@pytest.mark.parametrize(("name", "most"), PAGES.items())
def test_a_page_asks_as_often_for_three_rows_as_for_one(people, client, name, most):
    client.force_login(people["head" if name in OF_THE_HEAD else "officer"])
    one = asked(client, address(name, fill(people, 1)))
    three = asked(client, address(name, fill(people, 3)))
    assert len(one) == len(three), (shortened(one), shortened(three))
    assert len(three) <= most, shortened(three)
