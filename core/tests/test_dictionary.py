"""The dictionary of names: what a typed word may mean, in memory and in the database alike; aliases are data."""

import random
from collections import Counter
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from core.models import NameAlias, NameSlip, NameSound
from core.names import dictionary, fold
from core.names.dictionary import Held, Word, learn, meanings, stored_near
from core.names.likeness import likeness
from core.names.sounds import sound
from core.names.vocabulary import EMPTY, of_rows, shipped, with_common
from people import browser_of

NAMES = [
    "Ђорђевић",
    "Gjorgjeviq",
    "Kovačević",
    "Kovacevic",
    "Mustafa",
    "Krasniqi",
    "Kastrati",
    "Rexhep",
    "Recep",
    "Milica",
    "Милош",
    "Hatixhe",
    "Şükrü",
    "Shukri",
    "Ana",
    "Илић",
    "Tasić",
    "Vukević",
    "Desanka",
]


def heard_as(name):
    return Word(name, sound(name))


def words():
    return [(fold(name), sound(name)) for name in NAMES]


@pytest.fixture
def learned(db):
    learn(words())


def typo(word, chance):
    """One letter left out, exchanged with its neighbour, or replaced."""
    place, kind = chance.randrange(1, len(word) - 1), chance.randrange(3)
    left, here, following = word[:place], word[place], word[place + 1]
    rest = word[place + 2 :]
    return (
        left + following + rest,
        left + following + here + rest,
        left + chance.choice("aeiknorst") + following + rest,
    )[kind]


def test_one_slip_is_forgiven_whatever_it_does_to_the_sound():
    held, chance = Held(words()), random.Random(7)
    long_names = [name for name in NAMES if len(name) > 4]
    for _time in range(600):
        name = chance.choice(long_names)
        word = heard_as(typo(name, chance))
        found = meanings(word, held.near([word], EMPTY), EMPTY)
        assert sound(name) in {each.sound for each in found}, word.written


def test_without_the_keys_of_the_letters_some_slips_are_lost(monkeypatch):
    word = heard_as("Mutsafa")
    near = Held(words()).near([word], EMPTY)
    assert sound("Mustafa") in near
    monkeypatch.setattr(
        dictionary, "all_slips", lambda folded, heard: dictionary.slips(heard)
    )
    word = heard_as("Mutsafa")
    assert sound("Mustafa") not in Held(words()).near([word], EMPTY)


@pytest.mark.parametrize(
    ("typed", "begun", "first"),
    [
        ("Djordjevic", False, "Ђорђевић"),
        ("Đorđ", True, "Ђорђевић"),
        ("Kovac", True, "Kovačević"),
        ("Redzep", False, "Rexhep"),
        ("Shuqri", False, "Shukri"),
    ],
)
def test_the_likeliest_meaning_comes_first(learned, typed, begun, first):
    word, known = heard_as(typed), shipped()
    near = stored_near([word], known, word.heard if begun else "")
    found = meanings(word, near, known, begun=begun)
    assert found[0].sound == sound(first)
    assert len(found) <= dictionary.MOST


def test_of_two_names_equally_near_the_commoner_is_meant():
    held = Held([("marina", sound("Marina")), ("marica", sound("Marica"))])
    word = heard_as("Maria")
    orders = []
    for common in (Counter(), Counter({sound("Marina"): 500})):
        known = with_common(EMPTY, common)
        found = meanings(word, held.near([word], known), known)
        orders.append([each.sound for each in found])
    marica, marina = sound("Marica"), sound("Marina")
    assert orders == [[marica, marina], [marina, marica]]


def test_who_is_called_as_was_typed_comes_before_the_commonest_name():
    held = Held([("milana", sound("Milana")), ("milan", sound("Milan"))])
    known = with_common(EMPTY, {sound("Milan"): 2**17})
    word = heard_as("Milana")
    found = meanings(word, held.near([word], known), known)
    assert [each.sound for each in found] == [sound("Milana"), sound("Milan")]


