"""Rows of one file that may be one person: met under equal keys, weighed by the portal's own rule.

As little is kept of each row as that rule needs: registers have 200,000 rows.
"""

from collections.abc import Callable, Iterator
from datetime import date
from functools import lru_cache
from itertools import combinations, product
from sys import intern

from cases.matching import ASK, Facts, compare
from cases.matching.names import MOST_UNDER_A_KEY, skeletons
from cases.matching.reading import number_key

NAMES = ("given_name", "surname", "father_name", "maiden_name")
NOTHING = frozenset()


def facts_of(line: int, values: dict) -> Facts:
    """What a row says of a person, as it is compared."""
    number = number_key(values.get("document_number", ""))
    born = values.get("birth_date")
    return Facts(
        line,
        *(intern(values.get(name, "")) for name in NAMES),
        sex=values.get("sex", ""),
        birth_date=_day(born) if born else None,
        birth_precision=values.get("birth_precision", "day"),
        settlements=settlements(values.get("place_of_return")),
        documents=frozenset((number,)) if number else NOTHING,
    )


@lru_cache(maxsize=5_000)
def settlements(pk: int | None) -> frozenset[int]:
    """One settlement, or none; the same object for all who come from there."""
    return frozenset((pk,)) if pk else NOTHING


@lru_cache(maxsize=50_000)
def _day(text: str) -> date:
    return date.fromisoformat(text)


def _score(one: Facts, other: Facts) -> float:
    return compare(one, other).score


class Earlier:
    """The persons of earlier rows, found again by two words of the name, the day of birth, or a document."""

    def __init__(self, score: Callable[[Facts, Facts], float] = _score):
        self._score = score
        self._met: dict[tuple, list[Facts]] = {}

    def like(self, facts: Facts) -> int | None:
        """The earlier row that most likely is this person, if any is likely; this one is met from now on."""
        scored = (
            (self._score(facts, other), -other.key) for other in self._candidates(facts)
        )
        score, line = max(scored, default=(0.0, 0))
        self.meet(facts)
        return -line if score >= ASK else None

    def meet(self, facts: Facts) -> None:
        """Take in a person."""
        for keys in _keys(facts):
            lists = (self._met.setdefault(key, []) for key in keys)
            room = (each for each in lists if len(each) < MOST_UNDER_A_KEY)
            if (free := next(room, None)) is not None:
                free.append(facts)

    def _candidates(self, facts: Facts) -> list[Facts]:
        found = {}
        for keys in _keys(facts):
            for key in keys:
                for other in self._met.get(key, ()):
                    if key[0] != "born" or _share_a_word(facts, other):
                        found[other.key] = other
        return list(found.values())


def _keys(facts: Facts) -> Iterator[tuple[tuple, ...]]:
    """The keys under which a person is met; a key that is full is followed by a narrower one."""
    born = facts.birth_date
    names = (facts.given_name, facts.surname, facts.maiden_name)
    for one, other in combinations([each for each in names if each], 2):
        for two in product(_coarse(one), _coarse(other)):
            pair = tuple(sorted(two))
            yield (pair, (*pair, born.year)) if born else (pair,)
    if born and facts.birth_precision == "day" and (born.month, born.day) != (1, 1):
        yield (("born", born.year, *sorted((born.month, born.day))),)
    for number in facts.documents:
        yield (("document", number),)


@lru_cache(maxsize=50_000)
def _coarse(name: str) -> frozenset[str]:
    return frozenset(map(intern, skeletons(name)))


def _share_a_word(one: Facts, other: Facts) -> bool:
    return any(
        not _coarse(a).isdisjoint(_coarse(b))
        for a in (one.given_name, one.surname, one.maiden_name)
        for b in (other.given_name, other.surname, other.maiden_name)
    )
