"""What production refuses to start with, each with its sentence."""

from django.conf import settings
from django.core import checks
from django.core.exceptions import ImproperlyConfigured
from django.db import Error, connections

from mcr_portal.settings import env

SHORTEST_SECRET = 50
FEWEST_CHARACTERS = 10
KNOWN_SECRETS = ("django-insecure", "development-only", "tests-only", "changeme")

ROLE_POWERS = """
    SELECT rolsuper, rolbypassrls,
           EXISTS (SELECT FROM pg_database d
                   WHERE d.datname = current_database()
                     AND pg_has_role(current_user, d.datdba, 'MEMBER')),
           EXISTS (SELECT FROM pg_class c
                   JOIN pg_namespace n ON n.oid = c.relnamespace
                   WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p', 'v', 'm')
                     AND pg_has_role(current_user, c.relowner, 'MEMBER'))
    FROM pg_roles WHERE rolname = current_user
"""
POWER_NAMES = (
    "is a superuser",
    "passes row security (BYPASSRLS)",
    "owns the database",
    "owns tables",
)


def strong_secret(secret):
    """The secret, unless it is short, simple or known to everybody."""
    known = secret.lower().startswith(KNOWN_SECRETS)
    weak = len(secret) < SHORTEST_SECRET or len(set(secret)) < FEWEST_CHARACTERS
    if known or weak:
        raise ImproperlyConfigured(
            f"SECRET_KEY must be a random text of at least {SHORTEST_SECRET} "
            "characters that is used nowhere else."
        )
    return secret


def refuse_demonstration():
    """Neither debugging nor demonstration data belongs to production."""
    for name in ("DEBUG", "MCR_DEMO"):
        if env.flag(name, default=False):
            raise ImproperlyConfigured(f"{name} must not be set in production.")


def role_complaints(connection):
    """What the database role of the portal may do and must not."""
    with connection.cursor() as cursor:
        cursor.execute(ROLE_POWERS)
        powers = cursor.fetchone()
    found = [name for name, has in zip(POWER_NAMES, powers, strict=True) if has]
    if not found:
        return []
    return [
        f"The database role of DATABASE_URL {' and '.join(found)}, so row security "
        "does not bind it: give a role that owns nothing (see README.md)."
    ]


def demo_complaints(connection):
    """Accounts of the demonstration, whose passwords everybody knows."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('accounts_user') IS NOT NULL")
        if not cursor.fetchone()[0]:
            return []
        cursor.execute(
            "SELECT count(*) FROM accounts_user WHERE email LIKE %s AND is_active",
            [f"%@%{settings.DEMO_EMAIL_DOMAIN}"],
        )
        count = cursor.fetchone()[0]
    if not count:
        return []
    return [
        f"The database holds {count} demonstration accounts "
        f"(…@{settings.DEMO_EMAIL_DOMAIN}): production starts without them."
    ]


def complaints():
    """Everything about the database that production refuses."""
    connection = connections["default"]
    return role_complaints(connection) + demo_complaints(connection)


def check_database_role(app_configs, databases, **kwargs):
    """The same refusals as findings of `manage.py check --database default`."""
    if "default" not in (databases or []):
        return []
    return [checks.Error(text, id="mcr_portal.E001") for text in complaints()]


def refuse_unsafe_database():
    """Stop a production process before it serves anything; elsewhere do nothing."""
    if not settings.PRODUCTION:
        return
    try:
        found = complaints()
    except Error as error:
        raise ImproperlyConfigured(
            "The database cannot be asked about the portal's role, so nothing is "
            "started: check DATABASE_URL and that PostgreSQL is running."
        ) from error
    finally:
        connections["default"].close()
    if found:
        raise ImproperlyConfigured(" ".join(found))
