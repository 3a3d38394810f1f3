"""The database's own walls, built from what the models declare: row security, audit triggers, grants.

`manage.py migrate` calls `build()` as the owner after every migration, so a table cannot be without its
walls; tests/test_architecture.py reads the catalogue of the finished database and compares.
"""

from django.apps import apps

from core import references
from core.models import (
    AuditEntry,
    BulkRow,
    FormToken,
    Job,
    NameSlip,
    NameSound,
    OwnedModel,
    PublicTicket,
    ReadEntry,
    Record,
    RecordModel,
    ReferenceCounter,
    ScopedModel,
    StatusChange,
    ThrottleWindow,
)

PORTAL_ROLE = "mcr_portal"
OUR_APPS = (
    "core",
    "accounts",
    "commissions",
    "cases",
    "housing",
    "collective_centers",
    "reports",
)

# Tables without an audit trigger, and why.
NOT_AUDITED = {
    AuditEntry: "it is the audit log",
    ReadEntry: "append-only log itself",
    StatusChange: "append-only history itself",
    Record: "follows the record's own audited table",
    Job: "progress changes every second; requests and downloads are logged",
    BulkRow: "what a step did to a record is audited in the record's own table",
    FormToken: "holds no fact, only that a form was used",
    ThrottleWindow: "counts attempts",
    ReferenceCounter: "the numbers drawn are in the audited rows",
    NameSound: "follows the audited names",
    NameSlip: "follows the audited names",
}
# Tables every signed-in or public request may read without a scope, and why.
OPEN_TABLES = {
    ThrottleWindow: "asked before anybody is known",
    PublicTicket: "number and hashed code; names nobody",
    ReferenceCounter: "counts only",
    NameSound: "sounds of words, of nobody in particular",
    NameSlip: "sounds of words, of nobody in particular",
}
# Rows that may only be added.
APPEND_ONLY = {AuditEntry, ReadEntry, StatusChange}
# Columns whose values never enter the audit log.
SECRET_COLUMNS = {
    "accounts_user": ("password", "last_login"),
    "core_publicticket": ("code_hash",),
    "core_calendarfeed": ("token_hash",),
}

EVERYTHING = "(SELECT current_setting('mcr.everything', true)) IN ('all', 'system')"
SYSTEM = "(SELECT current_setting('mcr.everything', true)) = 'system'"
MUNICIPALITIES = "ANY ((SELECT nullif(current_setting('mcr.municipalities', true), '')::bigint[])::bigint[])"
OWN = "(SELECT nullif(current_setting('mcr.user', true), '')::bigint)"

AUDIT_FUNCTION = """
CREATE OR REPLACE FUNCTION mcr_audit() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    -- Without arguments TG_ARGV is NULL, and anything minus NULL is nothing.
    secret text[] := coalesce(TG_ARGV, '{}');
    before jsonb := CASE WHEN TG_OP = 'INSERT' THEN '{}'::jsonb ELSE to_jsonb(OLD) - secret END;
    after jsonb := CASE WHEN TG_OP = 'DELETE' THEN '{}'::jsonb ELSE to_jsonb(NEW) - secret END;
    whole jsonb := before || after;
    changed jsonb;
BEGIN
    SELECT jsonb_object_agg(key, jsonb_build_array(before -> key, after -> key)) INTO changed
      FROM jsonb_object_keys(whole) AS key
     WHERE coalesce(before -> key, 'null') IS DISTINCT FROM coalesce(after -> key, 'null');
    IF changed IS NULL THEN RETURN NULL; END IF;
    INSERT INTO core_auditentry
        (at, table_name, row_id, municipality_id, action, changes, user_id, request_id)
    VALUES (clock_timestamp(), TG_TABLE_NAME,
        coalesce(whole ->> 'id', whole ->> 'number', whole ->> 'code', ''),
        coalesce((before ->> 'municipality_id')::bigint, (after ->> 'municipality_id')::bigint),
        TG_OP, changed,
        nullif(current_setting('mcr.user', true), '')::bigint,
        coalesce(current_setting('mcr.request', true), ''));
    RETURN NULL;
END $$
"""

