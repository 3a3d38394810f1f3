"""Places are named in the reader's language, without asking the database for each row."""

import pytest
from django.utils import translation

from core import place_names
from core.models import Municipality, Settlement
from core.names import tokens
from core.place_names import municipality_name, settlement_name, settlements_called

CACHES = (place_names._names, place_names._words)


@pytest.fixture(autouse=True)
def _nothing_remembered(db):
    for cache in CACHES:
        cache.cache_clear()
    yield
    for cache in CACHES:
        cache.cache_clear()


@pytest.fixture
def strpce(db):
    return Municipality.objects.get(code="23")


@pytest.mark.parametrize("language", ["sq", "sr", "sr-latn", "en"])
def test_a_place_has_its_name_in_the_readers_language(strpce, language):
    with translation.override(language):
        attribute = "name_" + language.replace("-", "_")
        assert municipality_name(strpce.pk) == getattr(strpce, attribute)


def test_albanian_and_serbian_readers_read_different_names(strpce):
    names = set()
    for language in ("sq", "sr", "sr-latn"):
        with translation.override(language):
            names.add(municipality_name(strpce.pk))
    assert len(names) == 3


def test_a_thousand_rows_ask_once(strpce, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert len({municipality_name(strpce.pk) for _row in range(1000)}) == 1


@pytest.mark.parametrize("pk", [None, 0, 10**12])
def test_a_place_that_is_not_there_is_no_fault(pk):
    assert municipality_name(pk) == "–"
    assert settlement_name(pk) == "–"


@pytest.mark.parametrize("language", ["name_sq", "name_sr", "name_sr_latn"])
def test_a_settlement_is_found_by_the_beginning_of_any_of_its_names(language):
    place = Settlement.objects.exclude(**{language: ""}).exclude(
        **{f"{language}__isnull": True}
    )[0]
    for word in tokens(getattr(place, language)):
        assert place.pk in settlements_called(word[:4])


def test_what_no_place_is_called_finds_none():
    assert settlements_called("zzzzz") == []
