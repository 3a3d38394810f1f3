"""A date of birth alone finds who was born that day, with day and month in either order, at home only."""

import os
import random
from contextlib import closing
from datetime import date, timedelta

import psycopg2
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.models import Member, Person
from cases.search import births, read, search
from core.models import Settlement
from core.scoping import acting, system
from people import PEJA, STRPCE, browser_of, municipality

BORN = date(1963, 5, 3)


@pytest.fixture
def families(register, arta):
    """Born on 3 May: Milena. On 5 March: Ana. Of unknown day: Jovan. At Peja on 3 May: Lindita."""
    with system():
        places = Settlement.objects.exclude(name_sr="").filter(municipality__code="23")
    return {
        "milena": register(given_name="Milena", birth_date=BORN, place=places.first()),
        "ana": register(
            given_name="Ana", birth_date=date(1963, 3, 5), place=places.last()
        ),
        "jovan": register(given_name="Jovan", birth_date=None),
        "lindita": register(at=PEJA, by=arta, given_name="Lindita", birth_date=BORN),
    }


@pytest.fixture
def found(families, jelena):
    names = {each.household.head_id: name for name, each in families.items()}

    def names_of(text, *, by=jelena):
        with acting(by.scope):
            results = search(text, by.scope_for("cases.view_request"))
        return {names[each.person.pk]: each.why for each in results}

    return names_of


@pytest.mark.parametrize(
    "typed", ["3.5.1963", "03.05.1963.", " 3/5/1963", "3-5-1963", "1963-05-03"]
)
def test_a_date_alone_finds_who_was_born_then_in_either_order(found, typed):
    assert list(found(typed)) == ["milena", "ana"]
    assert found(typed)["ana"] == ["born 05.03.1963"]


def test_the_other_order_comes_second(found):
    assert list(found("5.3.1963")) == ["ana", "milena"]


def test_a_month_that_cannot_be_is_a_day(register, found, families, jelena):
    late = register(given_name="Late", birth_date=date(1963, 5, 25))
    with acting(jelena.scope):
        for typed in ("05/25/1963", "25.5.1963", "1963-25-05"):
            (only,) = search(typed, jelena.scope)
            assert only.person.pk == late.household.head_id


@pytest.mark.parametrize(
    "typed", ["4.5.1963", "3.5.1964", "31.2.1963", "1963", "0.0.1963", "99.99.1963"]
)
def test_another_day_or_a_year_alone_finds_nobody(found, typed):
    assert found(typed) == {}


def test_a_year_kept_as_its_first_day_is_no_day(found, families):
    with system():
        Person.objects.filter(pk=families["milena"].household.head_id).update(
            birth_precision=Person.Precision.YEAR
        )
    assert list(found("3.5.1963")) == ["ana"]


def test_a_merged_entry_does_not_stand_for_itself(found, families):
    kept = families["milena"].household.head_id
    with system():
        Person.objects.filter(pk=families["ana"].household.head_id).update(
            merged_into=kept
        )
    assert list(found("3.5.1963")) == ["milena"]


def test_date_and_place_find_who_was_born_then_and_returns_there(found, families):
    place = families["milena"].household.place_of_return.name
    for typed in (f"3.5.1963 {place}", f"{place} 3.5.1963"):
        assert list(found(typed)) == ["milena"]
        assert found(typed)["milena"] == [
            "born 03.05.1963",
            f"place of return: {place}",
        ]
    elsewhere = families["ana"].household.place_of_return.name
    assert "milena" not in found(f"3.5.1963 {elsewhere}")


def test_also_who_is_not_the_head_is_found_at_the_place(register, families, jelena):
    request = families["milena"]
    place = request.household.place_of_return.name
    with system():
        spouse = Person(
            municipality=municipality(STRPCE), given_name="X", surname="Y",
            birth_date=date(1970, 11, 30),
        )  # fmt: skip
        spouse.save()
        Member.objects.create(
            household=request.household,
            person=spouse,
            relation="spouse",
            joined_on=BORN,
        )
    with acting(jelena.scope):
        (only,) = search(f"30.11.1970 {place}", jelena.scope)
    assert only.person.pk == spouse.pk
    assert only.household.pk == request.household.pk


def test_nobody_of_another_office_is_found_by_a_birthday(found, jelena, arta, luan):
    assert "lindita" not in found("3.5.1963")
    assert list(found("3.5.1963", by=arta)) == ["lindita"]
    assert set(found("3.5.1963", by=luan)) == {"milena", "lindita", "ana"}


def test_a_name_with_a_date_is_still_a_name(found):
    assert list(found("Ana 3.5.1963")) == ["ana"]


def test_a_place_that_is_also_a_surname_hides_nobody(register, families, jelena):
    place = families["milena"].household.place_of_return.name
    called = register(
        surname=place, given_name=place, birth_date=date(1963, 9, 9), place=None
    )
    with acting(jelena.scope):
        people = [each.person.pk for each in search(f"3.5.1963 {place}", jelena.scope)]
    assert called.household.head_id in people
    assert families["milena"].household.head_id in people


def test_the_page_shows_them(families, jelena):
    page = browser_of(jelena).get("/search/", {"q": "3.5.1963"}).content.decode()
    assert families["milena"].household.reference in page
    assert families["lindita"].household.reference not in page


def test_a_day_of_many_gives_fifty_the_typed_day_first(db, jelena):
    crowd(60, lambda number: date(1963, 3, 5) if number < 45 else BORN)
    with acting(jelena.scope):
        found = search("3.5.1963", jelena.scope)
    assert len(found) == births.MOST_BORN
    assert [each.person.birth_date for each in found[:15]] == [BORN] * 15


def crowd(many: int, born) -> None:
    with system():
        Person.objects.bulk_create(
            Person(
                municipality=municipality(STRPCE if number % 2 == 0 or many < 100 else PEJA),
                given_name="A", surname="B", birth_date=born(number),
            )
            for number in range(many)
        )  # fmt: skip


def analyze_persons() -> None:
    """Tell the planner what is there; only the table's owner may, and only of what is committed."""
    url, name = os.environ["MCR_SUPERUSER_URL"], connection.settings_dict["NAME"]
    with closing(psycopg2.connect(url, dbname=name)) as owner:
        owner.autocommit = True
        owner.cursor().execute("ANALYZE cases_person")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("somebody", ["officer", "ministry"])
def test_a_birthday_is_found_by_its_index_under_row_security(jelena, luan, somebody):
    by, chance = {"officer": jelena, "ministry": luan}[somebody], random.Random(3)
    crowd(20_000, lambda number: BORN + timedelta(chance.randrange(9_000)))
    analyze_persons()
    with acting(by.scope), connection.cursor() as cursor:
        with CaptureQueriesContext(connection) as captured:
            births.born_then(read("3.5.1963"), by.scope_for("cases.view_request"))
        cursor.execute(f"EXPLAIN {captured[0]['sql']}")
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "cases_perso_birth_d" in plan
    assert "Seq Scan on cases_person" not in plan
    assert "Index Cond: " in plan
