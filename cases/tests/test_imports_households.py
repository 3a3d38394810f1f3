"""Into which household a register puts a person, who leads it, and how many the register counts in it."""

import pytest

from cases.models import Household, Import, Member, Person
from cases.services import imports_running
from cases.services.imports import map_columns
from cases.services.names import index_names
from cases.tests.registers import as_csv, do, upload
from cases.tests.traces import everything, sums
from people import browser_of

pytestmark = pytest.mark.usefixtures("as_system")


def bring(here, by, header, *rows, layout="", **details):
    found = upload(as_csv(rows, header=header), at=here, by=by, **details)
    if layout:
        map_columns(
            register=found, mapping=found.columns, date_order="dmy", layout=layout
        )
    do(found, "run", by=by)
    assert found.state == "finished"
    return found


def test_who_stands_alone_in_a_register_is_the_head_of_an_own_household(here, jelena):
    office = browser_of(jelena)
    before = everything()
    head = ["Emri", "Mbiemri", "Telefoni"]
    rows = [["Zef", "Gashi", "044 111"], ["Ana", "Savić", "044 222"]]
    done = bring(here, jelena, head, *rows, layout=Import.Layout.PERSON)
    assert sums(done)["created"] == 2
    homes = Household.objects.order_by("pk").values_list("head__surname", "phone")
    assert list(homes) == [("Gashi", "044 111"), ("Savić", "044 222")]
    assert set(Member.objects.values_list("relation", flat=True)) == {"head"}
    home = Household.objects.get(head__surname="Savić")
    page = office.get("/search/", {"q": "Savić Ana"}).content.decode()
    assert home.get_absolute_url() in page
    assert office.get(home.get_absolute_url()).status_code == 200
    do(done, "take_back", by=jelena)
    assert everything() == before


FAMILY = ["Nr", "Numri i familjes", "Emri", "Mbiemri", "Lidhja"]
ZEF = ["1", "7", "Zef", "Gashi", "djali"]
ANA = ["2", "7", "Ana", "Gashi", "bashkëshortja"]
PAL = ["3", "7", "Pal", "Gashi", "kryefamiljar"]


def relations() -> dict[str, str]:
    return dict(Member.objects.values_list("person__given_name", "relation"))


def test_the_head_named_in_a_later_portion_leads(here, jelena, monkeypatch):
    monkeypatch.setattr(imports_running, "PORTION", 1)
    before = everything()
    done = bring(here, jelena, FAMILY, ZEF, ANA, PAL)
    home = Household.objects.get()
    assert home.head.given_name == "Pal"
    assert relations() == {"Zef": "child", "Ana": "spouse", "Pal": "head"}
    do(done, "take_back", by=jelena)
    assert (done.state, everything()) == ("taken_back", before)


def test_a_head_who_was_named_stays_and_so_does_one_of_an_earlier_import(
    here, jelena, monkeypatch
):
    monkeypatch.setattr(imports_running, "PORTION", 1)
    second = ["4", "7", "Gjon", "Gashi", "kryefamiljar"]
    bring(here, jelena, FAMILY, PAL, second)
    assert relations() == {"Pal": "head", "Gjon": "other"}
    bring(here, jelena, FAMILY, ["5", "8", "Lek", "Gashi", "djali"])
    bring(here, jelena, FAMILY, ["6", "8", "Nika", "Gashi", "kryefamiljar"])
    assert relations()["Lek"] == "head"


@pytest.mark.parametrize(
    ("stated", "warned"), [("1", False), ("5", True), ("5 anëtarë", True)]
)
def test_the_members_a_register_states_are_shown_beside_those_recorded(
    here, jelena, stated, warned
):
    head = ["Nr", "Kryefamiljari", "Numri i anëtarëve", "Telefoni"]
    done = bring(here, jelena, head, ["1", "Zef Gashi", stated, "044 111"])
    assert done.columns[2] == "members"
    page = browser_of(jelena).get(Household.objects.get().get_absolute_url())
    text = page.content.decode()
    assert f"Members stated by the register “Old book”: {stated[0]}" in text
    assert ("1 is recorded here" in text) == warned
    again = bring(here, jelena, head, ["1", "Zef Gashi", stated, "044 111"])
    assert sums(again)["unchanged"] == 1
    more = bring(here, jelena, head, ["1", "Zef Gashi", "6", "044 111"])
    assert sums(more)["updated"] == 1


def test_what_is_no_number_of_members_is_a_problem_beside_its_cell(here, jelena):
    head = ["Nr", "Kryefamiljari", "Numri i anëtarëve"]
    done = bring(here, jelena, head, ["1", "Zef Gashi", "shumë"])
    assert done.rows.get().problems == [
        {"code": "members_unreadable", "column": 2, "value": "shumë"}
    ]


def test_a_person_found_without_a_household_has_a_page_for_who_may_change_it(
    here, jelena, ana
):
    person = Person.objects.create(municipality=here, given_name="Vuk", surname="Savić")
    index_names([person])
    link = f'href="/persons/{person.pk}/edit/"'
    found = {
        user: browser_of(user).get("/search/", {"q": "Savić Vuk"}).content.decode()
        for user in (jelena, ana)
    }
    assert all("Savić, Vuk" in page for page in found.values())
    assert [link in page for page in found.values()] == [True, False]
    assert browser_of(jelena).get(f"/persons/{person.pk}/edit/").status_code == 200
