"""Which entries are worth comparing at all: those that share enough to be one person.

Two words of the names; or one word and either the date of birth (day and month in either order), or the
father, or the year of birth with the place; or a document number.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from cases.matching.facts import Facts
from cases.matching.names import heard
from core.names.gazetteer import Gazetteer
from core.names.place_words import place_words
from core.names.places import shipped_places
from core.names.sounds import coarse

# So many entries under one key are compared each with each; more are first parted by another trait.
MOST_UNDER_A_KEY = 60
NAME_FIELDS = ("given_name", "surname", "maiden_name")


def candidate_pairs(
    entries: Sequence[Facts], gazetteer: Gazetteer | None = None
) -> Iterator[tuple[Facts, Facts]]:
    """Every pair that shares a key, once, in the order of the entries."""
    places = gazetteer or shipped_places()
    groups = defaultdict(list)
    for at, facts in enumerate(entries):
        for key in blocking_keys(facts, places):
            groups[key].append(at)
    found = set()
    for group in groups.values():
        found.update(_pairs_within(group, entries))
    return ((entries[one], entries[other]) for one, other in sorted(found))


def blocking_keys(facts: Facts, gazetteer: Gazetteer) -> set[tuple]:
    """The keys under which an entry meets those that may be the same person."""
    words = skeletons(*(getattr(facts, name) for name in NAME_FIELDS))
    traits = [
        *_of_birth(facts, _places(facts, gazetteer)),
        *(("father", father) for father in skeletons(facts.father_name)),
    ]
    return {
        *((word, *trait) for word in words for trait in traits),
        *(("words", *two) for two in combinations(sorted(words), 2)),
        *(("document", number) for number in facts.documents),
    }


def skeletons(*names: str) -> set[str]:
    """The coarse keys of all words of these names; a plain c may stand for the Turkish dž."""
    words = {word for name in names for word in heard(name)}
    return {coarse(each) for word in words for each in (word, word.replace("c", "D"))}


def _of_birth(facts: Facts, places: Iterable) -> Iterator[tuple]:
    born = facts.birth_date
    if not born:
        return
    if facts.birth_precision == "day":
        yield ("born", born.year, *sorted((born.month, born.day)))
    yield from (("place", born.year, place) for place in places)


def _places(facts: Facts, gazetteer: Gazetteer) -> Iterable:
    if facts.settlements:
        return facts.settlements
    where = gazetteer.find(facts.place)
    if where.settlements:
        return where.settlements
    words = place_words(facts.place)
    return (coarse(words.joined()),) if words else ()


def _pairs_within(
    group: list[int], entries: Sequence[Facts]
) -> Iterator[tuple[int, int]]:
    if len(group) <= MOST_UNDER_A_KEY:
        yield from combinations(group, 2)
        return
    for part in _parted(group, entries):
        if len(part) <= MOST_UNDER_A_KEY:
            yield from combinations(part, 2)


def _parted(group: list[int], entries: Sequence[Facts]) -> Iterable[list[int]]:
    """A group too large, parted by year of birth and again by father."""
    parts = defaultdict(list)
    for at in group:
        facts = entries[at]
        if facts.birth_date:
            parts["year", facts.birth_date.year].append(at)
        for father in skeletons(facts.father_name):
            parts["father", father].append(at)
    return parts.values()
