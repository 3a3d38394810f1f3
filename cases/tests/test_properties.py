"""The property thread at the desk: what is entered, what is refused and why, and who sees it."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from cases import services, subject_access
from cases.factories import make_property, make_subject_request
from cases.models import (
    ClaimBody,
    CoOwner,
    Property,
    PropertyClaim,
    PropertyEvent,
)
from cases.property_state import state_of
from cases.services import imports_undoing
from cases.tests.merging import differences, everything, merge, undo
from cases.tests.registers import as_csv, do, upload
from core.models import AuditEntry, Document, ReadEntry, Settlement
from core.scoping import system
from core.tests import files
from people import GJILAN, PEJA, STRPCE, browser_of, complaints, municipality, new_token

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_file(register):
    return register()


@pytest.fixture
def home(request_file, jelena):
    """A house that was occupied in 1999 and vacated in 2004, half of it a brother's."""
    with system():
        return make_property(request_file.household, by=jelena, parcel_number="112/4")


def typed(**answers):
    return {"form_token": new_token(), "form_version": "1"} | answers


def described(household, **answers):
    """What an officer types about a property."""
    return typed(
        kind="house", located_in=household.municipality_id, settlement=household.place_of_return_id,
        cadastral_zone="Беревце", parcel_number="77-3", relation="owner", title="possession_list",
        probate="not_needed", attorney_state="not_needed",
    ) | answers  # fmt: skip


def happened(kind, day, **answers):
    return typed(kind=kind, happened_on=day, precision="day", source="Police") | answers


def part(home, kind):
    with system():
        return getattr(home, kind).get()


# Entering


def test_a_property_is_entered_with_the_paper_that_shows_the_title(office, request_file):  # fmt: skip
    household = request_file.household
    scan = files.upload(files.pdf(), "list.pdf")
    url = f"/households/{household.pk}/properties/add/"
    answer = office.post(url, described(household, file=scan))
    assert answer.status_code == 302
    with system():
        home = Property.objects.get(household=household)
        assert answer.headers["Location"] == home.get_absolute_url()
        assert home.document.record_id == household.pk
    page = office.get(home.get_absolute_url()).content.decode()
    assert "77-3" in page
    assert "list.pdf" in page
    assert str(home) in office.get(household.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"settlement": "", "parcel_number": ""}, "Say where the property lies"),
        ({"probate_court": "Court of Gjilan"}, "say how far these are"),
        ({"probate": "running", "probate_finished_on": "2020-01-01"}, "Only finished"),
        (
            {"probate": "finished", "probate_opened_on": "2020-01-02", "probate_finished_on": "2020-01-01"},
            "not finished before they are opened",
        ),
        ({"probate": "running", "probate_opened_on": "2999-01-01"}, "in the future"),
    ],
)  # fmt: skip
def test_what_cannot_be_of_a_property_is_refused(office, request_file, answers, sentence):  # fmt: skip
    household = request_file.household
    url = f"/households/{household.pk}/properties/add/"
    answer = office.post(url, described(household, **answers))
    assert answer.status_code == 422
    assert any(sentence in each for each in complaints(answer))
    with system():
        assert not Property.objects.exists()


def test_a_settlement_lies_in_the_municipality_beside_it(office, home):
    elsewhere = Settlement.objects.filter(municipality__code=GJILAN).first()
    url = f"/properties/{home.pk}/edit/?around={elsewhere.municipality_id}"
    answer = office.post(url, described(home.household, settlement=elsewhere.pk))
    assert "This place lies in another municipality." in complaints(answer)
    with system(), pytest.raises(IntegrityError), transaction.atomic():
        Property.objects.filter(pk=home.pk).update(settlement=elsewhere)


def test_a_second_editor_sees_what_the_first_saved(office, home):
    url = f"/properties/{home.pk}/edit/"
    assert office.post(url, described(home.household)).status_code == 302
    answer = office.post(url, described(home.household, parcel_number="99"))
    assert answer.status_code == 409
    with system():
        assert Property.objects.get(pk=home.pk).parcel_number == "77-3"


def test_every_change_of_the_title_leaves_a_trace(office, home):
    office.post(f"/properties/{home.pk}/edit/", described(home.household, title="other"))  # fmt: skip
    with system():
        entry = AuditEntry.objects.filter(table_name="cases_property", action="UPDATE").latest("pk")  # fmt: skip
    assert entry.changes["title"] == ["possession_list", "other"]


# Events


def test_the_state_follows_from_the_events(office, home):
    url = f"/properties/{home.pk}/events/add/"
    answer = office.post(url, happened("reoccupied", "2019-03-02", by_whom="unknown"))
    assert answer.status_code == 302
    page = office.get(home.get_absolute_url()).content.decode()
    assert "The property is occupied again" in page


