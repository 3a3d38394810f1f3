"""All pairs of a register that are likely one person, the likeliest first."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cases.matching.candidates import Keys
from cases.matching.columns import Columns
from cases.matching.evidence import Verdict
from cases.matching.facts import Facts
from cases.matching.frequencies import Frequencies, learned
from cases.matching.weighing import Weigher
from cases.matching.weights import PROPOSE
from core.names.gazetteer import Gazetteer
from core.names.places import shipped_places
from core.names.vocabulary import Vocabulary, shipped

Pair = tuple[int, int]


@dataclass(frozen=True)
class Found:
    """Two entries and what speaks for their being one person."""

    one: Facts
    other: Facts
    verdict: Verdict


def duplicates(entries: Iterable[Facts], least: float = PROPOSE) -> list[Found]:
    """The pairs of these entries that score at least so much."""
    columns = Columns(sorted(entries, key=lambda facts: str(facts.key)))
    weigher = weigher_of(columns, shipped(), shipped_places())
    found = [
        Found(weigher.facts(one), weigher.facts(other), verdict)
        for (one, other), verdict in weighed(weigher, least)
    ]
    return sorted(
        found,
        key=lambda each: (-each.verdict.score, str(each.one.key), str(each.other.key)),
    )


def weigher_of(columns: Columns, known: Vocabulary, gazetteer: Gazetteer) -> Weigher:
    """Weighs the pairs of a register by what its own names are like."""
    names = list(columns.names)
    known = learned(known, (names[given] for given in columns.given))
    return Weigher(columns, known, Frequencies.of_columns(columns), gazetteer)


def weighed(
    weigher: Weigher, least: float, part: int = 0, parts: int = 1
) -> Iterator[tuple[Pair, Verdict]]:
    """Every pair of entries, by number, that scores at least so much, once; or one part of so many."""
    known = set()
    for block in Keys(weigher.columns, weigher.gazetteer).blocks(part, parts):
        for pair in block - known:
            if verdict := weigher.verdict(*pair, least):
                known.add(pair)
                yield pair, verdict
