"""Production starts only with everything given and nothing unsafe."""

import os
import secrets
import subprocess
import sys

import psycopg2
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from mcr_portal.local.place import PROJECT
from mcr_portal.settings import guards

SECRET = secrets.token_urlsafe(48)


def production(*arguments, **changes):
    """Run a command under production settings; None takes a variable away."""
    environment = dict(os.environ)
    environment |= {
        "DJANGO_SETTINGS_MODULE": "mcr_portal.settings.production",
        "SECRET_KEY": SECRET,
        "ALLOWED_HOSTS": "portal.example",
    }
    environment |= changes
    given = {name: value for name, value in environment.items() if value is not None}
    return subprocess.run(
        [sys.executable, *arguments],
        env=given,
        cwd=PROJECT,
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.django_db
def test_the_deployment_check_finds_nothing():
    check = ("manage.py", "check", "--deploy", "--fail-level", "WARNING")
    done = production(*check, "--database", "default")
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"SECRET_KEY": None}, "SECRET_KEY must be given"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY must be a random text"),
        ({"SECRET_KEY": "development-only-" * 4}, "SECRET_KEY must be a random text"),
        ({"SECRET_KEY": "a" * 80}, "SECRET_KEY must be a random text"),
        ({"DEBUG": "1"}, "DEBUG must not be set in production"),
        ({"MCR_DEMO": "1"}, "MCR_DEMO must not be set in production"),
        ({"DATABASE_URL": None}, "DATABASE_URL must be given"),
        ({"REDIS_URL": None}, "REDIS_URL must be given"),
        ({"ALLOWED_HOSTS": None}, "ALLOWED_HOSTS must be given"),
    ],
)
def test_what_is_missing_or_unsafe_is_refused(changes, sentence):
    done = production("-c", "import mcr_portal.settings.production", **changes)
    assert done.returncode != 0
    last = done.stderr.strip().splitlines()[-1]
    assert last.startswith("django.core.exceptions.ImproperlyConfigured")
    assert sentence in last


@pytest.mark.django_db
def test_the_web_does_not_start_as_the_owner():
    owner = os.environ["DATABASE_OWNER_URL"]
    done = production("-c", "import mcr_portal.wsgi", DATABASE_URL=owner)
    assert done.returncode != 0
    assert "owns the database and owns tables" in done.stderr


@pytest.mark.django_db
def test_the_web_does_not_start_without_a_database_to_ask():
    away = "postgresql://u:p@127.0.0.1:1/none"
    done = production("-c", "import mcr_portal.wsgi", DATABASE_URL=away)
    assert done.returncode != 0
    assert "cannot be asked about the portal's role" in done.stderr


@pytest.mark.django_db
def test_the_portal_role_passes_and_a_superuser_does_not():
    assert guards.role_complaints(connection) == []
    superuser = psycopg2.connect(os.environ["MCR_SUPERUSER_URL"])
    try:
        (sentence,) = guards.role_complaints(superuser)
    finally:
        superuser.close()
    assert "is a superuser" in sentence
    assert "passes row security" in sentence


@pytest.mark.parametrize("number", range(20))
def test_a_random_secret_passes(number):
    secret = secrets.token_urlsafe(48)
    assert guards.strong_secret(secret) == secret


def test_a_known_secret_does_not_pass():
    with pytest.raises(ImproperlyConfigured):
        guards.strong_secret("django-insecure-" + SECRET)
