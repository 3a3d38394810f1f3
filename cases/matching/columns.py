"""A whole register in memory, as columns of small numbers: each name, date and place is kept once."""

from array import array
from collections.abc import Iterable, Iterator
from itertools import chain

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
        entries = list(entries)
        names = zip(*map(_names, entries), strict=True) if entries else [()] * 4
        self.extend(
            (facts.key for facts in entries),
            names,
            (facts.sex for facts in entries),
            (self.births[facts.birth_date, facts.birth_precision] for facts in entries),
            (
                self.places[facts.place, facts.settlements, facts.municipality]
                for facts in entries
            ),
            (" ".join(sorted(facts.documents)) for facts in entries),
        )

    def __len__(self) -> int:
        return len(self.keys)

    def extend(
        self,
        keys: Iterable[str | int],
        names: Iterable[Iterable[str]],
        sexes: Iterable[str],
        births: Iterable[int],
        places: Iterable[int],
        documents: Iterable[str],
    ) -> None:
        """Take in entries, column by column; names are given name, surname, father's name and surname at birth.

        Numbers of documents are letters and digits, those of one entry with a space between.
        """
        columns = self.given, self.surname, self.father, self.maiden
        for column, written in zip(columns, names, strict=True):
            column.extend(map(self.names.__getitem__, written))
        self.keys.extend(keys)
        self.sexes.extend(sexes)
        self.birth.extend(births)
        self.place.extend(places)
        self.documents.extend(documents)

    def numbers(self) -> Iterator[str]:
        """The numbers of all documents, in the order of the entries."""
        return chain.from_iterable(map(str.split, self.documents))

    def papers(self) -> array:
        """How many numbers each entry has."""
        return array("i", (len(each.split()) for each in self.documents))


def _names(facts: Facts) -> tuple[str, str, str, str]:
    return facts.given_name, facts.surname, facts.father_name, facts.maiden_name
