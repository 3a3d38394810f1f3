"""The database of the tests: built once, cloned for each worker, always left intact."""

import atexit
import contextlib
import fcntl
import os
from pathlib import Path

import django
import psycopg2
import pytest
from django.conf import settings
from django.core.management import call_command, get_commands
from django.db import connections
from django.test import TransactionTestCase
from psycopg2 import sql

from core.catalogues import compile_all
from mcr_portal.local import throwaway
from mcr_portal.local.postgres import DATABASE, OWNER_ROLE, admit

TEMPLATE = "mcr_template"


def _start_servers():
    """Servers for this run; workers of xdist find their controller's."""
    if "MCR_THROWAWAY" in os.environ:
        return
    stack = contextlib.ExitStack()
    servers = stack.enter_context(throwaway.pair())
    atexit.register(stack.close)
    os.environ.update(servers.environment)


def _own_queue():
    """Each worker of xdist rings its own bell: its own numbered database."""
    number = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) + 1
    os.environ["REDIS_URL"] = f"{os.environ['REDIS_URL'].partition('?')[0]}?db={number}"


# Before Django reads its settings, which is why no ini file names them.
_start_servers()
_own_queue()
os.environ["DJANGO_SETTINGS_MODULE"] = "mcr_portal.settings.test"
django.setup()
# A fresh clone holds no compiled messages; workers of xdist find their controller's.
if "PYTEST_XDIST_WORKER" not in os.environ:
    compile_all(settings.BASE_DIR)


def _as_superuser(*statements, admitting=None):
    connection = psycopg2.connect(os.environ["MCR_SUPERUSER_URL"])
    connection.autocommit = True
    with contextlib.closing(connection), connection.cursor() as cursor:
        for statement, *names in statements:
            identifiers = [sql.Identifier(name) for name in names]
            cursor.execute(sql.SQL(statement).format(*identifiers))
        if admitting:
            admit(cursor, admitting)


def _clone(source, target):
    """A fresh copy of a database, whatever stood there and whoever was connected."""
    _as_superuser(
        ("DROP DATABASE IF EXISTS {} WITH (FORCE)", target),
        ("CREATE DATABASE {} TEMPLATE {} OWNER {}", target, source, OWNER_ROLE),
        admitting=target,
    )


def _use(name):
    """Point both roles, and processes that a test starts, to one database."""
    for alias in ("default", "owner"):
        connections[alias].close()
        old = connections.settings[alias]["NAME"]
        connections.settings[alias]["NAME"] = name
        variable = "DATABASE_URL" if alias == "default" else "DATABASE_OWNER_URL"
        os.environ[variable] = os.environ[variable].replace(f"@/{old}?", f"@/{name}?")


def _template_exists():
    connection = psycopg2.connect(os.environ["MCR_SUPERUSER_URL"])
    with contextlib.closing(connection), connection.cursor() as cursor:
        cursor.execute("SELECT FROM pg_database WHERE datname = %s", [TEMPLATE])
        return cursor.fetchone() is not None


def _build_template():
    """Migrations and reference data, once per run, whichever worker comes first."""
    with (Path(os.environ["MCR_THROWAWAY"]) / "template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if _template_exists():
            return
        _use(DATABASE)
        call_command("migrate", verbosity=0)
        if "load_reference" in get_commands():
            call_command("load_reference", verbosity=0)
        connections.close_all()
        _clone(DATABASE, TEMPLATE)


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker, worker_id):
    """This worker's own copy of the migrated database with its reference data."""
    with django_db_blocker.unblock():
        _build_template()
        name = f"mcr_test_{worker_id}"
        _clone(TEMPLATE, name)
        _use(name)
    yield
    with django_db_blocker.unblock():
        connections.close_all()


def _restore(test_case):
    """After a test that committed: the copy anew, instead of emptying every table."""
    connections.close_all()
    _clone(TEMPLATE, connections.settings["default"]["NAME"])


@pytest.fixture(autouse=True, scope="session")
def _reference_data_outlives_every_test():
    patch = pytest.MonkeyPatch()
    patch.setattr(TransactionTestCase, "_fixture_teardown", _restore)
    yield
    patch.undo()


def _commits(request):
    marker = request.node.get_closest_marker("django_db")
    wanted = bool(marker and marker.kwargs.get("transaction"))
    return wanted or {"transactional_db", "live_server"} & set(request.fixturenames)


@pytest.fixture
def owner_connection(request, db):
    """A connection as the owner role; rolled back unless the test itself commits."""
    # Not under the alias "owner", which is closed to tests.
    wrapper = type(connections["owner"])
    connection = wrapper(dict(connections.settings["owner"]), "owner of the test")
    with contextlib.closing(connection):
        if _commits(request):
            yield connection
            return
        connection.set_autocommit(False)
        yield connection
        connection.rollback()


@pytest.fixture
def private_servers():
    """A PostgreSQL and a Valkey that the test may kill: `.kill()`, `.start()`."""
    with throwaway.pair(durable=True) as servers:
        yield servers
