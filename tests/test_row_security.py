"""Row security alone: raw SQL as the portal's role reaches no row of another municipality or person."""

import pytest
from django.db import connection, transaction
from psycopg2 import errors

from core import walls
from core.models import Municipality, OwnedModel, ScopedModel
from core.scoping import system
from tests import row_rules
from tests.row_rules import GUARDED, MALFORMED
from tests.world import World

SCOPED = [model for model in GUARDED if issubclass(model, ScopedModel)]
LINKS = [(model, name) for model in SCOPED for name in model.PARENTS]
POLICY = "row-level security policy"
# Where a child may be hung onto a parent that has none yet.
SPARES = {
    "cases.person": "spare_person",
    "cases.household": "spare_household",
    "cases.request": "spare_request",
    "cases.decision": "spare_decision",
    "cases.property": "spare_property",
    "cases.import": "spare_import",
    "core.record": "spare_household",
    "core.letter": "letter",
    "core.document": "document",
    "core.clock": "spare_clock",
    "cases.merge": "merge",
    "cases.assistanceline": "spare_assistance",
    "cases.visitevent": "spare_visit",
    "cases.monitoring": "spare_monitoring",
    "housing.building": "spare_building",
    "commissions.commission": "spare_commission",
    "commissions.member": "seat",
    "commissions.sitting": "sitting",
    "commissions.agendaitem": "item",
}


def label(model) -> str:
    return model._meta.label


def reason(error) -> str:
    return str(error or "nothing was refused")


@pytest.mark.parametrize("model", GUARDED, ids=label)
def test_a_foreign_row_does_not_exist(world, model):
    foreign, mine = (
        row_rules.owner(model, office) for office in (world.other, world.own)
    )
    with row_rules.as_officer(world):
        assert row_rules.count(model, mine) > 0
        assert row_rules.count(model) == row_rules.count(model, mine)
        assert row_rules.leaks(model, foreign) == []


@pytest.mark.parametrize("model", GUARDED, ids=label)
def test_a_foreign_row_cannot_be_added(world, model):
    row = row_rules.sample(model, row_rules.owner(model, world.other))
    statement = row_rules.copied(model, row)
    with row_rules.as_officer(world):
        refused = row_rules.refusal(*statement)
    if model in row_rules.LOGS:
        # Whoever acts leaves a trace, whatever the scope.
        assert refused is None
    else:
        assert POLICY in reason(refused)


@pytest.mark.parametrize("model", GUARDED, ids=label)
def test_without_a_context_there_is_nothing(world, model):
    row = row_rules.sample(model, row_rules.owner(model, world.own))
    with row_rules.nobody():
        assert row_rules.blind_leaks(model) == []
        if model not in row_rules.LOGS:
            assert POLICY in reason(row_rules.refusal(*row_rules.copied(model, row)))


@pytest.mark.parametrize("context", MALFORMED, ids=str)
def test_a_malformed_context_shows_and_changes_nothing(world, context):
    for model in GUARDED:
        with row_rules.malformed(*context):
            assert row_rules.blind_leaks(model) == []


@pytest.mark.parametrize(
    "model", [m for m in SCOPED if m not in walls.APPEND_ONLY], ids=label
)
def test_a_row_cannot_be_moved_to_another_municipality(world, model):
    with row_rules.as_officer(world):
        refused = row_rules.refusal(
            f"UPDATE {model._meta.db_table} SET municipality_id = %s",
            [world.other.place.pk],
        )
    assert POLICY in reason(refused)


@pytest.mark.parametrize(
    ("model", "parent"), LINKS, ids=lambda part: getattr(part, "__name__", part)
)
def test_a_child_cannot_hang_on_a_foreign_parent(world: World, model, parent):
    with system():
        refused = row_rules.refusal(*_hung(world, model, parent))
    assert isinstance(refused.__cause__, errors.ForeignKeyViolation)
    assert (
        f"{model._meta.db_table}_{model._meta.get_field(parent).column}_same_place"
        in reason(refused)
    )


def _hung(world: World, model, parent: str) -> tuple[str, list]:
    field = model._meta.get_field(parent)
    foreign = getattr(world.other, SPARES[field.related_model._meta.label_lower]).pk
    row = row_rules.sample(model, world.own.place.pk)
    if model in walls.APPEND_ONLY:
        return row_rules.copied(model, row, **{field.column: foreign})
    table = model._meta.db_table
    return f"UPDATE {table} SET {field.column} = %s WHERE id = %s", [foreign, row["id"]]


@pytest.mark.parametrize("model", sorted(walls.APPEND_ONLY, key=label), ids=label)
@pytest.mark.parametrize(
    "statement", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {}"]
)
def test_history_is_only_added_to(world, model, statement):
    with system():
        refused = row_rules.refusal(statement.format(model._meta.db_table))
    assert "permission denied" in reason(refused)


@pytest.mark.parametrize("model", GUARDED, ids=label)
@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE {} DISABLE TRIGGER ALL",
        "ALTER TABLE {} DISABLE ROW LEVEL SECURITY",
        "DROP POLICY reads ON {}",
        "DROP TRIGGER audit ON {}",
        "TRUNCATE {} CASCADE",
        "CREATE POLICY more ON {} USING (true)",
    ],
)
def test_the_portal_cannot_take_its_own_walls_down(world, model, statement):
    refused = reason(row_rules.refusal(statement.format(model._meta.db_table)))
    assert (
        "must be owner" in refused
        or "permission denied" in refused
        or "does not exist" in refused
    )


@pytest.mark.parametrize(
    "statement",
    [
        "SET ROLE mcr_owner",
        "SET SESSION AUTHORIZATION mcr_owner",
        "SET session_replication_role = replica",
        "CREATE OR REPLACE FUNCTION mcr_audit() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN END'",
        "CREATE TABLE public.stray (id int)",
        "ALTER ROLE mcr_portal BYPASSRLS",
        "GRANT mcr_owner TO mcr_portal",
    ],
)
def test_the_portal_cannot_rise_above_itself(world, statement):
    refused = reason(row_rules.refusal(statement))
    # PostgreSQL 15 names the missing option, later ones the missing permission.
    known = ("permission denied", "must be", "must have admin option")
    assert any(words in refused for words in known), refused


def test_row_security_cannot_be_switched_off_for_a_session(world):
    with (
        row_rules.as_officer(world),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SET LOCAL row_security = off")
        assert "row-level security" in reason(
            row_rules.refusal("SELECT * FROM core_note")
        )


def test_reference_data_are_there_for_everybody(world):
    with row_rules.nobody():
        assert Municipality.objects.count() == 38


def test_what_one_person_owns_another_of_the_same_office_does_not_see(world):
    with row_rules.acting(
        row_rules.Scope((world.own.place.pk,), user_id=world.own.head.pk)
    ):
        for model in GUARDED:
            if issubclass(model, OwnedModel):
                assert row_rules.count(model) == 0
