"""The keys by which persons are fetched: pairs of sounds, or single sounds; the likeliest first."""

from heapq import nlargest
from itertools import combinations, product
from typing import NamedTuple

from cases.search.ranking import Reading
from core.names.dictionary import MOST, Meaning, Near, meanings
from core.names.vocabulary import Vocabulary

MOST_PAIRS = 120
MOST_SINGLE = 60
# How many persons one key may bring: whoever is called as was typed fills a page; of the names that may
# have been meant instead each leaves room for others.
MOST_OF_THE_SAME, MOST_OF_THE_NEAR = 50, 10
# Of how many sounds of a growing word pairs are made.
MOST_BEGUN = 40


class Key(NamedTuple):
    """What a person is looked for by, and how many persons it may bring."""

    value: str
    most: int


def meant(
    reading: Reading, near: Near, known: Vocabulary, *, begun: bool
) -> list[list[Meaning]]:
    """What each word may mean; a word that is still growing, or stands alone, may mean more."""
    found = []
    for word in reading.words:
        growing = begun and word is reading.words[-1]
        most = MOST_BEGUN if growing else MOST
        if len(reading.words) == 1:
            most = MOST_SINGLE
        found.append(meanings(word, near, known, begun=growing, most=most))
    return found


def pairs(words: list[list[Meaning]]) -> list[Key]:
    """Two sounds of two different words, in alphabetical order, as persons keep them; the likeliest first."""
    found: dict[str, tuple[bool, float]] = {}
    for ones, others in combinations(words, 2):
        for one, other in product(ones, others):
            if one.sound == other.sound:
                continue
            two = (
                (one.sound, other.sound)
                if one.sound < other.sound
                else (other.sound, one.sound)
            )
            how = (one.same and other.same, one.likely + other.likely)
            pair = " ".join(two)
            found[pair] = max(found.get(pair, how), how)
    likeliest = nlargest(MOST_PAIRS, found, key=found.get)
    return [_key(pair, same=found[pair][0]) for pair in likeliest]


def keys(words: list[list[Meaning]]) -> tuple[str, list[Key]]:
    """Which key of a person to ask for, and its values: one word asks for sounds, more ask for pairs."""
    if len(words) == 1:
        return "sound", [_key(each.sound, same=each.same) for each in words[0]]
    return "pair", pairs(words)


def _key(value: str, *, same: bool) -> Key:
    return Key(value, MOST_OF_THE_SAME if same else MOST_OF_THE_NEAR)
