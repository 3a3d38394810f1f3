"""The finished database, read from its own catalogue: no table of ours is without its walls."""

import pytest
from django.apps import apps

from core import walls
from core.models import Note, ScopedModel
from tests import catalogue_rules as rules
from tests.model_rules import REFERENCE, kinds

GUARDED = [model for model in walls.our_models() if rules.is_guarded(model)]
# The framework's own tables: sessions and migrations hold no file of a family.
FRAMEWORK = {"auth", "admin", "contenttypes", "sessions"}


def label(model) -> str:
    return model._meta.label


def known_tables() -> set[str]:
    framework = [
        model._meta.db_table
        for name in FRAMEWORK
        for model in apps.get_app_config(name).get_models(include_auto_created=True)
    ]
    ours = [model._meta.db_table for model in walls.our_models()]
    return {*framework, *ours, "django_migrations"}


@pytest.mark.parametrize("model", walls.our_models(), ids=label)
def test_every_table_belongs_to_exactly_one_kind(model):
    assert len(kinds(model)) == 1


def test_a_table_of_no_kind_is_noticed():
    class Stray:
        """Neither scoped nor owned nor declared."""

    assert kinds(Stray) == []
    assert set(REFERENCE) <= set(walls.our_models())


@pytest.mark.parametrize("model", GUARDED, ids=label)
def test_every_guarded_table_has_its_walls(world, model):
    audited = walls.is_audited(model)
    assert rules.table_faults(model._meta.db_table, audited=audited) == []


@pytest.mark.parametrize(
    "model", [m for m in REFERENCE if walls.is_audited(m)], ids=label
)
def test_reference_data_are_audited(world, model):
    assert rules.has_trigger(model._meta.db_table, "mcr_audit", events="IUD")


@pytest.mark.parametrize("model", walls.our_models(), ids=label)
def test_the_portal_has_exactly_the_rights_that_are_declared(world, model):
    table, withheld = model._meta.db_table, walls.withheld_rights(model)
    assert rules.right_faults(table, withheld) == []
    assert rules.right_faults(table, (*withheld, "SELECT"))


def test_the_portal_role_owns_nothing_and_passes_nothing(world):
    assert rules.role_faults(walls.PORTAL_ROLE) == []


def test_a_powerful_role_is_noticed(world):
    assert {"tables", "functions", "creates in public"} <= set(
        rules.role_faults("mcr_owner")
    )


def test_every_child_lies_in_the_municipality_of_its_parents(world):
    keys = rules.declared_keys()
    assert (
        len(keys)
        >= len([m for m in walls.our_models() if issubclass(m, ScopedModel)]) - 3
    )
    assert rules.missing_keys(keys) == []
    assert rules.missing_keys([("core_note", "written_by_id", "accounts_user")])


def test_nothing_runs_with_its_owners_rights(world):
    assert rules.loose_code() == []


def test_no_table_is_unknown(world):
    assert rules.strange_tables(known_tables()) == []
    assert rules.strange_tables(known_tables() - {Note._meta.db_table}) == ["core_note"]


BROKEN_TABLES = {
    "no row security": "ALTER TABLE core_note DISABLE ROW LEVEL SECURITY",
    "owner not bound": "ALTER TABLE core_note NO FORCE ROW LEVEL SECURITY",
    "a policy missing": "DROP POLICY reads ON core_note",
    "a policy for all": "ALTER POLICY reads ON core_note USING (true)",
    "a policy more": "CREATE POLICY more ON core_note FOR SELECT USING (true)",
    "a policy of one role": "ALTER POLICY reads ON core_note TO mcr_owner",
    "a write for all": "ALTER POLICY adds ON core_note WITH CHECK (true)",
    "no audit": "DROP TRIGGER audit ON core_note",
    "audit switched off": "ALTER TABLE core_note DISABLE TRIGGER audit",
    "audit of inserts only": (
        "CREATE OR REPLACE TRIGGER audit AFTER INSERT ON core_note"
        " FOR EACH ROW EXECUTE FUNCTION mcr_audit()"
    ),
}
