"""Who is fetched to be ranked: as called as typed first, room for every name that may be meant, villages last."""

import pytest

from cases.search import candidates, search
from cases.search.pairs import MOST_OF_THE_NEAR
from cases.search.query import read
from core import place_names
from core.models import Settlement
from core.scoping import acting, system


@pytest.fixture
def found(jelena):
    def surnames_of(text):
        with acting(jelena.scope):
            results = search(text, jelena.scope_for("cases.view_request"))
        return [each.person.surname for each in results]

    return surnames_of


def register_many(register, number, **about):
    for each in range(number):
        register(phone=f"044 111 {each:03}", **about)


def test_a_common_name_leaves_room_for_the_other_that_may_be_meant(register, found):
    register_many(
        register, MOST_OF_THE_NEAR + 2, surname="Petković", given_name="Jovan"
    )
    register(surname="Perković", given_name="Jovan")
    surnames = found("jovan peković ")
    assert surnames.count("Petković") == MOST_OF_THE_NEAR
    assert "Perković" in surnames


def test_whoever_is_called_as_was_typed_is_not_held_back(register, found):
    register_many(
        register, MOST_OF_THE_NEAR + 2, surname="Petković", given_name="Jovan"
    )
    assert len(found("jovan petković ")) == MOST_OF_THE_NEAR + 2


@pytest.fixture
def village(jelena):
    """A village that is called like a family."""
    with system():
        village = Settlement.objects.filter(municipality__code="23").last()
        village.name_sr_latn = village.name_sr = village.name_sq = "Jovanovići"
        village.save()
    place_names._words.cache_clear()
    yield village
    place_names._words.cache_clear()


def test_a_word_may_be_the_village_where_nobody_is_called_so(register, found, village):
    register(surname="Perković", given_name="Milena", place=village)
    register(surname="Petković", given_name="Milena")
    assert found("milena jovanovići ") == ["Perković"]
    register(surname="Jovanović", given_name="Milena")
    assert found("milena jovanović ") == ["Jovanović"]


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        ("Jovan Perković", False),
        ("Perković Jovan", True),
        ("Perković Jovan ", False),
        ("Jovanovići Perković", True),
    ],
)
def test_only_a_word_that_may_still_grow_may_begin_a_village(village, typed, named):
    with system():
        ways = candidates.readings(read(typed))
    assert any(village.pk in way.places for way in ways) == named
