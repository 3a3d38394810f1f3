"""Databases of the measurements: one per size, filled by COPY as the superuser."""

import contextlib
import hashlib
import io
import os
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import psycopg2
from django.core.management import call_command
from django.db import connections
from django.utils import timezone
from psycopg2 import sql

from accounts.factories import make_user
from accounts.models import Appointment
from accounts.roles import Role
from bench.data import TABLES, World, midnight_of
from cases.factories import make_fund
from cases.models import Fund, PaperKind, RequestType
from cases.services.names import COUNTED
from core import scoping
from core.models import Community, Country, Municipality, Provision, Settlement
from core.names.dictionary import all_slips, plain
from core.names.sounds import coarse
from core.references import sequence_name
from mcr_portal.local.postgres import DATABASE, OWNER_ROLE, admit

# Memory and patience of a small server of its own; restart-free settings only.
SERVER = {
    "max_wal_size": "8GB",
    "checkpoint_timeout": "30min",
    "maintenance_work_mem": "256MB",
    "jit": "off",
}
INDEXES = """
    SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid)
    FROM pg_index i
    WHERE indrelid = ANY (%s::regclass[])
      AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid)
"""
# Triggers rest while rows are copied.
COMMITTED = """
    UPDATE cases_fund SET committed =
        (SELECT coalesce(sum(amount), 0) FROM cases_funding WHERE fund_id = cases_fund.id AND is_live)
"""
FUNDS, ENOUGH = 8, 50_000_000_000
EXCLUSIONS = """
    SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid)
    FROM pg_constraint WHERE contype = 'x' AND conrelid = ANY (%s::regclass[])
"""


@dataclass(frozen=True)
class Loaded:
    """What was loaded, so that a figure can be traced to its data."""

    name: str
    requests: int
    rows: int
    sha256: str
    seconds: float
    persons: int
    doubles: int
    sounds: int


def superuser(database):
    """A connection as the superuser, each statement for itself."""
    connection = psycopg2.connect(os.environ["MCR_SUPERUSER_URL"], dbname=database)
    connection.autocommit = True
    return contextlib.closing(connection)


def tune():
    """Settings of the server for these measurements, whatever its defaults."""
    with superuser("postgres") as connection, connection.cursor() as cursor:
        for name, value in SERVER.items():
            cursor.execute(f"ALTER SYSTEM SET {name} = %s", [value])
        cursor.execute("SELECT pg_reload_conf()")


def prepare():
    """Tables, walls, reference data and staff: what all sizes share."""
    call_command("migrate", verbosity=0)
    call_command("load_reference", verbosity=0)
    with scoping.system():
        for place in Municipality.objects.all():
            for number in (1, 2):
                make_user(f"Officer {place.code} {number}", Role.OFFICER, at=place.code)
        for number in range(1, 9):
            make_user(f"Caseworker {number}", Role.CASEWORKER)
        for year in range(
            timezone.localdate().year, timezone.localdate().year - FUNDS, -1
        ):
            make_fund(year=year, amount=ENOUGH)


def world(shuffle):
    """What the rows may point to; `shuffle` says which municipality is how large."""
    officers, settlements = {}, {}
    for place, user in Appointment.objects.order_by("pk").values_list(
        "municipality", "user"
    ):
        officers.setdefault(place, []).append(user)
    for pk, place in Settlement.objects.order_by("pk").values_list(
        "pk", "municipality"
    ):
        settlements.setdefault(place, []).append(pk)
    places = shuffle(_keys(Municipality))
    # A municipality whose places nobody listed: its families name any.
    anywhere = _keys(Settlement)
    return World(
        municipalities=tuple(
            (pk, settlements.get(pk, anywhere), officers[pk]) for pk in places
        ),
        request_types=_keys(RequestType),
        communities=_keys(Community),
        countries=_keys(Country),
        paper_kinds=_keys(PaperKind),
        ministry=tuple(
            Appointment.objects.filter(role=Role.CASEWORKER)
            .order_by("pk")
            .values_list("user", flat=True)
        ),
        funds=_keys(Fund),
        provision=Provision.objects.filter(key="decision_days").first().pk,
        today=midnight_of(timezone.localdate()),
        taken=_taken(),
    )


