"""Which column of an old register is what: by the words above it and by what stands below."""

import re
from dataclasses import dataclass
from functools import cache

from django.utils.translation import gettext_lazy as _

from cases.register_import.words import RELATIONS, SEXES
from core.names import fold
from core.tabular.dates import NUMBERS

ROWS_LOOKED_AT = 200
# Before the names of columns that the portal adds to a sheet for correction.
ADDED = "!"
# What is kept with a household, not with a person.
OF_HOUSEHOLD = ("phone", "current_address", "place_of_return")
# What only the register says: shown beside what the portal counts itself.
OF_REGISTER = ("members",)


@dataclass(frozen=True)
class Field:
    """Something a register can say: its name for the reader and the words that announce it, folded."""

    label: str
    words: tuple[str, ...]


def _field(label: str, words: str) -> Field:
    return Field(label, tuple(each.strip() for each in words.split(",")))


# The longest announcement wins, so that "date of birth" is not a place of birth.
FIELDS = {
    "number": _field(
        _("number in the register"),
        "record id, record, id, nr, no, rb, rbr, r br, red br, redni broj, numri, numri rendor, nr rendor,"
        " number, broj, sifra, kodi, sira no, evidencioni broj, reg no, case no, registry number",
    ),
    "household": _field(
        _("number of the household"),
        "household, household number, household id, family number, numri i familjes, nr familjes,"
        " nr i familjes, familja, kodi i familjes, broj domacinstva, domacinstvo, broj porodice, porodica,"
        " hane no, aile no, id familjes, id domacinstva",
    ),
    "members": _field(
        _("number of members"),
        "members, number of members, household members, members of household, members of the household, household size, family size, anetare, anetaret,"
        " numri i anetareve, nr i anetareve, pjesetare, numri i pjesetareve, nr i pjesetareve,"
        " numri i anetareve te familjes, clanovi, broj clanova, br clanova, broj clanova domacinstva,"
        " broj clanova porodice, hane nufusu, uye sayisi, kisi sayisi, broj clanova obitelji",
    ),
    "relation": _field(
        _("relation to the head"),
        "relation, relationship, relation to head, lidhja, lidhja familjare, lidhja me kryefamiljarin,"
        " afersia, srodstvo, odnos, yakinlik",
    ),
    "given_name": _field(
        _("given name"),
        "given name, first name, name, emri, ime, ad, adi, isim, licno ime",
    ),
    "surname": _field(
        _("surname"), "surname, last name, family name, mbiemri, prezime, soyad, soyadi"
    ),
    "full_name": _field(
        _("full name"),
        "full name, name and surname, emri dhe mbiemri, emri mbiemri, emri e mbiemri, ime i prezime,"
        " ime prezime, prezime i ime, mbiemri dhe emri, ad soyad, adi soyadi, kryefamiljari, nosilac,"
        " nosilac domacinstva, head of household, emri i kryefamiljarit",
    ),
    "father_name": _field(
        _("father's name"),
        "father name, fathers name, father s name, father, emri i babait, emri i atit, babai, atesia, ime oca,"
        " otac, ocevo ime, ime jednog roditelja, baba adi",
    ),
    "maiden_name": _field(
        _("surname at birth"),
        "maiden name, surname at birth, mbiemri i vajzerise, mbiemri para marteses, devojacko prezime,"
        " devojacko, kizlik soyadi",
    ),
    "sex": _field(_("sex"), "sex, gender, gjinia, pol, cinsiyet, spol"),
    "birth_date": _field(
        _("date of birth"),
        "birth date, date of birth, birthdate, born, dob, data e lindjes, datelindja, lindja, lindur,"
        " datum rodenja, datum rodjenja, rodjen, rodjena, godina rodjenja, viti i lindjes, year of birth,"
        " dogum tarihi",
    ),
    "document_number": _field(
        _("document number"),
        "document number, document, personal number, id number, id card, numri personal, nr personal,"
        " numri i dokumentit, leternjoftimi, nr i leternjoftimit, licni broj, jmbg, broj licne karte,"
        " broj dokumenta, licna karta, kimlik no",
    ),
    "place_of_return": _field(
        _("place of return"),
        "place of origin, place of return, place, village, settlement, vendbanimi, vendi, fshati,"
        " vendi i origjines, vendi i kthimit, mesto, selo, naselje, mesto povratka, mesto porekla, koy",
    ),
    "community": _field(
        _("community"),
        "community, komuniteti, etnia, zajednica, nacionalnost, topluluk",
    ),
    "phone": _field(
        _("phone"),
        "phone, telephone, mobile, telefoni, telefon, tel, numri i telefonit, nr tel, kontakti",
    ),
    "current_address": _field(
        _("lives now at"),
        "address, current address, adresa, adresa aktuale, adresa e tanishme, sadasnja adresa, adres",
    ),
}
DOCUMENT = re.compile(r"\d{9,13}|[A-Z]{1,3}\s?\d{5,9}")
PHONE = re.compile(r"[+0][\d\s/\-]{6,}")
MOSTLY = 0.8


def propose(names, rows, *, is_place=lambda text: False) -> dict[int, str]:
    """Column -> field, each field once: first by the words above, then by the values below."""
    found: dict[int, str] = {}
    told = [(strength, -column, field) for column, name in enumerate(names)
            for strength, field in _told_by(name)]  # fmt: skip
    for _strength, column, field in sorted(told, reverse=True):
        if -column not in found and field not in found.values():
            found[-column] = field
    for column in range(len(names)):
        if column not in found:
            values = [row[column] for row in rows[:ROWS_LOOKED_AT] if column < len(row)]
            field = _told_by_values([each for each in values if each], is_place)
            if field and field not in found.values():
                found[column] = field
    return found


def is_known(name: str) -> bool:
    """Whether a text announces a column."""
    return bool(_told_by(name))


def signature(names) -> str:
    """The names of the columns as one text, whatever their script: by it a mapping is remembered."""
    told = (fold(name) for name in names if not name.startswith(ADDED))
    return "|".join(name for name in told if name)[:2_000]


def _told_by(name: str) -> list[tuple[int, str]]:
    """The fields a header may announce, with how much of it they explain."""
    if name.startswith(ADDED):
        return []
    plain = " ".join(re.sub(r"[^\w\s]", " ", fold(name)).split())
    known = _announcements()
    if plain in known:
        return [(1000 + len(plain), known[plain])]
    inside = [
        (len(words), field)
        for words, field in known.items()
        if len(words) > 3 and f" {words} " in f" {plain} "
    ]
    return [max(inside)] if inside else []


@cache
def _announcements() -> dict[str, str]:
    return {
        fold(words): name for name, field in FIELDS.items() for words in field.words
    }


def _told_by_values(values: list[str], is_place) -> str:
    tests = {
        "sex": lambda text: fold(text) in SEXES,
        "relation": lambda text: fold(text) in RELATIONS,
        "birth_date": lambda text: bool(NUMBERS.fullmatch(text)),
        "document_number": lambda text: bool(DOCUMENT.fullmatch(text)),
        "phone": lambda text: bool(PHONE.fullmatch(text)),
        "place_of_return": is_place,
    }
    for field, test in tests.items():
        if len(values) > 2 and sum(map(test, values)) >= MOSTLY * len(values):
            return field
    return ""
