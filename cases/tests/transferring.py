"""Transfers of the tests: asked by Štrpce, answered by Peja."""

import pytest
from django.core.exceptions import ValidationError

from accounts.factories import municipality
from accounts.roles import Role
from cases.models import Household, Request
from cases.services import transfers
from cases.tests.families import with_members
from core.scoping import acting, system
from people import PEJA, account

REASON = "The family moves to its house there."


@pytest.fixture
def blerim(db):
    """Head of the office of Peja."""
    return account("Blerim", Role.OFFICE_HEAD, at=PEJA)


@pytest.fixture
def home(request_at) -> Household:
    """A family of several whose request is submitted in Štrpce."""
    return with_members(request_at("submitted"))


def request_of(household) -> Request:
    with system():
        return Request.objects.get(household=household)


def refusals(act) -> list[str]:
    """What is said when something is refused."""
    with pytest.raises(ValidationError) as refused:
        act()
    return refused.value.messages


def asked(household, *, by, to=PEJA, reason=REASON):
    """Somebody asks another office to take a household over, as a page would."""
    with acting(by.scope):
        mine = Household.objects.get(pk=household.pk)
        return transfers.ask_for_transfer(
            household=mine, to=municipality(to), reason=reason, by=by
        )


def answered(transfer, step, *, by, reason=""):
    with acting(by.scope):
        return transfers.take_step(transfer=transfer, step=step, reason=reason, by=by)


def where(row) -> str:
    """The code of the municipality in which a row is now."""
    with system():
        fresh = type(row)._base_manager.select_related("municipality").get(pk=row.pk)
        return fresh.municipality.code