@pytest.mark.parametrize(
    ("kind", "day", "sentence"),
    [
        ("vacated", "2010-01-01", "Vacated on"),
        ("occupied", "2010-01-01", "Occupied on"),
        ("rebuilt", "2010-01-01", "no damage is known before"),
        # Between two events that follow one another there is no room for a third.
        ("evicted", "2002-01-01", "recorded already fits no more"),
        ("evicted", "2002-01-01", "Vacated on"),
    ],
)
def test_an_event_that_cannot_have_happened_then_is_refused(office, home, kind, day, sentence):  # fmt: skip
    answer = office.post(f"/properties/{home.pk}/events/add/", happened(kind, day))
    assert answer.status_code == 422
    assert any(sentence in each for each in complaints(answer))
    with system():
        assert home.propertyevents.count() == 2


def test_a_day_in_the_future_has_not_happened(office, home):
    tomorrow = timezone.localdate() + timedelta(days=1)
    answer = office.post(f"/properties/{home.pk}/events/add/", happened("destroyed", tomorrow))  # fmt: skip
    assert complaints(answer) == ["This day lies in the future."]


def test_an_event_on_which_others_rest_is_not_taken_back_first(office, home):
    with system():
        first = home.propertyevents.get(kind="occupied")
    url = f"/properties/events/{first.pk}/edit/"
    again = happened("occupied", "1999-07-01", taken_back="Another house.")
    answer = office.post(url, again)
    assert any("nobody is known to have occupied" in each for each in complaints(answer))  # fmt: skip
    with system():
        last = home.propertyevents.get(kind="vacated")
    gone = happened("vacated", "2004-05-10", taken_back="Another house.")
    assert office.post(f"/properties/events/{last.pk}/edit/", gone).status_code == 302
    assert office.post(url, again | {"form_token": new_token()}).status_code == 302
    with system():
        assert state_of(home.propertyevents.all()).possession == "free"


@settings(max_examples=25, suppress_health_check=list(HealthCheck), deadline=None)
@given(some.permutations(["occupied", "evicted", "reoccupied", "vacated", "destroyed"]))
def test_whatever_the_service_accepts_is_possible(home, jelena, kinds):
    """In any order of entry: what is kept never contradicts itself."""
    with system(), transaction.atomic():
        home.propertyevents.update(taken_back="begin anew")
        for year, kind in enumerate(kinds):
            event = PropertyEvent(
                property=home,
                kind=kind,
                happened_on=date(2000 + year, 1, 1),
                source="x",
            )
            try:
                services.save_event(event=event, by=jelena)
            except ValidationError as refusal:
                assert refusal.messages
        assert state_of(home.propertyevents.all()).problems == []
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    ("kind", "day", "constraint"),
    [
        ("occupied", date(2010, 1, 1), "a_property_is_first_occupied_once"),
        ("vacated", date(2004, 5, 10), "an_event_happens_once_a_day"),
    ],
)
def test_the_database_refuses_what_it_can(home, kind, day, constraint):
    with system(), pytest.raises(IntegrityError, match=constraint), transaction.atomic():  # fmt: skip
        PropertyEvent.objects.create(property=home, kind=kind, happened_on=day, source="x")  # fmt: skip


# Co-owners


def test_shares_are_never_more_than_the_whole(office, home):
    """Half is the brother's: thirds are whole numbers here, not nearly a half."""
    url = f"/properties/{home.pk}/co-owners/add/"
    third = typed(name="Sister", numerator=1, denominator=3, agrees="not_asked")
    assert office.post(url, third).status_code == 302
    too_much = typed(name="Uncle", numerator=2, denominator=6, agrees="not_asked")
    answer = office.post(url, too_much)
    assert "more than the whole property" in complaints(answer)[0]
    rest = typed(name="Uncle", numerator=1, denominator=6, agrees="not_asked")
    assert office.post(url, rest).status_code == 302


def test_the_database_itself_counts_the_shares(home):
    with system(), pytest.raises(IntegrityError, match="shares"), transaction.atomic():
        CoOwner.objects.create(property=home, name="Uncle", numerator=501, denominator=1000)  # fmt: skip


def test_a_share_that_is_not_known_stays_open(office, home):
    url = f"/properties/{home.pk}/co-owners/add/"
    assert office.post(url, typed(name="Aunt", agrees="no")).status_code == 302
    half = typed(name="Uncle", numerator=1, agrees="no")
    assert "written as two numbers" in complaints(office.post(url, half))[0]


def test_a_share_that_was_sold_makes_room(office, home):
    owner = part(home, "coowners")
    sold = typed(name=owner.name, numerator=1, denominator=2, agrees="yes", taken_back="Sold.")  # fmt: skip
    url = f"/properties/co-owners/{owner.pk}/edit/"
    assert office.post(url, sold).status_code == 302
    whole = typed(name="Buyer", numerator=1, denominator=1, agrees="yes")
    url = f"/properties/{home.pk}/co-owners/add/"
    assert office.post(url, whole).status_code == 302


# Claims


def claim(number="DS 300-111", **answers):
    body = ClaimBody.objects.get(code="hpd")
    return typed(body=body.pk, number=number, state="pending") | answers


