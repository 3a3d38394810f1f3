"""Places through the table of settlements, not through strings: which village a written place means.

A village has two names that may share no letter, so two written places are the same if the table
gives both words to one settlement. Only a place that the table does not know is compared by its sound.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from core.names.place_words import PlaceWords, names_within, place_words
from core.names.sounds import coarse, slips

# From here on two written places are the same.
SAME = 0.86
# How sure the table makes us: by the very sound, by the stem without its ending, by a slip of the pen.
EXACT, BY_STEM = 1.0, 0.97
NEAR_ENOUGH = 0.75
# Two places of which the table knows only one or none are the same only if they sound nearly alike.
STRICT = 0.93
SAME_MUNICIPALITY, ELSEWHERE = 0.55, 0.40
BOTH_WITHIN = "one municipality"
# Files may hold anything in a column of places.
MOST_REMEMBERED = 20_000


@dataclass(frozen=True)
class Place:
    """A settlement with the code of its municipality and all its names, or a municipality with its names."""

    id: int | str
    municipality: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class Where:
    """What a written place may mean: settlements, municipalities as a whole, and how sure that is."""

    written: str = ""
    settlements: frozenset = frozenset()
    municipalities: frozenset[str] = frozenset()
    sure: float = 0.0

    def __bool__(self) -> bool:
        return bool(self.settlements or self.municipalities)


@dataclass(frozen=True)
class Comparison:
    """Whether two written places are one: the kind of agreement, from 0 to 1 how likely, and why."""

    kind: str
    score: float
    why: str


class Gazetteer:
    """The settlements and municipalities, found under every spelling of every name."""

    def __init__(self, settlements: Iterable[Place], municipalities: Iterable[Place]):
        self._municipality_of: dict = {}
        self._names: dict = {}
        self._exact, self._stems = defaultdict(set), defaultdict(set)
        self._near = defaultdict(set)
        self._found: dict[str, Where] = {}
        towns = {place.municipality: place for place in municipalities}
        for place in settlements:
            self._municipality_of[place.id] = place.municipality
            self._learn(
                _with_names_of(towns.get(place.municipality), place), "settlement"
            )
        for place in towns.values():
            self._learn(place, "municipality")

    def _learn(self, place: Place, kind: str) -> None:
        meant = (kind, place.id)
        if kind == "settlement":
            self._names[place.id] = place.names
        names = [part for name in place.names for part in names_within(name)]
        for words in filter(None, map(place_words, names)):
            self._exact[words.in_any_order()].add(meant)
            self._stems[words.by_stem()].add(meant)
            for slip in slips(coarse(words.joined())):
                self._near[slip].add((words, meant))

    def find(self, written: str) -> Where:
        """The settlements and municipalities that a written place may mean."""
        if written not in self._found:
            if len(self._found) >= MOST_REMEMBERED:
                self._found.clear()
            self._found[written] = self._find(written)
        return self._found[written]

    def known(self, settlements: frozenset, written: str = "") -> Where:
        """The place whose settlements are known by their numbers."""
        return Where(written, settlements, frozenset(), EXACT)

    def _find(self, written: str) -> Where:
        words = place_words(written)
        if not words:
            return Where(written)
        if meant := self._exact.get(words.in_any_order()):
            return _where(written, meant, EXACT)
        if meant := self._stems.get(words.by_stem()):
            return _where(written, meant, BY_STEM)
        return self._find_near(written, words)

    def _find_near(self, written: str, words: PlaceWords) -> Where:
        candidates = {
            pair
            for slip in slips(coarse(words.joined()))
            for pair in self._near.get(slip, ())
        }
        scored = [(words.likeness(each), meant) for each, meant in candidates]
        best = max((score for score, _meant in scored), default=0.0)
        if best < NEAR_ENOUGH:
            return Where(written)
        return _where(
            written, {meant for score, meant in scored if score == best}, best
        )

    def compare(self, one: str, other: str) -> Comparison:
        """Compare two places as written."""
        return self.compare_found(self.find(one), self.find(other))

    def compare_found(self, one: Where, other: Where) -> Comparison:
        """Compare two places by what they may mean."""
        if not (_stated(one) and _stated(other)):
            return Comparison("unknown", 0.0, "not stated")
        if shared := one.settlements & other.settlements:
            sure = _sure(one, other)
            return Comparison("settlement_same", sure, self.names_of(min(shared)))
        if one.municipalities & other.municipalities:
            return Comparison("municipality_same", _sure(one, other), BOTH_WITHIN)
        if self._one_is_of_the_other(one, other):
            return Comparison("municipality_same", SAME_MUNICIPALITY, BOTH_WITHIN)
        alike = place_words(one.written).likeness(place_words(other.written))
        if not (one and other):
            return _by_sound(alike)
        return self._apart(one, other, alike)

    def _apart(self, one: Where, other: Where, alike: float) -> Comparison:
        within = self.within(one) & self.within(other)
        kind = "municipality_same" if within else "place_different"
        if one.sure * other.sure < EXACT and alike >= STRICT:
            return Comparison("settlement_same", alike, "sounds alike")
        return Comparison(kind, ELSEWHERE * alike, "another settlement")

    def _one_is_of_the_other(self, one: Where, other: Where) -> bool:
        return bool(
            one.municipalities & self.within(other)
            or other.municipalities & self.within(one)
        )

    def within(self, where: Where) -> frozenset:
        """The municipalities in which a place may lie."""
        inside = {self._municipality_of[each] for each in where.settlements}
        return where.municipalities | inside

    def names_of(self, settlement) -> str:
        """Every name of a settlement."""
        return " = ".join(dict.fromkeys(self._names[settlement]))


def _with_names_of(municipality: Place | None, place: Place) -> Place:
    """The seat of a municipality shares its names, also the new ones."""
    if municipality and set(map(place_words, place.names)) & set(
        map(place_words, municipality.names)
    ):
        return replace(place, names=(*place.names, *municipality.names))
    return place


def _where(written: str, meant: Iterable, sure: float) -> Where:
    kinds = {"settlement": set(), "municipality": set()}
    for kind, number in meant:
        kinds[kind].add(number)
    return Where(
        written, frozenset(kinds["settlement"]), frozenset(kinds["municipality"]), sure
    )


def _sure(one: Where, other: Where) -> float:
    """How sure it is that both mean what they share: never less than the least that is the same."""
    return SAME + (1 - SAME) * one.sure * other.sure


def _stated(where: Where) -> bool:
    return bool(where or place_words(where.written))


def _by_sound(alike: float) -> Comparison:
    if alike >= STRICT:
        return Comparison("settlement_same", alike, "not in the table, sounds alike")
    return Comparison("unknown", min(alike, SAME - 0.01), "not in the table")