RECORD_FUNCTION = """
CREATE OR REPLACE FUNCTION mcr_record() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO core_record (id, kind, municipality_id, reference, created_at)
        VALUES (NEW.id, TG_ARGV[0], NEW.municipality_id, NEW.reference, NEW.created_at);
    ELSIF NEW.municipality_id <> OLD.municipality_id THEN
        UPDATE core_record SET municipality_id = NEW.municipality_id WHERE id = NEW.id;
    END IF;
    RETURN NEW;
END $$
"""


def our_models():
    """Every table of the portal's own apps."""
    return [
        model
        for app in OUR_APPS
        if apps.is_installed(app)
        for model in apps.get_app_config(app).get_models(include_auto_created=True)
    ]


def build(connection) -> None:
    """Put every wall where the models say it belongs; doing it twice changes nothing."""
    with connection.cursor() as cursor:
        for statement in statements():
            cursor.execute(statement)


def statements() -> list[str]:
    lines = [AUDIT_FUNCTION, RECORD_FUNCTION, *_sequences()]
    models = our_models()
    for model in models:
        lines += _policies(model) + _triggers(model)
    for model in models:
        lines += _same_municipality(model)
    return lines + _grants(models)


def _sequences() -> list[str]:
    return [
        f"CREATE SEQUENCE IF NOT EXISTS {references.sequence_name(kind)}"
        for kind, rule in references.KINDS.items()
        if not rule.gapless
    ]


def _policies(model) -> list[str]:
    rule = row_rule(model)
    if rule is None:
        return []
    table = model._meta.db_table
    reads, writes = rule
    # Whoever only may read a row changes nothing of it.
    changes = writes if getattr(model, "ALSO_READ_BY", ()) else reads
    return [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
        f"DROP POLICY IF EXISTS reads ON {table}",
        f"DROP POLICY IF EXISTS adds ON {table}",
        f"DROP POLICY IF EXISTS changes ON {table}",
        f"DROP POLICY IF EXISTS removes ON {table}",
        f"CREATE POLICY reads ON {table} FOR SELECT USING ({reads})",
        f"CREATE POLICY adds ON {table} FOR INSERT WITH CHECK ({writes})",
        f"CREATE POLICY changes ON {table} FOR UPDATE USING ({changes}) WITH CHECK ({changes})",
        f"CREATE POLICY removes ON {table} FOR DELETE USING ({changes})",
    ]


def row_rule(model) -> tuple[str, str] | None:
    """Which rows of this table a context may read and which it may add; None for reference data."""
    scoped = f"{EVERYTHING} OR municipality_id = {MUNICIPALITIES}"
    # Whoever changes or reads leaves a trace, whatever the scope.
    if model is AuditEntry:
        return scoped, "true"
    if model is ReadEntry:
        return f"{scoped} OR user_id = {OWN}", "true"
    if issubclass(model, ScopedModel):
        also = [
            f"{model._meta.get_field(name).column} = {MUNICIPALITIES}"
            for name in model.ALSO_READ_BY
        ]
        return " OR ".join([scoped, *also]), scoped
    if issubclass(model, OwnedModel):
        own = f"{SYSTEM} OR owner_id = {OWN}"
        return own, own
    return None


def _triggers(model) -> list[str]:
    table = model._meta.db_table
    lines = []
    if issubclass(model, RecordModel):
        lines += [
            f"DROP TRIGGER IF EXISTS record ON {table}",
            f"CREATE TRIGGER record BEFORE INSERT OR UPDATE OF municipality_id ON {table}"
            f" FOR EACH ROW EXECUTE FUNCTION mcr_record('{model._meta.label_lower}')",
        ]
    if is_audited(model):
        secret = ", ".join(f"'{column}'" for column in SECRET_COLUMNS.get(table, ()))
        lines += [
            f"DROP TRIGGER IF EXISTS audit ON {table}",
            f"CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON {table}"
            f" FOR EACH ROW EXECUTE FUNCTION mcr_audit({secret})",
        ]
    return lines


def is_audited(model) -> bool:
    """Whether every change of a row of this table leaves a trace of its own."""
    return model not in NOT_AUDITED and not getattr(model, "DERIVED", False)


def _same_municipality(model) -> list[str]:
    """A child's municipality equals its parent's: a composite foreign key, which follows a transfer."""
    if not issubclass(model, ScopedModel):
        return []
    keys = [
        statement
        for name in model.PARENTS
        for statement in _composite_key(model, model._meta.get_field(name))
    ]
    ties = [
        statement
        for name, holds in model.TIES.items()
        for statement in _tie(model, model._meta.get_field(name), holds)
    ]
    return keys + ties


