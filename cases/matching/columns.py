"""A whole register in memory, as columns of small numbers: each name, date and place is kept once."""

from array import array
from collections.abc import Iterable
from datetime import date

from cases.matching.facts import Facts


class Once(dict):
    """Numbers by value, given in the order in which the values were met."""

    def __missing__(self, value) -> int:
        self[value] = number = len(self)
        return number


class Columns:
    """The entries of a register, some hundred bytes each, in the order in which they were added."""

    def __init__(self, entries: Iterable[Facts] = ()):
        self.names, self.births, self.places = Once(), Once(), Once()
        # Nothing written has the number zero.
        self.names[""] = 0
        self.keys, self.sexes, self.documents = [], [], []
        self.given, self.surname, self.father, self.maiden = (
            array("i") for _name in range(4)
        )
        self.birth, self.place = array("i"), array("i")
        for facts in entries:
            self.add(
                facts.key,
                (facts.given_name, facts.surname, facts.father_name, facts.maiden_name),
                facts.sex,
                (facts.birth_date, facts.birth_precision),
                (facts.place, facts.settlements, facts.municipality),
                tuple(sorted(facts.documents)),
            )

    def __len__(self) -> int:
        return len(self.keys)

    def add(
        self,
        key: str | int,
        names: tuple[str, str, str, str],
        sex: str,
        birth: tuple[date | None, str],
        place: tuple[str, frozenset, str],
        documents: tuple[str, ...],
    ) -> None:
        """Take in one entry; the names are given name, surname, father's name and surname at birth."""
        number, (given, surname, father, maiden) = self.names, names
        self.keys.append(key)
        self.given.append(number[given])
        self.surname.append(number[surname])
        self.father.append(number[father])
        self.maiden.append(number[maiden])
        self.sexes.append(sex)
        self.birth.append(self.births[birth])
        self.place.append(self.places[place])
        self.documents.append(documents)
