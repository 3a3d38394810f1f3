"""The municipality verifies a request on one page: what the portal sees, what the officer found, who was there."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from cases.factories import (
    fill_worksheet,
    hand_in,
    make_field_visit,
)
from cases.models import Check, FieldVisit, Finding, RequestType
from cases.readers import reads_of_request
from cases.workflow import REQUEST
from cases.worksheet import unanswered
from core import constraints
from core.models import AuditEntry, Document, StatusChange
from core.scoping import system
from core.tests import files
from core.workflow import MovedOn
from people import browser_of, complaints, new_token, rows_kept

TODAY = timezone.localdate()
ALWAYS = {
    Check.IDENTITY,
    Check.DISPLACEMENT,
    Check.HOUSEHOLD,
    Check.DUPLICATES,
    Check.EARLIER_ASSISTANCE,
}
VISIT = {
    "visited_on": "2026-03-02",
    "visited_by": "Jelena",
    "found": "The land is free.",
    "latitude": "42.23104",
    "longitude": "21.02311",
}


@pytest.fixture
def file(request_at):
    return request_at("submitted")


def fill(browser, file, **typed):
    """Save the whole worksheet, everything in order but for what is typed."""
    with system():
        file.refresh_from_db()
    form = {f"result_{about}": "in_order" for about in Check}
    form |= {"form_token": new_token(), "form_version": file.version}
    return browser.post(f"/requests/{file.pk}/verification/edit/", form | typed)


def page_of(file, browser) -> str:
    answer = browser.get(f"/requests/{file.pk}/verification/")
    return " ".join(answer.content.decode().split())


def findings(file) -> dict:
    with system():
        rows = Finding.objects.filter(request=file)
        return {row.about: (row.result, row.note) for row in rows}


# The page


def test_the_whole_worksheet_is_saved_at_once(office, file, jelena):
    typed = {"result_title": "not_in_order", "note_title": "The list is of 1985."}
    assert fill(office, file, **typed).status_code == 302
    with system():
        rows = Finding.objects.filter(request=file)
        assert {row.about for row in rows} == set(Check)
        assert {(row.found_by, row.found_on) for row in rows} == {(jelena, TODAY)}
    page = page_of(file, office)
    assert "The list is of 1985." in page
    assert "not in order" in page
    assert f"Jelena, {TODAY:%d.%m.%Y}" in page


def test_lines_may_stay_open(office, file):
    fill(office, file, result_household="", note_household="Ask the uncle.")
    assert findings(file)["household"] == ("", "Ask the uncle.")
    with system():
        assert unanswered(file) == [Check.HOUSEHOLD]


@pytest.mark.parametrize("result", ["not_in_order", "not_needed"])
def test_what_is_not_in_order_or_not_needed_says_why(office, file, result):
    before = rows_kept()
    answer = fill(office, file, result_identity=result)
    assert answer.status_code == 422
    assert "Say what is not in order, or why it is not needed." in complaints(answer)
    assert rows_kept() == before
    assert findings(file) == {}


def test_a_line_that_stays_as_it_was_keeps_its_author(office, file, jelena, dragan):
    fill(office, file)
    head = browser_of(dragan)
    fill(head, file, result_title="not_in_order", note_title="Pale.")
    with system():
        by = dict(
            Finding.objects.filter(request=file).values_list(
                "about", "found_by__full_name"
            )
        )
    assert by == dict.fromkeys(Check, "Jelena") | {"title": "Dragan"}


def test_what_was_found_before_is_history(office, file):
    fill(office, file, result_title="not_in_order", note_title="Pale.")
    fill(office, file)
    with system():
        row = Finding.objects.get(request=file, about="title")
        told = AuditEntry.objects.filter(
            table_name="cases_finding", row_id=str(row.pk), action="UPDATE"
        )
        assert [entry.changes["result"] for entry in told] == [
            ["not_in_order", "in_order"]
        ]


def test_the_form_shows_what_was_found(office, file):
    fill(office, file, result_title="not_in_order", note_title="Pale.")
    answer = office.get(f"/requests/{file.pk}/verification/edit/")
    form = answer.context["form"]
    assert form["result_title"].value() == "not_in_order"
    assert "Pale." in answer.content.decode()


def test_a_second_officer_sees_the_difference_and_overwrites_nothing(office, file):
    old = file.version
    fill(office, file)
    answer = fill(
        office,
        file,
        form_version=old,
        result_title="not_in_order",
        note_title="Pale.",
    )
    assert answer.status_code == 409
    rows = answer.context["conflict"]["rows"]
    assert ("in order", "not in order") in {(r["theirs"], r["yours"]) for r in rows}
    assert findings(file)["title"] == ("in_order", "")


@pytest.mark.parametrize("result", ["fine", "IN_ORDER", "\0"])
def test_an_unknown_finding_is_refused(office, file, result):
    assert fill(office, file, result_title=result).status_code == 422


# The step


def test_mandatory_lines_are_asked_before_a_file_is_verified(file, jelena):
    with system():
        hand_in(file, by=jelena)
        with pytest.raises(ValidationError, match="have no finding yet"):
            REQUEST.apply(file, "verify", by=jelena)
        rest = {each.value: ("", "") for each in (Check.FIELD_VISIT,)}
        fill_worksheet(file, by=jelena, **rest)
        assert REQUEST.apply(file, "verify", by=jelena).status == "verified"


@pytest.mark.parametrize("about", sorted([*ALWAYS, Check.TITLE]))
def test_each_mandatory_line_is_needed(file, jelena, about):
    with system():
        hand_in(file, by=jelena)
        fill_worksheet(file, by=jelena, **{about.value: ("", "")})
        with pytest.raises(ValidationError, match="have no finding yet"):
            REQUEST.apply(file, "verify", by=jelena)


@pytest.mark.parametrize("kind", ["house", "material", "financial_aid", "monitoring"])
def test_the_title_is_asked_where_the_kind_needs_a_property(register, kind):
    file = register(request_type=kind)
    with system():
        needs = RequestType.objects.get(code=kind).needs_property
        assert set(unanswered(file)) == ALWAYS | ({Check.TITLE} if needs else set())


def test_a_finding_against_the_family_goes_to_the_commission(file, jelena):
    """The municipality verifies; it does not decide."""
    with system():
        hand_in(file, by=jelena)
        against = {"earlier_assistance": ("not_in_order", "A house in 2009.")}
        fill_worksheet(file, by=jelena, **against)
        assert REQUEST.apply(file, "verify", by=jelena).status == "verified"


def test_the_card_leads_to_the_worksheet_and_then_to_the_step(office, file, jelena):
    with system():
        hand_in(file, by=jelena)
    page = page_of(file, office)
    assert f'href="/requests/{file.pk}/verification/edit/"' in page
    assert f'href="/requests/{file.pk}/step/verify/"' not in page
    fill(office, file)
    assert f'href="/requests/{file.pk}/step/verify/"' in page_of(file, office)


def test_after_verification_the_findings_stay_as_they_are(office, request_at, jelena):
    file = request_at("verified")
    assert fill(office, file).status_code == 403
    with system():
        with pytest.raises(MovedOn):
            fill_worksheet(file, by=jelena, title=("", ""))
        with pytest.raises(MovedOn):
            make_field_visit(file, by=jelena, photos=())
        rows = Finding.objects.filter(request=file)
        for change in ({"result": ""}, {"note": "x"}, {"found_by": None}):
            with pytest.raises(IntegrityError) as refused, transaction.atomic():
                rows.update(**change)
            assert "The file has gone on" in constraints.sentence_for(refused.value)
        one = rows.first()
        one.pk, one.about = None, "else"
        with pytest.raises(IntegrityError), transaction.atomic():
            one.save()
        # Where the file belongs may still change.
        assert rows.update(municipality=file.municipality)
        assert StatusChange.objects.filter(
            record_id=file.pk, transition="verify"
        ).exists()


# Field visits


def test_a_visit_is_written_down_with_the_worksheet(office, file, jelena):
    photos = [
        files.upload(files.photo_with_place(), "IMG_1.jpg"),
        files.upload(files.picture("PNG"), "roof.png"),
    ]
    answer = fill(office, file, **VISIT, photos=photos)
    assert answer.status_code == 302
    with system():
        visit = FieldVisit.objects.get(request=file)
        assert (visit.created_by, visit.point) == (jelena, "42.23104, 21.02311")
        kept = list(Document.objects.filter(record_id=visit.pk))
        assert [each.name for each in kept] == ["IMG_1.jpg", "roof.png"]
        # Drawn again: where the phone was is not in the file any more.
        with kept[0].file.open() as photo:
            assert files.GPS_MARK.encode() not in photo.read()
    page = page_of(file, office)
    assert "The land is free." in page
    assert "42.23104, 21.02311" in page
    assert "written down here: 1" in page
    download = office.get(f"/documents/{kept[0].pk}/")
    assert b"".join(download.streaming_content)


def test_without_a_word_about_a_visit_none_is_written_down(office, file):
    fill(office, file)
    with system():
        assert not FieldVisit.objects.exists()


WRONG = {
    "only who": ({"visited_on": "", "found": ""}, {"visited_on", "found"}),
    "tomorrow": (
        {"visited_on": (TODAY + timedelta(days=1)).isoformat()},
        {"visited_on"},
    ),
    "before the war": ({"visited_on": "1998-01-01"}, {"__all__"}),
    "half a point": ({"longitude": ""}, {"__all__"}),
    "a point in Serbia": ({"latitude": "44.81", "longitude": "20.46"}, {"__all__"}),
    "degrees turned round": (
        {"latitude": "21.02311", "longitude": "42.23104"},
        {"__all__"},
    ),
    "no number": ({"latitude": "north"}, {"latitude"}),
}


@pytest.mark.parametrize("what", WRONG)
def test_a_visit_that_cannot_be_is_refused_and_nothing_is_saved(office, file, what):
    typed, wrong = WRONG[what]
    answer = fill(office, file, **VISIT | typed)
    assert answer.status_code == 422
    assert complaints(answer)
    assert set(answer.context["form"].errors) == wrong
    assert findings(file) == {}


def test_a_photo_is_a_picture(office, file):
    photo = files.upload(files.pdf(), "photo.pdf")
    answer = fill(office, file, **VISIT, photos=[photo])
    assert answer.status_code == 422
    assert "Attach photos as JPEG, PNG or WebP." in complaints(answer)
    with system():
        assert not Document.objects.exists()


@pytest.mark.parametrize(
    ("rule", "change"),
    [
        ("point_has_both_degrees", {"latitude": None}),
        ("point_lies_in_kosovo", {"latitude": 44}),
        ("point_lies_in_kosovo", {"longitude": 19.9}),
        ("field_visit_since_the_war", {"visited_on": date(1998, 1, 1)}),
    ],
)
def test_the_database_refuses_what_cannot_be(register, jelena, rule, change):
    with system():
        visit = make_field_visit(register(), by=jelena, photos=())
        rows = FieldVisit.objects.filter(pk=visit.pk)
        with pytest.raises(IntegrityError, match=rule), transaction.atomic():
            rows.update(**change)


def test_a_visit_is_put_right_and_gets_more_photos(office, register, jelena):
    with system():
        visit = make_field_visit(register(), by=jelena)
    url = f"/field-visits/{visit.pk}/edit/"
    typed = VISIT | {"form_token": new_token(), "form_version": visit.version}
    typed |= {"found": "Somebody lives there.", "photos": []}
    typed["photos"] = [files.upload(files.picture("PNG"), "more.png")]
    assert office.post(url, typed).status_code == 302
    with system():
        visit.refresh_from_db()
        assert visit.found == "Somebody lives there."
        assert Document.objects.filter(record_id=visit.pk).count() == 2
    assert office.post(url, typed | {"form_token": new_token()}).status_code == 409


# Who may


def test_the_worksheet_of_another_office_is_not_there(file, arta):
    browser = browser_of(arta)
    for page in ("", "edit/"):
        answer = browser.get(f"/requests/{file.pk}/verification/{page}")
        assert answer.status_code == 404


def test_the_commission_and_the_ministry_read_and_do_not_write(file, ana, mirjeta):
    for person in (ana, mirjeta):
        browser = browser_of(person)
        assert "Verification worksheet" in page_of(file, browser)
        answer = browser.get(f"/requests/{file.pk}/verification/edit/")
        assert answer.status_code == 403


def test_who_opened_the_photos_is_known(office, file, jelena):
    with system():
        visit = make_field_visit(file, by=jelena)
        photo = Document.objects.get(record_id=visit.pk)
    office.get(f"/documents/{photo.pk}/").getvalue()
    with system():
        assert visit.pk in reads_of_request(file).values_list("record_id", flat=True)
