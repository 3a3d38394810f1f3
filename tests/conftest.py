"""The world of these tests: built once per module, undone after each test and wholly after the module."""

import pytest
from django.db import connection

from tests import disguise
from tests.world import build, undone


@pytest.fixture(scope="module")
def _world(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), undone():
        yield build()


@pytest.fixture
def world(_world):
    """Two municipalities and their people, seen by the portal's own role."""
    with undone():
        yield _world


@pytest.fixture(scope="module")
def _breakable_world(django_db_setup, django_db_blocker):
    with (
        django_db_blocker.unblock(),
        disguise.superuser_connection(),
        undone(),
    ):
        yield build()


@pytest.fixture
def breakable_world(_breakable_world):
    """The same over a connection that can step aside to break the database."""
    with undone():
        yield _breakable_world
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == (disguise.PORTAL_ROLE,)
