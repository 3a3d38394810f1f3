"""Each wall taken away once: the rules of tests/catalogue_rules.py complain."""

import pytest
from django.db import connection

from tests import catalogue_rules as rules
from tests.disguise import as_owner, break_down
from tests.test_database import BROKEN_TABLES


@pytest.mark.parametrize("wreck", BROKEN_TABLES.values(), ids=BROKEN_TABLES)
def test_a_missing_wall_is_noticed(breakable_world, wreck):
    assert rules.table_faults("core_note", audited=True) == []
    break_down(wreck)
    assert rules.table_faults("core_note", audited=True)


def test_a_new_table_without_walls_is_noticed(breakable_world):
    break_down("CREATE TABLE core_stray (id bigint, municipality_id bigint)")
    assert len(rules.table_faults("core_stray", audited=True)) == 4
    assert "core_stray" in rules.strange_tables(set())


def test_a_right_too_many_is_noticed(breakable_world):
    break_down("GRANT TRUNCATE ON core_note TO mcr_portal")
    assert rules.right_faults("core_note", ("DELETE",))


def test_a_missing_composite_key_is_noticed(breakable_world):
    break_down("ALTER TABLE core_note DROP CONSTRAINT core_note_record_id_same_place")
    assert rules.missing_keys(rules.declared_keys()) == [
        "core_note.record_id may point into another municipality"
    ]


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE VIEW stray AS SELECT * FROM core_note",
        "CREATE MATERIALIZED VIEW stray AS SELECT 1 AS one",
        "CREATE FUNCTION stray() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'",
    ],
)
def test_code_with_its_owners_rights_is_noticed(breakable_world, statement):
    break_down(statement)
    assert rules.loose_code() == ["stray"]


def test_a_view_with_the_readers_rights_is_fine(breakable_world):
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "CREATE VIEW fine WITH (security_invoker = true) AS SELECT 1 AS one"
        )
    assert rules.loose_code() == []
