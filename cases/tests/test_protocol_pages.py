"""The protocol book on its pages: acts that come in, their files, cancelled lines, the book on paper and as a sheet."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pypdf import PdfReader
from python_calamine import load_workbook

from accounts.roles import Role
from core import letters
from core.models import ProtocolEntry, ReadEntry
from core.scoping import system
from people import account, browser_of, complaints, new_token


@pytest.fixture
def act(scan):
    """What a clerk types when an answer of an institution comes by post."""

    def typed(**change):
        return {
            "act": "answer",
            "correspondent": "AKKVP",
            "subject": "Parcel",
            "classification": "07-12",
            "scan": SimpleUploadedFile("answer.png", scan.content, "image/png"),
            "form_token": new_token(),
        } | change

    return typed


@pytest.fixture
def enter(office, act):
    def entered(browser=office, **change):
        return browser.post(reverse("cases:protocol_enter"), act(**change))

    return entered


def newest():
    with system():
        return ProtocolEntry.objects.order_by("-id").first()


def test_an_act_is_entered_for_a_file_and_stands_on_its_page(office, register, enter):
    file = register()
    answer = enter(file_number=file.reference.lower())
    entry = newest()
    assert answer.headers["Location"] == f"/protocol/{entry.pk}/"
    assert (entry.record_id, entry.municipality_id) == (file.pk, file.municipality_id)
    page = office.get(reverse("cases:request_letters", args=[file.pk]))
    assert entry.reference in page.content.decode()
    scan = office.get(reverse("cases:protocol_scan", args=[entry.pk]))
    assert b"".join(scan.streaming_content).startswith(b"\x89PNG")
    assert "attachment" in scan.headers["Content-Disposition"]


def test_an_act_without_a_file_is_put_to_one_later(office, register, enter):
    enter()
    entry = newest()
    loose = office.get(reverse("cases:protocol_list"), {"state": "loose"})
    assert entry.reference in loose.content.decode()
    file, attach = register(), reverse("cases:protocol_attach", args=[entry.pk])
    missing = office.post(
        attach, {"file_number": "RR-1999-000001", "form_token": new_token()}
    )
    assert "There is no file with this number." in complaints(missing)
    answers = {"file_number": file.reference, "form_token": new_token()}
    assert office.post(attach, answers).status_code == 302
    assert newest().record_id == file.pk
    again = office.post(attach, answers | {"form_token": new_token()})
    assert "This act already belongs to a file." in complaints(again)


def test_a_foreign_file_answers_as_a_missing_one(enter, register, arta):
    foreign = register(at="17", by=arta)
    answers = [
        complaints(enter(file_number=number))
        for number in (foreign.reference, "RR-1999-000001")
    ]
    assert answers[0] == answers[1] == ["There is no file with this number."]


@pytest.mark.parametrize(
    "change",
    [
        {"act": ""},
        {"correspondent": ""},
        {"subject": ""},
        {"scan": ""},
        {"dated_on": "2999-01-01"},
        {"classification": "07 12"},
    ],
)
def test_an_act_that_says_too_little_gets_no_number(enter, change):
    refused = enter(**change)
    assert refused.status_code == 422
    assert complaints(refused)
    assert newest() is None
    enter()
    assert newest().number == 1


def test_a_wrong_line_is_cancelled_by_the_head_and_stays(office, dragan, enter):
    enter()
    entry = newest()
    address = reverse("cases:protocol_cancel", args=[entry.pk])
    assert office.get(address).status_code == 403
    head = browser_of(dragan)
    answers = {"reason": "Entered twice.", "form_token": new_token()}
    assert head.post(address, answers).status_code == 302
    page = office.get(reverse("cases:protocol_detail", args=[entry.pk]))
    assert "Entered twice." in page.content.decode()
    assert "cancelled" in office.get(reverse("cases:protocol_list")).content.decode()


def test_the_ministry_has_a_book_of_its_own(enter, luan, request_at, office):
    request_at("approved")
    ministry = browser_of(luan)
    enter(browser=ministry)
    entry = newest()
    assert (entry.municipality_id, entry.number) == (None, 2)
    detail = reverse("cases:protocol_detail", args=[entry.pk])
    assert ministry.get(detail).status_code == 200
    assert office.get(detail).status_code == 404
    listed = ministry.get(reverse("cases:protocol_list"), {"office": "ministry"})
    assert re.findall(r">(\d/\d{4})<", listed.content.decode()) == [
        entry.reference,
        f"1/{entry.year}",
    ]


def test_who_works_for_two_offices_says_whose_book(db, act):
    both = account("Both", Role.OFFICER, at="23")
    with system():
        from_peja = account("Other", Role.OFFICER, at="17")
        both.appointments.create(
            role=Role.OFFICER,
            municipality=from_peja.appointments.get().municipality,
            valid_from=both.appointments.get().valid_from,
        )
    browser, address = browser_of(both), reverse("cases:protocol_enter")
    assert browser.post(address, act()).status_code == 422
    place = from_peja.appointments.get().municipality
    assert browser.post(address, act(office=place.pk)).status_code == 302
    assert newest().municipality_id == place.pk


def test_the_book_is_printed_in_the_order_of_its_numbers(office, request_at, enter):
    file = request_at("approved", given_name="Mila", surname="Živković")
    enter(file_number=file.reference)
    year = newest().year
    answer = office.get(reverse("cases:protocol_pdf"), {"year": year})
    pages = PdfReader(io.BytesIO(b"".join(answer.streaming_content))).pages
    text = " ".join("\n".join(page.extract_text() for page in pages).split())
    assert text.index(f"1/{year}") < text.index(f"2/{year}")
    for word in ("Protocol book", "Mila Živković", "AKKVP", "Parcel", "07-12"):
        assert word in text


def test_a_book_too_long_for_paper_is_answered_with_a_sentence(
    office, enter, monkeypatch
):
    enter()
    monkeypatch.setattr(letters, "MAX_TABLE_CELLS", 1)
    answer = office.get(reverse("cases:protocol_pdf"), follow=True)
    assert "too long for paper" in answer.content.decode()
    sheet = office.get(reverse("cases:protocol_xlsx"))
    assert b"".join(sheet.streaming_content).startswith(b"PK")


def test_taking_the_book_along_is_written_down(office, jelena, enter):
    enter()
    answer = office.get(reverse("cases:protocol_xlsx"))
    b"".join(answer.streaming_content)
    with system():
        read = ReadEntry.objects.filter(what="core.protocolentry", row_id="").get()
    assert read.user_id == jelena.pk


def test_the_sheet_holds_what_the_filter_keeps(office, request_at, enter, dragan):
    request_at("submitted", given_name="Mila", surname="Živković")
    enter()
    entry = newest()
    browser_of(dragan).post(
        reverse("cases:protocol_cancel", args=[entry.pk]),
        {"reason": "=Twice", "form_token": new_token()},
    )
    answer = office.get(reverse("cases:protocol_xlsx"), {"direction": "incoming"})
    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    rows = book.get_sheet_by_index(0).to_python()
    assert rows[0][0] == "Number"
    assert [row[0] for row in rows[1:]] == [entry.reference]
    assert rows[1][-1] == "cancelled: =Twice"
    assert rows[1][2] == "incoming"


def test_a_member_of_the_commission_does_not_see_the_book(ana, agron):
    for person in (ana, agron):
        browser = browser_of(person)
        for page in ("protocol_list", "protocol_pdf", "protocol_enter"):
            assert browser.get(reverse(f"cases:{page}")).status_code == 403
