"""Visits with many families: recorded once, seen in each family's file, and only families of the own office."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from cases.factories import make_visit, scanned
from cases.models import VisitEvent, VisitHousehold
from cases.services import visits
from core import documents
from core.models import Document, Settlement
from core.scoping import system
from people import PEJA, STRPCE, browser_of, complaints, municipality, new_token

TODAY = timezone.localdate


@pytest.fixture
def visit_form(jelena):
    """What an officer types about a visit."""
    place = municipality(STRPCE)
    return {
        "municipality": place.pk,
        "kind": "go_and_see",
        "held_on": TODAY().isoformat(),
        "place": Settlement.objects.filter(municipality=place).first().pk,
        "elsewhere": "",
        "hosts": "Mayor and neighbours",
        "notes": "The houses were seen.",
        "form_token": new_token(),
    }


def events() -> list[VisitEvent]:
    with system():
        return list(VisitEvent.objects.all())


def test_a_visit_is_recorded_with_a_number_and_leads_to_its_families(
    office, visit_form
):
    answer = office.post("/visits/add/", visit_form)
    [event] = events()
    assert event.reference.startswith("VE-")
    assert answer["Location"] == f"/visits/{event.pk}/families/"


def test_many_families_are_found_by_a_word_and_added_at_once(office, register, jelena):
    wanted = [register(surname=f"Петровић{n}", given_name="Ана") for n in range(3)]
    register(surname="Šarčević")
    with system():
        event = make_visit(register().household, by=jelena)
    page = office.get(f"/visits/{event.pk}/families/?whom=ana petrovic")
    offered = page.context["form"].fields["households"].queryset
    keys = {each.household_id for each in wanted}
    assert {each.pk for each in offered} == keys
    office.post(
        f"/visits/{event.pk}/families/?whom=petrovic",
        {"households": sorted(keys), "form_token": new_token()},
    )
    with system():
        assert keys < set(event.households.values_list("household", flat=True))


def test_a_family_of_another_office_is_not_offered_and_not_added(
    office, register, jelena, arta
):
    foreign = register(at=PEJA, by=arta, surname="Foreign")
    with system():
        event = make_visit(register().household, by=jelena)
    page = office.get(f"/visits/{event.pk}/families/")
    assert foreign.household_id not in {
        each.pk for each in page.context["form"].fields["households"].queryset
    }
    answer = office.post(
        f"/visits/{event.pk}/families/",
        {"households": [foreign.household_id], "form_token": new_token()},
    )
    assert answer.status_code == 422
    with system():
        assert event.households.count() == 1


def test_the_database_keeps_a_foreign_family_off_the_list(register, jelena, arta):
    foreign = register(at=PEJA, by=arta)
    with system():
        event = make_visit(register().household, by=jelena)
        line = VisitHousehold(event=event, household=foreign.household)
        with pytest.raises(IntegrityError), transaction.atomic():
            line.save()
            connection.check_constraints()


def test_adding_a_family_twice_changes_nothing(register, jelena):
    family = register().household
    with system():
        event = make_visit(family, by=jelena)
        assert visits.add_families(event=event, households=[family]) == 0
        line = event.households.get()
    assert line.intention == "return"


def test_one_visit_stands_in_every_familys_file(office, register, jelena):
    families = [register(surname=f"Family{n}").household for n in range(2)]
    with system():
        event = make_visit(*families, by=jelena)
    for family in families:
        for page in (f"/households/{family.pk}/", f"/households/{family.pk}/visits/"):
            assert event.get_absolute_url() in office.get(page).content.decode()


def test_an_intention_without_a_day_is_refused_with_a_sentence(
    office, register, jelena
):
    with system():
        event = make_visit(register().household, by=jelena)
        line = event.households.get()
    form = {"intention": "undecided", "said_on": "", "form_token": new_token()}
    answer = office.post(
        f"/visits/families/{line.pk}/", form | {"form_version": line.version}
    )
    assert answer.status_code == 422
    assert "on which day it said so" in " ".join(complaints(answer))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"place": "", "elsewhere": ""}, "Say where the visit was."),
        ({"held_on": "2199-01-01"}, "This day lies in the future."),
        ({"kind": "tour"}, "tour"),
    ],
)
def test_a_visit_that_cannot_be_is_refused(office, visit_form, typed, said):
    answer = office.post("/visits/add/", visit_form | typed)
    assert answer.status_code == 422
    assert said in " ".join(complaints(answer))
    assert events() == []


def test_a_visit_abroad_needs_no_settlement(office, visit_form):
    told = {"place": "", "elsewhere": "Kragujevac", "kind": "go_and_inform"}
    assert office.post("/visits/add/", visit_form | told).status_code == 302
    assert events()[0].title == "Go-and-inform visit, Kragujevac"


def test_an_officer_records_visits_of_the_own_office_only(office, visit_form):
    answer = office.post(
        "/visits/add/", visit_form | {"municipality": municipality(PEJA).pk}
    )
    assert answer.status_code == 422
    assert events() == []


def test_whoever_was_not_there_is_taken_off_the_list(office, register, jelena):
    with system():
        event = make_visit(register().household, by=jelena)
        line = event.households.get()
    office.post(f"/visits/families/{line.pk}/remove/", {"form_token": new_token()})
    with system():
        assert not event.households.exists()


def test_a_photo_hangs_on_the_visit_and_is_given_out_to_its_office(
    office, register, jelena, arta
):
    with system():
        event = make_visit(register().household, by=jelena)
        documents.attach(event, scanned("photo"), by=jelena)
        photo = Document.objects.get(record_id=event.pk)
    shown = office.get(f"/documents/{photo.pk}/")
    assert shown.getvalue() == scanned("photo").content
    assert browser_of(arta).get(f"/documents/{photo.pk}/").status_code == 404


def test_those_who_only_read_record_nothing(ana, visit_form):
    assert browser_of(ana).post("/visits/add/", visit_form).status_code == 403
    assert events() == []


def test_the_list_counts_the_families_of_each_visit(office, register, jelena):
    families = [register(surname=f"Family{n}").household for n in range(3)]
    with system():
        make_visit(*families, by=jelena, held_on=TODAY() - timedelta(days=2))
    page = office.get("/visits/").content.decode()
    assert ">3</td>" in page
