"""The people, families and commissions of these tests."""

import pytest

from accounts.roles import Role
from commissions.agenda import line_of
from commissions.factories import convene, make_commission, plan
from commissions.services import propose
from core.scoping import system
from people import *  # noqa: F403 -- pytest finds fixtures by their names
from people import STRPCE, account, municipality


@pytest.fixture
def vera(db):
    """Chairs the municipal commission of Štrpce."""
    return account("Vera", Role.COMMISSION_MEMBER, at=STRPCE)


@pytest.fixture
def boban(db):
    """A third member of the municipal commission of Štrpce."""
    return account("Boban", Role.COMMISSION_MEMBER, at=STRPCE)


@pytest.fixture
def zoran(db):
    """Stands in for Boban."""
    return account("Zoran", Role.COMMISSION_MEMBER, at=STRPCE)


@pytest.fixture
def board(dragan, milan, vera, ana, boban, zoran):
    """The municipal commission of Štrpce: Vera chairs, Milan writes, two of three must be there."""
    with system():
        return make_commission(
            by=dragan,
            at=municipality(STRPCE),
            secretary=milan,
            voters=[vera, ana, boban],
            substitutes={boban: zoran},
        )


@pytest.fixture
def sitting_on(board, milan, request_at):
    """An open sitting about so many requests in municipal review, a favourable opinion proposed on each."""

    def opened(number=1, *, absent=(), proposed=True, **family):
        with system():
            files = [
                request_at("municipal_review", surname=f"Family{n}", **family)
                for n in range(number)
            ]
            sitting = plan(board, files, by=milan)
            convene(sitting, by=milan, absent=absent)
            sitting.refresh_from_db()
            if proposed:
                for item in sitting.items.all():
                    prepare(item, "favourable", by=milan)
        return sitting

    return opened


REASON = "The family wishes to return and its land is free."


def prepare(item, key, *, by, **typed):
    """The secretary proposes a decision in the words a sensible person would use."""
    line = line_of(item)
    outcome = line.decidable.outcome(key)
    asked = line.decidable.form(outcome, line.record, by=by)
    words = {name: field.initial for name, field in asked.fields.items()}
    form = line.decidable.form(
        outcome, line.record, by=by, data=words | {"reason": REASON} | typed
    )
    assert form.is_valid(), form.errors
    return propose(item=item, outcome=outcome, form=form, by=by)
