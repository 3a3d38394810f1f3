"""A family changes its office as a whole: derived from what the tables declare, so that a new table is covered by itself."""

from collections import defaultdict

import pytest

from accounts.factories import municipality
from cases import services
from cases.models import (
    Household,
    Import,
    ImportRow,
    Member,
    Person,
    VisitEvent,
    VisitHousehold,
)
from cases.services import transfers_moving
from cases.services.transfers import take_step
from core import walls
from core.models import Note, Record, RecordModel, ScopedModel
from core.scoping import system
from tests.disguise import break_down, settle
from tests.world import Office, World, undone
from tests.world_parts import THIRD

SCOPED = [model for model in walls.our_models() if issubclass(model, ScopedModel)]
RECORDS = [model for model in SCOPED if issubclass(model, RecordModel)]
# What an office took over is its own work: its rows stay and lead nowhere (docs/adr/0019).
STAY = {ImportRow}
# Of these a family has rows of its own only by way of its files.
FAMILY = (Household, Person)


def leads_to_a_family(model, seen=()) -> bool:
    """Whether a way along the parents of this table ends at a household, a person or a record."""
    if model in (*FAMILY, Record):
        return True
    above = {model._meta.get_field(name).related_model for name in model.PARENTS}
    return any(leads_to_a_family(each, (*seen, model)) for each in above - set(seen))


OF_FAMILIES = [model for model in SCOPED if leads_to_a_family(model)]


def belongings(*households: Household) -> dict:
    """By table, the rows that hang on these households, found along every parent until nothing more comes."""
    found = defaultdict(set)
    found[Household] = {each.pk for each in households}
    members = Member.objects.filter(household__in=found[Household], left_on=None)
    found[Person] = set(members.values_list("person", flat=True))
    size = -1
    while size != (size := sum(map(len, found.values()))):
        for model in OF_FAMILIES:
            for name in model.PARENTS:
                above = found[model._meta.get_field(name).related_model]
                rows = model._base_manager.filter(**{f"{name}__in": above})
                found[model] |= set(rows.values_list("pk", flat=True))
        for model in RECORDS:
            found[Record] |= found[model]
    return found


def places() -> dict:
    """By table and row, the municipality."""
    return {
        model: dict(model._base_manager.values_list("pk", "municipality"))
        for model in SCOPED
    }


def not_asked(office: Office) -> None:
    """Only the moving is tried here, not the handshake."""
    take_step(transfer=office.transfer, step="take_back", by=office.officer)


@pytest.fixture
def moved(breakable_world: World):
    """Three families of one office, with everything a file can hold, have gone to a third office."""
    own = breakable_world.own
    files = (own.draft, own.decided, own.agreed)
    with undone(), system():
        twin = Person(municipality=own.place, surname="Twin", given_name="Twin")
        services.save_person(person=twin)
        head = Person.objects.get(pk=own.draft.household.head_id)
        services.merge_persons(
            keep=head, drop=twin, choices={}, reason="One card.", by=own.officer
        )
        not_asked(own)
        homes = [Household.objects.get(pk=file.household_id) for file in files]
        before, theirs = places(), belongings(*homes)
        there = municipality(THIRD).pk
        for home in homes:
            transfers_moving.move(home, to=there)
        settle()
        yield before, theirs, places(), there


def test_every_row_of_the_family_goes(moved):
    _before, theirs, after, there = moved
    left = [
        f"{model._meta.label} {pk}"
        for model in OF_FAMILIES
        if model not in STAY
        for pk in theirs[model]
        if after[model][pk] != there
    ]
    assert left == []


def test_nothing_of_anybody_else_goes(moved):
    before, theirs, after, _there = moved
    gone = [
        f"{model._meta.label} {pk}"
        for model in SCOPED
        for pk, place in before[model].items()
        if pk not in theirs[model] - (theirs[model] if model in STAY else set())
        and after[model][pk] != place
    ]
    assert gone == []


def test_only_a_visit_of_its_own_is_new(moved):
    before, _theirs, after, there = moved
    new = {m: set(after[m]) - set(before[m]) for m in SCOPED}
    lines = VisitHousehold.objects.filter(municipality=there)
    assert new[VisitEvent] >= set(lines.values_list("event", flat=True)) != set()
    assert {m for m, rows in new.items() if rows} == {VisitEvent, Record}
    assert {after[VisitEvent][pk] for pk in new[VisitEvent]} == {there}


def test_each_table_of_a_family_is_really_tried(moved):
    _before, theirs, _after, _there = moved
    assert [m._meta.label for m in OF_FAMILIES if not theirs[m]] == []


def test_an_import_leads_to_the_family_no_longer(moved):
    _before, theirs, after, there = moved
    rows = ImportRow.objects.filter(pk__in=theirs[ImportRow])
    assert set(rows.values_list("person", "household")) == {(None, None)}
    assert there not in after[Import].values()


def test_without_the_composite_keys_rows_would_be_left_behind(breakable_world):
    """The control: the database moves the rows, nobody else."""
    break_down("ALTER TABLE core_note DROP CONSTRAINT core_note_record_id_same_place")
    own = breakable_world.own
    with system():
        not_asked(own)
        home = Household.objects.get(pk=own.draft.household_id)
        theirs = belongings(home)
        there = municipality(THIRD).pk
        transfers_moving.move(home, to=there)
        left = {places()[Note][pk] for pk in theirs[Note]}
    assert left == {own.place.pk}
