"""Many pairs weighed in turn: what costs little first, and only as long as the score can still be reached."""

from array import array
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import partial
from itertools import combinations
from operator import ne
from typing import NamedTuple

from cases.matching import weights
from cases.matching.birth import birth_agreement
from cases.matching.candidates import Group, Keys
from cases.matching.columns import Columns, Once
from cases.matching.evidence import Verdict, compare, of_place
from cases.matching.facts import Facts
from cases.matching.frequencies import Frequencies
from cases.matching.names import agreement, heard
from core.names.gazetteer import Gazetteer
from core.names.vocabulary import Vocabulary

SAME_SURNAME = weights.SURNAME[0][2]
SAME_NAMES = weights.GIVEN_NAME[0][2] + SAME_SURNAME
# Names of which no word is shared; then their rarity says nothing.
APART_NAMES = weights.GIVEN_ALIAS + weights.SURNAME[3][2]
MAIDEN_AT_MOST = weights.MAIDEN_NAME[0][2]
PLACE_AT_MOST = max(weights.PLACE.values())
FATHER_AT_MOST = weights.FATHER[0][2]
DOCUMENTS_AT_MOST = weights.DOCUMENT["document_same"]
BY_DIGITS = {1: weights.BIRTH["birth_one_digit"], 2: weights.BIRTH["birth_two_digits"]}
FAR = weights.BIRTH["birth_different"]
TWO_DIGITS = max(BY_DIGITS[2], FAR)
# Unless both days of one year are known.
UNLIKE_BIRTHS_AT_MOST = max(
    weights.BIRTH[kind] for kind in ("birth_year", "birth_estimated", "birth_one_digit")
)
BOTH_SEXES = {"F", "M"}
LEAP_YEAR = 2000
# Room for the precision beside a year.
SPAN = 4
# Room for one small number beside another.
WIDE = 1 << 24
# The lines of a verdict are rounded.
ROUNDING = 0.01


class Remembered(dict):
    """What two small numbers weigh together, whichever comes first, worked out when it is first asked."""

    def __init__(self, work_out: Callable):
        super().__init__()
        self.work_out = work_out

    def __missing__(self, both: int):
        one, other = divmod(both, WIDE)
        self[both] = self[other * WIDE + one] = found = self.work_out(one, other)
        return found


class Named(NamedTuple):
    """What two names weigh at most, how rare the words are that both have, and whether there are any."""

    weight: float
    rarity: float
    shared: bool


NOT_NAMED = Named(0.0, 0.0, False)


