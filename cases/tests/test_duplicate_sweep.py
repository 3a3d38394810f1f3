"""Everybody compared with everybody: the same pairs as the background finds, kept in the same way."""

from dataclasses import replace
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from cases import services
from cases.comparison import entries_of
from cases.matching import PROPOSE
from cases.matching.frequencies import Frequencies
from cases.matching.weighing import Weigher
from cases.models import DuplicatePair, Person
from cases.services.duplicate_sweep import ENTRIES, Register, likely_pairs, sweep
from cases.services.duplicates import weigh_anew
from cases.tests.doubles import pairs, work
from core.known_places import known_places
from core.models import Job
from core.names.vocabulary import EMPTY
from core.scoping import system


def forget_everything():
    """No pair and nothing in the queue."""
    with system():
        DuplicatePair.objects.all().delete()
        Job.objects.all().delete()


def test_the_sweep_finds_and_keeps_what_the_background_found(twice, across):
    kept = pairs()
    assert len(kept) > 2
    forget_everything()
    assert list(sweep())[-1] == len({frozenset(pair[1:3]) for pair in kept})
    assert pairs() == kept


def test_the_database_is_read_only_until_pairs_are_kept(twice):
    forget_everything()
    ((one, other, score),) = likely_pairs()
    assert {one, other} == {twice.person_id, twice.other_id}
    assert score >= PROPOSE
    assert pairs() == set()


def test_signs_with_a_meaning_in_the_lines_of_the_database_are_read():
    register = Register()
    register.write(b"7\tAna\\\\tMarija\tO\\tN\t\t\tF\t\\N\t\\N\tA1 B2\n")
    register.take_in()
    columns = register.columns
    assert list(columns.names) == ["", "Ana\\tMarija", "O\tN"]
    assert list(columns.births) == [(None, "day")]
    assert columns.documents == ["A1 B2"]
    assert list(columns.places) == [("", frozenset(), "")]


def test_entries_are_read_as_the_comparison_reads_them(milena):
    with system():
        milena.birth_date, milena.birth_precision = date(1950, 1, 1), "estimated"
        milena.save()
        wanted = entries_of(Person.objects.all())[milena.pk].facts
    register = Register()
    with system(), connection.cursor() as cursor:
        cursor.copy_expert(ENTRIES, register)
    register.take_in()
    weigher = Weigher(register.columns, EMPTY, Frequencies(), known_places())
    read = weigher.facts(0)
    assert wanted.settlements
    assert read == replace(wanted, place="", municipality="")


def test_what_was_judged_stays_and_what_is_too_little_goes(twice, milena, jelena):
    with system():
        services.judge_pair(
            pair=DuplicatePair.objects.get(pk=twice.pk), verdict="different", by=jelena
        )
    kept = pairs()
    assert list(sweep())
    assert pairs() == kept
    with system():
        DuplicatePair.objects.all().delete()
        weigh_anew([(twice.person_id, twice.other_id)])
        other = Person.objects.get(pk=twice.other_id)
        other.given_name, other.surname = "Zoran", "Petrović"
        other.save()
    assert len(pairs()) == 1
    list(sweep())
    assert pairs() == set()


def test_a_merged_entry_is_compared_no_more(twice):
    with system():
        Person.objects.filter(pk=twice.other_id).update(merged_into=twice.person_id)
    assert likely_pairs() == []


@pytest.mark.django_db(transaction=True)
def test_the_command_says_how_many_pairs_it_weighed(register):
    register()
    register()
    forget_everything()
    said = StringIO()
    call_command("refresh_duplicates", processes=1, stdout=said)
    assert said.getvalue() == "1 pairs weighed.\n"
    assert len(pairs()) == 1
    assert work() == 0