def _composite_key(model, field) -> list[str]:
    child, parent = model._meta.db_table, field.related_model._meta.db_table
    unique, key = f"{parent}_whose", f"{child}_{field.column}_same_place"
    return [
        _unless_exists(
            unique,
            f"ALTER TABLE {parent} ADD CONSTRAINT {unique} UNIQUE (id, municipality_id)",
        ),
        _unless_exists(
            key,
            f"ALTER TABLE {child} ADD CONSTRAINT {key} FOREIGN KEY ({field.column}, municipality_id)"
            f" REFERENCES {parent} (id, municipality_id)"
            " ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED",
        ),
    ]


# Deferred, because a family and its members move in several statements; past the walls, because the other row may
# lie behind them. The upper row is held before it is compared, so that of two at the same moment one sees the other.
# One row of one table at a time and by its key, whatever the statistics say: planned as a join over tables that were
# just emptied, ten thousand rows written at once would be compared with ten thousand each.
TIE = """
CREATE OR REPLACE FUNCTION {key}() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$
DECLARE
    before text := current_setting('mcr.everything', true);
    lower {child};
    place bigint;
BEGIN
    PERFORM set_config('mcr.everything', 'all', true);
    {compare}
    IF FOUND THEN
        RAISE EXCEPTION 'row % of {side_table}: {key}', NEW.id
              USING ERRCODE = 'foreign_key_violation', CONSTRAINT = '{key}';
    END IF;
    PERFORM set_config('mcr.everything', coalesce(before, ''), true);
    RETURN NULL;
END $$
"""
FROM_BELOW = """
    SELECT * INTO lower FROM {child} c WHERE c.id = NEW.id AND {holds};
    SELECT municipality_id INTO place FROM {parent} WHERE id = lower.{column} FOR KEY SHARE;
    PERFORM WHERE place <> lower.municipality_id;
"""
FROM_ABOVE = """
    SELECT municipality_id INTO place FROM {parent} WHERE id = NEW.id FOR KEY SHARE;
    PERFORM FROM {child} c WHERE c.{column} = NEW.id AND {holds} AND c.municipality_id <> place;
"""


def _tie(model, field, holds: str) -> list[str]:
    child, parent = model._meta.db_table, field.related_model._meta.db_table
    sides = (
        (FROM_BELOW, child, f"{child}_{field.column}_same_place", "INSERT OR UPDATE"),
        (
            FROM_ABOVE,
            parent,
            f"{child}_{field.column}_same_home",
            "UPDATE OF municipality_id",
        ),
    )
    return [
        statement
        for compare, table, key, moment in sides
        for statement in (
            TIE.format(
                key=key, child=child, side_table=table,
                compare=compare.format(
                    parent=parent, child=child, column=field.column, holds=holds.format(row="c"),
                ),
            ),
            f"DROP TRIGGER IF EXISTS {key} ON {table}",
            f"CREATE CONSTRAINT TRIGGER {key} AFTER {moment} ON {table}"
            f" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION {key}()",
        )
    ]  # fmt: skip


def _unless_exists(constraint: str, statement: str) -> str:
    return (
        f"DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_constraint WHERE conname = '{constraint}')"
        f" THEN {statement}; END IF; END $$"
    )


def _grants(models) -> list[str]:
    """What the portal's role may do: never own, never truncate, never rewrite history."""
    lines = [
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
        f"GRANT USAGE ON SCHEMA public TO {PORTAL_ROLE}",
        f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {PORTAL_ROLE}",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {PORTAL_ROLE}",
    ]
    for model in models:
        taken = withheld_rights(model)
        if taken:
            lines.append(
                f"REVOKE {', '.join(taken)} ON {model._meta.db_table} FROM {PORTAL_ROLE}"
            )
    return lines


def withheld_rights(model) -> tuple[str, ...]:
    """The rights the portal's role does not have on this table."""
    if model in APPEND_ONLY:
        return "UPDATE", "DELETE"
    if issubclass(model, ScopedModel) and not model.DELETABLE:
        return ("DELETE",)
    return ()
