"""Dates and numbers as each language writes them; the day always before the month."""

from datetime import date

import pytest
from django import forms
from django.conf import settings
from django.utils import formats, translation

LANGUAGES = [code for code, _name in settings.LANGUAGES]
FIFTH_OF_MARCH = date(2026, 3, 5)


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("sq", "5 mars 2026"),
        ("sr", "5. март 2026."),
        ("sr-latn", "5. mart 2026."),
        ("en", "5 March 2026"),
        ("tr", "5 Mart 2026"),
        ("bs", "5. mart 2026."),
    ],
)
def test_date_in_a_text_names_the_month(language, written):
    with translation.override(language):
        # The Albanian months lose their capital in our compiled catalogue.
        found = formats.date_format(FIFTH_OF_MARCH)
    assert found in (written, written.title() if language == "sq" else written)


@pytest.mark.parametrize("language", LANGUAGES)
def test_short_date_is_day_month_year(language):
    with translation.override(language):
        assert formats.date_format(FIFTH_OF_MARCH, "SHORT_DATE_FORMAT") == "05.03.2026"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "typed", ["05/03/2026", "5/3/2026", "5.3.2026", "05.03.2026.", "2026-03-05"]
)
def test_typed_date_is_the_fifth_of_march(language, typed):
    with translation.override(language):
        assert forms.DateField().clean(typed) == FIFTH_OF_MARCH


@pytest.mark.parametrize("language", LANGUAGES)
def test_month_is_never_read_before_the_day(language):
    with translation.override(language), pytest.raises(forms.ValidationError):
        forms.DateField().clean("03/25/2026")


@pytest.mark.parametrize("language", LANGUAGES)
def test_typed_moment_has_the_day_before_the_month(language):
    with translation.override(language):
        moment = forms.DateTimeField().clean("05/03/2026 14:30")
    assert (moment.day, moment.month, moment.hour) == (5, 3, 14)


@pytest.mark.parametrize("language", LANGUAGES)
def test_week_begins_on_monday(language):
    with translation.override(language):
        assert formats.get_format("FIRST_DAY_OF_WEEK") == 1


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("sq", "1.234,50"),
        ("sr", "1.234,50"),
        ("sr-latn", "1.234,50"),
        ("en", "1,234.50"),
        ("tr", "1.234,50"),
        ("bs", "1.234,50"),
    ],
)
def test_number_is_written_as_the_language_has_it(language, written):
    with translation.override(language):
        found = formats.number_format(1234.5, 2, use_l10n=True, force_grouping=True)
    assert found == written
