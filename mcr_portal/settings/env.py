"""Readers of environment variables that answer nonsense with one clear sentence."""

import os
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

REQUIRED = object()
FLAGS = {"1": True, "true": True, "yes": True, "on": True}
FLAGS |= {"0": False, "false": False, "no": False, "off": False}
DATABASE_FORM = "postgresql://user:password@host:5432/name"
# Seconds.
LONGEST_WAIT = 15
REDIS_SCHEMES = ("redis", "rediss", "unix", "sentinel")


def text(name, default=REQUIRED):
    """The variable as it stands; without a default it must be given."""
    value = os.environ.get(name, "").strip()
    if value:
        return value
    if default is REQUIRED:
        raise ImproperlyConfigured(f"The environment variable {name} must be given.")
    return default


def flag(name, default=REQUIRED):
    """A yes-or-no variable."""
    value = text(name, default)
    if value is default:
        return default
    if value.lower() not in FLAGS:
        raise ImproperlyConfigured(f"{name} must be 1 or 0, not “{value}”.")
    return FLAGS[value.lower()]


def integer(name, default=REQUIRED, *, least=0, most=2**31):
    """A whole number within bounds."""
    value = text(name, default)
    if value is default:
        return default
    if not value.isascii() or not value.isdigit():
        raise ImproperlyConfigured(f"{name} must be a whole number, not “{value}”.")
    if not least <= int(value) <= most:
        raise ImproperlyConfigured(
            f"{name} must lie between {least} and {most}, not {value}."
        )
    return int(value)


def names(name, default=REQUIRED):
    """A list written with commas."""
    value = text(name, default)
    if value is default:
        return default
    return [part.strip() for part in value.split(",") if part.strip()]


def _parts(name, value, form):
    try:
        parts = urlsplit(value)
        return parts, parts.port
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must look like {form}.") from error


def database(name, default=REQUIRED):
    """A PostgreSQL address as the dictionary that Django wants."""
    value = text(name, default)
    parts, port = _parts(name, value, DATABASE_FORM)
    if parts.scheme not in ("postgresql", "postgres"):
        raise ImproperlyConfigured(f"{name} must look like {DATABASE_FORM}.")
    database_name = unquote(parts.path.removeprefix("/"))
    if not database_name or "/" in database_name:
        raise ImproperlyConfigured(f"{name} must name one database: {DATABASE_FORM}.")
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": database_name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", unquote(parts.hostname or "")),
        "PORT": options.pop("port", str(port or "")),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "connect_timeout": 5,
            "application_name": "mcr-portal",
            # Whoever waits for another's change longer than this is told so, before the web server gives up.
            "options": f"-c lock_timeout={LONGEST_WAIT}s",
            **options,
        },
    }


def redis(name, default=REQUIRED):
    """The address of a Redis or Valkey server."""
    value = text(name, default)
    parts, _port = _parts(name, value, "redis://host:6379/0")
    if parts.scheme not in REDIS_SCHEMES or not (parts.netloc or parts.path):
        raise ImproperlyConfigured(
            f"{name} must look like redis://host:6379/0 or unix:///path/to/socket."
        )
    return value


def broker(url):
    """The same Redis address in the spelling of Celery's transport."""
    parts = urlsplit(url)
    if parts.scheme != "unix":
        return url
    number = dict(parse_qsl(parts.query)).get("db", "0")
    return f"redis+socket://{parts.path}?virtual_host={number}"
