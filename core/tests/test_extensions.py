"""More time for a deadline: for a reason, by somebody, and never more than the law allows."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from core.clocks import Deadline, follow
from core.deadlines import from_json
from core.extensions import extend, extension_key
from core.models import Clock, ClockExtension, Provision
from core.provisions import KNOWN
from core.scoping import system

BEGIN = date(2026, 3, 2)
RULE = Deadline(
    "decision_days", "Decision", starts="asked", pauses=("waits",), ends=("over",)
)
LAW = "Article 98"


@pytest.fixture
def clock(register):
    """A running deadline of 45 days: to 16 April 2026."""
    with system():
        file = register()
        file.due_on = follow(file, (RULE,), status="asked", on=BEGIN)
        file.save(update_fields=["due_on"])
        yield Clock.objects.get(record_id=file.pk)


def allow_at_most(days):
    Provision.objects.filter(key="decision_extension_days").update(value=days)


def more_time(clock, days, *, by, on=BEGIN + timedelta(5), **details):
    details = {"reason": "The cadastre is closed."} | details
    return extend(clock=clock, days=days, by=by, on=on, **details)


def test_the_last_day_moves_and_the_reckoning_says_why(clock, jelena):
    allow_at_most(30)
    extension = more_time(clock, 10, by=jelena)
    clock.refresh_from_db()
    assert clock.due_on == date(2026, 4, 27)  # day 55 is Sunday, 26 April
    assert "extended" in [step.code for step in from_json(clock.trace)]
    assert (extension.granted_by, extension.total_days) == (jelena, 10)


def test_the_record_follows(clock, jelena):
    allow_at_most(30)
    more_time(clock, 10, by=jelena)
    file = clock.record
    request = type(file)._meta.apps.get_model(file.kind).objects.get(pk=file.pk)
    assert request.due_on == date(2026, 4, 27)


def test_all_extensions_together_stay_within_the_law(clock, jelena):
    allow_at_most(30)
    more_time(clock, 20, by=jelena)
    with pytest.raises(ValidationError, match="no extension that long"):
        more_time(clock, 11, by=jelena)
    more_time(clock, 10, by=jelena)
    assert list(clock.extensions.values_list("total_days", flat=True)) == [20, 30]


def test_while_the_law_is_not_known_the_legal_basis_must_be_named(clock, jelena):
    with pytest.raises(ValidationError, match="name the legal basis"):
        more_time(clock, 10, by=jelena)
    assert more_time(clock, 10, by=jelena, legal_basis=LAW).most_days is None


def test_the_database_refuses_more_than_the_law(clock, jelena):
    allow_at_most(30)
    extension = more_time(clock, 10, by=jelena)
    with pytest.raises(IntegrityError, match="extension_within"), transaction.atomic():
        ClockExtension.objects.filter(pk=extension.pk).update(total_days=31)


@pytest.mark.parametrize("reason", ["", "   "])
def test_nobody_extends_without_a_reason(clock, jelena, reason):
    allow_at_most(30)
    with pytest.raises(ValidationError, match="Give the reason"):
        more_time(clock, 10, by=jelena, reason=reason)


def test_what_has_passed_is_not_extended(clock, jelena):
    allow_at_most(30)
    with pytest.raises(ValidationError, match="cannot be extended"):
        more_time(clock, 10, by=jelena, on=date(2026, 4, 17))
    assert more_time(clock, 10, by=jelena, on=date(2026, 4, 16))


def test_a_closed_clock_is_not_extended(clock, jelena):
    allow_at_most(30)
    Clock.objects.filter(pk=clock.pk).update(closed_on=BEGIN)
    with pytest.raises(ValidationError, match="cannot be extended"):
        more_time(clock, 10, by=jelena)


def test_an_extension_outlives_a_pause(clock, register, jelena):
    allow_at_most(30)
    more_time(clock, 10, by=jelena)
    file = type("File", (), {"pk": clock.record_id})
    follow(file, (RULE,), status="waits", on=BEGIN + timedelta(8))
    follow(file, (RULE,), status="asked", on=BEGIN + timedelta(15))
    clock.refresh_from_db()
    assert clock.due_on == date(2026, 5, 4)  # 62 days: Sunday, 3 May


def test_the_days_of_an_appeal_belong_to_the_applicant():
    assert extension_key("appeal_days") not in KNOWN
    assert extension_key("decision_days") in KNOWN
