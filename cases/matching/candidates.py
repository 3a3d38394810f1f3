"""Which entries are worth comparing at all: those that share enough to be one person.

A word of the names with the date of birth (day and month in either order), or with two of the year of birth, the
place and the father; two words with one of these, or alone if few have both; or a number.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from cases.matching.columns import Columns, Once
from cases.matching.facts import Facts
from cases.matching.names import MOST_UNDER_A_KEY, skeletons
from cases.matching.several import Several, as_one
from core.names.gazetteer import Gazetteer
from core.names.place_words import place_words
from core.names.places import shipped_places
from core.names.sounds import coarse

# So many with the same two words are compared though they share nothing else; the more entries there are in
# all, the less two words say.
FEW, OF_ALL = 12, 600_000

# Two columns: the numbers of two entries, the lower one first, or an entry and a number of its own.
Two = tuple[np.ndarray, np.ndarray]


def candidate_pairs(
    entries: Sequence[Facts], gazetteer: Gazetteer | None = None
) -> Iterator[tuple[Facts, Facts]]:
    """Every pair that shares a key, once, in the order of the entries."""
    found = set()
    for pairs in Keys(Columns(entries), gazetteer or shipped_places()).pairs():
        found.update(zip(*(each.tolist() for each in pairs), strict=True))
    return ((entries[one], entries[other]) for one, other in sorted(found))


class Rows(NamedTuple):
    """Entries, each with some numbers; those with the same numbers may be one person."""

    who: np.ndarray
    numbers: tuple[np.ndarray, ...]

    def with_known(self, column: np.ndarray) -> "Rows":
        """With one more number of each entry; without those of whom it is not known."""
        more = column[self.who]
        known = more > 0
        numbers = (*self.numbers, more)
        return Rows(self.who[known], tuple(each[known] for each in numbers))

    def with_each(self, several: Several, column: np.ndarray) -> "Rows":
        """Once for each number that belongs to the entry's value in a column."""
        at, more = several.of(column[self.who])
        return Rows(self.who[at], (*(each[at] for each in self.numbers), more))


class Keys:
    """What the entries of a register have in common, as numbers."""

    def __init__(self, columns: Columns, gazetteer: Gazetteer):
        codes = Once()
        # Sorted, so that a run is as the run before.
        self.words = Several(
            [codes[word] for word in sorted(skeletons(name))] for name in columns.names
        )
        self.places = Several(
            [codes[each] for each in _places(place, gazetteer)]
            for place in columns.places
        )
        self.columns = columns
        self.father, self.place = map(np.asarray, (columns.father, columns.place))
        births = np.asarray(columns.birth)
        self.year = _looked_up([born.year if born else 0 for born, _exact in columns.births], births)  # fmt: skip
        self.day = _looked_up([_day(*birth) for birth in columns.births], births)
        self.few = min(max(FEW, OF_ALL // max(len(columns), 1)), MOST_UNDER_A_KEY)

    def pairs(self) -> Iterator[Two]:
        """Those who share a key, many pairs at a time; two may meet several times."""
        columns = self.columns
        own = self.words.once(columns.given, columns.surname, columns.maiden)
        two = _two_words(*own)
        for rows in self._shared(Rows(own[0], (own[1],)), two):
            yield from _meeting(rows, MOST_UNDER_A_KEY)
        yield from _meeting(two, self.few)

    def _shared(self, words: Rows, two: Rows) -> Iterator[Rows]:
        """What is shared, kind by kind: so many rows are not kept longer than they are needed."""
        places, fathers = (self.places, self.place), (self.words, self.father)
        yield words.with_known(self.year).with_known(self.day)
        yield words.with_known(self.year).with_each(*places)
        yield words.with_known(self.year).with_each(*fathers)
        yield words.with_each(*fathers).with_each(*places)
        yield two.with_known(self.year)
        yield two.with_each(*places)
        yield two.with_each(*fathers)
        yield self._papers()

    def _papers(self) -> Rows:
        columns = self.columns
        who = np.repeat(np.arange(len(columns), dtype=np.int32), columns.papers())
        # Two numbers with one hash are compared once too often, and that is all.
        number = np.fromiter(map(hash, columns.numbers()), np.int64)
        return Rows(who, (number,))


def _two_words(who: np.ndarray, word: np.ndarray) -> Rows:
    """Every two words of each entry."""
    found = [(who[:0], word[:0], word[:0])]
    for apart in range(1, len(who)):
        same = np.flatnonzero(who[apart:] == who[:-apart])
        if not same.size:
            break
        found.append((who[same], word[same], word[same + apart]))
    who, *two = map(np.concatenate, zip(*found, strict=True))
    return Rows(who, (as_one(two),))


def _meeting(rows: Rows, most: int) -> Iterator[Two]:
    """Every two with the same numbers, if they are not too many: more say that the numbers say nothing."""
    who, key = _together(rows, most)
    for apart in range(1, most):
        same = np.flatnonzero(key[apart:] == key[:-apart])
        if not same.size:
            return
        one, other = who[same], who[same + apart]
        yield np.minimum(one, other), np.maximum(one, other)


def _together(rows: Rows, most: int) -> Two:
    """Those who are two or more with the same numbers, and not too many, side by side; and the numbers as one."""
    key = as_one(rows.numbers)
    order = np.argsort(key)
    who, key = rows.who[order], key[order]
    starts = np.flatnonzero(np.diff(key, prepend=key[:1] - 1))
    alike = np.diff(starts, append=len(key))
    few = np.repeat((alike > 1) & (alike <= most), alike)
    return who[few], key[few]


def _looked_up(values: list[int], column: np.ndarray) -> np.ndarray:
    return np.array(values, np.int32)[column]


def _day(born, precision: str) -> int:
    """Day and month in either order; nothing if only the year is known."""
    if not born or precision != "day":
        return 0
    return min(born.month, born.day) * 32 + max(born.month, born.day)


def _places(place: tuple, gazetteer: Gazetteer) -> Iterable:
    written, settlements, _municipality = place
    if settlements:
        return sorted(settlements)
    where = gazetteer.find(written)
    if where.settlements:
        return sorted(where.settlements)
    words = place_words(written)
    return (coarse(words.joined()),) if words else ()
