"""One row of a register: its values cleaned, and every problem beside the column it stands in."""

import datetime
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from cases.register_import.words import RELATIONS, SEXES
from core.names import clean_typed, fold
from core.names.faults import repair
from core.names.sounds import sound, sounds
from core.names.vocabulary import shipped
from core.tabular import dates

NAMES = ("given_name", "surname", "father_name", "maiden_name")
LONGEST = {
    "number": 60, "household": 60, "given_name": 150, "surname": 150, "father_name": 150,
    "maiden_name": 150, "full_name": 300, "document_number": 40, "phone": 40, "current_address": 250,
}  # fmt: skip
EMPTY = re.compile(r"[\s\-–—/.?*_]*|n/?a|null|nan|#n/a", re.IGNORECASE)
# A number that a family can have, with or without a word behind it.
MEMBERS = re.compile(r"([1-9]\d?)(?:\.0)?(?:\s*[^\W\d_]+\.?)?")
# Values by which a person without a number is known again.
IDENTIFYING = (*NAMES, "birth_date", "document_number", "household", "place_of_return")


@dataclass(frozen=True)
class Problem:
    """Something wrong in one column (counted from zero; None: in the row as a whole)."""

    code: str
    column: int | None = None
    value: str = ""
    # What may have been meant.
    hint: str = ""


@dataclass(frozen=True)
class Reading:
    """How a file is to be read: which column is what, in which order dates stand, which places there are."""

    mapping: dict[int, str]
    date_order: str
    today: datetime.date
    since_1904: bool = False
    place: Callable[[str], int | tuple[str, ...]] = lambda text: ("place_unknown",)
    community: Callable[[str], int | tuple[str, ...]] = lambda text: (
        "community_unknown",
    )

    @property
    def columns(self) -> dict[str, int]:
        return {name: column for column, name in self.mapping.items()}


@dataclass
class Row:
    """What a row says: cleaned values by field, and what is wrong with it."""

    line: int
    cells: list[str]
    values: dict = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def number(self) -> str:
        """The number by which the register knows this person; made from the person where it has none."""
        return self.values.get("number") or f"={fingerprint(self.values)}"


def read_row(line: int, cells: list[str], how: Reading) -> Row:
    """Clean a row; a value with a problem is not among its values."""
    row = Row(line, cells)
    for column, name in how.mapping.items():
        text = clean_typed(cells[column]) if column < len(cells) else ""
        if EMPTY.fullmatch(text):
            continue
        if len(text) > LONGEST.get(name, 2_000):
            row.problems.append(Problem("too_long", column, text[:60]))
            continue
        try:
            row.values |= READERS.get(name, _plain)(name, text, how)
        except ValueError as wrong:
            code, *hint = wrong.args
            row.problems.append(Problem(code, column, text[:200], *hint))
    _check_name(row, how)
    return row


def fingerprint(values: dict) -> str:
    """A short sign for what a row says of a person, whatever the script."""
    said = "\n".join(
        " ".join(sounds(values[name])) if name in NAMES and name in values
        else str(values.get(name, ""))
        for name in IDENTIFYING
    )  # fmt: skip
    return hashlib.sha256(said.encode()).hexdigest()[:32]


def _check_name(row: Row, how: Reading) -> None:
    """A person needs both names; what was refused already is not said twice."""
    said = {how.mapping[p.column] for p in row.problems if p.column is not None}
    missing = [n for n in ("given_name", "surname") if not row.values.get(n)]
    if missing and not said & {"given_name", "surname", "full_name"}:
        column = how.columns.get(missing[0], how.columns.get("full_name"))
        row.problems.append(Problem("name_missing", column))


def _plain(name: str, text: str, how: Reading) -> dict:
    return {name: text}


def _name(name: str, text: str, how: Reading) -> dict:
    mended = clean_typed(repair(text))
    if not sounds(mended) or "\ufffd" in mended:
        raise ValueError("name_unreadable")
    if len(mended) > LONGEST[name]:
        raise ValueError("too_long")
    return {name: mended}


def _full_name(name: str, text: str, how: Reading) -> dict:
    """Given names are known; what is not one of them is the surname."""
    mended = clean_typed(repair(text))
    if "," in mended:
        surname, _comma, given = (part.strip() for part in mended.partition(","))
    else:
        given, surname = _apart(mended.split())
    return _name("given_name", given, how) | _name("surname", surname, how)


def _apart(words: list[str]) -> tuple[str, str]:
    known = [sound(word) in shipped().known for word in words]
    if len(words) < 2:
        raise ValueError("name_not_split")
    if known[0] == known[-1]:
        if len(words) > 2 and not known[0]:
            raise ValueError("name_not_split")
        # Either order is possible: the usual one is taken, given name first.
        return words[0], " ".join(words[1:])
    if known[0]:
        return words[0], " ".join(words[1:])
    return words[-1], " ".join(words[:-1])


def _sex(name: str, text: str, how: Reading) -> dict:
    return {"sex": _looked_up(SEXES, text, "sex_unknown")}


def _relation(name: str, text: str, how: Reading) -> dict:
    return {"relation": _looked_up(RELATIONS, text, "relation_unknown")}


def _looked_up(words: dict, text: str, otherwise: str) -> str:
    found = words.get(fold(repair(text)))
    if found is None:
        raise ValueError(otherwise)
    return found


def _birth_date(name: str, text: str, how: Reading) -> dict:
    found = dates.read_day(
        text, order=how.date_order, today=how.today, since_1904=how.since_1904
    )
    if found.day > how.today:
        raise ValueError("date_future")
    return {"birth_date": found.day.isoformat(), "birth_precision": found.precision}


def _place(name: str, text: str, how: Reading) -> dict:
    return _found("place_of_return", how.place(repair(text)))


def _community(name: str, text: str, how: Reading) -> dict:
    return _found("community", how.community(repair(text)))


def _found(name: str, answer: int | tuple[str, ...]) -> dict:
    """A finder answers with a key, or with the code of what is wrong and perhaps what may be meant."""
    if isinstance(answer, tuple):
        raise ValueError(*answer)
    return {name: answer}


def _members(name: str, text: str, how: Reading) -> dict:
    found = MEMBERS.fullmatch(text)
    if not found:
        raise ValueError("members_unreadable")
    return {name: int(found[1])}


READERS = {
    "given_name": _name,
    "surname": _name,
    "father_name": _name,
    "maiden_name": _name,
    "full_name": _full_name,
    "sex": _sex,
    "relation": _relation,
    "birth_date": _birth_date,
    "place_of_return": _place,
    "community": _community,
    "members": _members,
}
