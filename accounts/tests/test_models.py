"""Accounts and appointments: what the database itself refuses."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Appointment, User
from accounts.roles import MUNICIPAL_ROLES, REACH, Role
from core.scoping import Scope, system
from people import PEJA, STRPCE, account, appoint, municipality


def refused(constraint, **fields):
    with (
        pytest.raises(IntegrityError, match=constraint),
        system(),
        transaction.atomic(),
    ):
        Appointment.objects.create(**fields)
    with system(), pytest.raises(ValidationError):
        Appointment(**fields).validate_constraints()


@pytest.mark.parametrize("role", MUNICIPAL_ROLES)
def test_a_municipal_role_has_a_municipality(stranger, role):
    refused("municipal_roles_have_a_municipality", user=stranger, role=role)


@pytest.mark.parametrize("role", [r for r in Role if r not in MUNICIPAL_ROLES])
def test_a_role_of_the_ministry_has_none(stranger, role):
    refused(
        "municipal_roles_have_a_municipality",
        user=stranger,
        role=role,
        municipality=municipality(STRPCE),
    )


def test_an_appointment_does_not_end_before_it_begins(stranger):
    refused(
        "appointment_ends_after_it_starts",
        user=stranger,
        role=Role.ANALYST,
        valid_until=timezone.localdate() - timedelta(1),
    )


def test_nobody_holds_a_role_twice(jelena, luan):
    place = municipality(STRPCE)
    once = "one_appointment_per_role_and_place"
    refused(once, user=jelena, role=Role.OFFICER, municipality=place)
    refused(once, user=luan, role=Role.CENTRAL_SECRETARY)


@pytest.mark.parametrize("email", ["jelena@example.org", "JELENA@Example.org"])
def test_one_e_mail_is_one_account(jelena, email):
    with pytest.raises(IntegrityError), system(), transaction.atomic():
        User.objects.create(email=email, full_name="Another")


def test_an_e_mail_is_kept_in_small_letters(db):
    assert account("X", email="Big.Name@EXAMPLE.org").email == "big.name@example.org"


def test_every_role_says_where_it_acts():
    assert set(REACH) == set(Role)


def test_scopes_add_up_and_stay_within_their_permission(jelena):
    assert len(jelena.scope.municipalities) == 1
    with system():
        appoint(jelena, Role.OFFICE_HEAD, at=PEJA)
    assert len(jelena.scope.municipalities) == 2
    assert jelena.scope_for("cases.assign_request").municipalities == (
        municipality(PEJA).pk,
    )
    assert jelena.scope_for("cases.decide_request") is None


def test_without_a_role_nothing_is_in_reach(stranger, agron):
    for person in (stranger, agron):
        assert person.scope == Scope(user_id=person.pk)


def test_nobody_stands_above_the_rules(agron, luan):
    for person in (agron, luan):
        assert not person.is_superuser
        assert not person.has_perm("cases.unheard_of")
    assert not agron.has_perm("cases.view_request")


def test_a_disabled_person_may_do_nothing(jelena):
    jelena.is_active = False
    assert not jelena.has_perm("cases.view_request")
    assert not jelena.has_perm("cases.register_household")
