"""Rules about the real database: what PostgreSQL's own catalogue says about the walls."""

from django.db import connection

from core import walls
from core.models import OwnedModel, ScopedModel
from tests.model_rules import LOGS

PORTAL = walls.PORTAL_ROLE
COMMANDS = {"r", "a", "w", "d"}
RIGHTS = ("SELECT", "INSERT", "UPDATE", "DELETE")


def asked(sql: str, *values) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def is_guarded(model) -> bool:
    return issubclass(model, ScopedModel | OwnedModel) or model in LOGS


def table_faults(table: str, *, audited: bool) -> list[str]:
    """What is missing around one table with guarded rows."""
    found = asked(
        "SELECT relrowsecurity, relforcerowsecurity, pg_get_userbyid(relowner)"
        " FROM pg_class WHERE oid = to_regclass(%s)",
        table,
    )
    if not found:
        return [f"{table} does not exist"]
    enabled, forced, owner = found[0]
    faults = []
    if not enabled:
        faults.append(f"{table}: row security is off")
    if not forced:
        faults.append(f"{table}: row security does not bind the owner")
    if owner == PORTAL:
        faults.append(f"{table} belongs to the portal's role")
    faults += policy_faults(table)
    if audited and not has_trigger(table, "mcr_audit", events="IUD"):
        faults.append(f"{table}: no audit trigger")
    return faults


def policy_faults(table: str) -> list[str]:
    """Exactly one policy per command, for everybody, permissive, and none that lets all rows pass."""
    policies = asked(
        "SELECT polcmd, polpermissive, polroles = '{0}',"
        " coalesce(pg_get_expr(polqual, polrelid), ''),"
        " coalesce(pg_get_expr(polwithcheck, polrelid), '')"
        " FROM pg_policy WHERE polrelid = to_regclass(%s)",
        table,
    )
    faults = []
    if sorted(row[0] for row in policies) != sorted(COMMANDS):
        faults.append(f"{table}: not one policy per command")
    for command, permissive, for_all, using, check in policies:
        if not permissive or not for_all:
            faults.append(f"{table}: the policy for {command} is not everybody's")
        if using == "true" or (check == "true" and not is_log(table)):
            faults.append(f"{table}: the policy for {command} lets everything pass")
    return faults


def is_log(table: str) -> bool:
    return table in {model._meta.db_table for model in LOGS}


def has_trigger(table: str, function: str, *, events: str) -> bool:
    """Whether a function fires for every row of these events and is switched on."""
    bits = {"I": 4, "D": 8, "U": 16}
    wanted = 1 + sum(bits[event] for event in events)
    return bool(
        asked(
            "SELECT 1 FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid"
            " WHERE t.tgrelid = to_regclass(%s) AND p.proname = %s"
            " AND t.tgtype & %s = %s AND t.tgenabled IN ('O', 'A')",
            table,
            function,
            wanted,
            wanted,
        )
    )


def right_faults(table: str, withheld: tuple[str, ...]) -> list[str]:
    """Rights of the portal's role on one table that are not as declared."""
    expected = set(RIGHTS) - set(withheld)
    held = {
        right
        for right in (*RIGHTS, "TRUNCATE", "TRIGGER", "REFERENCES")
        if asked("SELECT has_table_privilege(%s, %s, %s)", PORTAL, table, right)[0][0]
    }
    return [f"{table}: {sorted(held ^ expected)}"] if held != expected else []


def role_faults(role: str) -> list[str]:
    """What a role may do that the portal's must not."""
    powers = asked(
        "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication,"
        " EXISTS (SELECT FROM pg_class WHERE relowner = r.oid),"
        " EXISTS (SELECT FROM pg_proc WHERE proowner = r.oid),"
        " EXISTS (SELECT FROM pg_auth_members WHERE member = r.oid),"
        " has_schema_privilege(r.oid, 'public', 'CREATE'),"
        " has_database_privilege(r.oid, current_database(), 'CREATE')"
        " FROM pg_roles r WHERE rolname = %s",
        role,
    )[0]
    names = ["superuser", "bypassrls", "createrole", "createdb", "replication"]
    names += ["tables", "functions", "member", "creates in public", "creates schemas"]
    return [name for name, has in zip(names, powers, strict=True) if has]


def missing_keys(keys: list[tuple[str, str, str]]) -> list[str]:
    """(child, column, parent) without a validated composite key that ends in the municipality."""
    return [
        f"{child}.{column} may point into another municipality"
        for child, column, parent in keys
        if not _composite_key(child, column, parent)
    ]


def _composite_key(child: str, column: str, parent: str) -> bool:
    return bool(
        asked(
            "SELECT 1 FROM pg_constraint c WHERE contype = 'f' AND convalidated"
            " AND conrelid = to_regclass(%s) AND confrelid = to_regclass(%s)"
            " AND (SELECT array_agg(attname::text ORDER BY k.n) FROM unnest(c.conkey)"
            "   WITH ORDINALITY k(num, n) JOIN pg_attribute a"
            "   ON a.attrelid = c.conrelid AND a.attnum = k.num) = %s",
            child,
            parent,
            [column, "municipality_id"],
        )
    )


def declared_keys() -> list[tuple[str, str, str]]:
    return [
        (model._meta.db_table, field.column, field.related_model._meta.db_table)
        for model in walls.our_models()
        if issubclass(model, ScopedModel)
        for field in map(model._meta.get_field, model.PARENTS)
    ]


# The one door through which an import takes its own rows back (docs/adr/0013).
DOORS = {"mcr_take_back_import"}


def loose_code() -> list[str]:
    """Functions and views that would run or read with their owner's rights."""
    functions = asked(
        "SELECT proname FROM pg_proc p JOIN pg_namespace n ON n.oid = pronamespace"
        " WHERE prosecdef AND nspname NOT IN ('pg_catalog', 'information_schema')"
    )
    views = asked(
        "SELECT relname FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace"
        " WHERE nspname = 'public' AND (relkind = 'm' OR (relkind = 'v'"
        " AND NOT coalesce(reloptions::text ~ 'security_invoker=(true|on|1)', false)))"
    )
    return [name for (name,) in functions + views if name not in DOORS]


def strange_tables(known: set[str]) -> list[str]:
    """Tables that no model of ours and no list of the framework's own knows."""
    tables = asked(
        "SELECT relname FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace"
        " WHERE nspname = 'public' AND relkind IN ('r', 'p', 'f')"
    )
    return sorted({name for (name,) in tables} - known)
