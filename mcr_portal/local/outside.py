"""Servers that the operator named: the portal's role beside the owner's."""

import contextlib
import hashlib
import json
import os
import secrets
from urllib.parse import quote, urlsplit, urlunsplit

import psycopg2
from django.core.exceptions import ImproperlyConfigured

from mcr_portal.local.binaries import OLDEST_POSTGRES
from mcr_portal.local.place import write_private
from mcr_portal.local.postgres import PORTAL_ROLE, admit, ensure_role, role_exists
from mcr_portal.local.refusal import Refusal
from mcr_portal.settings import env, guards

GIVE_BOTH = (
    f"give DATABASE_OWNER_URL for the owner of the database and DATABASE_URL for "
    f"the role “{PORTAL_ROLE}”, which owns nothing."
)


def _connect(name):
    url = os.environ[name]
    try:
        env.database(name)
        connection = psycopg2.connect(url, connect_timeout=5)
    except ImproperlyConfigured as error:
        raise Refusal(str(error)) from error
    except psycopg2.Error as error:
        said = str(error).strip().splitlines()[0]
        raise Refusal(f"{name} does not lead to a database: {said}") from error
    connection.autocommit = True
    if connection.server_version < OLDEST_POSTGRES * 10_000:
        raise Refusal(f"{name} leads to a PostgreSQL older than {OLDEST_POSTGRES}.")
    return contextlib.closing(connection)


def _address(url, role, password):
    """The same database for another role."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    netloc = f"{quote(role)}:{quote(password, safe='')}@{host}"
    return urlunsplit(parts._replace(netloc=netloc))


def _remembered(place):
    try:
        return json.loads((place.var / "outside.json").read_text())
    except (OSError, ValueError):
        return {}


def _key(url):
    return hashlib.sha256(url.encode()).hexdigest()


def known(place):
    """Both addresses, if `make run` has set this DATABASE_URL up before."""
    url = os.environ.get("DATABASE_URL", "")
    password = _remembered(place).get(_key(url))
    if os.environ.get("DATABASE_OWNER_URL") or password is None:
        return {}
    portal = _address(url, PORTAL_ROLE, password)
    return {"DATABASE_URL": portal, "DATABASE_OWNER_URL": url}


def prepare(place):
    """The addresses under which set-up and portal reach the given database."""
    if not os.environ.get("DATABASE_URL"):
        return {}
    if os.environ.get("DATABASE_OWNER_URL"):
        _check_portal_role()
        return {}
    return _portal_role_beside(place)


def _check_portal_role():
    with _connect("DATABASE_OWNER_URL"), _connect("DATABASE_URL") as connection:
        found = guards.role_complaints(connection)
    if found:
        raise Refusal(found[0])


def _portal_role_beside(place):
    url = os.environ["DATABASE_URL"]
    memory = _remembered(place)
    with _connect("DATABASE_URL") as connection, connection.cursor() as cursor:
        if not _may_set_up(cursor):
            raise Refusal(
                "The role of DATABASE_URL does not own the database or may not "
                f"create roles: {GIVE_BOTH}"
            )
        if role_exists(cursor, PORTAL_ROLE) and _key(url) not in memory:
            raise Refusal(f"The server has a role “{PORTAL_ROLE}” already: {GIVE_BOTH}")
        password = memory.setdefault(_key(url), secrets.token_urlsafe(32))
        write_private(place.var / "outside.json", json.dumps(memory))
        ensure_role(cursor, PORTAL_ROLE, password)
        admit(cursor, connection.info.dbname)
    return known(place)


def _may_set_up(cursor):
    cursor.execute(
        "SELECT (rolsuper OR rolcreaterole) AND pg_has_role(datdba, 'MEMBER') "
        "FROM pg_roles, pg_database "
        "WHERE rolname = current_user AND datname = current_database()"
    )
    return cursor.fetchone()[0]
