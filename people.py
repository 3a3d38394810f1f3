"""The people of the tests: who works where, the families they register, and what they type."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from threading import Barrier, Event, Thread

import pytest
from django.apps import apps
from django.conf import settings
from django.db import IntegrityError, connections, transaction
from django.test import Client
from django.utils import translation

from accounts.factories import appoint, make_user, municipality  # noqa: F401 -- named here for the tests
from accounts.roles import Role
from cases.factories import make_request, scanned, walk
from core import serving
from core.models import Settlement
from core.scoping import system

STRPCE, PEJA, GJILAN = "23", "17", "04"
PASSWORD = "far too long to guess 1"
LANGUAGES = ("en", "sq", "sr")
COUNTED = (
    "cases.Person",
    "cases.PersonPaper",
    "cases.NamePair",
    "cases.NameToken",
    "cases.Household",
    "cases.Member",
    "cases.Change",
    "cases.Displacement",
    "cases.Request",
    "cases.Paper",
    "cases.Decision",
    "cases.Appeal",
    "cases.CourtCase",
    "cases.Agreement",
    "cases.Fund",
    "cases.Funding",
    "cases.WorksReport",
    "cases.Acceptance",
    "cases.Handover",
    "cases.SubjectRequest",
    "cases.AssistanceLine",
    "cases.Delivery",
    "core.Record",
    "core.Document",
    "core.Letter",
    "core.Service",
    "core.ProtocolEntry",
    "core.Note",
    "core.StatusChange",
    "core.Clock",
    "core.Job",
    "core.FormToken",
)


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
def zana(db):
    """Secretary of the second instance."""
    return account("Zana", Role.APPEALS_SECRETARY)


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
def staff(jelena, dragan, luan, zana, mirjeta):
    """Who leads a request of Štrpce through its life."""
    return {
        "officer": jelena,
        "head": dragan,
        "ministry": luan,
        "second": zana,
        "funder": mirjeta,
    }


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


@pytest.fixture
def scan():
    """A paper as the scanner gave it, checked."""
    return scanned("paper")


def browser_of(user, *, language="en"):
    """A signed-in browser whose pages are in one language."""
    browser = Client()
    browser.force_login(user)
    browser.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    return browser


@pytest.fixture
def office(jelena):
    """Jelena's browser, in English."""
    return browser_of(jelena)


@pytest.fixture
def registration(db):
    """What an officer types when a family of Štrpce comes to the counter."""
    place = municipality(STRPCE)
    kind = apps.get_model("cases.RequestType").objects.get(code="house")
    return {
        "surname": "Ђорђевић",
        "given_name": "Милена",
        "birth_date": "1963-05-03",
        "birth_precision": "day",
        "paper_kind": "identity_card",
        "paper_number": "",
        "municipality": place.pk,
        "place_of_return": Settlement.objects.filter(municipality=place).first().pk,
        "language": "sr",
        "phone": "",
        "current_address": "",
        "request_type": kind.pk,
        "form_token": new_token(),
    }


def new_token() -> str:
    """The token of a freshly opened form."""
    return str(uuid.uuid4())


def serve_in_hand(letter, *, on=None, by):
    """The letter is handed over to its addressee, on the day it was issued unless another is given."""
    on = on or letter.issued_on
    return serving.record_service(
        letter=letter,
        way="in_person",
        sent_on=on,
        served_on=on,
        outcome="served",
        received_by=letter.addressee,
        relation="addressee",
        by=by,
    )


def rows_kept() -> dict[str, int]:
    """How many rows every table of files has: equal before and after what was refused."""
    with system():
        return {label: apps.get_model(label)._base_manager.count() for label in COUNTED}


def complaints(response) -> list[str]:
    """The sentences that a refused form says, each of them really on the page."""
    form = response.context["form"]
    with translation.override(response.headers["Content-Language"]):
        said = [str(text) for texts in form.errors.values() for text in texts]
    page = unescape(response.content.decode())
    assert all(text in page for text in said), said
    return said


def together(number, act):
    """Let several people do something at the same moment, each over a connection of their own."""
    start = Barrier(number)

    def one(turn):
        try:
            start.wait()
            return act(turn)
        except Exception as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(number) as crowd:
        return list(crowd.map(one, range(number)))


class Meanwhile:
    """What somebody else does at the same moment, over a connection of their own."""

    def __init__(self, act):
        self.act, self.ended, self.refusal = act, Event(), None
        self.thread = Thread(target=self._alone)
        self.thread.start()
        # Without the guard it ends at once; with it only after the other one, so this runs out.
        self.waits = not self.ended.wait(timeout=1.5)

    def _alone(self):
        try:
            with system(), transaction.atomic():
                self.act()
        except IntegrityError as refusal:
            self.refusal = refusal
        finally:
            self.ended.set()
            connections.close_all()

    def is_over(self):
        self.thread.join(timeout=20)


def without(owner_connection, trigger: str, table: str) -> None:
    """Take a guard of the database away."""
    with owner_connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")
