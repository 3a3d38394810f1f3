"""Many pairs weighed at once: what costs little first, and only as long as the score can still be reached."""

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import chain
from typing import NamedTuple

import numpy as np

from cases.matching import names as naming
from cases.matching import weights
from cases.matching.births import Births
from cases.matching.candidates import Keys
from cases.matching.columns import Columns, Once
from cases.matching.evidence import Verdict, compare
from cases.matching.facts import Facts
from cases.matching.frequencies import Frequencies
from cases.matching.places import Places
from cases.matching.remembered import Remembered
from core.names.gazetteer import Gazetteer
from core.names.vocabulary import Vocabulary

SAME_SURNAME = weights.SURNAME[0][2]
SAME_NAMES = weights.GIVEN_NAME[0][2] + SAME_SURNAME
# Names of which no word is shared; then their rarity says nothing.
APART_NAMES = weights.GIVEN_ALIAS + weights.SURNAME[3][2]
# What surnames weigh that may be swapped with given names (cases.matching.names).
SOMEWHAT_ALIKE = next(
    w for least, _, w in weights.SURNAME if least == naming.SOMEWHAT_ALIKE
)
MAIDEN_AT_MOST = weights.MAIDEN_NAME[0][2]
PLACE_AT_MOST = max(weights.PLACE.values())
FATHER_AT_MOST = weights.FATHER[0][2]
SAME_NUMBER = weights.DOCUMENT["document_same"]
NEARLY_SAME_NUMBER = weights.DOCUMENT["document_one_sign"]
SEXES = {"F": 1, "M": 2}
# Two neighbours exchanged are one slip.
SIGNS_OF_A_SLIP = 2
# The first signs of a number say whether it may be the same as another.
SIGNS = 16
# So many pairs are weighed at a time.
AT_A_TIME = 50_000
# The lines of a verdict are rounded.
ROUNDING = 0.01


class Named(NamedTuple):
    """What two names weigh at most, how rare the words are that both have, and whether there are any."""

    weight: float
    rarity: float
    shared: bool


NOT_NAMED = Named(0.0, 0.0, False)


