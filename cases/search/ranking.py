"""How well a person fits what was typed, and why: the same for the registry and for a file."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache, lru_cache, partial
from heapq import nlargest
from itertools import product
from operator import itemgetter
from typing import NamedTuple

from cases.search.query import Query
from core.names import costs, fold
from core.names.dictionary import BEGUN, Word, begins
from core.names.likeness import compare
from core.names.sounds import sound, words
from core.names.vocabulary import Vocabulary

GIVEN, SURNAME, FATHER, MAIDEN = "given_name", "surname", "father_name", "maiden_name"
ROLES = (GIVEN, SURNAME, FATHER, MAIDEN)
# A father's or former name is a weaker sign than the name itself.
OF_ROLE = {FATHER: 0.14, MAIDEN: 0.05}
MOST_NAMES = 7
# Below this somebody else is meant.
LEAST = 0.62
SAME_YEAR, NEAR_YEAR, OTHER_YEAR = 0.06, -0.01, -0.10
SAME_DAY = 0.04
SAME_PLACE = 0.05
# Written the same, where the sounds are nearly the same: only a tie is decided by it.
AS_WRITTEN, NEARLY = 0.004, 0.9
# One of three or more typed words may be missing in the book.
ABSENT = 0.6


class Name(NamedTuple):
    """One word of a person's names: in which name, as written, as heard."""

    role: str
    written: str
    heard: str
    folded: str


class Candidate(NamedTuple):
    """A person who may be meant, with what is compared."""

    key: object
    names: tuple[Name, ...]
    year: int | None = None
    born: object = None
    places: frozenset = frozenset()


class Match(NamedTuple):
    """A typed word and the word of a name that it stands for."""

    word: Word
    name: Name
    value: float
    alias: str


class Ranked(NamedTuple):
    """A candidate with its score and what speaks for it."""

    candidate: Candidate
    score: float
    matches: tuple[Match, ...] = ()
    year: int | None = None
    born: object = None
    place: bool = False


@dataclass(frozen=True)
class Reading:
    """One way to read the words: which are names; the places that the others name."""

    words: tuple[Word, ...]
    places: frozenset = field(default_factory=frozenset)


def names_of(person) -> tuple[Name, ...]:
    """The words of all of a person's names, each sound once, the own name first."""
    found: dict[str, Name] = {}
    for role in ROLES:
        for written, heard, folded in _heard(getattr(person, role)):
            found.setdefault(heard, Name(role, written, heard, folded))
    return tuple(found.values())


@lru_cache(maxsize=50_000)
def _heard(name: str) -> tuple[tuple[str, str, str], ...]:
    """The words of a name with their sounds, and folded: among many people few names differ."""
    both = ((word, sound(word)[:150]) for word in words(name))
    return tuple((word, heard, fold(word)) for word, heard in both if heard)


def rank(
    query: Query,
    readings: Iterable[Reading],
    candidates: Iterable[Candidate],
    known: Vocabulary,
) -> list[Ranked]:
    """The candidates that fit, best first."""
    readings = tuple(readings)
    # Among many people few names differ: each is compared once with each word.
    match = cache(partial(_match, known))
    found = (
        max(
            (weigh(query, reading, candidate, match) for reading in readings),
            key=lambda each: each.score,
        )
        for candidate in candidates
    )
    fitting = [each for each in found if each.score >= LEAST]
    return sorted(fitting, key=lambda each: -each.score)


def weigh(query: Query, reading: Reading, candidate: Candidate, match) -> Ranked:
    """How well one person fits one reading of what was typed."""
    in_place = bool(reading.places & candidate.places)
    if reading.places and not in_place:
        return Ranked(candidate, 0.0)
    score, matches = _names(reading.words, candidate, match, query.begun)
    if in_place:
        score += SAME_PLACE
    if score <= 0:
        return Ranked(candidate, 0.0)
    about_year, same = _year(query, candidate)
    return Ranked(
        candidate,
        score + about_year,
        matches,
        year=candidate.year if same else None,
        born=candidate.born if query.born and query.born == candidate.born else None,
        place=in_place,
    )


def _year(query: Query, candidate: Candidate) -> tuple[float, bool]:
    if query.year is None or candidate.year is None:
        return 0.0, False
    if query.year == candidate.year:
        same_day = query.born is not None and query.born == candidate.born
        return SAME_YEAR + (SAME_DAY if same_day else 0), True
    near = abs(query.year - candidate.year) == 1
    return (NEAR_YEAR if near else OTHER_YEAR), False


def _names(typed, candidate: Candidate, match, begun: bool):
    """The best way to lay the typed words on a person's names."""
    if not typed:
        return LEAST, ()
    rows = [
        [
            match(word, name, begun and word is typed[-1])
            for name in candidate.names[:MOST_NAMES]
        ]
        for word in typed
    ]
    if not candidate.names:
        return 0.0, ()
    absent = [ABSENT] if len(typed) > 2 else []
    values = [[each.value for each in row] + absent for row in rows]
    score, order = _laid(values)
    matches = zip(rows, order, strict=False)
    return score, tuple(row[place] for row, place in matches if place < len(row))


def _laid(values: list[list[float]]) -> tuple[float, tuple]:
    """The best way to give each word a place of its own, with its score."""
    best = tuple(max(range(len(row)), key=row.__getitem__) for row in values)
    if len(set(best)) == len(best):
        return _score(values, best)
    # Of as many good places as there are words one is always free: no worse one is needed.
    good = (
        nlargest(len(values), range(len(row)), key=row.__getitem__) for row in values
    )
    ways = [order for order in product(*good) if len(set(order)) == len(order)]
    scores = (_score(values, order) for order in ways)
    return max(scores, key=itemgetter(0), default=(0.0, ()))


def _match(known: Vocabulary, word: Word, name: Name, begun: bool) -> Match:
    pair = compare(word.heard, name.heard, known)
    value = pair.value
    if begun and value < BEGUN and begins(word.heard, name.heard):
        value = BEGUN
    value -= OF_ROLE.get(name.role, 0)
    if pair.value >= NEARLY and word.folded == name.folded:
        value += AS_WRITTEN
    return Match(word, name, value, pair.alias)


def _score(values: list[list[float]], order: tuple) -> tuple[float, tuple]:
    laid = [row[place] for row, place in zip(values, order, strict=True)]
    mean = sum(laid) / len(laid)
    return costs.OF_WEAKEST * min(laid) + (1 - costs.OF_WEAKEST) * mean, order
