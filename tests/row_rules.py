"""What raw SQL can do to the rows of a table under one context; each probe answers with what leaked."""

import json
import uuid
from contextlib import contextmanager

from django.db import DatabaseError, connection, transaction

from core import walls
from core.models import OwnedModel, ScopedModel
from core.scoping import NOBODY, Scope, acting, system
from tests.disguise import settle
from tests.model_rules import LOGS
from tests.world import World, undone

GUARDED = [
    model
    for model in walls.our_models()
    if issubclass(model, ScopedModel | OwnedModel) or model in LOGS
]
# What a broken context may look like: (everything, municipalities, user).
MALFORMED = (
    ("yes", "", ""),
    ("ALL", "{}", ""),
    (" all", "{}", ""),
    ("", "abc", ""),
    ("", "{1,", ""),
    ("", "{NULL}", ""),
    ("", "{1}; DROP TABLE core_note", ""),
    ("", "{{1,2},{3}}", "x"),
    ("", "{99999999999999999999}", ""),
    ("", "{}", "1 OR true"),
    ("", "", "99999999999999999999"),
)


def column(model) -> str:
    """The column that says to whom a row belongs."""
    return "owner_id" if issubclass(model, OwnedModel) else "municipality_id"


def readers(model) -> list[str]:
    """The columns that name who may read a row: whose it is, and for a few tables another office."""
    also = getattr(model, "ALSO_READ_BY", ())
    return [column(model), *(model._meta.get_field(name).column for name in also)]


def owner(model, office) -> int:
    return office.officer.pk if issubclass(model, OwnedModel) else office.place.pk


def as_officer(world: World):
    """The context of an officer of our own municipality."""
    return acting(
        Scope(municipalities=(world.own.place.pk,), user_id=world.own.officer.pk)
    )


@contextmanager
def malformed(everything: str, municipalities: str, user: str):
    with undone(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('mcr.everything', %s, true),"
            " set_config('mcr.municipalities', %s, true), set_config('mcr.user', %s, true)",
            [everything, municipalities, user],
        )
        yield


def count(model, whose: int | None = None) -> int:
    """How many rows the context sees."""
    table = model._meta.db_table
    condition = (
        "" if whose is None else f" WHERE {whose:d} IN ({', '.join(readers(model))})"
    )
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}{condition}")
        return cursor.fetchone()[0]


def touched(statement: str, values=()) -> int:
    """How many rows a statement changes; refused ones change none. Nothing stays."""
    try:
        with undone(), connection.cursor() as cursor:
            cursor.execute(statement, values)
            return cursor.rowcount
    except DatabaseError:
        return 0


def refusal(statement: str, values=()) -> DatabaseError | None:
    """Why the database refuses a statement, waiting constraints included."""
    try:
        with undone(), connection.cursor() as cursor:
            cursor.execute(statement, values)
            settle()
    except DatabaseError as error:
        return error
    return None


def sample(model, whose: int) -> dict:
    """A row of an office, as the portal itself sees it."""
    table = model._meta.db_table
    with system(), connection.cursor() as cursor:
        cursor.execute(
            f"SELECT row_to_json(t)::text FROM {table} t WHERE {column(model)} = %s LIMIT 1",
            [whose],
        )
        found = cursor.fetchone()
    if found is None:
        raise LookupError(f"the world of the tests has no row of {table} for {whose}")
    return json.loads(found[0])


def copied(model, row: dict, **changes) -> tuple[str, list]:
    """A statement that adds a copy of a row under a new key."""
    table, key = model._meta.db_table, model._meta.pk.column
    fresh = str(uuid.uuid4()) if key == "token" else 2**40
    row = row | {key: fresh} | changes
    return (
        f"INSERT INTO {table} SELECT * FROM json_populate_record(NULL::{table}, %s::json)",
        [json.dumps(row)],
    )


def leaks(model, whose: int) -> list[str]:
    """What the present context can do with rows that belong to somebody else."""
    table, key = model._meta.db_table, column(model)
    row = sample(model, whose)
    found = []
    if count(model, whose):
        found.append(f"reads {table}")
    if touched(f"UPDATE {table} SET {key} = {key} WHERE {key} = %s", [whose]):
        found.append(f"changes {table}")
    if touched(f"DELETE FROM {table} WHERE {key} = %s", [whose]):
        found.append(f"removes {table}")
    if model not in LOGS and touched(*copied(model, row)):
        found.append(f"adds to {table}")
    return found


def blind_leaks(model) -> list[str]:
    """What a context without any scope can do at all."""
    table, key = model._meta.db_table, column(model)
    found = [f"reads {table}"] if _sees(model) else []
    if touched(f"UPDATE {table} SET {key} = {key}"):
        found.append(f"changes {table}")
    if touched(f"DELETE FROM {table}"):
        found.append(f"removes {table}")
    return found


def _sees(model) -> int:
    try:
        with transaction.atomic():
            return count(model)
    except DatabaseError:
        return 0


def nobody():
    return acting(NOBODY)
