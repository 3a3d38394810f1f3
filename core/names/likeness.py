"""How alike two names are, and why: distance by sound, the best alignment, aliases at a price."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, permutations

from core.names import costs
from core.names.sounds import VOWELS, sounds
from core.names.surnames import known_surnames
from core.names.vocabulary import EMPTY, Vocabulary

PRICES = {frozenset(pair): cost for pair, cost in costs.SIGNS.items()}
# The most words of one name that are tried in every order.
MOST_WORDS = 5


@dataclass(frozen=True)
class Pair:
    """Two words that stand for each other, how alike they are, and the alias that joins them."""

    one: str
    other: str
    value: float
    alias: str = ""


@dataclass(frozen=True)
class Likeness:
    """How alike two names are, from 0 to 1, and the pairs of words behind it."""

    score: float
    pairs: tuple[Pair, ...] = ()
    extra: int = 0


def likeness(one: str, other: str, known: Vocabulary = EMPTY) -> Likeness:
    """Compare two names as written, whatever their script, order and number of words."""
    return of_sounds(tuple(sounds(one)), tuple(sounds(other)), known)


def of_sounds(one: tuple, other: tuple, known: Vocabulary = EMPTY) -> Likeness:
    """Compare two names by the sounds of their words."""
    fewer, more = sorted((one, other), key=len)
    if not fewer:
        return Likeness(0.0)
    ways = [more, *_with_two_joined(more)] if len(more) > len(fewer) else [more]
    found = (
        _aligned(fewer, order, len(way) - len(fewer), known)
        for way in ways
        for order in permutations(way[:MOST_WORDS], min(len(fewer), MOST_WORDS))
    )
    return max(found, key=lambda each: each.score)


def _with_two_joined(words: tuple) -> list[tuple]:
    """Words of which two neighbours are written as one: Ana Marija, Anamarija."""
    return [
        (*words[:at], words[at] + words[at + 1], *words[at + 2 :])
        for at in range(len(words) - 1)
        if min(len(words[at]), len(words[at + 1])) > 1
    ]


def _aligned(one, other, extra: int, known: Vocabulary) -> Likeness:
    pairs = tuple(compare(a, b, known) for a, b in zip(one, other, strict=False))
    values = [pair.value for pair in pairs]
    mean = sum(values) / len(values)
    score = costs.OF_WEAKEST * min(values) + (1 - costs.OF_WEAKEST) * mean
    return Likeness(max(score - costs.EXTRA_WORD * extra, 0.0), pairs, extra)


def compare(one: str, other: str, known: Vocabulary = EMPTY) -> Pair:
    """Compare two words by their sounds."""
    if one == other:
        return Pair(one, other, 1.0)
    if 1 in (len(one), len(other)):
        same = _instead(one[0], other[0]) <= costs.LOST_MARK
        return Pair(one, other, costs.INITIAL if same else costs.OTHER_INITIAL)
    far = distance(one, other)
    near = max(1 - far / max(len(one), len(other)), 0.0)
    if joined := known.alias(one, other):
        return Pair(one, other, max(near, joined.likeness), joined.kind)
    both = (one in known.known) + (other in known.known)
    if far >= costs.ARE_FAR and (both == 2 or {one, other} <= known_surnames()):
        near -= costs.TWO_NAMES
    elif both == 1 and near > costs.FROM:
        near += (1 - near) * costs.SLIP
    return Pair(one, other, max(near, 0.0))


@lru_cache(maxsize=500_000)
def distance(one: str, other: str) -> float:
    """The least cost of turning one word into the other, sound by sound."""
    leave_other = _each_without(other)
    before, row, last = [], [0.0, *accumulate(leave_other)], ""
    for sign, leaving in zip(one, _each_without(one), strict=True):
        instead = _costs_of(sign)
        earlier, before = before, row
        cost = before[0] + leaving
        row = [cost]
        for j, against in enumerate(other):
            # The least of three, written out: this is the innermost loop of every search.
            left, cost = cost, before[j] + instead[against]
            if (leave := before[j + 1] + leaving) < cost:
                cost = leave
            if (leave := left + leave_other[j]) < cost:
                cost = leave
            if last == against and j and sign == other[j - 1]:
                cost = min(cost, earlier[j - 1] + costs.SWAPPED)
            row.append(cost)
        last = sign
    return row[-1]


class _CostsOf(dict):
    """What it costs to read one sign for each other, worked out when first asked."""

    def __init__(self, sign: str):
        super().__init__()
        self.sign = sign

    def __missing__(self, other: str) -> float:
        self[other] = _instead(self.sign, other)
        return self[other]


_costs_of = lru_cache(maxsize=256)(_CostsOf)


def _instead(sign: str, other: str) -> float:
    if sign == other:
        return 0.0
    if "?" in (sign, other):
        return costs.UNREADABLE
    both_vowels = sign in VOWELS and other in VOWELS
    usual = costs.OTHER_VOWEL if both_vowels else costs.OTHER_SIGN
    return PRICES.get(frozenset((sign, other)), usual)


@lru_cache(maxsize=100_000)
def _each_without(word: str) -> tuple[float, ...]:
    return tuple(_without(word, place) for place in range(len(word)))


def _without(word: str, place: int) -> float:
    sign = word[place]
    last = place == len(word) - 1
    if last and sign in "aeiou" and len(word) > 2:
        return costs.FINAL_VOWEL
    return costs.WITHOUT.get(sign, 1.0)
