"""An old register is taken over without losing or doubling anybody, and can be taken back as a whole."""

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.factories import municipality
from cases import services
from cases.models import (
    DuplicatePair,
    Household,
    Import,
    ImportRow,
    Member,
    Person,
)
from cases.services import imports, imports_held, imports_running
from cases.tests.merging import edit
from cases.tests.registers import (
    ANA,
    HEAD,
    MILAN,
    as_csv,
    book,
    brought,
    do,
    named,
    people,
    spoil,
    upload,
)
from cases.tests.traces import everything, sums
from core import jobs
from core.models import Job
from people import PEJA


def test_a_household_a_row_is_registered_with_its_head(here, jelena, as_system):
    done = brought(here, jelena, MILAN, ANA)
    assert sums(done)["created"] == 2
    home = Household.objects.get(head=named("Јовић"))
    assert (home.phone, home.place_of_return.name_sq) == ("044 111", "Sevcë")
    assert home.reference.startswith("HH-")
    assert home.members.get().relation == Member.Relation.HEAD
    assert named("Savić").birth_precision == Person.Precision.YEAR
    assert named("Јовић").name_pairs.count() == 1


def test_members_with_one_number_are_one_household(here, jelena, as_system):
    head = ["Familja nr", "Numri i familjes", "Emri", "Mbiemri", "Lidhja"]
    rows = [
        ["", "7", "Zef", "Gashi", "djali"],
        ["", "7", "Pal", "Gashi", "kryefamiljar"],
        ["", "8", "Ana", "Savić", ""],
    ]
    found = upload(as_csv(rows, header=head), at=here, by=jelena)
    assert found.layout == Import.Layout.MEMBER
    do(found, "run", by=jelena)
    home = Household.objects.get(head__given_name="Pal")
    relations = home.members.values_list("person__given_name", "relation")
    assert dict(relations) == {"Zef": "child", "Pal": "head"}
    assert Household.objects.count() == 2


def test_what_the_register_says_anew_is_written_and_taken_back(here, jelena, as_system):
    brought(here, jelena, MILAN, ANA)
    before = Person.objects.values_list("surname", "given_name", "birth_date").order_by(
        "pk"
    )
    before = list(before)
    changed = [*MILAN[:2], "Јовичић", *MILAN[3:4], "044 999", *MILAN[5:]]
    second = brought(here, jelena, changed, ANA)
    assert (sums(second)["updated"], sums(second)["unchanged"]) == (1, 1)
    person = named("Јовичић")
    assert (person.version, person.memberships.get().household.phone) == (2, "044 999")
    do(second, "take_back", by=jelena)
    person = named("Јовић")
    assert (person.version, person.memberships.get().household.phone) == (3, "044 111")
    assert (
        list(
            Person.objects.values_list("surname", "given_name", "birth_date").order_by(
                "pk"
            )
        )
        == before
    )
    assert set(person.name_tokens.values_list("token", flat=True)) == {"milan", "jovic"}


def test_what_was_changed_in_the_portal_is_not_overwritten(here, jelena, as_system):
    brought(here, jelena, MILAN)
    person = named("Јовић")
    person.given_name = "Миланко"
    edit(person)
    assert sums(brought(here, jelena, MILAN))["unchanged"] == 1
    other = brought(here, jelena, ["1", "Милош", *MILAN[2:]])
    assert other.rows.get().problems[0]["code"] == "edited_since"
    person.refresh_from_db()
    assert person.given_name == "Миланко"


@pytest.mark.parametrize(("verdict", "state"), [("", "taken_back"), ("different", "finished")])  # fmt: skip
def test_a_pair_keeps_an_import_only_when_somebody_has_judged_it(
    here, jelena, as_system, verdict, state
):
    done = brought(here, jelena, MILAN, ANA)
    judged = {"decided_by": jelena, "decided_at": timezone.now()} if verdict else {}
    DuplicatePair.objects.create(
        municipality=here,
        person=named("Јовић"),
        other=named("Savić"),
        likelihood=DuplicatePair.Likelihood.LIKELY,
        verdict=verdict,
        **judged,
    )
    do(done, "take_back", by=jelena)
    assert done.state == state
    assert Person.objects.filter(surname="Savić").exists() == bool(verdict)


