"""The other entry of a person is found however it was written, by indexes, in a stated number of queries."""

import random
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases import services
from cases.comparison import entries_of
from cases.models import DuplicatePair, NamePair, Person
from cases.services import duplicate_candidates, name_frequencies
from cases.services.duplicates import (
    candidates,
    likely_duplicates,
    near_sounds,
    refresh,
)
from cases.services.names import index_names
from cases.tests.doubles import head, pairs, work
from core.scoping import SYSTEM, acting, system
from people import PEJA, STRPCE, municipality

# Thirteen queries for the persons together, and one for the candidates of each.
QUERIES, QUERIES_OF_ONE = 13, 1


@pytest.mark.parametrize(
    "changes",
    [
        {"birth_date": date(1963, 3, 5)},
        {"surname": "Ђорђевиђ"},
        {"surname": "Đorđevć", "given_name": "Mlena"},
        {"given_name": "Ђорђевић", "surname": "Милена"},
        {"surname": "Petković", "maiden_name": "Djordjevic"},
        {"surname": "Stanković"},
    ],
    ids=lambda changes: " ".join(map(str, changes.values())),
)
def test_the_other_entry_is_found_in_spite_of(register, milena, changes):
    details = {"surname": "Ђорђевић", "given_name": "Милена", "father_name": "Стојан"}
    maiden_name = changes.get("maiden_name", "")
    known = {name: value for name, value in changes.items() if name != "maiden_name"}
    other = head(register(**details | known))
    with system():
        other.maiden_name = maiden_name
        services.save_person(person=other)
    work()
    assert [pair[1:3] for pair in pairs()] == [(milena.pk, other.pk)]


def test_the_same_paper_is_found_under_another_name(register):
    one = register(paper_number="AB 123-456", given_name="Милена", birth_date=None)
    other = register(
        paper_number="ab123456", surname="Jović", given_name="Mila", birth_date=None
    )
    with system():
        entries = entries_of(Person.objects.all())
        facts = entries[head(one).pk].facts
        assert head(other).pk in candidates(facts, near_sounds([facts]))


def test_the_bride_and_her_sister_are_no_pair(register, milena):
    register(given_name="Слободанка", father_name="Раде", birth_date=date(1971, 11, 20))
    work()
    assert pairs() == set()


def test_likely_duplicates_are_looked_for_within_a_scope(across, jelena, arta):
    with system():
        facts = entries_of(Person.objects.filter(pk=across[0].person_id))
        facts = facts[across[0].person_id].facts
        everywhere = likely_duplicates(facts, SYSTEM)
        assert [pk for pk, _verdict in everywhere] == [across[1].person_id]
        assert likely_duplicates(facts, jelena.scope) == []
        assert [pk for pk, _verdict in likely_duplicates(facts, arta.scope)] == [
            across[1].person_id
        ]


GIVEN = ("Milena", "Милена", "Millena", "Milana", "Jovan", "Јован", "Jova")
SURNAMES = (
    "Đorđević",
    "Djordjevic",
    "Gjorgjeviq",
    "Ђорђевић",
    "Stanković",
    "Станковиђ",
)
DATES = (date(1963, 5, 3), date(1963, 3, 5), date(1963, 5, 8), date(1970, 1, 1), None)


def crowd(chance, number=12) -> list[int]:
    """Persons of two municipalities with few names and few dates of birth."""
    places = [municipality(code) for code in (STRPCE, PEJA)]
    persons = [
        Person(
            municipality=chance.choice(places),
            given_name=chance.choice(GIVEN),
            surname=chance.choice(SURNAMES),
            birth_date=chance.choice(DATES),
        )
        for _number in range(number)
    ]
    Person.objects.bulk_create(persons)
    index_names(persons)
    return [person.pk for person in persons]


