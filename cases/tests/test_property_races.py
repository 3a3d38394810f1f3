"""Two clerks on one property at the same moment: together they write nothing that alone neither could."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.models.query import QuerySet

from cases import services
from cases.factories import make_property
from cases.models import CoOwner, PropertyEvent
from cases.property_state import state_of
from core import constraints
from core.scoping import system
from people import together

pytestmark = pytest.mark.django_db(transaction=True)

CLERKS = 5


@pytest.fixture
def home(register, jelena):
    with system():
        return make_property(register().household, by=jelena, parts=False)


def owning(home, by):
    """Each enters another brother with two fifths."""

    def own(turn):
        with system():
            owner = CoOwner(property=home, name=f"Brother {turn}")
            owner.numerator, owner.denominator = 2, 5
            return services.save_co_owner(co_owner=owner, by=by)

    return own


def happening(home, by):
    """Each enters that the house was occupied again, in another year."""

    def happen(turn):
        with system():
            event = PropertyEvent(property=home, kind="reoccupied", source="Police")
            event.happened_on = date(2010 + turn, 1, 1)
            return services.save_event(event=event, by=by)

    return happen


def refusals(results, kind):
    refused = [each for each in results if isinstance(each, Exception)]
    assert all(isinstance(each, kind) for each in refused), refused
    return refused


def test_shares_entered_at_once_stay_within_the_whole(home, jelena):
    refused = refusals(together(CLERKS, owning(home, jelena)), IntegrityError)
    assert len(refused) == CLERKS - 2
    assert "more than the whole" in str(constraints.sentence_for(refused[0]))
    with system():
        assert home.coowners.count() == 2


def test_without_the_guard_the_shares_would_exceed_the_whole(home, jelena, owner_connection):  # fmt: skip
    """The control: the database does not look."""
    with owner_connection.cursor() as cursor:
        cursor.execute("ALTER TABLE cases_coowner DISABLE TRIGGER shares_within_one")
    assert refusals(together(CLERKS, owning(home, jelena)), IntegrityError) == []


def test_events_entered_at_once_do_not_contradict_one_another(home, jelena):
    refused = refusals(together(CLERKS, happening(home, jelena)), ValidationError)
    assert len(refused) == CLERKS - 1
    with system():
        assert state_of(home.propertyevents.all()).problems == []


def test_without_the_lock_the_events_would_contradict(register, jelena, monkeypatch):
    """The control: the property is read without being held."""
    monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, **how: rows)
    household = register().household
    contradictions = 0
    for _turn in range(6):
        with system():
            home = make_property(household, by=jelena, parts=False)
        together(CLERKS, happening(home, jelena))
        with system():
            contradictions += bool(state_of(home.propertyevents.all()).problems)
    assert contradictions