def test_a_name_that_few_bear_is_not_common():
    assert with_common(EMPTY, {"ana": 15, "milan": 16}).common == {"milan": 4}


def test_an_alias_brings_the_other_form(learned):
    word, known = heard_as("Desa"), shipped()
    near = stored_near([word], known)
    assert sound("Desanka") in near
    assert sound("Desanka") not in stored_near([word], EMPTY)


def test_memory_and_database_know_the_same(learned):
    held, known = Held(words()), shipped()
    for typed in ("Gorgević", "Kastrti", "Milcia", "Reccep", "Илић", "Zzz"):
        word = heard_as(typed)
        begun = word.heard
        stored = stored_near([word], known, begun)
        assert set(stored) == set(held.near([word], known, begun)), typed


def test_one_statement_for_all_words(learned):
    with CaptureQueriesContext(connection) as captured:
        stored_near([heard_as(name) for name in NAMES[:5]], EMPTY, "mil")
    assert len(captured) == 1


def test_learning_twice_changes_nothing(learned):
    before = NameSound.objects.count(), NameSlip.objects.count()
    learn(words())
    assert (NameSound.objects.count(), NameSlip.objects.count()) == before


def test_another_spelling_of_a_known_sound_is_learned_too(learned):
    sounds = NameSound.objects.count()
    learn([("xhorxheviq", sound("Ђорђевић"))])
    assert NameSound.objects.count() == sounds
    assert NameSlip.objects.filter(slip="xhorxheviq").exists()


@given(st.text(max_size=40))
def test_any_text_is_looked_up(typed):
    word = Word(typed, sound(typed) or "x")
    near = Held(words()).near([word], shipped(), word.heard)
    assert meanings(word, near, shipped(), begun=True) is not None


# Aliases


def test_the_shipped_aliases_stand_in_the_database(db):
    rows = NameAlias.objects.values_list("name", "other_name", "kind", "cost")
    assert of_rows(rows) == shipped()


def test_what_an_administrator_adds_counts_at_its_cost(db):
    dictionary.forget_kept()
    before = likeness("Zoxy Krasniqi", "Quvam Krasniqi", dictionary.vocabulary())
    NameAlias.objects.create(
        name="Zoxy", other_name="Quvam", kind="pet", cost=Decimal("0.10")
    )
    dictionary.forget_kept()
    after = likeness("Quvam Krasniqi", "Zoxy Krasniqi", dictionary.vocabulary())
    dictionary.forget_kept()
    assert before.score < 0.5
    assert {pair.value for pair in after.pairs} == {0.9, 1.0}


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"cost": Decimal("1.01")}, "The cost lies between 0 and 1."),
        ({"cost": Decimal("-0.01")}, "The cost lies between 0 and 1."),
        ({"other_name": "Desa"}, "An alias joins two different names."),
        ({"other_name": "Desanka"}, "This alias is known already."),
    ],
)
def test_an_alias_that_cannot_be_is_refused_in_words(db, wrong, sentence):
    NameAlias.objects.get_or_create(
        name="Desa", other_name="Desanka", defaults={"kind": "pet", "cost": 0}
    )
    right = {"name": "Desa", "other_name": "Desko", "kind": "pet", "cost": 0}
    with pytest.raises(ValidationError, match=sentence):
        NameAlias(**right | wrong).full_clean()


def test_administrators_keep_the_aliases(agron, jelena):
    address = "/administration/core/namealias/add/"
    alias = {"name": "Zoxy", "other_name": "Quvam", "kind": "pet", "cost": "0.07"}
    assert browser_of(jelena).post(address, alias).status_code in {302, 403}
    assert not NameAlias.objects.filter(name="Zoxy").exists()
    assert browser_of(agron).post(address, alias).status_code == 302
    assert NameAlias.objects.filter(name="Zoxy").exists()