def test_nothing_is_taken_back_when_somebody_has_worked_on_a_row(
    here, jelena, as_system
):
    done = brought(here, jelena, MILAN, ANA)
    person = named("Savić")
    person.given_name = "Анa"
    edit(person)
    before = everything()
    do(done, "take_back", by=jelena)
    assert done.state == "finished"
    assert done.checked["obstacles"] == [{"line": 3, "code": "changed"}]
    assert everything() == before


def test_nothing_is_taken_back_when_a_household_has_a_request(here, jelena, as_system):
    done = brought(here, jelena, MILAN, ANA)
    kind = apps.get_model("cases.RequestType").objects.first()
    home = Household.objects.get(head=named("Јовић"))
    services.open_request(by=jelena, household=home, request_type=kind)
    do(done, "take_back", by=jelena)
    assert done.checked["obstacles"] == [{"line": 2, "code": "used"}]
    assert Person.objects.count() == 2


def test_a_household_that_somebody_joined_is_not_taken_back(here, jelena, as_system):
    done = brought(here, jelena, MILAN)
    home = Household.objects.get()
    child = Person(given_name="Vuk", surname="Јовић")
    services.add_member(household=home, person=child, relation="child")
    do(done, "take_back", by=jelena)
    assert done.checked["obstacles"] == [{"line": 2, "code": "used"}]
    assert Person.objects.count() == 2


def test_a_worker_that_dies_goes_on_where_it_stopped(
    here, jelena, as_system, monkeypatch
):
    monkeypatch.setattr(imports_running, "PORTION", 40)
    content = as_csv(spoil(people(200)))
    whole = upload(content, at=here, by=jelena, source="Whole")
    do(whole, "check", by=jelena)
    found = upload(content, at=here, by=jelena, source="Whole")
    portions, write = [], imports_running.write

    def dies(**details):
        portions.append(1)
        if len(portions) == 3:
            raise SystemError("killed")
        return write(**details)

    monkeypatch.setattr(imports_running, "write", dies)
    job = imports_running.ask_for(register=found, step="run", by=jelena)
    with pytest.raises(SystemError):
        jobs.perform(job.pk)
    found.refresh_from_db()
    assert (found.state, found.rows.count()) == ("running", 80)
    jobs.perform(job.pk)
    found.refresh_from_db()
    assert found.state == "finished"
    assert sums(found) == {n: whole.checked["counts"].get(n, 0) for n in sums(found)}
    assert found.rows.count() == 200
    assert Person.objects.count() == found.created


def test_an_older_run_writes_nothing_once_a_newer_has_begun(
    here, jelena, as_system, monkeypatch
):
    found = upload(book(MILAN), at=here, by=jelena)
    job = imports_running.ask_for(register=found, step="run", by=jelena)
    decide = imports_running.decide_portion

    def overtaken(*details):
        Job.objects.filter(pk=job.pk).update(fence=99)
        return decide(*details)

    monkeypatch.setattr(imports_running, "decide_portion", overtaken)
    jobs.perform(job.pk)
    assert not ImportRow.objects.exists()
    assert not Person.objects.exists()


def test_a_half_done_import_can_be_taken_back(here, jelena, as_system, monkeypatch):
    monkeypatch.setattr(imports_running, "PORTION", 1)
    before = everything()
    found = upload(book(MILAN, ANA), at=here, by=jelena)
    job = imports_running.ask_for(register=found, step="run", by=jelena)
    hold = imports_running._hold_fence

    def stopped(run):
        jobs.cancel(job)
        hold(run)

    monkeypatch.setattr(imports_running, "_hold_fence", stopped)
    jobs.perform(job.pk)
    monkeypatch.setattr(imports_running, "_hold_fence", hold)
    assert ImportRow.objects.count() == 1
    do(found, "take_back", by=jelena)
    assert (found.state, found.rows_in) == ("taken_back", 1)
    assert everything() == before


TWIN = ["9", "Milan", "Jović", "03.05.1963", "", ""]


