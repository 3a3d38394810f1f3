"""The walls around imports: nobody is removed but by taking an import back, and nothing leads into another municipality."""

import pytest
from django.db import InternalError, ProgrammingError, connection, transaction

from cases.models import Import, Person
from cases.tests.registers import MILAN, brought, named
from core.scoping import acting, system


@pytest.fixture
def taken_over(here, jelena):
    with system():
        return brought(here, jelena, MILAN)


def as_officer(user):
    return acting(user.scope)


@pytest.mark.parametrize(
    "table", ["cases_person", "cases_household", "cases_member", "core_record"]
)
def test_the_portal_may_not_remove_anybody(taken_over, jelena, table):
    with (
        as_officer(jelena),
        connection.cursor() as cursor,
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
    ):
        cursor.execute(f"DELETE FROM {table}")


def take_back_by_hand(pk):
    with connection.cursor() as cursor:
        cursor.execute("SELECT mcr_take_back_import(%s)", [pk])
        return cursor.fetchone()[0]


def test_the_door_is_shut_for_an_import_that_nobody_takes_back(taken_over, jelena):
    with as_officer(jelena):
        with pytest.raises(InternalError, match="no import"), transaction.atomic():
            take_back_by_hand(taken_over.pk)
        assert Person.objects.count() == 1


def test_a_forged_row_opens_the_door_for_nobody_registered_before(
    register, here, jelena
):
    old = register(surname="Стари").household.head
    with system():
        done = brought(here, jelena, MILAN)
    with as_officer(jelena):
        done.rows.update(person=old, made={"person": old.pk})
        Import.objects.filter(pk=done.pk).update(state="taking_back")
        assert take_back_by_hand(done.pk) == 0
        assert Person.objects.filter(pk=old.pk).exists()


def test_the_door_does_not_lead_into_another_municipality(taken_over, arta):
    with system():
        Import.objects.filter(pk=taken_over.pk).update(state="taking_back")
    with (
        as_officer(arta),
        pytest.raises(InternalError, match="no import"),
        transaction.atomic(),
    ):
        take_back_by_hand(taken_over.pk)
    with system():
        assert named("Јовић")
