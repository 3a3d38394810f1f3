"""What the tests of merging share: the whole database as it stands, and two entries to merge."""

import pytest
from django.db import connection

from cases import services
from cases.models import Household, Merge, MergeChange
from core import edit_versions, walls
from core.models import AuditEntry, FormToken, Job, ReadEntry
from core.scoping import system

# They tell what happened or ask for work, and so remember a merge after it was undone.
LOGS = (AuditEntry, ReadEntry, FormToken, Job, Merge, MergeChange)


def everything() -> dict[str, str]:
    """Every row of every table but the logs, column by column."""
    with system(), connection.cursor() as cursor:
        return {
            model._meta.db_table: _rows(cursor, model._meta.db_table)
            for model in walls.our_models()
            if model not in LOGS
        }


def _rows(cursor, table: str) -> str:
    cursor.execute(
        f"SELECT coalesce(string_agg(to_jsonb(t)::text, E'\\n' ORDER BY to_jsonb(t)::text), '') FROM {table} t"  # noqa: S608 -- a table of ours
    )
    return cursor.fetchone()[0]


def differences(before: dict[str, str], after: dict[str, str]) -> list[str]:
    """The tables that do not hold the same rows, with the rows."""
    return [
        f"{table}: {sorted(set(before[table].splitlines()) ^ set(after[table].splitlines()))}"
        for table in before
        if before[table] != after[table]
    ]


@pytest.fixture
def twins(register):
    """The same woman at the head of two registrations, written in two scripts."""
    first = register(paper_number="K 123-456")
    second = register(
        surname="Đorđević",
        given_name="Milena",
        request_type="material",
        father_name="Petar",
        paper_number="K123456",
    )
    return entries(first, second)


def entries(*requests):
    with system():
        return tuple(
            Household.objects.select_related("head").get(pk=each.household_id)
            for each in requests
        )


def fresh(row):
    with system():
        joined = ["head"] if isinstance(row, Household) else []
        return type(row).objects.select_related(*joined).get(pk=row.pk)


def merge(kept, dropped, by, **choices):
    service = (
        services.merge_households
        if isinstance(kept, Household)
        else services.merge_persons
    )
    with system():
        kept, dropped = fresh(kept), fresh(dropped)
        return service(
            keep=kept, drop=dropped, choices=choices, reason="The same card.", by=by
        )


def edit(person):
    """Somebody saves another fact of a person, as an editor does."""
    edit_versions.take(person)
    services.save_person(person=person)


def undo(merged, by):
    with system():
        return services.undo_merge(merge=merged, by=by)


@pytest.fixture
def together_at_home(twins, jelena):
    """One household with two entries of one woman."""
    kept, dropped = twins
    merge(kept, dropped, jelena)
    return fresh(kept).head, fresh(dropped.head)


@pytest.fixture
def decided(request_at, register):
    """A family with a decision in force, and its second registration."""
    return entries(
        request_at("approved", language="en"), register(request_type="material")
    )
