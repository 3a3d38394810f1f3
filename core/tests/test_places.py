"""Places: the official pair of names, and what the tables refuse."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import translation

from core.models import Holiday, Municipality, Settlement
from core.scoping import system


@pytest.fixture
def strpce(db):
    return Municipality.objects.get(code="23")


def municipality(**values):
    names = {
        "name_en": "Štrpce",
        "name_sq": "Shtërpcë",
        "name_sr": "Штрпце",
        "name_sr_latn": "Štrpce",
    }
    seat = {"seat_latitude": 42.2, "seat_longitude": 21.0}
    return Municipality.objects.create(**(names | seat | values))


def test_municipality_is_named_in_both_official_languages(strpce):
    assert strpce.official_pair() == "Shtërpcë / Štrpce"


def test_municipality_with_one_name_is_named_once():
    prizren = Municipality(name_sq="Prizren", name_sr_latn="Prizren")
    assert prizren.official_pair() == "Prizren"


def test_settlement_known_in_one_language_is_named_in_it():
    assert Settlement(name_en="Cerovik", name_sq="Cerovik").official_pair() == "Cerovik"
    assert Settlement(name_en="Cerovik").official_pair() == "Cerovik"


@pytest.mark.parametrize(
    ("language", "name"), [("sq", "Shtërpcë"), ("sr", "Штрпце"), ("sr-latn", "Štrpce")]
)
def test_municipality_is_named_in_the_readers_language(strpce, language, name):
    with translation.override(language):
        assert str(strpce) == name


def test_two_municipalities_cannot_share_a_tile(strpce):
    other = Municipality(
        code="98",
        slug="other",
        district=strpce.district,
        tile_column=strpce.tile_column,
        tile_row=strpce.tile_row,
    )
    with pytest.raises(ValidationError, match="tile of the map"):
        other.validate_constraints()
    with system(), pytest.raises(IntegrityError), transaction.atomic():
        municipality(
            code="98",
            slug="other",
            district=strpce.district,
            tile_column=strpce.tile_column,
            tile_row=strpce.tile_row,
        )


@pytest.mark.parametrize("code", ["1", "AB", "٣٤"])
def test_municipality_code_is_two_digits(strpce, code):
    with system(), pytest.raises(IntegrityError), transaction.atomic():
        municipality(
            code=code, slug="x", district=strpce.district, tile_column=90, tile_row=90
        )


def test_one_holiday_stands_once_on_a_day_but_two_may_meet(db):
    day = "2099-05-01"
    with system():
        Holiday.objects.create(date=day, code="LABOUR", name_en="Labour Day")
        Holiday.objects.create(date=day, code="ORTH_EASTER", name_en="Easter")
        with pytest.raises(IntegrityError), transaction.atomic():
            Holiday.objects.create(date=day, code="LABOUR", name_en="Labour Day")
