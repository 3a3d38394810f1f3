"""All pairs of a register that are likely one person, the likeliest first."""

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context

import numpy as np

from cases.matching.columns import Columns, Once
from cases.matching.evidence import Verdict
from cases.matching.facts import Facts
from cases.matching.frequencies import Frequencies, learned
from cases.matching.names import heard
from cases.matching.several import Several
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
    times = np.bincount(columns.given, minlength=len(columns.names)).tolist()
    known = learned(known, dict(zip(columns.names, times, strict=True)))
    return Weigher(columns, known, frequencies_of(columns), gazetteer)


def frequencies_of(columns: Columns) -> Frequencies:
    """How many entries of a register have a word in a given name or surname; each name is heard once."""
    codes = Once()
    words = Several([codes[w] for w in heard(name)] for name in columns.names)
    _who, word = words.once(columns.given, columns.surname)
    times = np.bincount(word, minlength=len(codes)).tolist()
    counts = {word: count for word, count in zip(codes, times, strict=True) if count}
    return Frequencies(counts, len(columns))


@contextmanager
def nothing_in_circles():
    """Without looking for what is held in circles: nothing is, and looking takes long.

    And processes share what is held as long as nobody looks.
    """
    was_looking = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_looking:
            gc.enable()


@nothing_in_circles()
def all_likely(
    weigher: Weigher, least: float, processes: int = 1
) -> list[tuple[str | int, str | int, float]]:
    """The keys and the score of every pair that scores at least so much, found by so many processes."""
    context, waiting = get_context("fork"), []
    for part in range(1, processes):
        receiving, sending = context.Pipe(duplex=False)
        asked = sending, weigher, least, part, processes
        child = context.Process(target=_send, args=asked)
        child.start()
        sending.close()
        waiting.append((child, receiving))
    found = _scores(weigher, least, 0, processes)
    for child, receiving in waiting:
        found += receiving.recv()
        child.join()
    keys = weigher.columns.keys
    return [(keys[one], keys[other], score) for one, other, score in sorted(found)]


def _send(sending, *asked) -> None:
    sending.send(_scores(*asked))


def _scores(weigher: Weigher, *asked) -> list[tuple[int, int, float]]:
    return [(*pair, verdict.score) for pair, verdict in weighed(weigher, *asked)]


def weighed(
    weigher: Weigher, least: float, part: int = 0, parts: int = 1
) -> Iterator[tuple[Pair, Verdict]]:
    """Every pair of entries, by number, that scores at least so much, once; or one part of so many."""
    known = set()
    for one, other in weigher.keys.pairs():
        # So that two surnames are compared by one process only.
        mine = (weigher.surname[one] + weigher.surname[other]) % parts == part
        for pair in weigher.likely(one[mine], other[mine], least):
            if pair in known:
                continue
            known.add(pair)
            if verdict := weigher.verdict(*pair, least):
                yield pair, verdict
