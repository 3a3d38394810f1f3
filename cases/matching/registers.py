"""All pairs of a register that are likely one person, the likeliest first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cases.matching.candidates import candidate_pairs
from cases.matching.evidence import Verdict, compare
from cases.matching.facts import Facts
from cases.matching.frequencies import Frequencies, learned
from cases.matching.weights import PROPOSE
from core.names.vocabulary import shipped


@dataclass(frozen=True)
class Found:
    """Two entries and what speaks for their being one person."""

    one: Facts
    other: Facts
    verdict: Verdict


def duplicates(entries: Sequence[Facts], least: float = PROPOSE) -> list[Found]:
    """The pairs of these entries that score at least so much."""
    ordered = sorted(entries, key=lambda facts: str(facts.key))
    found = [each for each in _compared(ordered) if each.verdict.score >= least]
    return sorted(
        found,
        key=lambda each: (-each.verdict.score, str(each.one.key), str(each.other.key)),
    )


def _compared(entries: Sequence[Facts]) -> Iterator[Found]:
    known = learned(shipped(), entries)
    frequencies = Frequencies.among(entries)
    for one, other in candidate_pairs(entries):
        yield Found(one, other, compare(one, other, known, frequencies))
