"""The words of a place's name: which place it is, and whether the upper, lower, great, small, new or old one.

The latter are translated, not transcribed: Gornja Krušica is Krushicë e Epërme.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from core.names.likeness import distance
from core.names.sounds import sounds

# Each mark by the stems of its words in Serbian, Albanian, Turkish and English, as they sound.
MARKS = {
    "upper": "gorn eperm siperm epr jukar uper",
    "lower": "don doln poStem poStm poSt ult ulet aSaG lover",
    "middle": "sredn mesm orta midl",
    "great": "velik velj vel mad buk great big",
    "small": "mal vogel vogl kuCuk smal litl",
    "new": "nov ri re jeni nev",
    "old": "star vjeter vjetr eski old",
    "quarter": "mahal mehal mah lagj lag",
}
MARK_OF = {stem: mark for mark, stems in MARKS.items() for stem in stems.split()}
OPPOSITES = (frozenset(("upper", "lower")), frozenset(("great", "small")), frozenset(("new", "old")))  # fmt: skip
# Words that say what a place is, or of which land, not which it is.
KINDS = {
    "sel",
    "fSat",
    "fSati",
    "katund",
    "vilag",
    "opStin",
    "komun",
    "municipalit",
    "grad",
    "citet",
    "kosofsk",
    "kosofske",
}
# Albanian says the place with or without its article, Serbian ends in any vowel.
ENDING = re.compile(r"(?<=..)(?:[aeou]*[aeoui])$")
# Komuna e Gjilanit: of Gjilan.
OF_A_MUNICIPALITY, GENITIVE = {"komun", "opStin"}, re.compile(r"(?<=...)(it|ut|s)$")
HALVES = re.compile(r"\s+[-–/]\s+|/|[()]")

OPPOSED, ONE_SIDED, OTHER_ENDING = 0.6, 0.08, 0.02


@dataclass(frozen=True)
class PlaceWords:
    """The words of a name by sound, as they follow each other, and its marks."""

    words: tuple[str, ...]
    marks: frozenset[str]

    def __bool__(self) -> bool:
        return bool(self.words)

    def in_any_order(self) -> tuple:
        """What two names share that have the same words and marks."""
        return tuple(sorted(self.words)), self.marks

    def by_stem(self) -> tuple:
        """What two names share that differ in their endings, or in whether words are joined."""
        return self.joined(), self.marks

    def joined(self) -> str:
        """All words without endings in one: writers part words and join them."""
        return "".join(map(stem, self.words))

    def likeness(self, other: "PlaceWords") -> float:
        """How alike two names sound, endings apart, from 0 to 1."""
        one, another = self.joined(), other.joined()
        if not (one and another):
            return 0.0
        alike = 1 - distance(one, another) / max(len(one), len(another))
        if sorted(self.words) != sorted(other.words):
            alike -= OTHER_ENDING
        differing = self.marks ^ other.marks
        if any(pair <= differing for pair in OPPOSITES):
            return max(alike, 0.0) * OPPOSED
        return max(alike - ONE_SIDED * len(differing), 0.0)


@lru_cache(maxsize=50_000)
def place_words(written: str) -> PlaceWords:
    """Read the name of a place as written."""
    heard = [word.replace("E", "e").replace("I", "i") for word in sounds(written)]
    if OF_A_MUNICIPALITY & set(map(stem, heard)):
        heard = [GENITIVE.sub("", word) for word in heard]
    marks = {word: MARK_OF.get(stem(word)) for word in heard}
    named = [word for word in heard if not marks[word] and stem(word) not in KINDS]
    if not named:
        return PlaceWords(tuple(heard), frozenset())
    found = frozenset(mark for mark in marks.values() if mark)
    return PlaceWords(tuple(named), found)


def names_within(name: str) -> list[str]:
    """A name, and its parts if it is made of two: Dura - Gabricë."""
    parts = [part for part in HALVES.split(name) if part.strip()]
    return [name, *parts] if len(parts) > 1 else [name]


def stem(word: str) -> str:
    """A word without its ending."""
    return ENDING.sub("", word)
