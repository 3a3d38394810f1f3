"""The people of the tests: who works where, and the families they register."""

import pytest

from accounts.factories import make_user, municipality
from accounts.roles import Role
from cases.factories import make_request, walk
from core.scoping import system

STRPCE, PEJA, GJILAN = "23", "17", "04"
PASSWORD = "far too long to guess 1"


def account(name, role=None, *, at="", **fields):
    """An account with its appointment, as an administrator would open it."""
    with system():
        return make_user(name, role, at=at, **fields)


@pytest.fixture
def jelena(db):
    """Officer of Štrpce."""
    return account("Jelena", Role.OFFICER, at=STRPCE)


@pytest.fixture
def dragan(db):
    """Head of the office of Štrpce."""
    return account("Dragan", Role.OFFICE_HEAD, at=STRPCE)


@pytest.fixture
def milan(db):
    """Secretary of the municipal commission of Štrpce."""
    return account("Milan", Role.COMMISSION_SECRETARY, at=STRPCE)


@pytest.fixture
def ana(db):
    """Member of the municipal commission of Štrpce: reads, changes nothing."""
    return account("Ana", Role.COMMISSION_MEMBER, at=STRPCE)


@pytest.fixture
def arta(db):
    """Officer of Peja."""
    return account("Arta", Role.OFFICER, at=PEJA)


@pytest.fixture
def luan(db):
    """Secretary of the central commission."""
    return account("Luan", Role.CENTRAL_SECRETARY)


@pytest.fixture
def mirjeta(db):
    """Caseworker of the ministry."""
    return account("Mirjeta", Role.CASEWORKER)


@pytest.fixture
def agron(db):
    """Administrator: configures, sees no files."""
    return account("Agron", Role.ADMINISTRATOR)


@pytest.fixture
def stranger(db):
    """An account without any role."""
    return account("Stranger")


@pytest.fixture
def staff(jelena, dragan, luan):
    """Who leads a request of Štrpce through its life."""
    return {"officer": jelena, "head": dragan, "ministry": luan}


@pytest.fixture
def register(jelena):
    """Register a family, in Štrpce by Jelena unless said otherwise."""

    def registered(*, at=STRPCE, by=jelena, **details):
        with system():
            return make_request(at=municipality(at), by=by, **details)

    return registered


@pytest.fixture
def request_at(register, staff):
    """A request of Štrpce that was led to a stage with the real steps."""

    def led_to(stage, **details):
        request = register(**details)
        with system():
            return walk(request, stage, **staff)

    return led_to
