"""The exact undo log of a merge: every row it touches, before and after, written by the same statement."""

import json

from django.db import connection
from django.db.models import Model, QuerySet

from cases.models import Merge, MergeChange
from core.models import VersionedModel
from core.walls import our_models

quoted = connection.ops.quote_name
# What every save of a row moves on, whoever saved what.
MOVING = {"version", "changed_at"}

CHANGE = """
WITH old AS (SELECT id, to_jsonb(t) AS image FROM {table} t WHERE id = ANY(%s)),
     new AS (UPDATE {table} AS t SET {sets} WHERE id = ANY(%s) RETURNING t.id, to_jsonb(t) AS image)
INSERT INTO cases_mergechange
       (merge_id, municipality_id, table_name, row_id, action, before, after)
SELECT %s, %s, %s, old.id, 'update', {before}, {after}
  FROM old JOIN new ON new.id = old.id ORDER BY old.id
"""
DIFFERENT = """(SELECT coalesce(jsonb_object_agg(key, {this}.image -> key), '{{}}')
  FROM jsonb_object_keys(old.image) AS key
 WHERE old.image -> key IS DISTINCT FROM new.image -> key)"""
REMOVE = """
WITH old AS (DELETE FROM {table} AS t WHERE id = ANY(%s) RETURNING t.id, to_jsonb(t) AS image)
INSERT INTO cases_mergechange
       (merge_id, municipality_id, table_name, row_id, action, before)
SELECT %s, %s, %s, old.id, 'delete', old.image FROM old ORDER BY old.id
"""
PRESENT = "SELECT to_jsonb(t)::text FROM {table} t WHERE id = %s FOR UPDATE"
PUT_BACK = """
UPDATE {table} AS t SET {sets}
  FROM cases_mergechange c, jsonb_populate_record(NULL::{table}, c.before) AS was
 WHERE c.id = %s AND t.id = c.row_id
"""
ADD_BACK = """
INSERT INTO {table} SELECT was.*
  FROM cases_mergechange c, jsonb_populate_record(NULL::{table}, c.before) AS was
 WHERE c.merge_id = %s AND c.table_name = %s AND c.action = 'delete' ORDER BY c.id
"""


class Log:
    """Changes rows on behalf of one merge and keeps what they were."""

    def __init__(self, merge: Merge):
        self.merge = merge

    def change(self, rows: QuerySet, *, whole: bool = False, **values) -> None:
        """Change these rows; `whole` keeps all of their columns, not only those that differ."""
        model, ids = rows.model, _held(rows)
        if not ids:
            return
        names, given = _assignments(model, values)
        statement = CHANGE.format(
            table=model._meta.db_table,
            sets=names,
            before="old.image" if whole else DIFFERENT.format(this="old"),
            after="new.image" if whole else DIFFERENT.format(this="new"),
        )
        _run(statement, [ids, *given, ids, *self._whose(model)])

    def remove(self, rows: QuerySet) -> None:
        """Take these rows away."""
        model, ids = rows.model, _held(rows)
        if ids:
            statement = REMOVE.format(table=model._meta.db_table)
            _run(statement, [ids, *self._whose(model)])

    def _whose(self, model: type[Model]) -> list:
        return [self.merge.pk, self.merge.municipality_id, model._meta.db_table]


def _held(rows: QuerySet) -> list[int]:
    """The keys of these rows, locked in one order everywhere."""
    held = rows.select_related(None).order_by("pk").select_for_update()
    return list(held.values_list("pk", flat=True))


def _assignments(model: type[Model], values: dict) -> tuple[str, list]:
    """The SET part of a statement with its values; an open form of the row becomes stale."""
    fields = [model._meta.get_field(name) for name in values]
    parts = [f"{quoted(field.column)} = %s" for field in fields]
    given = [
        field.get_db_prep_save(value, connection)
        for field, value in zip(fields, values.values(), strict=True)
    ]
    if issubclass(model, VersionedModel):
        parts += ["version = version + 1", "changed_at = clock_timestamp()"]
    return ", ".join(parts), given


def expected(merge: Merge) -> dict[tuple[str, int], dict]:
    """What each changed row should look like, had nobody touched it since: (table, id) -> columns."""
    rows: dict[tuple[str, int], dict] = {}
    for change in merge.changes.filter(action=MergeChange.Action.UPDATE):
        rows.setdefault((change.table_name, change.row_id), {}).update(change.after)
    return rows


def model_of(table: str) -> type[Model]:
    return next(model for model in our_models() if model._meta.db_table == table)


def present(table: str, row_id: int) -> dict | None:
    """The row as it is now, held until the end; None when it is gone."""
    with connection.cursor() as cursor:
        cursor.execute(PRESENT.format(table=table), [row_id])
        found = cursor.fetchone()
    return json.loads(found[0]) if found else None


def put_back(merge: Merge, moved_on: set[tuple[str, int]]) -> None:
    """Give every row its former columns, the last change first; rows in `moved_on` keep counting editions."""
    changes = merge.changes.filter(action=MergeChange.Action.UPDATE).order_by("-id")
    for change in changes:
        moved = (change.table_name, change.row_id) in moved_on
        columns = [
            column for column in change.before if not (moved and column in MOVING)
        ]
        parts = [f"{quoted(name)} = was.{quoted(name)}" for name in columns]
        if moved and "version" in change.before:
            parts += ["version = t.version + 1", "changed_at = clock_timestamp()"]
        statement = PUT_BACK.format(table=change.table_name, sets=", ".join(parts))
        _run(statement, [change.pk])


def add_back(merge: Merge, model: type[Model]) -> None:
    """Give every row of a table that the merge took away back, under its former key."""
    table = model._meta.db_table
    _run(ADD_BACK.format(table=table), [merge.pk, table])


def _run(statement: str, values: list) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
