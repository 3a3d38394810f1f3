"""Names that came through a wrong code page are read as they were written."""

import pytest

from core.names.faults import repair

NAMES = "Đorđević Šaban Živković Ćirić Љубиша Ђорђевић Hoxhë Çelaj Ümit Şükriye Анђа"


def misread(name: str, code_page: str) -> str:
    """UTF-8 read byte by byte; a byte without meaning is passed on as it is."""
    return "".join(
        bytes([byte]).decode(code_page, "ignore") or chr(byte)
        for byte in name.encode("utf-8")
    )


@pytest.mark.parametrize("code_page", ["cp1252", "cp1250", "cp1251"])
@pytest.mark.parametrize("name", NAMES.split())
def test_letters_in_two_bytes_are_put_together_again(name, code_page):
    assert misread(name, code_page) != name
    assert repair(misread(name, code_page)) == name


def test_a_second_byte_that_became_a_space_is_found_again():
    assert repair("Å ehoviÄ‡") == "Šehović"


@pytest.mark.parametrize(
    ("fault", "name"),
    [
        ("Ðorðeviæ", "Đorđević"),
        ("®ivkoviæ", "Živković"),
        ("Milo¹", "Miloš"),
        ("\\or|evi}", "Đorđević"),
        ("@ivkovi}", "Živković"),
    ],
)
def test_older_codes_are_undone(fault, name):
    assert repair(fault) == name


@pytest.mark.parametrize("name", [*NAMES.split(), "Дј", "СЊ", "[Rama]", "ДЉ. Њ."])
def test_what_is_right_stays_as_it_is(name):
    assert repair(name) == name
    assert repair(name.upper()) == name.upper()