class Pairs(NamedTuple):
    """Pairs of entries by number, what is still to be reached for each, and the words that both have so far."""

    one: np.ndarray
    other: np.ndarray
    left: np.ndarray
    rarity: np.ndarray
    shared: np.ndarray

    @classmethod
    def reaching(cls, one: np.ndarray, other: np.ndarray, least: float) -> "Pairs":
        """Pairs of which nothing is known yet."""
        nothing = np.zeros(len(one))
        return cls(one, other, nothing + least, nothing, nothing > 0)

    def only(self, these: np.ndarray) -> "Pairs":
        """Those pairs alone."""
        return Pairs(*(column[these] for column in self))

    def after(self, *found: np.ndarray) -> "Pairs":
        """Once so much of what is to be reached is found."""
        return self._replace(left=self.left - sum(found))

    def named(self, weight, rarity, shared) -> "Pairs":
        """Once so much of it is found in two names, with these words."""
        shared = self.shared | (shared > 0)
        return self.after(weight)._replace(rarity=self.rarity + rarity, shared=shared)

    def of(self, column: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """What a column says of either entry."""
        return column[self.one], column[self.other]

    def both(self, column: np.ndarray) -> np.ndarray:
        """Whether a column says something of both."""
        one, other = self.of(column)
        return (one > 0) & (other > 0)


class Weigher:
    """Compares entries of a register by number; says the very same as `compare`."""

    def __init__(
        self,
        columns: Columns,
        known: Vocabulary,
        frequencies: Frequencies,
        gazetteer: Gazetteer,
    ):
        self.columns, self.names = columns, list(columns.names)
        self.births = Births(columns.births)
        self.places = Places(columns.places, gazetteer)
        self.keys = Keys(columns, gazetteer)
        self.of = partial(
            compare, known=known, frequencies=frequencies, gazetteer=gazetteer
        )
        self.frequencies, self.by_size = frequencies, frequencies.by_size
        # Names that sound the same weigh the same: both scripts have one number.
        sounds = Once()
        number = np.array([sounds[naming.heard(name)] for name in self.names], np.int32)
        self.given, self.surname, self.maiden, self.father = (
            number[np.asarray(column)]
            for column in (columns.given, columns.surname, columns.maiden, columns.father)
        )  # fmt: skip
        spoken = dict(zip(number[::-1].tolist(), reversed(self.names), strict=True))
        self.spoken = [spoken[each] for each in range(len(sounds))]
        self.rare = np.array([frequencies.at_most(words) for words in sounds])
        # A surname at birth may stand for the surname.
        surnames = np.maximum(self.rare[self.surname], self.rare[self.maiden])
        self.rarity = self.rare[self.given] + surnames
        self.birth, self.place = map(np.asarray, (columns.birth, columns.place))
        self.sex = np.array([SEXES.get(sex, 0) for sex in columns.sexes], np.int8)
        self.papers = np.asarray(columns.papers())
        self.first = np.cumsum(self.papers, dtype=np.int32) - self.papers
        self.signs = _signs(columns.numbers())
        self._given, self._surname, self._father = (
            Remembered(partial(self._named, bands, known), len(Named._fields))
            for bands in (weights.GIVEN_NAME, weights.SURNAME, weights.FATHER)
        )

    def likely(self, one, other, least: float) -> Iterator[tuple[int, int]]:
        """Those of these pairs, two columns of numbers, that may reach the score."""
        for start in range(0, len(one), AT_A_TIME):
            part = slice(start, start + AT_A_TIME)
            pairs = Pairs.reaching(one[part], other[part], least - ROUNDING)
            found = self._likely(pairs)
            yield from zip(found.one.tolist(), found.other.tolist(), strict=True)

    def verdict(self, one: int, other: int, least: float) -> Verdict | None:
        """What speaks for and against these two, if it reaches so much."""
        verdict = self.of(self.facts(one), self.facts(other))
        return verdict if verdict.score >= least else None

    def facts(self, at: int) -> Facts:
        """An entry as it was written."""
        columns, names = self.columns, self.names
        born, precision = self.births.written[columns.birth[at]]
        place, settlements, municipality = self.places.written[columns.place[at]]
        return Facts(
            key=columns.keys[at],
            given_name=names[columns.given[at]],
            surname=names[columns.surname[at]],
            father_name=names[columns.father[at]],
            maiden_name=names[columns.maiden[at]],
            sex=columns.sexes[at],
            birth_date=born,
            birth_precision=precision,
            place=place,
            settlements=settlements,
            municipality=municipality,
            documents=frozenset(columns.documents[at].split()),
        )

    def _likely(self, pairs: Pairs) -> Pairs:
        """What costs more to know comes later."""
        pairs = pairs.after(self.births.weights(*pairs.of(self.birth)))
        most = PLACE_AT_MOST + np.where(pairs.both(self.papers), SAME_NUMBER, 0.0)
        pairs = pairs.only(self._names_at_most(pairs) + most >= pairs.left)
        places = self.places.weights(*pairs.of(self.place))
        pairs = pairs.after(self._numbers(pairs), self._sexes(pairs), places)
        pairs = pairs.only(self._names_at_most(pairs) >= pairs.left)
        # With a surname at birth, or names in each other's place, only the verdict tells.
        otherwise = sum(pairs.of(self.maiden)) > 0
        otherwise |= self._may_be_swapped(pairs)
        found = pairs.only(otherwise), self._straight(pairs.only(~otherwise))
        return Pairs(*map(np.concatenate, zip(*found, strict=True)))

    def _names_at_most(self, pairs: Pairs) -> np.ndarray:
        """The most that all names can weigh, by how rare they are."""
        father, rarity = self._fathers_at_most(pairs)
        rarity = rarity + np.minimum(*pairs.of(self.rarity))
        names = np.maximum(SAME_NAMES + self._rarity(rarity), APART_NAMES)
        maiden = np.where(pairs.both(self.maiden), MAIDEN_AT_MOST, 0.0)
        return names + father + maiden

    def _fathers_at_most(self, pairs: Pairs) -> tuple[np.ndarray, np.ndarray]:
        """The most that two fathers can weigh, and how rare their names are."""
        both = pairs.both(self.father)
        weight = np.where(both, FATHER_AT_MOST, 0.0)
        return weight, np.where(both, self._rarer(pairs, self.father), 0.0)

    def _rarer(self, pairs: Pairs, names: np.ndarray) -> np.ndarray:
        """How rare the words are that two names can have in common."""
        return np.minimum(*(self.rare[each] for each in pairs.of(names)))

    def _rarity(self, rarity: np.ndarray) -> np.ndarray:
        return np.minimum(rarity - self.by_size, weights.RAREST)

    def _numbers(self, pairs: Pairs) -> np.ndarray:
        """The most that two entries' numbers can weigh."""
        one, other = pairs.of(self.papers)
        signs = (self.signs[first] for first in pairs.of(self.first))
        apart = np.count_nonzero(np.not_equal(*signs), axis=1)
        found = (
            ((one == 0) | (other == 0), 0.0),
            ((one > 1) | (other > 1) | (apart == 0), SAME_NUMBER),
            (apart <= SIGNS_OF_A_SLIP, NEARLY_SAME_NUMBER),
        )
        return np.select(*zip(*found, strict=True), 0.0)

    def _sexes(self, pairs: Pairs) -> np.ndarray:
        apart = sum(pairs.of(self.sex)) == sum(SEXES.values())
        return np.where(apart, weights.SEX_DIFFERENT, 0.0)

    def _may_be_swapped(self, pairs: Pairs) -> np.ndarray:
        """Whether each one's given name is somewhat like the other's surname, and a word may be the same."""
        columns, share = self.columns, self.keys.words.share
        given = pairs.of(np.asarray(columns.given))
        surname = pairs.of(np.asarray(columns.surname))
        here, there = share(given[0], surname[1]), share(surname[0], given[1])
        swapped = here & there
        for shared, one, other in (
            (here & ~there, self.surname, self.given),
            (there & ~here, self.given, self.surname),
        ):
            some = pairs.only(shared)
            alike = self._surname.of(one[some.one], other[some.other])[0]
            swapped[shared] = alike >= SOMEWHAT_ALIKE
        return swapped

    def _straight(self, pairs: Pairs) -> Pairs:
        """Those whose names, each beside the other's, can weigh so much."""
        for look in (self._by_given_name, self._by_surname, self._by_father):
            pairs = look(pairs)
        return pairs

    def _by_given_name(self, pairs: Pairs) -> Pairs:
        pairs = pairs.named(*self._given.of(*pairs.of(self.given)))
        father, rarity = self._fathers_at_most(pairs)
        rarity = pairs.rarity + self._rarer(pairs, self.surname) + rarity
        surname = np.maximum(SAME_SURNAME + self._rarity(rarity), APART_NAMES)
        return pairs.only(surname + father >= pairs.left)

    def _by_surname(self, pairs: Pairs) -> Pairs:
        weight, *words = self._surname.of(*pairs.of(self.surname))
        woman = np.logical_or(*(sex == SEXES["F"] for sex in pairs.of(self.sex)))
        least = np.where(woman, weights.SURNAME_OF_A_WOMAN, weight)
        pairs = pairs.named(np.maximum(weight, least), *words)
        return self._with_fathers(pairs, *self._fathers_at_most(pairs))

    def _by_father(self, pairs: Pairs) -> Pairs:
        both = pairs.both(self.father)
        found = np.zeros((len(Named._fields), len(both)))
        found[:, both] = self._father.of(*pairs.only(both).of(self.father))
        weight, rarity, _shared = found
        return self._with_fathers(pairs, weight, rarity)

    def _with_fathers(self, pairs: Pairs, weight, rarity) -> Pairs:
        rarity = np.where(pairs.shared, self._rarity(pairs.rarity + rarity), 0.0)
        return pairs.only(weight + rarity >= pairs.left)

    def _named(self, bands, known: Vocabulary, one: int, other: int) -> Named:
        """What two names weigh at most, and the words that both have."""
        found = naming.agreement(self.spoken[one], self.spoken[other], bands, known)
        if not found:
            return NOT_NAMED
        by_alias = any(pair.alias for pair in found.found.pairs)
        weight = max(found.weight, weights.GIVEN_ALIAS) if by_alias else found.weight
        shared = found.shared_words()
        return Named(weight, self.frequencies.by_words(shared), bool(shared))


def _signs(numbers: Iterable[str]) -> np.ndarray:
    """The first signs of each number, and of none at the end."""
    cut = "".join(each[:SIGNS].ljust(SIGNS) for each in chain(numbers, (" ",)))
    signs = np.frombuffer(cut.encode("ascii", "replace"), np.uint8)
    return signs.reshape(-1, SIGNS)
