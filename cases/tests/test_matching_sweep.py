"""A register is compared by short cuts, and nothing is lost by them."""

import random
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.matching import PROPOSE, Facts, compare
from cases.matching.candidates import candidate_pairs
from cases.matching.columns import Columns
from cases.matching.frequencies import Frequencies, learned
from cases.matching.reading import facts_of
from cases.matching.registers import (
    all_likely,
    duplicates,
    frequencies_of,
    weighed,
    weigher_of,
)
from cases.matching.weighing import Weigher
from cases.tests.test_matching_duplicates import SAMPLE, rows
from cases.tests.test_matching_evidence import PEOPLE
from core.names.places import shipped_places
from core.names.vocabulary import shipped

TOWNS = ("Prizren", "Peć", "Deçan", "")
# Two of one municipality, one of another, and one name that means several villages.
VILLAGES = ("Goraždevac", "Belo Polje", "Osojane", "Orahovac", "Velika Hoča")
SETTLED = st.sampled_from(
    [frozenset(), *(shipped_places().find(name).settlements for name in VILLAGES)]
)


@pytest.fixture(scope="module")
def entries():
    return [facts_of(row) for row in rows(SAMPLE)]


def scores(found) -> dict:
    return {(f.one.key, f.other.key): f.verdict.score for f in found}


def one_by_one(entries, least) -> dict:
    """What comparing every pair that shares a key says, without any short cut."""
    entries = sorted(entries, key=lambda facts: str(facts.key))
    known = learned(shipped(), (facts.given_name for facts in entries))
    frequencies = Frequencies.among(entries)
    found = {
        (one.key, other.key): compare(one, other, known, frequencies).score
        for one, other in candidate_pairs(entries)
    }
    return {pair: score for pair, score in found.items() if score >= least}


@pytest.mark.parametrize("least", [PROPOSE, 0.0, -5.0])
def test_short_cuts_lose_no_pair_of_the_sample(entries, least):
    expected = one_by_one(entries, least)
    assert scores(duplicates(entries, least)) == expected
    assert len(expected) > 200


@pytest.mark.parametrize("least", [PROPOSE, 0.0, -8.0])
def test_short_cuts_lose_no_pair_of_a_large_register(entries, least):
    """The sample as a part of a register a thousand times as large, where common names say little."""
    counted = Frequencies.among(entries)
    counts = {word: 1_000 * number for word, number in counted.counts.items()}
    large = Frequencies(counts, 1_000 * counted.total)
    columns = Columns(entries)
    weigher = Weigher(columns, shipped(), large, shipped_places())
    found = {
        (columns.keys[one], columns.keys[other]): verdict.score
        for (one, other), verdict in weighed(weigher, least)
    }
    expected = {
        (one.key, other.key): compare(one, other, shipped(), large).score
        for one, other in candidate_pairs(entries)
    }
    assert found == {pair: score for pair, score in expected.items() if score >= least}
    assert len(found) > 100


@settings(deadline=None)
@given(st.lists(st.tuples(PEOPLE, SETTLED), min_size=2, max_size=12))
def test_short_cuts_lose_no_pair_whoever_is_compared(people):
    people = [
        replace(facts, key=key, settlements=settlements)
        for key, (facts, settlements) in enumerate(people)
    ]
    assert scores(duplicates(people, 0.0)) == one_by_one(people, 0.0)


def test_nobody_who_shares_no_key_would_be_proposed(entries):
    """All pairs of a part of the sample, without keys: only slips in every word go unnoticed."""
    some = entries[:300]
    known = learned(shipped(), (facts.given_name for facts in some))
    frequencies = Frequencies.among(some)
    likely = {
        frozenset((one.key, other.key))
        for at, one in enumerate(some)
        for other in some[:at]
        if compare(one, other, known, frequencies).score >= PROPOSE
    }
    found = {frozenset(pair) for pair in scores(duplicates(some))}
    keyed = {frozenset((a.key, b.key)) for a, b in candidate_pairs(some)}
    assert found <= keyed
    assert len(likely - keyed) <= 0.03 * len(likely)


def test_several_processes_find_what_one_finds(entries):
    weigher = weigher_of(Columns(entries), shipped(), shipped_places())
    alone = all_likely(weigher, PROPOSE)
    assert all_likely(weigher, PROPOSE, processes=3) == alone
    assert len(alone) > 200


def test_words_are_counted_in_columns_as_among_entries(entries):
    twice = [*entries, Facts("x", "Marko", "Marko Petrović")]
    assert frequencies_of(Columns(twice)) == Frequencies.among(twice)


def test_an_entry_comes_out_of_the_columns_as_it_went_in(entries):
    columns = Columns(entries)
    weigher = weigher_of(columns, shipped(), shipped_places())
    assert [weigher.facts(at) for at in range(len(columns))] == entries


def test_candidates_of_a_crowd_with_few_names_stay_few():
    draw = random.Random(3)
    crowd = [
        Facts(
            key,
            draw.choice(("Arben", "Dragan", "Ana")),
            draw.choice(("Gashi", "Petrović")),
            birth_date=date(1950 + draw.randrange(50), 1 + key % 12, 1 + key % 28),
            place=draw.choice(TOWNS),
        )
        for key in range(3_000)
    ]
    assert len(list(candidate_pairs(crowd))) < 40 * len(crowd)
