"""The keys by which persons are fetched: pairs of sounds, or single sounds; the likeliest first."""

from heapq import nlargest
from itertools import combinations, product

from cases.search.ranking import Reading
from core.names.dictionary import MOST, Meaning, Near, meanings
from core.names.vocabulary import Vocabulary

MOST_PAIRS = 100
MOST_SINGLE = 60
# Of how many sounds of a growing word pairs are made.
MOST_BEGUN = 40


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


def pairs(words: list[list[Meaning]]) -> list[str]:
    """Two sounds of two different words, in alphabetical order, as persons keep them."""
    found: dict[str, float] = {}
    for ones, others in combinations(words, 2):
        for one, other in product(ones, others):
            if one.sound == other.sound:
                continue
            pair = " ".join(sorted((one.sound, other.sound)))
            found[pair] = max(found.get(pair, 0.0), one.value * other.value)
    return nlargest(MOST_PAIRS, found, key=found.get)


def keys(words: list[list[Meaning]]) -> tuple[str, list[str]]:
    """Which key of a person to ask for, and its values: one word asks for sounds, more ask for pairs."""
    if len(words) == 1:
        return "sound", [meaning.sound for meaning in words[0]]
    return "pair", pairs(words)