def test_a_claim_is_known_once_however_its_number_is_written(office, home):
    url = f"/properties/{home.pk}/claims/add/"
    assert office.post(url, claim()).status_code == 302
    answer = office.post(url, claim("ds300111"))
    assert "This claim of this body is entered already" in complaints(answer)[0]


def test_a_claim_of_another_municipality_is_told_to_nobody(office, home, register, arta):  # fmt: skip
    with system():
        other = register(at=PEJA, by=arta)
        make_property(other.household, by=arta)
        PropertyClaim.objects.update(number="DS 300-111", number_key="DS300111")
        PropertyClaim.objects.filter(municipality=home.municipality_id).update(
            number_key="X"
        )
    url = f"/properties/{home.pk}/claims/add/"
    assert office.post(url, claim()).status_code == 302


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"state": "final"}, "A decided claim has an outcome"),
        ({"outcome": "settled"}, "A decided claim has an outcome"),
        (
            {"state": "final", "outcome": "settled", "filed_on": "2007-05-02", "decided_on": "2007-05-01"},
            "not decided before it is filed",
        ),
        ({"number": " - "}, "Write the number of the claim."),
    ],
)  # fmt: skip
def test_what_cannot_be_of_a_claim_is_refused(office, home, answers, sentence):
    answer = office.post(f"/properties/{home.pk}/claims/add/", claim(**answers))
    assert answer.status_code == 422
    assert any(sentence in each for each in complaints(answer))


# Who sees it


def test_the_tab_of_the_request_says_the_rule_and_what_kind_of_rule_it_is(office, request_file, home):  # fmt: skip
    page = office.get(f"/requests/{request_file.pk}/property/").content.decode()
    assert "All co-owners agree." in page
    assert "Working rule, to be confirmed by the ministry" in page


def test_who_reads_only_is_offered_no_form(home, request_file, ana):
    page = browser_of(ana).get(f"/requests/{request_file.pk}/property/").content.decode()  # fmt: skip
    assert "112/4" in page
    assert "/edit/" not in page
    assert "/add/" not in page


def test_opening_a_property_is_a_reading_of_the_family(office, home):
    office.get(home.get_absolute_url())
    with system():
        event = home.propertyevents.first()
    office.get(f"/properties/events/{event.pk}/edit/")
    with system():
        reads = ReadEntry.objects.filter(record_id=home.household_id)
        assert set(reads.values_list("what", flat=True)) >= {
            "cases.property",
            "cases.propertyevent",
        }


# What else it touches


def test_properties_follow_a_merge_and_come_back(twins, jelena):
    kept, dropped = twins
    with system():
        home = make_property(dropped, by=jelena)
    before = everything()
    merged = merge(kept, dropped, jelena)
    with system():
        assert Property.objects.get(pk=home.pk).household_id == kept.pk
    undo(merged, jelena)
    assert differences(before, everything()) == []


def test_an_import_is_not_taken_back_once_its_family_has_a_property(jelena):
    with system():
        here = municipality(STRPCE)
        register = upload(
            as_csv(
                [["1", "7", "Pal", "Gashi", "3.5.1963", "044 111", "kryefamiljar"]],
                header=["Nr", "Numri i familjes", "Emri", "Mbiemri", "Data e lindjes", "Telefoni", "Lidhja"],
            ),
            at=here,
            by=jelena,
        )  # fmt: skip
        do(register, "run", by=jelena)
        household = register.rows.get().household
        assert imports_undoing.obstacles(register) == []
        Property.objects.create(
            household=household, kind="land", located_in=here, parcel_number="1", relation="owner"
        )  # fmt: skip
        assert [each["code"] for each in imports_undoing.obstacles(register)] == ["used"]  # fmt: skip


def test_the_export_tells_of_the_property_and_of_nobody_else(request_file, home, jelena, dragan):  # fmt: skip
    with system():
        home.propertyevents.update(by_whom="CANARYOCCUPANT")
        home.coowners.update(name="CANARYOWNER")
        Property.objects.update(attorney="CANARYATTORNEY", attorney_state="shown")
        right = make_subject_request(request_file, "confirmed", by=jelena, second=dragan)  # fmt: skip
        told = subject_access.collect(right, language="en")
    said = {each["kind"]: each["rows"] for each in told["data"]}
    assert said["cases.property"][0]["parcel_number"] == "112/4"
    assert said["cases.property"][0]["attorney"] == "another person"
    assert [row["kind"] for row in said["cases.propertyevent"]] == ["occupied", "vacated"]  # fmt: skip
    assert len(said["cases.propertyclaim"]) == 1
    assert "CANARY" not in str(told)


def test_the_paper_of_an_event_is_a_paper_of_the_family(office, home):
    scan = files.upload(files.pdf(), "police.pdf")
    answers = happened("reoccupied", "2019-03-02", file=scan, police_report="PR-9")
    office.post(f"/properties/{home.pk}/events/add/", answers)
    with system():
        kept = Document.objects.get(name="police.pdf")
        assert kept.record_id == home.household_id
    assert office.get(f"/documents/{kept.pk}/").getvalue() == files.pdf()
