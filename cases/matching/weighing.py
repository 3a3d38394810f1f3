"""Many pairs weighed in turn: what costs little first, and only as long as the score can still be reached."""

from datetime import date
from functools import lru_cache, partial
from operator import ne

from cases.matching import weights
from cases.matching.birth import birth_agreement
from cases.matching.candidates import Keys
from cases.matching.columns import Columns
from cases.matching.evidence import Verdict, compare, of_place
from cases.matching.facts import Facts
from cases.matching.frequencies import Frequencies
from cases.matching.names import SHARED, agreement, heard
from core.names.gazetteer import Gazetteer
from core.names.vocabulary import Vocabulary

# Names that share a word, and those that are only near; then their rarity says nothing.
SAME_SURNAME, NEAR_SURNAME = weights.SURNAME[0][2], weights.SURNAME[2][2]
SAME_NAMES = weights.GIVEN_NAME[0][2] + SAME_SURNAME
NEAR_NAMES = max(weights.GIVEN_NAME[2][2], weights.GIVEN_ALIAS) + NEAR_SURNAME
ANY_NAMES = SAME_NAMES + weights.RAREST + weights.MAIDEN_NAME[0][2]
PLACE_AT_MOST = max(weights.PLACE.values())
FATHER_AT_MOST = weights.FATHER[0][2]
# What is remembered of names, dates and places at a time.
REMEMBERED = 50_000
LEAP_YEAR, DAYS = 2000, 10_000
BOTH_SEXES = {"F", "M"}
BY_DIGITS = {1: weights.BIRTH["birth_one_digit"], 2: weights.BIRTH["birth_two_digits"]}
FAR = weights.BIRTH["birth_different"]
DOCUMENTS_AT_MOST = weights.DOCUMENT["document_same"]


