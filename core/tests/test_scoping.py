"""Who sees which rows: in the application, in the database, and after the transaction is over."""

import pytest
from django.apps import apps
from django.db import connection, transaction

from core.models import Municipality
from core.scoping import NOBODY, SYSTEM, Scope, acting, system
from people import PEJA, STRPCE, together


@pytest.fixture
def two_files(register, arta):
    """A request of Štrpce and one of Peja."""
    return register().pk, register(at=PEJA, by=arta).pk


def place(code):
    return Municipality.objects.get(code=code).pk


def requests():
    return apps.get_model("cases.Request").objects


def seen_by_database(scope):
    with acting(scope):
        return set(requests().values_list("pk", flat=True))


def seen_by_application(scope):
    with system():
        return set(requests().within(scope).values_list("pk", flat=True))


@pytest.mark.parametrize("seen", [seen_by_database, seen_by_application])
def test_each_wall_alone_shows_exactly_ones_own(two_files, seen):
    here, there = two_files
    strpce, peja = place(STRPCE), place(PEJA)
    assert seen(NOBODY) == set()
    assert seen(Scope(municipalities=(strpce,))) == {here}
    assert seen(Scope(municipalities=(peja,))) == {there}
    assert seen(Scope(municipalities=(strpce, peja))) == {here, there}
    assert seen(Scope(everything=True)) == {here, there}
    assert seen(SYSTEM) == {here, there}


def test_without_a_context_the_database_shows_nothing(two_files):
    assert not requests().exists()


@pytest.mark.parametrize(
    "scope", [NOBODY, Scope(municipalities=(2**31,)), Scope(user_id=1)]
)
def test_a_foreign_row_can_neither_be_changed_nor_moved(two_files, scope):
    with acting(scope):
        assert requests().update(need="mine") == 0
    with system():
        assert not requests().filter(need="mine").exists()


def test_nobody_gives_a_row_away_to_where_it_is_not_seen(two_files):
    with (
        pytest.raises(Exception, match="row-level security"),
        transaction.atomic(),
        acting(Scope(municipalities=(place(STRPCE),))),
    ):
        requests().update(municipality=place(PEJA))


def test_an_inner_context_ends_where_it_ends(two_files):
    with system():
        with acting(NOBODY):
            assert requests().count() == 0
        assert requests().count() == 2


def test_the_request_id_goes_inward_but_never_outward(db):
    def known():
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('mcr.request', true)")
            return cursor.fetchone()[0]

    with acting(NOBODY, request_id="outer"):
        with system():
            assert known() == "outer"
        with system(request_id="inner"):
            assert known() == "inner"
        assert known() == "outer"


@pytest.mark.django_db(transaction=True)
def test_the_context_ends_with_the_transaction(two_files):
    with system():
        assert requests().count() == 2
    assert requests().count() == 0


@pytest.mark.django_db(transaction=True)
def test_after_a_failure_nothing_of_the_context_is_left(two_files):
    with pytest.raises(ZeroDivisionError), system():
        raise ZeroDivisionError
    assert requests().count() == 0


@pytest.mark.django_db(transaction=True)
def test_contexts_on_other_connections_do_not_mix(two_files):
    scopes = [NOBODY, SYSTEM, Scope(municipalities=(place(STRPCE),))] * 4
    counts = together(12, lambda turn: len(seen_by_database(scopes[turn])))
    assert counts == [0, 2, 1] * 4


def test_a_scope_covers_its_own_places_and_the_ministry_all():
    assert Scope(municipalities=(1, 2)).covers(2)
    assert not Scope(municipalities=(1, 2)).covers(3)
    assert not NOBODY.covers(None)
    assert Scope(everything=True).covers(3)
