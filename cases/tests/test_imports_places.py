"""Which village a register means: by every name the gazetteer has; where that is not sure, it is asked for."""

import pytest

from accounts.factories import municipality
from cases.services.imports import place_finder
from cases.tests.registers import MILAN, brought
from core.models import Settlement
from core.scoping import system
from people import STRPCE, browser_of


@pytest.fixture
def find(db):
    with system():
        yield place_finder(municipality(STRPCE).pk)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Штрпце", "Štrpce"),
        ("Strpce", "Štrpce"),
        ("Shterpce", "Štrpce"),
        ("Gotovushe", "Gotovuša"),
        ("село Готовуша", "Gotovuša"),
        ("Biti e Eperme", "Gornja Bitinja"),
        ("Bitinja Gornja", "Gornja Bitinja"),
        ("Drajkofce", "Drajkovce"),
        ("Jazinci", "Jažince"),
        # At home first: the other municipality's Firaja is not meant.
        ("Firaje", "Firaja"),
        # The new name of Podujevo, which no column of the table holds.
        ("Besiane", "Podujevo"),
    ],
)
def test_a_place_is_known_by_every_name_and_spelling(find, written, meant):
    place = Settlement.objects.get(pk=find(written))
    assert place.name_sr_latn == meant


@pytest.mark.parametrize(
    ("written", "answer"),
    [
        ("Nowhere at all", ("place_unknown",)),
        ("Gotuvosha", ("place_unsure", "Gotovusa = Gotovushë = Готовуша = Gotovuša")),
        ("Bitinja", ("place_unsure", "Gornja Bitinja = Biti e Epërme = Горња Битиња; Donja Bitinja = Biti e Poshtme = Доња Битиња")),
    ],
)  # fmt: skip
def test_what_is_not_sure_is_never_guessed(find, written, answer):
    assert find(written) == answer


def test_the_report_says_which_place_may_be_meant(jelena):
    with system():
        done = brought(municipality(STRPCE), jelena, [*MILAN[:5], "Gotuvosha"])
        assert done.rejected == 1
    text = browser_of(jelena).get(done.get_absolute_url()).content.decode()
    assert "Perhaps this one is meant: Gotovusa" in text
