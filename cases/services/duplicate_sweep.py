"""All likely pairs of the whole registry in one pass, for when weights, aliases or places have changed.

The background looks after the pairs of every person who is saved (cases.services.duplicates); here everybody is
compared with everybody, in memory, and what is found is kept in the same way.
"""

import re
from array import array
from collections.abc import Iterator
from datetime import date

from django.db import connection

from cases.matching import PROPOSE
from cases.matching.columns import Columns, Once
from cases.matching.registers import all_likely, nothing_in_circles, weigher_of
from cases.models import DuplicatePair
from cases.services import duplicates
from core.known_places import known_places
from core.names import dictionary
from core.scoping import system

# One line for each entry that stands for a person, with the place of origin or else of return, as in
# cases.comparison; the papers' numbers beside each other.
ENTRIES = """
COPY (
    SELECT p.id, p.given_name, p.surname, p.father_name, p.maiden_name, p.sex, p.birth_precision || ' ' || p.birth_date,
        coalesce(d.place_of_origin_id, h.place_of_return_id), papers.numbers
    FROM cases_person p
    LEFT JOIN cases_member m ON m.person_id = p.id AND m.left_on IS NULL
    LEFT JOIN cases_household h ON h.id = m.household_id
    LEFT JOIN cases_displacement d ON d.household_id = h.id
    LEFT JOIN (
        SELECT person_id, string_agg(number_key, ' ' ORDER BY number_key) AS numbers
        FROM cases_personpaper WHERE number_key <> '' GROUP BY person_id
    ) papers ON papers.person_id = p.id
    WHERE p.merged_into_id IS NULL
) TO STDOUT
"""
WIDTH, UNKNOWN = 9, "\\N"
AT_A_TIME = 10_000
ESCAPED, MEANT = re.compile(r"\\(.)"), {"t": "\t", "n": "\n", "r": "\r"}


class Births(dict):
    """The number of a date of birth, after its precision, as the database writes it; each is read once."""

    def __init__(self, numbers: Once):
        super().__init__()
        self.numbers = numbers

    def __missing__(self, written: str) -> int:
        precision, _space, born = written.partition(" ")
        birth = (date.fromisoformat(born), precision) if born else (None, "day")
        self[written] = number = self.numbers[birth]
        return number


class Places(Births):
    """The same for a settlement."""

    def __missing__(self, written: str) -> int:
        known = () if written == UNKNOWN else (int(written),)
        self[written] = number = self.numbers["", frozenset(known), ""]
        return number


class Register:
    """Takes the registry's lines as the database sends them, many at a time."""

    def __init__(self):
        self.columns, self.lines = Columns(), []
        self.columns.keys = array("q")
        self.births = Births(self.columns.births)
        self.places = Places(self.columns.places)

    def write(self, line: bytes) -> None:
        """Keep one entry's line until there are enough."""
        self.lines.append(line)
        if len(self.lines) == AT_A_TIME:
            self.take_in()

    def take_in(self) -> None:
        """Read the lines that are kept."""
        if not self.lines:
            return
        text = b"".join(self.lines).decode()
        self.lines.clear()
        values = text[:-1].replace("\n", "\t").split("\t")
        if text.count("\\") > text.count(UNKNOWN):
            values = [_plain(value) for value in values]
        keys, *names, sexes, births, places, numbers = (
            values[each::WIDTH] for each in range(WIDTH)
        )
        self.columns.extend(
            map(int, keys),
            names,
            sexes,
            map(self.births.__getitem__, births),
            map(self.places.__getitem__, places),
            ("" if each == UNKNOWN else each for each in numbers),
        )


def _plain(value: str) -> str:
    if value == UNKNOWN:
        return value
    return ESCAPED.sub(lambda found: MEANT.get(found[1], found[1]), value)


@nothing_in_circles()
def likely_pairs(
    least: float = PROPOSE, processes: int = 1
) -> list[tuple[int, int, float]]:
    """Every pair of the registry that scores at least so much, by the keys of both persons; keeps nothing."""
    register = Register()
    with system():
        known, places = dictionary.vocabulary(), known_places()
        with connection.cursor() as cursor:
            cursor.copy_expert(ENTRIES, register)
    register.take_in()
    return all_likely(weigher_of(register.columns, known, places), least, processes)


def sweep(processes: int = 1) -> Iterator[int]:
    """Find all likely pairs anew and keep them; says after each few how many are done.

    Open pairs that were found earlier are weighed again too, and go if too little speaks for them now.
    """
    found = {(min(pair), max(pair)) for *pair, _score in likely_pairs(processes=processes)}  # fmt: skip
    with system():
        kept = DuplicatePair.objects.filter(verdict="", settled="")
        found |= {
            (min(pair), max(pair)) for pair in kept.values_list("person", "other")
        }
    pairs = sorted(found)
    for start in range(0, len(pairs), duplicates.CHUNK):
        with system():
            duplicates.weigh_anew(pairs[start : start + duplicates.CHUNK])
        yield min(start + duplicates.CHUNK, len(pairs))
