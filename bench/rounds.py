"""Interleaved rounds: every operation meets the same neighbours, only ratios are kept."""

import gc
import random
from dataclasses import dataclass, field
from statistics import median

PASSES = 6
SLOW_SHARE = 6  # stock admin is asked a sixth as often
LEAST_OF_FLOOR = 8  # of a single request nobody can say whether the floor moved
MOST_DRIFT = 1.5
MOST_REPEATS = 2  # rounds thrown away per round kept


@dataclass
class Figures:
    """The p50 of every cell in every kept round, in seconds."""

    rounds: list = field(default_factory=list)
    discarded: int = 0
    unsteady: bool = False

    def times(self, key):
        """The p50 of one cell, round by round."""
        return [found[key] for found in self.rounds]

    def ratios(self, key, base):
        """One cell over another, round by round."""
        return [a / b for a, b in zip(self.times(key), self.times(base), strict=True)]

    def ratio(self, key, base):
        """The median of the per-round ratios."""
        return median(self.ratios(key, base))


def measure(registers, *, rounds, requests, seed, told):
    """Run rounds until enough of them had a steady floor."""
    figures, draw = Figures(), random.Random(f"{seed}:rounds")
    _round(registers, 1, draw)
    while len(figures.rounds) < rounds:
        found, drift = _round(registers, requests, draw)
        steady = drift <= MOST_DRIFT
        if not steady and figures.discarded < MOST_REPEATS * rounds:
            figures.discarded += 1
            told(f"a round is repeated: its floor moved {drift:.2f} ×")
            continue
        figures.unsteady |= not steady
        figures.rounds.append(found)
        told(f"round {len(figures.rounds)} of {rounds}, floor moved {drift:.2f} ×")
    return figures


def _round(registers, requests, draw):
    """One round over all sizes; the p50 of each cell and how far the floor moved."""
    samples, floors = {}, []
    for _ in range(min(PASSES, requests)):
        passing = _pass(registers, max(requests // PASSES, 1), draw)
        for key, seconds in passing.items():
            samples.setdefault(key, []).extend(seconds)
        floors.append(
            {key: median(s) for key, s in passing.items() if key[2] == "raw page"}
        )
    drift = max(
        max(f[key] for f in floors) / min(f[key] for f in floors) for key in floors[0]
    )
    return {key: median(seconds) for key, seconds in samples.items()}, drift


def _pass(registers, requests, draw):
    """A share of the round's requests for every cell, cells and sizes in a new order."""
    found = {}
    for register in draw.sample(registers, len(registers)):
        register.use()
        # Objects of the measurement itself are not the pages' litter.
        gc.collect()
        gc.freeze()
        for cell in draw.sample(register.cells, len(register.cells)):
            number = _times(cell, requests)
            key = register.size, cell.who, cell.name
            found[key] = [cell.once().seconds for _ in range(number)]
    return found


def _times(cell, requests):
    """How often a cell is asked in one pass."""
    if cell.slow:
        return max(requests // SLOW_SHARE, 1)
    return max(requests, LEAST_OF_FLOOR) if cell.name == "raw page" else requests
