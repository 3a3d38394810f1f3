"""Many pairs of places weighed at once; says the very same as `of_place`."""

from collections.abc import Iterable
from functools import partial

import numpy as np

from cases.matching.evidence import of_place
from cases.matching.facts import Facts
from cases.matching.remembered import Remembered
from core.names.gazetteer import Gazetteer

# A place as it was written, its settlements and its municipality, as far as they are known.
Written = tuple[str, frozenset, str]


class Places:
    """Places by number. Two known settlements weigh what any other two of their municipalities weigh."""

    def __init__(self, places: Iterable[Written], gazetteer: Gazetteer):
        self.written, first, last, within = list(places), {}, {}, []
        for number, (written, settlements, _municipality) in enumerate(self.written):
            known = not written and len(settlements) == 1
            area = gazetteer.within(gazetteer.known(settlements)) if known else None
            within.append(area)
            first.setdefault(area, number)
            last[area] = number
        # The first and the last settlement of the same municipality; nothing if none is known.
        nowhere = {None: -1}
        self.first, self.last = (
            np.array([(found | nowhere)[area] for area in within], np.int32)
            for found in (first, last)
        )
        self._weight = Remembered(partial(self._of_two, gazetteer))

    def weights(self, one: np.ndarray, other: np.ndarray) -> np.ndarray:
        """What each place weighs beside the other one."""
        first, others_first = self.first[one], self.first[other]
        known = (first >= 0) & (others_first >= 0)
        neighbours = (first == others_first) & (one != other)
        stand_in = np.where(neighbours, self.last[other], others_first)
        return self._weight.of(
            np.where(known, first, one), np.where(known, stand_in, other)
        )[0]

    def _of_two(self, gazetteer: Gazetteer, one: int, other: int) -> float:
        facts = (
            Facts(None, place=place, settlements=settlements, municipality=municipality)
            for place, settlements, municipality in (self.written[one], self.written[other])
        )  # fmt: skip
        return sum(line.weight for line in of_place(*facts, gazetteer))