def _taken():
    with superuser(DATABASE) as connection, connection.cursor() as cursor:
        highest = {}
        for table in TABLES:
            cursor.execute(f"SELECT coalesce(max(id), 0) FROM {table}")
            highest[table] = cursor.fetchone()[0]
        return highest


def _keys(model):
    return tuple(model.objects.order_by("pk").values_list("pk", flat=True))


def clone(name):
    """A database of its own with what `prepare` has made."""
    connections.close_all()
    names = (sql.Identifier(part) for part in (name, DATABASE, OWNER_ROLE))
    with superuser("postgres") as connection, connection.cursor() as cursor:
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER {}")
        cursor.execute(statement.format(*names))
        admit(cursor, name)


def fill(name, registry):
    """COPY a register into a database and bring its statistics up to date."""
    began = time.monotonic()
    with superuser(name) as connection, connection.cursor() as cursor:
        with _without_indexes(cursor):
            rows, digest = _copy(cursor, registry)
        _advance_sequences(cursor)
        cursor.execute(COMMITTED)
        cursor.execute(COUNTED)
        cursor.execute("VACUUM (ANALYZE)")
    return Loaded(
        name,
        requests=registry.written,
        rows=rows,
        sha256=digest,
        seconds=time.monotonic() - began,
        persons=registry.persons,
        doubles=len(registry.doubles),
        sounds=len({heard for _folded, heard in registry.words}),
    )


@contextlib.contextmanager
def _without_indexes(cursor):
    """Take away what is dear to keep row by row and cheap to build at once."""
    cursor.execute(INDEXES, [list(TABLES)])
    indexes = cursor.fetchall()
    cursor.execute(EXCLUSIONS, [list(TABLES)])
    exclusions = cursor.fetchall()
    for table, name, _definition in exclusions:
        cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    for name, _definition in indexes:
        cursor.execute(f"DROP INDEX {name}")
    yield
    for _name, definition in indexes:
        cursor.execute(definition)
    for table, name, definition in exclusions:
        cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")


def _copy(cursor, registry):
    """Generate on one core while the server writes on the other."""
    rows, digest = 0, hashlib.sha256()
    # Triggers and foreign keys rest: the rows of core_record are written here too.
    cursor.execute("SET session_replication_role = replica")
    with ThreadPoolExecutor(max_workers=1) as writer:
        writing = None
        for block in registry.blocks():
            texts = {table: "\n".join(lines) for table, lines in block.items()}
            rows += sum(map(len, block.values()))
            for text in texts.values():
                digest.update(text.encode())
            if writing:
                writing.result()
            writing = writer.submit(_write, cursor, texts)
        writing.result()
    _write_dictionary(cursor, registry.words)
    cursor.execute("SET session_replication_role = DEFAULT")
    return rows, digest.hexdigest()


def _write(cursor, texts):
    for table, text in texts.items():
        columns = ", ".join(TABLES[table].split())
        cursor.copy_expert(f"COPY {table} ({columns}) FROM STDIN", io.StringIO(text))


def _write_dictionary(cursor, words):
    """The small dictionary of names, as the portal itself would have learned it."""
    sounds = sorted({heard for _folded, heard in words})
    known = "\n".join(f"{each}\t{coarse(each)}\t{plain(each)}" for each in sounds)
    keys = {(slip, heard) for word, heard in words for slip in all_slips(word, heard)}
    slips = "\n".join("\t".join(key) for key in sorted(keys))
    for target, text in (
        ("core_namesound (sound, skeleton, plain)", known),
        ("core_nameslip (slip, sound)", slips),
    ):
        cursor.copy_expert(f"COPY {target} FROM STDIN", io.StringIO(text))


def _advance_sequences(cursor):
    """The next row drawn by the portal must not meet one of ours."""
    for table in TABLES:
        sequence = f"pg_get_serial_sequence('{table}', 'id')"
        cursor.execute(
            f"SELECT setval({sequence}, greatest(1, (SELECT max(id) FROM {table})))"
            f" WHERE {sequence} IS NOT NULL"
        )
    for kind in ("HH", "RR"):
        cursor.execute(
            "SELECT setval(%s, (SELECT max(id) FROM core_record))",
            [sequence_name(kind)],
        )
