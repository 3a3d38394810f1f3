"""The register of buildings: who keeps it, who sees it, and what the database refuses."""

import pytest

from accounts.factories import make_user
from accounts.roles import Role
from core.models import Settlement
from core.scoping import system
from housing.factories import make_building
from housing.models import Building, Unit
from people import browser_of, new_token

STRPCE, PEJA = "23", "17"


@pytest.fixture
def fatmir(db):
    """The housing officer of the ministry."""
    with system():
        return make_user("Fatmir", Role.HOUSING_OFFICER)


@pytest.fixture
def building(fatmir):
    with system():
        village = Settlement.objects.filter(municipality__code=STRPCE).first()
        return make_building(village, by=fatmir, name="Blloku A")


def dwelling(**typed):
    return {
        "number": "9",
        "bedrooms": "2",
        "area": "62",
        "floor": "1",
        "state": Unit.State.PLANNED,
        "form_token": new_token(),
    } | typed


def test_a_building_belongs_to_the_municipality_of_its_place(fatmir):
    with system():
        village = Settlement.objects.filter(municipality__code=PEJA).first()
    typed = {"name": "Kulla 1", "settlement": village.pk, "owner": "Komuna e Pejës"}
    answer = browser_of(fatmir).post(
        "/housing/add/", typed | {"form_token": new_token()}
    )
    assert answer.status_code == 302
    with system():
        assert Building.objects.get(name="Kulla 1").municipality.code == PEJA


def test_a_dwelling_is_added_once_per_number(fatmir, building):
    page = f"/housing/{building.pk}/dwellings/add/"
    assert browser_of(fatmir).post(page, dwelling()).status_code == 302
    again = browser_of(fatmir, language="sq").post(page, dwelling())
    assert again.status_code == 422
    with system():
        assert building.units.filter(number="9").count() == 1


def test_officers_see_the_buildings_of_their_own_municipality_only(building):
    with system():
        here = make_user("Jelena", Role.OFFICER, at=STRPCE)
        elsewhere = make_user("Arta", Role.OFFICER, at=PEJA)
    assert "Blloku A" in browser_of(here).get("/housing/").content.decode()
    assert "Blloku A" not in browser_of(elsewhere).get("/housing/").content.decode()
    assert browser_of(elsewhere).get(f"/housing/{building.pk}/").status_code == 404


def test_officers_see_but_do_not_keep_the_register(building):
    with system():
        jelena = make_user("Jelena", Role.OFFICER, at=STRPCE)
    assert browser_of(jelena).get("/housing/add/").status_code == 403


def test_places_are_offered_municipality_by_municipality(fatmir):
    with system():
        village = Settlement.objects.filter(municipality__code=PEJA).first()
    page = f"/housing/add/?around={village.municipality_id}"
    offered = browser_of(fatmir).get(page).context["form"].fields["settlement"].choices
    assert village.pk in dict(offered)
    assert len(offered) < 200
