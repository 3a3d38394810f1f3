"""The people who stand in a register more than once, measured on a sample of which the truth is known."""

import csv
from collections import defaultdict
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from cases.matching import PROPOSE, VERY_LIKELY, Facts
from cases.matching import names as naming
from cases.matching.candidates import candidate_pairs
from cases.matching.frequencies import Frequencies, learned
from cases.matching.reading import facts_of
from cases.matching.registers import duplicates
from core.names.vocabulary import EMPTY

DATA = Path(__file__).parent / "data"
SAMPLE = DATA / "persons_sample.csv"


def rows(path: Path) -> list[dict]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def entries():
    return [facts_of(row) for row in rows(SAMPLE)]


@pytest.fixture(scope="module")
def truth():
    people = defaultdict(list)
    for row in rows(DATA / "persons_sample_truth.csv"):
        people[row["entity_id"]].append(row["record_id"])
    pairs = (two for keys in people.values() for two in combinations(keys, 2))
    return set(map(frozenset, pairs))


def keys_of(found) -> set[frozenset]:
    return {frozenset((each.one.key, each.other.key)) for each in found}


def measured(found, truth) -> tuple[float, float, float]:
    """Precision, recall and their balance."""
    pairs = keys_of(found)
    right = len(pairs & truth)
    return right / len(pairs), right / len(truth), 2 * right / (len(pairs) + len(truth))


def test_doubles_of_the_sample_are_found(entries, truth):
    precision, _recall, balance = measured(duplicates(entries), truth)
    assert precision >= 0.98
    assert balance >= 0.97


def test_what_is_very_likely_is_right(entries, truth):
    precision, recall, _balance = measured(duplicates(entries, VERY_LIKELY), truth)
    assert precision == 1
    assert recall >= 0.9


def test_hardly_a_double_shares_no_key(entries, truth):
    pairs = {frozenset((a.key, b.key)) for a, b in candidate_pairs(entries)}
    assert len(pairs & truth) / len(truth) >= 0.979
    assert len(pairs) < 5 * len(entries)


def test_without_sounds_doubles_are_missed(entries, truth, monkeypatch):
    def as_written(name):
        return tuple(name.lower().split())

    monkeypatch.setattr(naming, "heard", as_written)
    _precision, recall, balance = measured(duplicates(entries), truth)
    assert recall < 0.9
    assert balance < 0.95


def test_the_order_of_the_entries_changes_nothing(entries):
    some = entries[:300]
    lines = [(f.one.key, f.other.key, f.verdict.score) for f in duplicates(some)]
    turned = duplicates(some[::-1])
    assert [(f.one.key, f.other.key, f.verdict.score) for f in turned] == lines


def test_pairs_come_once_and_the_likeliest_first(entries):
    found = duplicates(entries)
    scores = [each.verdict.score for each in found]
    assert scores == sorted(scores, reverse=True)
    assert len(keys_of(found)) == len(found)
    assert min(scores) >= PROPOSE


def test_a_name_that_everybody_bears_does_not_make_everybody_a_pair():
    crowd = [
        Facts(key, "Dragan", "Jovanović", father_name=f"Otac{key % 90}")
        for key in range(900)
    ]
    assert len(list(candidate_pairs(crowd))) < 10 * len(crowd)


def test_common_names_say_less_and_rare_ones_more(entries):
    rare, common = ("Dragutin", "Dukagjini"), ("Dragan", "Rama")
    crowd = [Facts(key, *common) for key in range(200)] + [Facts("x", *rare)]
    frequencies = Frequencies.among(crowd)
    rarity = [
        frequencies.rarity(
            [(word, word) for word in map(naming.heard, pair) for word in word]
        )
        for pair in (rare, common)
    ]
    assert rarity[0] > 0 > rarity[1]


def test_names_that_many_bear_are_learned():
    crowd = ["Xhuladin"] * 5 + ["Xhulaadni"]
    assert learned(EMPTY, crowd).known == {"Duladin"}


def test_the_command_writes_the_pairs_with_reasons(tmp_path, truth):
    out = tmp_path / "pairs.csv"
    call_command("find_duplicates", str(SAMPLE), out=out)
    written = rows(out)
    pairs = {frozenset((row["record_id_a"], row["record_id_b"])) for row in written}
    assert len(pairs & truth) / len(truth) >= 0.97
    assert all(float(row["score"]) >= PROPOSE for row in written)
    assert "same document number" in written[0]["why"]


def test_the_command_writes_more_pairs_from_a_lower_score(tmp_path):
    few, many = tmp_path / "few.csv", tmp_path / "many.csv"
    call_command("find_duplicates", str(SAMPLE), out=few, least=12)
    call_command("find_duplicates", str(SAMPLE), out=many)
    assert 0 < len(rows(few)) < len(rows(many))


def test_the_command_says_which_column_is_missing(tmp_path):
    path = tmp_path / "register.csv"
    path.write_text("record_id,given_name\n1,Ana\n", "utf-8")
    with pytest.raises(CommandError, match="surname"):
        call_command("find_duplicates", str(path), out=tmp_path / "pairs.csv")


def test_facts_known_by_settlement_meet_without_a_written_place(entries):
    one = Facts(
        1, "Ana", "Kos", birth_date=entries[0].birth_date, settlements=frozenset([7])
    )
    other = replace(one, key=2, given_name="Jana", birth_precision="year")
    assert list(candidate_pairs([one, other])) == [(one, other)]
