"""Transfers of the tests: asked by Štrpce, answered by Peja."""

import pytest

from accounts.factories import municipality
from accounts.roles import Role
from cases.models import Household
from cases.services import transfers
from core.scoping import acting, system
from people import PEJA, account

REASON = "The family moves to its house there."


@pytest.fixture
def blerim(db):
    """Head of the office of Peja."""
    return account("Blerim", Role.OFFICE_HEAD, at=PEJA)


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
