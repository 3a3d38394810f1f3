"""A row of a register file, read into facts: dates of several forms, a year only, numbers without spaces."""

import re
from collections.abc import Mapping
from datetime import date

from cases.matching.facts import Facts
from core.names import clean_typed

COLUMNS = (
    "record_id",
    "given_name",
    "surname",
    "father_name",
    "maiden_name",
    "sex",
    "birth_date",
    "place_of_origin",
    "document_number",
)
NAMES = ("given_name", "surname", "father_name", "maiden_name")
YEAR = re.compile(r"((?:1[89]|20)\d\d)(?:[-./]0?0[-./]0?0)?\.?")
YEAR_FIRST = re.compile(r"(\d{4})[-./ ]+(\d{1,2})[-./ ]+(\d{1,2})(?:[T ].*)?\.?")
DAY_FIRST = re.compile(r"(\d{1,2})[-./ ]+(\d{1,2})[-./ ]+(\d{4})\.?")
# The words of the five languages for woman and man begin with these letters, in either script.
FEMALE, MALE = tuple("fžzжkк"), tuple("mм")


def facts_of(row: Mapping[str, str]) -> Facts:
    """Read one row whose columns are named as in COLUMNS; a column may be missing."""
    cells = {name: clean_typed(row.get(name) or "") for name in COLUMNS}
    born, precision = read_birth(cells["birth_date"])
    number = number_key(cells["document_number"])
    return Facts(
        key=cells["record_id"],
        **{name: cells[name] for name in NAMES},
        sex=read_sex(cells["sex"]),
        birth_date=born,
        birth_precision=precision,
        place=cells["place_of_origin"],
        documents=frozenset((number,) if number else ()),
    )


def read_birth(text: str) -> tuple[date | None, str]:
    """A date of birth with its precision; a year alone is that year's first day."""
    if found := YEAR.fullmatch(text):
        return date(int(found[1]), 1, 1), "year"
    if found := YEAR_FIRST.fullmatch(text):
        return _date(found[1], found[2], found[3]), "day"
    if found := DAY_FIRST.fullmatch(text):
        return _date(found[3], found[2], found[1]), "day"
    return None, "day"


def read_sex(text: str) -> str:
    """The sex as F, M or not stated, from a word or a letter of any of the languages."""
    word = text.lower()
    if word.startswith(FEMALE):
        return "F"
    return "M" if word.startswith(MALE) else ""


def number_key(number: str) -> str:
    """A document number as it is compared: letters and digits only."""
    return "".join(sign for sign in number.upper() if sign.isalnum())[:40]


def _date(year: str, month: str, day: str) -> date | None:
    """The date, day and month the other way round if there is no such month, or none."""
    for month_read, day_read in ((month, day), (day, month)):
        try:
            return date(int(year), int(month_read), int(day_read))
        except ValueError:
            continue
    return None
