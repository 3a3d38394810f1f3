"""Interleaved rounds: every request stands beside one of its floor, only ratios are kept.

A machine's speed may double from one second to the next when others use its cores. A cell
and its base are therefore asked in turn, one request each, and divided within the same
moment; what the machine did a minute earlier no longer matters.
"""

import gc
import random
from dataclasses import dataclass, field
from statistics import median

PASSES = 6
SLOW_SHARE = 6  # stock admin is asked a sixth as often
MOST_DRIFT = 1.5
MOST_REPEATS = 3  # visits thrown away per visit kept


@dataclass(frozen=True)
class Pair:
    """One operation and what it is held against."""

    cell: object
    base: object

    @property
    def key(self):
        """The pair by the names of its cells."""
        return self.cell.key, self.base.key

    def visit(self, requests):
        """Both in turn: the seconds of each. The first of each only warms what others left cold."""
        if not self.cell.slow:
            self.base.once()
            self.cell.once()
        taken, floor = [], []
        for _ in range(requests):
            floor.append(self.base.once().seconds)
            taken.append(self.cell.once().seconds)
        return taken, floor


@dataclass
class Figures:
    """By pair and round: the ratio of the p50s, that of the p95s, and the p50 in seconds."""

    p50: dict = field(default_factory=dict)
    p95: dict = field(default_factory=dict)
    seconds: dict = field(default_factory=dict)
    visits: int = 0
    repeated: int = 0
    unsteady: int = 0

    def add(self, pair, visits):
        """Keep what the visits of one round found."""
        taken = [second for ours, _floor in visits for second in ours]
        floor = [second for _ours, base in visits for second in base]
        ratios = [median(ours) / median(base) for ours, base in visits]
        self.p50.setdefault(pair.key, []).append(median(ratios))
        self.p95.setdefault(pair.key, []).append(_p95(taken) / _p95(floor))
        self.seconds.setdefault(pair.key, []).append(median(taken))

    def ratio(self, key):
        """The median of the per-round ratios."""
        return median(self.p50[key])

    def spread(self, key):
        """The lowest and the highest ratio of a round."""
        return min(self.p50[key]), max(self.p50[key])


def measure(pairs, *, rounds, requests, seed, told):
    """Ask every pair in every round, in a new order each time."""
    figures, draw = Figures(), random.Random(f"{seed}:rounds")
    for pair in pairs:
        pair.visit(1)
    for number in range(rounds):
        _round(figures, pairs, requests, draw)
        told(f"round {number + 1} of {rounds}, {figures.repeated} visits repeated")
    return figures


def _round(figures, pairs, requests, draw):
    found = {pair.key: [] for pair in pairs}
    for _ in range(min(PASSES, requests)):
        # Objects of the measurement itself are not the pages' litter.
        gc.collect()
        gc.freeze()
        for pair in draw.sample(pairs, len(pairs)):
            found[pair.key].append(_steady(figures, pair, requests))
    for pair in pairs:
        figures.add(pair, found[pair.key])


def _steady(figures, pair, requests):
    """One visit whose floor held still; after a few tries the last one counts."""
    share = SLOW_SHARE if pair.cell.slow else 1
    number = max(requests // PASSES // share, 1)
    for _ in range(1 + MOST_REPEATS):
        visit = pair.visit(number)
        figures.visits += 1
        if _drift(visit[1]) <= MOST_DRIFT:
            return visit
        figures.repeated += 1
    figures.unsteady += 1
    return visit


def _drift(seconds):
    """How far the floor moved within a visit; the one fastest and slowest apart."""
    inner = sorted(seconds)[1:-1]
    return max(inner) / min(inner) if inner else 1.0


def _p95(seconds):
    ordered = sorted(seconds)
    return ordered[min(round(0.95 * len(ordered)), len(ordered) - 1)]
