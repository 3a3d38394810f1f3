"""One box finds a request by its number, a paper's number, a name in any script, or a place."""

import pytest

from cases.models import Request
from cases.search import matching
from core.models import Settlement
from core.scoping import acting, system
from people import PEJA, browser_of


@pytest.fixture
def families(register, arta):
    """Two families of Štrpce and one of Peja that is called like the first."""
    with system():
        place = Settlement.objects.exclude(name_sr="").filter(municipality__code="23")
    return {
        "milena": register(
            surname="Ђорђевић",
            given_name="Милена",
            paper_number="РБ 12-34/5",
            place=place.first(),
        ),
        "jovan": register(
            surname="Stanković", given_name="Jovan Đorđe", place=place.last()
        ),
        "lindita": register(
            at=PEJA, by=arta, surname="Djordjevic", given_name="Lindita"
        ),
    }


@pytest.fixture
def found(families, jelena):
    """Who is found when Jelena of Štrpce types this."""
    names = {request.pk: name for name, request in families.items()}

    def names_of(text, *, by=jelena):
        with acting(by.scope):
            rows = Request.objects.visible_to(by, "cases.view_request")
            shown = matching(rows, text, by.scope_for("cases.view_request"))
            return {names[pk] for pk in shown.values_list("pk", flat=True)}

    return names_of


@pytest.mark.parametrize("form", [str, str.lower, "  {} ".format])
def test_by_number_however_it_is_written(found, families, form):
    request = families["milena"]
    assert found(form(request.reference)) == {"milena"}
    assert found(form(request.household.reference)) == {"milena"}


@pytest.mark.parametrize("typed", ["РБ 12-34/5", "рб12345", "РБ12 345", "рб-12-34-5"])
def test_by_the_number_of_a_paper_with_or_without_spaces(found, typed):
    assert found(typed) == {"milena"}


@pytest.mark.parametrize(
    "typed", ["Ђорђевић", "djordjevic", "Đorđević", "ĐORĐEVIĆ", "dJoRdJeViC", "ђорђ"]
)
def test_by_name_in_any_script(found, typed):
    assert "milena" in found(typed)
    assert "lindita" not in found(typed)


def test_both_words_must_fit(found):
    assert found("djordjevic milena") == {"milena"}
    assert found("milena djordjevic") == {"milena"}
    assert found("jovan djordj") == {"jovan"}
    assert found("milena stankovic") == set()


@pytest.mark.parametrize("language", ["sq", "sr", "sr_latn"])
def test_by_place_in_albanian_and_serbian(found, families, language):
    place = families["milena"].household.place_of_return
    name = getattr(place, f"name_{language}") or place.name
    assert "milena" in found(name)


def test_place_and_name_together(found, families):
    place = families["milena"].household.place_of_return
    assert found(f"{place.name} milena") == {"milena"}


def test_the_ministry_finds_everywhere(found, luan):
    assert found("djordjevic", by=luan) == {"milena", "lindita"}


def test_nothing_of_other_places_is_found_by_any_way(found, families, jelena):
    other = families["lindita"]
    place = other.household.place_of_return
    for typed in (other.reference, other.household.reference, "Lindita", place.name):
        assert "lindita" not in found(typed)


@pytest.mark.parametrize("typed", ["", "   ", "\u200b", "\0"])
def test_an_empty_box_shows_everything(found, typed):
    assert found(typed) == {"milena", "jovan"}


@pytest.mark.parametrize(
    "typed", ["zzzz", "%", "_", "\\", "RR-2026-999999", "-", "9\0"]
)
def test_what_nobody_is_called_finds_nobody(found, typed):
    assert found(typed) == set()


def test_the_page_shows_what_was_found_and_keeps_the_words(families, jelena):
    page = browser_of(jelena).get("/requests/", {"q": "djordjevic milena"})
    text = page.content.decode()
    assert families["milena"].reference in text
    assert families["jovan"].reference not in text
    assert 'value="djordjevic milena"' in text


@pytest.mark.parametrize("typed", ["\u200b", "-", "...", "\0"])
def test_a_box_with_nothing_to_look_for_still_gives_a_page(families, jelena, typed):
    assert browser_of(jelena).get("/requests/", {"q": typed}).status_code == 200