@pytest.mark.parametrize("seed", range(6))
def test_all_at_once_finds_what_one_by_one_finds(db, seed):
    chance = random.Random(seed)
    with system():
        ids = crowd(chance)
        refresh(ids)
        at_once = pairs()
        assert at_once
        refresh(ids)
        assert pairs() == at_once
        DuplicatePair.objects.all().delete()
        chance.shuffle(ids)
        for pk in ids:
            refresh([pk])
        assert pairs() == at_once


def asked(ids) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        refresh(ids)
    turns = ("SAVEPOINT", "RELEASE")
    return [query["sql"] for query in captured if not query["sql"].startswith(turns)]


def test_the_number_of_queries_is_stated(db):
    with system():
        ids = crowd(random.Random(1), 30)
        one, three = asked(ids[:1]), asked(ids[3:6])
    assert len(one) <= QUERIES + QUERIES_OF_ONE, one
    assert len(three) <= QUERIES + 3 * QUERIES_OF_ONE, three


def test_of_a_very_common_name_only_so_many_are_compared(db, monkeypatch):
    monkeypatch.setattr(duplicate_candidates, "MOST_CANDIDATES", 5)
    place = municipality(STRPCE)
    born = date(1963, 5, 3)
    with system():
        persons = [
            Person(
                municipality=place, given_name="Jovan", surname="Jović",
                birth_date=date(1950 + number, 2, 2) if number else born,
            )
            for number in range(20)
        ]  # fmt: skip
        Person.objects.bulk_create(persons)
        index_names(persons)
        facts = entries_of(Person.objects.filter(pk=persons[19].pk))[
            persons[19].pk
        ].facts
        alike = facts.__class__(0, "Jovan", "Jović", birth_date=date(1963, 8, 9))
        found = candidates(alike, near_sounds([alike]))
    # Those born in that year come first.
    assert len(found) == 5
    assert {persons[0].pk, persons[13].pk} <= found


@pytest.mark.parametrize("somebody", ["portal", "officer"])
def test_candidates_are_found_by_indexes(db, jelena, somebody):
    """With sequential scans forbidden one appears only where no index serves."""
    scope = {"portal": SYSTEM, "officer": jelena.scope}[somebody]
    with system():
        ids = crowd(random.Random(2), 40)
        facts = entries_of(Person.objects.filter(pk=ids[0]))[ids[0]].facts
        near = near_sounds([facts])
    with acting(scope), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        with CaptureQueriesContext(connection) as captured:
            candidates(facts, near, scope)
            near_sounds([facts])
        plans = []
        for query in captured:
            cursor.execute(f"EXPLAIN {query['sql']}")
            plans.append("\n".join(row[0] for row in cursor.fetchall()))
    assert len(plans) == 2
    assert [plan for plan in plans if "Seq Scan" in plan] == []
    assert NamePair._meta.db_table in plans[0]


@pytest.mark.parametrize(
    ("bearers", "likelihood"), [(1, "VERY_LIKELY"), (10_000, "POSSIBLE")]
)
def test_of_a_common_name_less_is_sure(register, monkeypatch, bearers, likelihood):
    counts = dict.fromkeys(("milena", "DorDeviC"), bearers)
    monkeypatch.setattr(
        name_frequencies, "_counted", lambda _period: (1_000_000, counts)
    )
    register(birth_date=None)
    register(birth_date=None)
    work()
    assert [DuplicatePair.Likelihood(pair[3]).name for pair in pairs()] == [likelihood]


def test_words_of_names_are_counted_in_the_register(twice, monkeypatch):
    counted = 1_000, {}
    monkeypatch.setattr(name_frequencies, "_counted", lambda _period: counted)
    with system():
        entry = entries_of(Person.objects.filter(pk=twice.person_id))[twice.person_id]
        found = name_frequencies.frequencies_of([entry.facts])
        assert name_frequencies.estimated_persons() >= 0
    assert found.counts == {"milena": 2, "DorDeviC": 1, "stojan": 2}
