"""Rows that belonged to two files: what becomes of each when only one of them changes its office."""

from copy import copy
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.factories import appoint, municipality
from accounts.roles import Role
from cases import services
from cases.factories import deliver, make_assistance, make_visit
from cases.models import (
    Change,
    Delivery,
    DuplicatePair,
    Household,
    Member,
    Person,
    VisitEvent,
)
from cases.services import duplicates, transfers_moving
from cases.services.changes import ask_for
from cases.tests.families import head_of, member, present, with_members
from cases.tests.transferring import answered, asked, refusals, where
from core.scoping import system
from people import PEJA, STRPCE, account, browser_of

pytestmark = pytest.mark.django_db


def leave_by_split(home, jelena):
    """Ana and Ivo have left for a household of their own."""
    ana, ivo = member(home, "Ana").person, member(home, "Ivo").person
    with system():
        change = Change(
            kind="split",
            household=Household.objects.get(pk=home.pk),
            effective_on=date(2024, 5, 1),
            proposed={
                "goes": {str(ana.pk): "head", str(ivo.pk): "child"},
                "head": None,
            },
        )
        return ask_for(change=change, by=jelena).other_household


def test_who_has_left_moves_without_the_family(register, jelena, blerim):
    family = with_members(register())
    second = leave_by_split(family, jelena)
    answered(asked(second, by=jelena), "accept", by=blerim)
    assert set(present(second)) == {"Ana", "Ivo"}
    with system():
        assert {p.municipality.code for p in Person.objects.filter(memberships__household=second)} == {PEJA}  # fmt: skip
        past = Member.objects.filter(household=family, person__given_name="Ana")
        assert past.get().municipality.code == STRPCE
    assert where(family) == where(head_of(family)) == STRPCE
    assert browser_of(jelena).get(family.get_absolute_url()).status_code == 200
    with system():
        change = Change.objects.get(kind="split")
    assert browser_of(jelena).get(change.get_absolute_url()).status_code == 200


def test_the_family_moves_without_who_has_left(register, jelena, blerim):
    family = with_members(register())
    second = leave_by_split(family, jelena)
    answered(asked(family, by=jelena), "accept", by=blerim)
    assert where(family) == PEJA
    assert where(second) == where(member(second, "Ana").person) == STRPCE


def test_a_member_cannot_live_in_another_municipality(home):
    with system():
        child = member(home, "Ivo")
        foreign = Person(municipality=municipality(PEJA), surname="X", given_name="Y")
        services.save_person(person=foreign)
        with (
            pytest.raises(IntegrityError, match="person_id_same_place"),
            transaction.atomic(),
        ):
            Member.objects.filter(pk=child.pk).update(person=foreign)
            transfers_moving._settle()


def test_a_person_cannot_leave_the_municipality_of_the_household(home):
    with system():
        child = member(home, "Ivo").person
        transfers_moving._settle()
        with (
            pytest.raises(IntegrityError, match="person_id_same_home"),
            transaction.atomic(),
        ):
            Person.objects.filter(pk=child.pk).update(municipality=municipality(PEJA))
            transfers_moving._settle()


def test_a_correction_from_before_there_was_a_household_moves_along(
    register, jelena, blerim
):
    family = with_members(register())
    with system():
        change = Change(kind="edit_person", person=member(family, "Ivo").person)
        change.now, change.proposed = {"maiden_name": ""}, {"maiden_name": "Ilić"}
        change = ask_for(change=change, by=jelena)
    answered(asked(family, by=jelena), "accept", by=blerim)
    assert where(change) == PEJA


def test_a_visit_with_other_families_is_parted(home, register, jelena, blerim):
    neighbour = register().household
    with system():
        visit = make_visit(home, neighbour, by=jelena, notes="Said by both.")
    answered(asked(home, by=jelena), "accept", by=blerim)
    with system():
        own = VisitEvent.objects.get(households__household=home)
        theirs = VisitEvent.objects.get(households__household=neighbour)
    assert (own.held_on, own.kind) == (theirs.held_on, theirs.kind)
    assert own.notes == ""
    assert (where(own), where(theirs), theirs.pk) == (PEJA, STRPCE, visit.pk)


