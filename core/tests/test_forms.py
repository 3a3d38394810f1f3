"""Forms: names as written, days in the order people write them, sections as declared."""

from datetime import date

import pytest
from django import forms
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from core.forms import NameField, PortalForm, ReasonForm
from core.names import clean_typed


class Meeting(PortalForm):
    fieldsets = {"Who": ["name"], "When": ["day", "gone"]}

    name = NameField()
    day = forms.DateField(required=False)


def meeting(**typed):
    return Meeting(data={"name": "Ana", "day": ""} | typed)


@pytest.mark.parametrize("language", ["en", "sq", "sr", "sr-latn", "tr", "bs"])
@pytest.mark.parametrize(
    "typed", ["05/03/2026", "05.03.2026", "5.3.2026.", "2026-03-05", " 05/03/2026 "]
)
def test_the_day_comes_before_the_month_in_every_language(language, typed):
    with translation.override(language):
        form = meeting(day=typed)
        assert form.is_valid(), form.errors
    assert form.cleaned_data["day"] == date(2026, 3, 5)


NONSENSE = [
    "31.02.2026",
    "29.02.2025",
    "13/13/2026",
    "03/25/2026",
    "0.0.0000",
    "soon",
    "5.3.26",
    "2026",
    "-1",
    "9" * 400,
    "05.03.2026\0",
    "٣.٣.",
]


@pytest.mark.parametrize("language", ["en", "sq", "sr"])
@pytest.mark.parametrize("typed", NONSENSE)
def test_a_day_that_does_not_exist_is_refused_and_stays_in_the_form(language, typed):
    with translation.override(language):
        form = meeting(day=typed)
        assert form.errors["day"]
        assert form["day"].value() == typed


def test_a_leap_day_exists_in_a_leap_year():
    assert meeting(day="29.02.2024").is_valid()


@pytest.mark.parametrize(
    "typed",
    ["", " ", "\t\n", "\u200b", "\u202e\u2066", "\x01\x02", "\ufeff ", "\u00ad"],
)
def test_a_name_of_nothing_visible_is_no_name(typed):
    assert "name" in meeting(name=typed).errors


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Ана \u200b Марија ", "Ана Марија"),
        ("Jov\u202ean", "Jovan"),
        ("Zoë\u0301", "Zoë\u0301"),
        ("Đurđica", "Đurđica"),
        ("Đurđica", "Đurđica"),
        ("O'Neill-Šulović", "O'Neill-Šulović"),
        ("Ана 😀", "Ана 😀"),
        ("<b>Ana</b>", "<b>Ana</b>"),
    ],
)
def test_a_name_is_kept_as_written_without_what_nobody_sees(typed, kept):
    form = meeting(name=typed)
    assert form.is_valid()
    assert form.cleaned_data["name"] == kept


def test_a_name_has_at_most_150_letters():
    assert meeting(name="Љ" * 150).is_valid()
    assert "name" in meeting(name="Љ" * 151).errors


def test_invisible_characters_do_not_use_up_the_letters():
    assert meeting(name="Љ\u200b" * 150).is_valid()


@given(st.text(max_size=200))
def test_any_text_is_either_a_clean_name_or_refused(typed):
    form = meeting(name=typed)
    if form.is_valid():
        assert form.cleaned_data["name"] == clean_typed(typed) != ""
    else:
        assert form.errors["name"]


def test_sections_are_drawn_as_declared_and_what_is_gone_is_left_out():
    sections = meeting().helper.layout.fields
    assert [section.legend for section in sections] == ["Who", "When"]
    assert not meeting().helper.form_tag


def test_a_form_without_sections_shows_every_field():
    assert [
        pointer.name for pointer in ReasonForm().helper.layout.get_field_names()
    ] == ["reason"]


def test_a_day_is_asked_with_the_browsers_own_field():
    assert 'type="date"' in str(meeting()["day"])
    again = Meeting(initial={"name": "Ana", "day": date(2026, 3, 5)})
    assert 'value="2026-03-05"' in str(again["day"])


@pytest.mark.parametrize("reason", ["", "  ", "x" * 2001, "a\0b"])
def test_a_reason_is_a_reason(reason):
    assert not ReasonForm(data={"reason": reason}).is_valid()
