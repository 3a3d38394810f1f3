"""How the names of two entries agree: straight, swapped, or by the surname at birth."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from cases.matching import weights
from cases.matching.facts import Facts
from core.names.likeness import Likeness, of_sounds
from core.names.sounds import coarse, sounds
from core.names.vocabulary import Vocabulary

# From here on two words count as the same word, perhaps with a slip of the pen.
SHARED = 0.86
# Only if both words agree at least so much are they thought to be swapped.
SOMEWHAT_ALIKE = 0.66
# So many who share a key are compared each with each: more say that the key says nothing. With twice as many,
# precision and recall among a million are the same.
MOST_UNDER_A_KEY = 30


@dataclass(frozen=True)
class Agreement:
    """How two names agree: the kind, its weight, the names as written, and how alike they are."""

    kind: str
    weight: float
    values: tuple[str, str]
    found: Likeness

    def shared_words(self) -> list[tuple[str, str]]:
        """The words that both names have, as each of them sounds."""
        return [(p.one, p.other) for p in self.found.pairs if p.value >= SHARED]


@dataclass(frozen=True)
class Naming:
    """One way to lay the names of two entries side by side."""

    given: Agreement | None
    surname: Agreement | None
    swapped: bool = False

    @property
    def agreements(self) -> list[Agreement]:
        return [each for each in (self.given, self.surname) if each]

    @property
    def weight(self) -> float:
        swapped = weights.SWAPPED_NAMES if self.swapped else 0.0
        return sum(each.weight for each in self.agreements) + swapped

    @property
    def both_agree(self) -> bool:
        scores = [each.found.score for each in self.agreements]
        return len(scores) == 2 and min(scores) >= SOMEWHAT_ALIKE

    def shared_words(self) -> list[tuple[str, str]]:
        """The words that both entries have, as each of them sounds."""
        return [two for each in self.agreements for two in each.shared_words()]


def best_naming(a: Facts, b: Facts, known: Vocabulary) -> Naming:
    """The way of laying the names side by side that speaks most for one person."""
    straight = Naming(_given(a, b, known), _surname(a, b, known))
    if straight.both_agree and straight.weight > 0:
        return straight
    # Which of the two entries is the wrong way round is not known.
    swapped = [
        Naming(_given(one, other, known), _surname(one, other, known), True)
        for one, other in ((a, _turned(b)), (_turned(a), b))
    ]
    both = [way for way in swapped if way.both_agree]
    return max((straight, *both), key=lambda each: each.weight)


def _turned(facts: Facts) -> Facts:
    return replace(facts, given_name=facts.surname, surname=facts.given_name)


def agreement(one: str, other: str, bands, known: Vocabulary) -> Agreement | None:
    """The band into which the likeness of two names falls; none if one is not known."""
    if not (heard(one) and heard(other)):
        return None
    found = of_sounds(heard(one), heard(other), known)
    kind, weight = next(
        (kind, weight) for least, kind, weight in bands if found.score >= least
    )
    return Agreement(kind, weight, (one, other), found)


@lru_cache(maxsize=500_000)
def heard(name: str) -> tuple[str, ...]:
    """The sounds of the words of a name."""
    return tuple(sounds(name))


def skeletons(*names: str) -> set[str]:
    """The coarse keys of all words of these names; a plain c may stand for the Turkish dž."""
    words = {word for name in names for word in heard(name)}
    return {coarse(each) for word in words for each in (word, word.replace("c", "D"))}


def _given(a: Facts, b: Facts, known: Vocabulary) -> Agreement | None:
    found = agreement(a.given_name, b.given_name, weights.GIVEN_NAME, known)
    if found and found.weight > 0 and any(pair.alias for pair in found.found.pairs):
        return replace(found, kind="given_alias", weight=weights.GIVEN_ALIAS)
    return found


def _surname(a: Facts, b: Facts, known: Vocabulary) -> Agreement | None:
    found = list(_surnames(a, b, known))
    return max(found, key=lambda each: each.weight, default=None)


def _surnames(a: Facts, b: Facts, known: Vocabulary) -> Iterator[Agreement]:
    if straight := agreement(a.surname, b.surname, weights.SURNAME, known):
        yield _of_a_woman(a, b, straight, known)
    for one, other in ((a.surname, b.maiden_name), (a.maiden_name, b.surname)):
        found = agreement(one, other, weights.SURNAME, known)
        if found and found.weight > 0:
            weight = found.weight + weights.MAIDEN
            yield replace(found, kind="surname_maiden", weight=weight)


def _of_a_woman(a: Facts, b: Facts, found: Agreement, known: Vocabulary) -> Agreement:
    """Another surname says less of a woman, and little if she is entered under her surname at birth."""
    if found.weight >= 0 or "F" not in (a.sex, b.sex):
        return found
    least = weights.SURNAME_OF_A_WOMAN
    if _under_surname_at_birth(a, known) or _under_surname_at_birth(b, known):
        least = weights.SURNAME_OF_BIRTH_IN_USE
    return replace(found, weight=max(found.weight, least))


def _under_surname_at_birth(facts: Facts, known: Vocabulary) -> bool:
    found = agreement(facts.surname, facts.maiden_name, weights.SURNAME, known)
    return bool(found and found.weight > 0)