def test_somebody_who_may_be_registered_already_is_held(here, jelena, as_system):
    brought(here, jelena, MILAN)
    second = brought(here, jelena, TWIN, source="Another book")
    assert sums(second)["held"] == 1
    held = second.rows.get()
    assert imports_held.candidates(held) == [named("Јовић")]
    imports_held.decide_held(row=held, by=jelena, person=named("Јовић"))
    second.refresh_from_db()
    assert (sums(second)["held"], sums(second)["unchanged"]) == (0, 1)
    third = brought(here, jelena, TWIN, source="Another book")
    assert sums(third)["unchanged"] == 1
    assert Person.objects.count() == 1


def test_a_held_row_may_be_somebody_new_and_goes_with_its_import(
    here, jelena, as_system
):
    brought(here, jelena, MILAN)
    before = everything()
    second = brought(here, jelena, TWIN, source="Another book")
    held = imports_held.decide_held(row=second.rows.get(), by=jelena, person=None)
    second.refresh_from_db()
    assert (held.outcome, sums(second)["created"]) == ("created", 1)
    with pytest.raises(ValidationError, match="decided already"):
        imports_held.decide_held(row=held, by=jelena, person=None)
    do(second, "take_back", by=jelena)
    assert second.state == "taken_back"
    assert everything() == before


@pytest.mark.parametrize(
    ("other", "outcome"),
    [
        (["9", "Milan", "Jović", "5.3.1963", "", ""], "held"),
        (["9", "Јовић", "Милан", "1963", "", ""], "held"),
        (["9", "Milan", "Jović", "3.5.1964", "", ""], "held"),
        (["9", "Milan", "Jović", "", "", ""], "held"),
        (["9", "Milam", "Joviq", "3.5.1963", "", ""], "held"),
        (["9", "Мића", "Јовић", "3.5.1963", "", ""], "held"),
        (["9", "Milan", "Jović", "20.11.1963", "", ""], "created"),
        (["9", "Milan", "Savić", "3.5.1971", "", ""], "created"),
        (["9", "Dragan", "Jović", "3.5.1963", "", ""], "created"),
    ],
)
def test_who_is_held_as_a_possible_duplicate(here, jelena, as_system, other, outcome):
    """The portal's own rule, for two rows of one file as for somebody registered already."""
    done = brought(here, jelena, MILAN, other)
    assert done.rows.get(line=3).outcome == outcome
    again = brought(here, jelena, other, source="Another book")
    assert again.rows.get().outcome == "held"
    do(again, "take_back", by=jelena)
    do(done, "take_back", by=jelena)
    brought(here, jelena, MILAN)
    assert brought(here, jelena, other, source="Other").rows.get().outcome == outcome


def test_the_same_number_twice_in_one_file_is_rejected_once(here, jelena, as_system):
    done = brought(here, jelena, MILAN, ["1", *ANA[1:]])
    assert sums(done)["rejected"] == 1
    assert done.rows.get(line=3).problems[0] == {
        "code": "repeated_number", "column": None, "value": "2",
    }  # fmt: skip


def test_without_numbers_the_same_file_changes_nothing(here, jelena, as_system):
    rows = [row[1:] for row in (MILAN, ANA)]
    for outcome in ("created", "unchanged"):
        found = upload(as_csv(rows, header=HEAD[1:]), at=here, by=jelena)
        do(found, "run", by=jelena)
        assert sums(found)[outcome] == 2


def test_another_municipality_has_numbers_and_persons_of_its_own(
    here, jelena, arta, as_system
):
    brought(here, jelena, MILAN)
    peja = municipality(PEJA)
    row = [*MILAN[:5], "Vitomirica"]
    other = brought(peja, arta, row)
    assert sums(other)["created"] == 1
    assert Person.objects.filter(surname="Јовић").count() == 2
    assert other.rows.get().problems == []


def test_the_columns_of_a_register_are_remembered(here, jelena, as_system):
    first = upload(book(MILAN), at=here, by=jelena)
    wanted = {1: "surname", 2: "given_name"}
    imports.map_columns(
        register=first, mapping=wanted, date_order="mdy", layout="person"
    )
    assert upload(book(ANA), at=here, by=jelena).columns == wanted
    elsewhere = upload(book(ANA), at=municipality(PEJA), by=jelena)
    assert elsewhere.columns[1] == "given_name"