class Weigher:
    """Compares entries of a register by number; says the very same as `compare`."""

    def __init__(
        self,
        columns: Columns,
        known: Vocabulary,
        frequencies: Frequencies,
        gazetteer: Gazetteer,
    ):
        self.columns = columns
        self.names, self.births = list(columns.names), list(columns.births)
        self.places = list(columns.places)
        self.years = [born.year if born else 0 for born, _exact in self.births]
        self.days = [_day(*birth) for birth in self.births]
        self.keys = Keys(columns, gazetteer)
        self.of = partial(
            compare, known=known, frequencies=frequencies, gazetteer=gazetteer
        )
        self.frequencies, self.by_size = frequencies, frequencies.by_size
        self.rare = [frequencies.at_most(heard(name)) for name in self.names]
        remember = lru_cache(maxsize=REMEMBERED)
        self._given = remember(partial(self._named, weights.GIVEN_NAME, known))
        self._surname = remember(partial(self._named, weights.SURNAME, known))
        self._father = remember(partial(self._named, weights.FATHER, known))
        self._born = remember(_birth_weight)
        self._lived = remember(partial(self._place_weight, gazetteer))
        self._digits = remember(_digits_apart)
        self._within_year = {}

    def verdict(self, one: int, other: int, least: float) -> Verdict | None:
        """What speaks for and against these two, if it reaches so much."""
        if not self._may_reach(one, other, least):
            return None
        verdict = self.of(self.facts(one), self.facts(other))
        return verdict if verdict.score >= least else None

    def facts(self, at: int) -> Facts:
        """An entry as it was written."""
        columns, names = self.columns, self.names
        born, precision = self.births[columns.birth[at]]
        place, settlements, municipality = self.places[columns.place[at]]
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
            documents=frozenset(columns.documents[at]),
        )

    def _may_reach(self, one: int, other: int, least: float) -> bool:
        """Whether two entries can reach the score: each step adds what costs more to know."""
        columns = self.columns
        has_maiden = columns.maiden[one] or columns.maiden[other]
        names = ANY_NAMES if has_maiden else self._names_at_most(one, other)
        left = least - names
        left -= self._birth(columns.birth[one], columns.birth[other])
        father, other_father = columns.father[one], columns.father[other]
        have_fathers = father and other_father
        at_most = PLACE_AT_MOST + (FATHER_AT_MOST if have_fathers else 0)
        if left > at_most + DOCUMENTS_AT_MOST:
            return False
        if columns.documents[one] and columns.documents[other]:
            left -= self._documents_at_most(one, other)
        if {columns.sexes[one], columns.sexes[other]} == BOTH_SEXES:
            left -= weights.SEX_DIFFERENT
        if left > at_most:
            return False
        if have_fathers:
            left -= self._father(father, other_father)[0]
            if left > PLACE_AT_MOST:
                return False
        left -= self._lived(*sorted((columns.place[one], columns.place[other])))
        if left > 0:
            return False
        return has_maiden or self._names_reach(one, other, left + names)

    def _names_at_most(self, one: int, other: int) -> float:
        """The most that given name and surname can weigh, however laid side by side."""
        columns, rare = self.columns, self.rare
        both = min(
            rare[columns.given[one]] + rare[columns.surname[one]],
            rare[columns.given[other]] + rare[columns.surname[other]],
        )
        return max(SAME_NAMES + min(both - self.by_size, weights.RAREST), NEAR_NAMES)

    def _names_reach(self, one: int, other: int, least: float) -> bool:
        """Whether given name and surname, straight or swapped, can weigh so much."""
        columns = self.columns
        given, shared = self._given(columns.given[one], columns.given[other])
        if self._given_at_most(one, given, shared) >= least:
            pair = columns.surname[one], columns.surname[other]
            surname, also_shared = self._surname(*pair)
            if "F" in (columns.sexes[one], columns.sexes[other]):
                surname = max(surname, weights.SURNAME_OF_A_WOMAN)
            rarity = self.frequencies.rarity(shared + also_shared)
            if given + surname + rarity >= least:
                return True
        return self._may_be_swapped(one, other)

    def _given_at_most(self, one: int, given: float, shared: tuple) -> float:
        """The most that both names weigh when the given names do so much: the surname is the same, or near."""
        rare = self.rare[self.columns.given[one]]
        whole = rare + self.rare[self.columns.surname[one]]
        same = SAME_SURNAME + min(whole - self.by_size, weights.RAREST)
        near = min(rare - self.by_size, weights.RAREST) if shared else 0.0
        return given + max(same, NEAR_SURNAME + near)

    def _may_be_swapped(self, one: int, other: int) -> bool:
        """Whether the given name of one and the surname of the other share a word."""
        columns = self.columns
        return not (
            self._apart(columns.given[one], columns.surname[other])
            and self._apart(columns.surname[one], columns.given[other])
        )

    def _apart(self, one: int, other: int) -> bool:
        return set(self.keys.words[one]).isdisjoint(self.keys.words[other])

    def _birth(self, one: int, other: int) -> float:
        """What two dates of birth weigh; of one year, or of two, only the days count: there are few."""
        day, other_day = self.days[one], self.days[other]
        if not (day and other_day):
            return self._born(self.births[one], self.births[other])
        year, other_year = self.years[one], self.years[other]
        if year == other_year:
            key = day * DAYS + other_day
            if key not in self._within_year:
                born = (
                    (date(LEAP_YEAR, *divmod(each, 100)), "day")
                    for each in (day, other_day)
                )
                self._within_year[key] = _birth_weight(*born)
            return self._within_year[key]
        apart = self._digits(year, other_year)
        return BY_DIGITS.get(apart + (apart < 3 and self._digits(day, other_day)), FAR)

    def _documents_at_most(self, one: int, other: int) -> float:
        """The most that two entries' numbers can weigh."""
        own, others = self.columns.documents[one], self.columns.documents[other]
        if not set(own).isdisjoint(others):
            return weights.DOCUMENT["document_same"]
        near = any(
            len(a) == len(b) and sum(map(ne, a, b)) <= 2 for a in own for b in others
        )
        return weights.DOCUMENT["document_one_sign"] if near else 0.0

    def _named(self, bands, known: Vocabulary, one: int, other: int) -> tuple:
        """What two names weigh at most, and the words that both have."""
        found = agreement(self.names[one], self.names[other], bands, known)
        if not found:
            return 0.0, ()
        by_alias = any(pair.alias for pair in found.found.pairs)
        weight = max(found.weight, weights.GIVEN_ALIAS) if by_alias else found.weight
        pairs = found.found.pairs
        return weight, tuple((p.one, p.other) for p in pairs if p.value >= SHARED)

    def _place_weight(self, gazetteer: Gazetteer, one: int, other: int) -> float:
        """What two places weigh."""
        facts = [
            Facts(None, place=place, settlements=settlements, municipality=municipality)
            for place, settlements, municipality in (self.places[one], self.places[other])
        ]  # fmt: skip
        return sum(line.weight for line in of_place(*facts, gazetteer))


def _day(born: date | None, precision: str) -> int:
    """Month and day as one number; nothing if they are not known."""
    return 100 * born.month + born.day if born and precision == "day" else 0


def _birth_weight(one: tuple, other: tuple) -> float:
    facts = (
        Facts(None, birth_date=born, birth_precision=precision)
        for born, precision in (one, other)
    )
    kind = birth_agreement(*facts)
    return weights.BIRTH[kind] if kind else 0.0


def _digits_apart(one: int, other: int) -> int:
    """In how many of four digits two numbers differ."""
    return sum(map(ne, f"{one:04d}", f"{other:04d}"))
