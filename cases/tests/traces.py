"""What is in the database as signs that can be compared: to tell that something is as before."""

from django.db import connection

from cases.models import ImportRow
from core import walls
from core.scoping import system

# What remembers on purpose: logs, the imports themselves, the machinery of jobs and numbers.
REMEMBERS = {
    "core_auditentry", "core_readentry", "core_formtoken", "core_job", "core_referencecounter",
    "cases_import", "cases_importrow", "cases_importprofile",
}  # fmt: skip
# A proposal that is withdrawn stays, as all proposals do.
OF_PROPOSALS = {"cases_change", "core_record", "core_statuschange"}


def everything() -> dict[str, str]:
    """A sign for the content of every table."""
    tables = {m._meta.db_table for m in walls.our_models()} - REMEMBERS
    with system(), connection.cursor() as cursor:
        found = {}
        for table in sorted(tables):
            cursor.execute(
                f"SELECT md5(coalesce(string_agg(md5(t::text), '' ORDER BY md5(t::text)), '')) FROM {table} t"
            )
            found[table] = cursor.fetchone()[0]
    return found


def sums(register) -> dict[str, int]:
    counts = {name: getattr(register, name) for name in ImportRow.Outcome.values}
    assert register.rows_in == sum(counts.values())
    return counts


def without_proposals() -> dict[str, str]:
    return {t: sign for t, sign in everything().items() if t not in OF_PROPOSALS}
