"""Provisions: the number that the law sets on a day, and who verified it."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from core import reference_data
from core.models import Provision
from core.models.provisions import Unit
from core.provisions import KNOWN, provision
from core.scoping import system

SEEDED = reference_data.TABLES[Provision]


def write(value, valid_from, valid_to=None, **more):
    values = {"key": "appeal_days", "unit": Unit.CALENDAR_DAYS} | more
    with system(), transaction.atomic():
        return Provision.objects.create(
            value=value, valid_from=valid_from, valid_to=valid_to, **values
        )


@pytest.fixture
def changed_law(db):
    """The appeal period is 30 days to the end of 2026 and 15 days from 2027."""
    with system():
        Provision.objects.all().delete()
    write(30, date(2018, 1, 1), date(2026, 12, 31))
    write(15, date(2027, 1, 1))


@pytest.mark.parametrize(
    ("day", "days"),
    [
        (date(2018, 1, 1), 30),
        (date(2026, 12, 31), 30),
        (date(2027, 1, 1), 15),
        (date(2040, 1, 1), 15),
    ],
)
def test_law_of_the_day_is_asked(changed_law, day, days):
    assert provision("appeal_days", on=day).value == days


def test_day_before_the_first_law_has_none(changed_law):
    with pytest.raises(LookupError, match="appeal_days.*2017-12-31"):
        provision("appeal_days", on=date(2017, 12, 31))


def test_undeclared_key_is_refused(db):
    with pytest.raises(LookupError, match="'apeal_days' is not declared"):
        provision("apeal_days", on=date(2026, 1, 1))


@pytest.mark.parametrize(
    ("valid_from", "valid_to"),
    [
        (date(2026, 12, 31), date(2026, 12, 31)),
        (date(2017, 1, 1), None),
        (date(2030, 1, 1), None),
    ],
)
def test_two_numbers_never_hold_on_one_day(changed_law, valid_from, valid_to):
    with pytest.raises(IntegrityError, match="provision_one_value_at_a_time"):
        write(20, valid_from, valid_to)
    row = Provision(key="appeal_days", valid_from=valid_from, valid_to=valid_to)
    with pytest.raises(ValidationError, match="valid in the same period"):
        row.validate_constraints()


def test_another_key_may_hold_in_the_same_period(changed_law):
    assert write(45, date(2018, 1, 1), key="decision_days").pk


def test_law_does_not_end_before_it_begins(db):
    with pytest.raises(IntegrityError, match="provision_ends_after_it_begins"):
        write(30, date(2026, 1, 2), date(2026, 1, 1))


def test_verified_needs_both_who_and_when(db):
    with pytest.raises(IntegrityError, match="verified_by_and_on_together"):
        write(30, date(2026, 1, 1), verified_on=date(2026, 1, 1))


def test_empty_value_cannot_be_verified(db):
    row = Provision(key="completion_days", verified_on=date(2026, 1, 1))
    with pytest.raises(ValidationError, match="empty value cannot be verified"):
        row.validate_constraints(exclude={"verified_by"})


def test_row_is_verified_once_somebody_signed_for_it():
    assert not Provision(value=45).is_verified
    assert Provision(value=45, verified_on=date(2026, 1, 1)).is_verified


def test_every_known_key_has_a_row_and_every_row_a_known_key():
    assert {row["key"] for row in reference_data.read(SEEDED)} == set(KNOWN)


def test_rows_from_the_file_agree_with_what_the_keys_govern():
    for row in reference_data.read(SEEDED):
        assert row["unit"] == KNOWN[row["key"]].unit
        assert row["source"]


def test_no_row_of_the_file_claims_to_be_verified():
    for row in reference_data.read(SEEDED):
        assert not {"verified_by", "verified_on"} & set(row)
