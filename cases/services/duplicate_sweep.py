"""All likely pairs of the whole registry in one pass, for when weights, aliases or places have changed.

The background looks after the pairs of every person who is saved (cases.services.duplicates); here everybody is
compared with everybody, in memory, and what is found is kept in the same way.
"""

import re
from collections.abc import Iterator
from datetime import date

from django.db import connection

from cases.matching import PROPOSE
from cases.matching.columns import Columns
from cases.matching.registers import all_likely, weigher_of
from cases.models import DuplicatePair
from cases.services import duplicates
from core.known_places import known_places
from core.names import dictionary
from core.scoping import system

# One line for each entry that stands for a person, with the place of origin or else of return, as in
# cases.comparison; the papers' numbers beside each other.
ENTRIES = """
COPY (
    SELECT p.id, p.given_name, p.surname, p.father_name, p.maiden_name, p.sex, p.birth_date, p.birth_precision,
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
UNKNOWN = "\\N"
ESCAPED, MEANT = re.compile(r"\\(.)"), {"t": "\t", "n": "\n", "r": "\r"}


class Register:
    """Takes the registry's lines as the database sends them."""

    def __init__(self):
        self.columns = Columns()
        self.births = {(UNKNOWN, precision): (None, precision) for precision in ("day", "year", "estimated")}  # fmt: skip
        self.places = {UNKNOWN: ("", frozenset(), "")}

    def write(self, line: bytes) -> None:
        """Take in one entry; every date and place is read once."""
        pk, given, surname, father, maiden, sex, born, precision, place, numbers = (
            _unescaped(line.decode())
        )
        birth = self.births.get((born, precision))
        if birth is None:
            birth = self.births[born, precision] = date.fromisoformat(born), precision
        where = self.places.get(place)
        if where is None:
            where = self.places[place] = "", frozenset((int(place),)), ""
        documents = () if numbers == UNKNOWN else tuple(numbers.split(" "))
        names = given, surname, father, maiden
        self.columns.add(int(pk), names, sex, birth, where, documents)


def _unescaped(line: str) -> list[str]:
    values = line[:-1].split("\t")
    if "\\" not in line.replace(UNKNOWN, ""):
        return values
    return [value if value == UNKNOWN else _plain(value) for value in values]


def _plain(value: str) -> str:
    return ESCAPED.sub(lambda found: MEANT.get(found[1], found[1]), value)


def likely_pairs(
    least: float = PROPOSE, processes: int = 1
) -> list[tuple[int, int, float]]:
    """Every pair of the registry that scores at least so much, by the keys of both persons; keeps nothing."""
    register = Register()
    with system():
        known, places = dictionary.vocabulary(), known_places()
        with connection.cursor() as cursor:
            cursor.copy_expert(ENTRIES, register)
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