# Number, the most it can score beside papers and birth, papers, day and year of birth.
Profile = tuple[int, float, tuple, int, int]


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
        self.spans = [_span(*birth) for birth in self.births]
        self.days = [_day(*birth) for birth in self.births]
        self.keys = Keys(columns, gazetteer)
        self.of = partial(
            compare, known=known, frequencies=frequencies, gazetteer=gazetteer
        )
        self.frequencies, self.by_size = frequencies, frequencies.by_size
        # Names that sound the same weigh the same: both scripts have one number.
        sounds = Once()
        number = [sounds[heard(name)] for name in self.names]
        self.given, self.surname, self.maiden, self.father = (
            array("i", map(number.__getitem__, column))
            for column in (columns.given, columns.surname, columns.maiden, columns.father)
        )  # fmt: skip
        self.rare = [frequencies.at_most(words) for words in sounds]
        self.rarity = array("d", self._rarities())
        self.most = array("d", self._at_most())
        spoken = dict(zip(reversed(number), reversed(self.names), strict=True))
        self.spoken = [spoken[each] for each in range(len(sounds))]
        self.areas = list(_areas(self.places, gazetteer))
        self._given, self._surname, self._father = (
            Remembered(partial(self._named, bands, known))
            for bands in (weights.GIVEN_NAME, weights.SURNAME, weights.FATHER)
        )
        self._lived = Remembered(partial(self._place_weight, gazetteer))
        self._same_year = Remembered(_of_days)
        self._digits = Remembered(_digits_apart)
        self._by_span = Remembered(_of_spans)

    def likely(
        self, groups: Iterable[Group], least: float
    ) -> Iterator[tuple[int, int]]:
        """Those two of each group that may reach the score; a pair may come once for each group."""
        people, least = {}, least - ROUNDING
        for group in groups:
            for at in group:
                if at not in people:
                    people[at] = self._profile(at)
            profiles = [people[at] for at in group]
            yield from self._likely_of(combinations(profiles, 2), least)

    def _likely_of(self, pairs: Iterable, least: float) -> Iterator[tuple[int, int]]:
        """Of these the pairs that may reach so much; the innermost loop of all."""
        same_year, reaches = self._same_year, self._may_reach
        for one, other in pairs:
            at, most, papers, day, span = one
            against, other_most, others_papers, other_day, other_span = other
            if other_most < most:
                most = other_most
            if papers and others_papers:
                most += DOCUMENTS_AT_MOST
            if span == other_span and day:
                left = least - same_year[day * WIDE + other_day]
            elif most + UNLIKE_BIRTHS_AT_MOST < least:
                continue
            elif day and other_day and day != other_day and most < least - TWO_DIGITS:
                # Another year and another day: two digits at least.
                continue
            else:
                left = least - self._born(one, other)
            if most >= left and reaches(at, against, left):
                yield at, against

    def verdict(self, one: int, other: int, least: float) -> Verdict | None:
        """What speaks for and against these two, if it reaches so much."""
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

    def _rarities(self) -> Iterator[float]:
        """How rare everybody's names are together; a surname at birth may stand for the surname."""
        rare = self.rare
        names = zip(self.given, self.surname, self.maiden, strict=True)
        for given, surname, maiden in names:
            yield rare[given] + max(rare[surname], rare[maiden])

    def _at_most(self) -> Iterator[float]:
        """The most that everybody's names, father and place can weigh."""
        rare = self.rare
        for rarity, father, maiden in zip(self.rarity, self.father, self.maiden, strict=True):  # fmt: skip
            most = self._names_at_most(rarity + rare[father]) + PLACE_AT_MOST
            most += FATHER_AT_MOST if father else 0.0
            yield most + MAIDEN_AT_MOST if maiden else most

    def _profile(self, at: int) -> Profile:
        birth = self.columns.birth[at]
        papers = self.columns.documents[at]
        return at, self.most[at], papers, self.days[birth], self.spans[birth]

    def _names_at_most(self, rarity: float) -> float:
        """The most that names weigh whose words are so rare."""
        return max(SAME_NAMES + min(rarity - self.by_size, weights.RAREST), APART_NAMES)

    def _may_reach(self, one: int, other: int, left: float) -> bool:
        """Whether two entries can reach so much beside their births: what costs more to know comes later."""
        columns, father = self.columns, NOT_NAMED
        papers, others_papers = columns.documents[one], columns.documents[other]
        if papers and others_papers:
            left -= _documents_at_most(papers, others_papers)
        if {columns.sexes[one], columns.sexes[other]} == BOTH_SEXES:
            left -= weights.SEX_DIFFERENT
        left -= self._place(columns.place[one], columns.place[other])
        if min(self.most[one], self.most[other]) - PLACE_AT_MOST < left:
            return False
        if self.father[one] and self.father[other]:
            father = self._father[_both(self.father[one], self.father[other])]
        left -= father.weight
        maiden, others_maiden = self.maiden[one], self.maiden[other]
        rarity = min(self.rarity[one], self.rarity[other]) + father.rarity
        names = self._names_at_most(rarity)
        names += MAIDEN_AT_MOST if maiden and others_maiden else 0.0
        if names < left or maiden or others_maiden:
            return names >= left
        return self._names_reach(one, other, left, father.rarity)

    def _place(self, one: int, other: int) -> float:
        """What two places weigh: of two known ones in two municipalities as any other two there."""
        area, other_area = self.areas[one], self.areas[other]
        if area != other_area:
            return self._lived[_both(area, other_area)]
        return self._lived[_both(one, other)]

    def _names_reach(self, one: int, other: int, left: float, fathers: float) -> bool:
        """Whether given name and surname, straight or swapped, can weigh so much."""
        given = self._given[_both(self.given[one], self.given[other])]
        last, others_last = self.surname[one], self.surname[other]
        rare = min(self.rare[last], self.rare[others_last])
        if self._both_at_most(given, rare + fathers) >= left:
            surname = self._surname[_both(last, others_last)]
            weight = surname.weight
            if "F" in (self.columns.sexes[one], self.columns.sexes[other]):
                weight = max(weight, weights.SURNAME_OF_A_WOMAN)
            rarity = 0.0
            if given.shared or surname.shared:
                rarity = given.rarity + surname.rarity + fathers - self.by_size
            if given.weight + weight + min(rarity, weights.RAREST) >= left:
                return True
        return self._may_be_swapped(one, other)

    def _both_at_most(self, given: Named, others: float) -> float:
        """The most that both names weigh when the given names do so much: the surname is the same, or apart."""
        rarity = min(given.rarity + others - self.by_size, weights.RAREST)
        return given.weight + max(SAME_SURNAME + rarity, APART_NAMES)

    def _may_be_swapped(self, one: int, other: int) -> bool:
        """Whether the given name of one and the surname of the other share a word."""
        columns, words = self.columns, self.keys.words
        return not (
            set(words[columns.given[one]]).isdisjoint(words[columns.surname[other]])
            and set(words[columns.surname[one]]).isdisjoint(words[columns.given[other]])
        )

    def _born(self, one: Profile, other: Profile) -> float:
        """What two births of different years weigh, or if of one no day is known."""
        *_rest, day, span = one
        *_rest, other_day, other_span = other
        if not (day and other_day):
            return self._by_span[span * WIDE + other_span]
        apart = self._digits[_both(span // SPAN, other_span // SPAN)]
        if apart < 3:
            apart += self._digits[_both(day, other_day)]
        return BY_DIGITS.get(apart, FAR)

    def _named(self, bands, known: Vocabulary, one: int, other: int) -> Named:
        """What two names weigh at most, and the words that both have."""
        found = agreement(self.spoken[one], self.spoken[other], bands, known)
        if not found:
            return NOT_NAMED
        by_alias = any(pair.alias for pair in found.found.pairs)
        weight = max(found.weight, weights.GIVEN_ALIAS) if by_alias else found.weight
        shared = found.shared_words()
        return Named(weight, self.frequencies.by_words(shared), bool(shared))

    def _place_weight(self, gazetteer: Gazetteer, one: int, other: int) -> float:
        """What two places weigh."""
        facts = [
            Facts(None, place=place, settlements=settlements, municipality=municipality)
            for place, settlements, municipality in (self.places[one], self.places[other])
        ]  # fmt: skip
        return sum(line.weight for line in of_place(*facts, gazetteer))


def _areas(places: list, gazetteer: Gazetteer) -> Iterator[int]:
    """For each place the first one that lies in the same municipality and is as well known; else itself."""
    first = {}
    for number, (written, settlements, _municipality) in enumerate(places):
        if written or len(settlements) != 1:
            yield number
            continue
        within = gazetteer.within(gazetteer.known(settlements))
        yield first.setdefault(within, number)


def _both(one: int, other: int) -> int:
    """Two numbers as one, whichever comes first."""
    return one * WIDE + other if one < other else other * WIDE + one


def _documents_at_most(own: tuple, others: tuple) -> float:
    """The most that two entries' numbers can weigh."""
    if not set(own).isdisjoint(others):
        return weights.DOCUMENT["document_same"]
    near = any(
        len(a) == len(b) and sum(map(ne, a, b)) <= 2 for a in own for b in others
    )
    return weights.DOCUMENT["document_one_sign"] if near else 0.0


PRECISIONS = ("day", "year", "estimated")


def _span(born: date | None, precision: str) -> int:
    """Year and precision as one number; nothing if they are not known."""
    return born.year * SPAN + PRECISIONS.index(precision) if born else 0


def _day(born: date | None, precision: str) -> int:
    """Month and day as one number; nothing if they are not known."""
    return 100 * born.month + born.day if born and precision == "day" else 0


def _of_days(one: int, other: int) -> float:
    """What two days of one year weigh, whichever year it is."""
    return _birth_weight(
        *((date(LEAP_YEAR, *divmod(day, 100)), "day") for day in (one, other))
    )


def _of_spans(one: int, other: int) -> float:
    """What two years weigh if of one of them no more is known."""
    if not (one and other):
        return 0.0
    spans = (divmod(each, SPAN) for each in (one, other))
    return _birth_weight(
        *((date(year, 1, 1), PRECISIONS[precision]) for year, precision in spans)
    )


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
