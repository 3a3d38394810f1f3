"""Names: one folded form for all spellings, clean input, scripts and alphabets."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.names import (
    alphabet_key,
    clean_typed,
    fold,
    has_mixed_script,
    other_script,
    sorted_by_name,
    to_latin,
    tokens,
)


@pytest.mark.parametrize(
    "spelling",
    [
        "Đorđević",
        "ЂОРЂЕВИЋ",
        "Djordjević",
        "djordjevic",
        "Ðorđević",
        " Đorđe\u200bvić ",
    ],
)
def test_spellings_of_one_surname_fold_to_the_same(spelling):
    assert fold(spelling) == "djordjevic"


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Shtërpcë", "shterpce"),
        ("Çun", "cun"),
        ("İPEK", "ipek"),
        ("Işık", "isik"),
        ("Љубица Џемаил", "ljubica dzemail"),
        ("Anne-Marie  O’Hara", "anne marie o hara"),
        ("e\u0308", "e"),
        ("ﬁnk", "fink"),
        ("\u202eabc\u202c", "abc"),
        ("---", ""),
    ],
)
def test_name_folds(typed, folded):
    assert fold(typed) == folded


@given(st.text())
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


def test_tokens_are_the_folded_words_in_order():
    assert tokens("Ахмет-Али, Петровић") == ["ahmet", "ali", "petrovic"]


@pytest.mark.parametrize(
    ("typed", "clean"),
    [
        ("  Arta \t\n Krasniqi ", "Arta Krasniqi"),
        ("Ar\u200bta\ufeff \u202eKrasniqi\u202c", "Arta Krasniqi"),
        ("A\x00r\x1bta", "Arta"),
        ("C\u030cedo", "Čedo"),
        ("\u200b", ""),
        ("\u200f \u200f", ""),
        ("O’Hara-Šolević", "O’Hara-Šolević"),
    ],
)
def test_typed_name_is_kept_without_what_nobody_sees(typed, clean):
    assert clean_typed(typed) == clean


@given(st.text())
def test_typed_name_never_keeps_an_invisible_character(text):
    clean = clean_typed(text)
    assert not {unicodedata.category(c) for c in clean} & {"Cf", "Cc", "Cs"}
    assert clean_typed(clean) == clean


def test_look_alike_letters_are_noticed():
    assert has_mixed_script("Мilan")
    assert not has_mixed_script("Милан")
    assert not has_mixed_script("Milan 3-b")


@pytest.mark.parametrize(
    ("cyrillic", "latin"),
    [
        ("Љубица Његош", "Ljubica Njegoš"),
        ("ЉУБА", "LJUBA"),
        ("ПОЉЕ", "POLJE"),
        ("КРАЉ", "KRALJ"),
        ("Љ.", "Lj."),
        ("Џемал Ђ. Ћирић", "Džemal Đ. Ćirić"),
        ("фебруар 2026. %(name)s <b>Б</b>", "februar 2026. %(name)s <b>B</b>"),
    ],
)
def test_serbian_cyrillic_is_written_in_latin_exactly(cyrillic, latin):
    assert to_latin(cyrillic) == latin
    assert other_script(cyrillic) in (latin, cyrillic)


def test_name_is_shown_in_the_other_script():
    assert other_script("Ђорђевић") == "Đorđević"
    assert other_script("Đorđević") == "Ђорђевић"
    assert other_script("Мilan") == "Мilan"


@pytest.mark.parametrize(
    ("language", "in_order"),
    [
        (
            "sq",
            "Cen Çun Dritan Dhurata Elez Ëndërr Gani Gjergj Lule Llesh Nora Njomza "
            "Qazim Rama Rrahman Sabri Shaban Tahir Theranda Xani Xhafer Zana Zhuri",
        ),
        (
            "sr",
            "Драган Ђорђе Лазар Љубица Нада Његош Саша Ћира Цветко Чедо Џемал Шабан",
        ),
        (
            "sr-latn",
            "Cvetko Čedo Ćira Dragan Džemal Đorđe Lazar Ljubica Nada Njegoš Saša Šaban",
        ),
        (
            "bs",
            "Cazin Čapljina Ćehaja Dara Džafer Đula Luka Ljubo Suljo Šemsa Zana Žepa",
        ),
        ("tr", "Cem Çam Gül Ğ Isparta İpek Ordu Öz Sen Şen Umut Ünal"),
        ("en", "Decan Deçan Dragash Zvecan"),
    ],
)
def test_words_stand_in_the_order_of_the_alphabet(language, in_order):
    words = in_order.split()
    backwards = words[::-1]
    assert sorted(backwards, key=lambda w: alphabet_key(w, language)) == words


def test_shorter_name_stands_before_the_longer_one():
    names = ["Mitrovicë e Veriut", "Mitrovicë"]
    assert sorted(names, key=lambda n: alphabet_key(n, "sq")) == names[::-1]


class Place:
    """A row with names, as modeltranslation gives it."""

    def __init__(self, name_sq, name_sr):
        self.name_sq, self.name_sr, self.name = name_sq, name_sr, name_sq or name_sr


def test_rows_are_sorted_in_the_readers_alphabet():
    shtime, gjilan = Place("Shtime", "Штимље"), Place("Gjilan", "Гњилане")
    dragash, vitina = Place("Dragash", "Драгаш"), Place("Viti", "Витина")
    rows = [shtime, vitina, gjilan, dragash]
    assert sorted_by_name(rows, "sq") == [dragash, gjilan, shtime, vitina]
    assert sorted_by_name(rows, "sr") == [vitina, gjilan, dragash, shtime]


def test_row_without_a_name_in_the_language_is_sorted_by_the_name_shown():
    rows = [Place("", "Витина"), Place("Deçan", "Дечани")]
    assert [row.name for row in sorted_by_name(rows, "sq")] == ["Deçan", "Витина"]
