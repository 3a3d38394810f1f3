"""The portal's role over a connection that can step aside, so that a test may break the database and undo it."""

from contextlib import contextmanager

from django.db import connection, connections

from mcr_portal.local.postgres import OWNER_ROLE, PORTAL_ROLE
from mcr_portal.settings import env


@contextmanager
def superuser_connection():
    """Connect "default" as the superuser who has taken the portal's role; afterwards as before.

    Row security looks at the role taken, so the portal is bound exactly as always.
    """
    default = connections["default"]
    default.close()
    before = dict(default.settings_dict)
    superuser = env.database("MCR_SUPERUSER_URL")
    for name in ("USER", "PASSWORD", "HOST", "PORT"):
        default.settings_dict[name] = superuser[name]
    try:
        take(PORTAL_ROLE)
        yield
    finally:
        default.close()
        default.settings_dict.update(before)


def take(role: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {role}")


@contextmanager
def as_owner():
    """Step aside: the statements inside run as the owner of the tables."""
    settle()
    take(OWNER_ROLE)
    yield
    take(PORTAL_ROLE)


def settle() -> None:
    """Let every waiting constraint speak now, so that tables may be altered."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def break_down(*statements: str) -> None:
    """Run statements as the owner: the sabotage of a test."""
    with as_owner(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