def test_who_received_something_and_left_is_named_there(
    register, jelena, dragan, blerim
):
    family = with_members(register())
    with system():
        line = make_assistance(family, "granted", by=jelena, head=dragan)
        delivery = deliver(line, by=jelena, received_by=member(family, "Ana").person)
    second = leave_by_split(family, jelena)
    answered(asked(second, by=jelena), "accept", by=blerim)
    with system():
        delivery = Delivery.objects.get(pk=delivery.pk)
    assert delivery.received_by is None
    assert "Ana" in delivery.received_by_name
    assert where(delivery) == STRPCE


def test_pairs_of_two_offices_become_pairs_of_one(home, register, arta, jelena, blerim):
    twin = register(at=PEJA, by=arta, father_name="Стојан").household.head
    with system():
        Person.objects.filter(pk=home.head_id).update(father_name="Стојан")
        duplicates.refresh([twin.pk])
        assert DuplicatePair.objects.filter(across=True).count() == 2
    answered(asked(home, by=jelena), "accept", by=blerim)
    with system():
        assert not DuplicatePair.objects.filter(across=True).exists()
        duplicates.refresh([twin.pk])
        assert DuplicatePair.objects.get().municipality.code == PEJA


def test_then_two_entries_of_two_municipalities_are_merged(
    home, register, arta, jelena, blerim
):
    twin = register(at=PEJA, by=arta, request_type="material").household
    with system():
        kept, dropped = (Household.objects.get(pk=each.pk) for each in (twin, home))
        told = refusals(
            lambda: services.merge_households(
                keep=kept, drop=dropped, choices={}, reason="One.", by=blerim
            )
        )
    assert "transfer" in told[0]
    answered(asked(home, by=jelena), "accept", by=blerim)
    with system():
        kept, dropped = (Household.objects.get(pk=each.pk) for each in (twin, home))
        services.merge_households(
            keep=kept, drop=dropped, choices={}, reason="One.", by=blerim
        )
        assert Household.objects.get(pk=home.pk).merged_into_id == twin.pk


def test_the_refused_merge_leads_to_the_transfer(home, register, arta):
    twin = register(at=PEJA, by=arta).household
    both = account("Both", Role.OFFICER, at=STRPCE)
    with system():
        appoint(both, Role.OFFICER, at=PEJA)
    page = browser_of(both).get(f"/households/{twin.pk}/merge/{home.pk}/")
    text = page.content.decode()
    assert "A transfer of one of the two households" in text
    assert f"/households/{twin.pk}/transfer/" in text


CROWD = 400
READ = """
    SELECT sum(seq_tup_read + coalesce(idx_tup_fetch, 0)) FROM pg_stat_xact_user_tables
     WHERE relname IN ('cases_person', 'cases_member')
"""


def crowd_of(home):
    """So many people written down as members of one household in two statements."""
    new = Person(
        surname="Krasniqi", given_name="Somebody", municipality_id=home.municipality_id
    )
    people = Person.objects.bulk_create([copy(new) for _turn in range(CROWD)])
    Member.objects.bulk_create(
        Member(household=home, person=p, relation="other", joined_on=date(2024, 5, 1), municipality_id=home.municipality_id)
        for p in people
    )  # fmt: skip


def test_many_rows_written_at_once_are_each_compared_with_one(
    register, owner_connection
):
    """Also after an import was rolled back and the statistics say that nobody lives here."""
    home = register().household
    with system(), connection.cursor() as cursor:
        with transaction.atomic():
            crowd_of(home)
            transaction.set_rollback(True)
        with owner_connection.cursor() as owner:
            owner.execute("ANALYZE cases_person, cases_member")
        crowd_of(home)
        cursor.execute(READ)
        before = cursor.fetchone()[0]
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(READ)
        assert cursor.fetchone()[0] - before < 20 * CROWD
