"""Which entries are worth comparing at all: those that share enough to be one person.

A word of the names with the date of birth (day and month in either order), or with two of the year of birth, the
place and the father; two words with one of these, or alone if few have both; or a number.
Keys are small numbers, and entries meet a year of birth or a word at a time: a million need little memory.
"""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from cases.matching.columns import Columns, Once
from cases.matching.facts import Facts
from cases.matching.names import heard
from core.names.gazetteer import Gazetteer
from core.names.place_words import place_words
from core.names.places import shipped_places
from core.names.sounds import coarse

# So many with the same two words are compared though they share nothing else; the more entries there are in
# all, the less two words say.
FEW, OF_ALL = 12, 600_000
# So many under one key are compared each with each: more say that the key says nothing. With twice as many,
# precision and recall among a million are the same.
MOST_UNDER_A_KEY = 30
# Room in a key for a number beside another one.
WIDE = 1 << 24

# Entries under one key, each to be compared with each.
Group = list[int]


def candidate_pairs(
    entries: Sequence[Facts], gazetteer: Gazetteer | None = None
) -> Iterator[tuple[Facts, Facts]]:
    """Every pair that shares a key, once, in the order of the entries."""
    found = set()
    for groups in Keys(Columns(entries), gazetteer or shipped_places()).blocks():
        for group in groups:
            found.update(combinations(group, 2))
    return ((entries[one], entries[other]) for one, other in sorted(found))


def skeletons(*names: str) -> set[str]:
    """The coarse keys of all words of these names; a plain c may stand for the Turkish dž."""
    words = {word for name in names for word in heard(name)}
    return {coarse(each) for word in words for each in (word, word.replace("c", "D"))}


class Keys:
    """What the entries of a register have in common, as numbers."""

    def __init__(self, columns: Columns, gazetteer: Gazetteer):
        self.columns = columns
        codes = Once()
        # Sorted, so that a run is as the run before.
        self.words = [
            tuple(codes[word] for word in sorted(skeletons(name)))
            for name in columns.names
        ]
        self.places = [
            tuple(codes[each] for each in _places(place, gazetteer))
            for place in columns.places
        ]
        # Many share all their words: what is the same is kept once.
        same = Once()
        self._whose = array("i", (same[words] for words in self._all_words()))
        self._own = list(same)
        self.work = []
        self.few = min(max(FEW, OF_ALL // max(len(columns), 1)), MOST_UNDER_A_KEY)
        self.years = [born.year if born else None for born, _exact in columns.births]
        self.days = [_day(*birth) for birth in columns.births]

    def lay_out(self) -> None:
        """Say who is to be looked through for those who share a key, and how; the most first."""
        crowds = (
            (self._within_year, self._by_year()),
            (self._within_place, self._by_place()),
            (self._with_two_words, self._by_word()),
        )
        work = [(look, people) for look, each in crowds for people in each]
        self.work = sorted(work, key=lambda each: -len(each[1]))

    def blocks(self, part: int = 0, parts: int = 1) -> Iterator[list[Group]]:
        """Those who share a key, block by block; two may meet several times."""
        if not self.work:
            self.lay_out()
        for look, people in self.work[part::parts]:
            yield look(people)
        if part == 0:
            yield _meeting(self._by_number())

    def _by_year(self) -> Iterable[array]:
        people = defaultdict(lambda: array("i"))
        for at, birth in enumerate(self.columns.birth):
            people[self.years[birth]].append(at)
        people.pop(None, None)
        return people.values()

    def _within_year(self, people: array) -> list[Group]:
        """Those born in one year who share a word and one more trait, or two words."""
        columns, days, places = self.columns, self.days, self.places
        words = [self._words(at) for at in people]
        named = list(zip(people, words, strict=True))
        births, fathers, lived = columns.birth, columns.father, columns.place
        return (
            _meeting(
                (word * WIDE + day, at)
                for at, own in named
                if (day := days[births[at]])
                for word in own
            )
            + _meeting(
                (word * WIDE + place, at)
                for at, own in named
                for place in places[lived[at]]
                for word in own
            )
            + _meeting(
                (word * WIDE + father, at)
                for at, own in named
                for father in self.words[fathers[at]]
                for word in own
            )
            + _meeting(
                (one * WIDE + other, at)
                for at, own in named
                for one, other in combinations(own, 2)
            )
        )

    def _by_place(self) -> Iterable[array]:
        people = defaultdict(lambda: array("i"))
        for at, place in enumerate(self.columns.place):
            for each in self.places[place]:
                people[each].append(at)
        return people.values()

    def _within_place(self, people: array) -> list[Group]:
        """Those of one place who share two words, or one and the father."""
        fathers, words = self.columns.father, self.words
        named = [(at, self._words(at)) for at in people]
        return _meeting(
            (word * WIDE + father, at)
            for at, own in named
            for father in words[fathers[at]]
            for word in own
        ) + _meeting(
            (one * WIDE + other, at)
            for at, own in named
            for one, other in combinations(own, 2)
        )

    def _by_word(self) -> Iterable[array]:
        """Under each word those whose first of two words it is, with the second one."""
        people = defaultdict(lambda: array("q"))
        for at in range(len(self.columns)):
            for one, other in combinations(self._words(at), 2):
                people[one].append(other * WIDE + at)
        return people.values()

    def _with_two_words(self, numbers: array) -> list[Group]:
        """Those with the same two words who share a father, or are few."""
        fathers = self.columns.father
        people = [divmod(number, WIDE) for number in numbers]
        return _meeting(people, self.few) + _meeting(
            (word * WIDE + father, at)
            for word, at in people
            for father in self.words[fathers[at]]
        )

    def _by_number(self) -> Iterator[tuple[str, int]]:
        for at, numbers in enumerate(self.columns.documents):
            for number in numbers:
                yield number, at

    def _words(self, at: int) -> tuple[int, ...]:
        """The numbers of the words of somebody's own names, in order."""
        return self._own[self._whose[at]]

    def _all_words(self) -> Iterator[tuple[int, ...]]:
        columns, words = self.columns, self.words
        for names in zip(columns.given, columns.surname, columns.maiden, strict=True):
            given, surname, maiden = names
            yield tuple(sorted({*words[given], *words[surname], *words[maiden]}))


def _meeting(keyed: Iterable[tuple], most: int = MOST_UNDER_A_KEY) -> list[Group]:
    """Those under one key, if they are two or more and not too many."""
    first, more = {}, {}
    for key, at in keyed:
        other = first.setdefault(key, at)
        if other != at:
            more.setdefault(key, [other]).append(at)
    return [group for group in more.values() if len(group) <= most]


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
