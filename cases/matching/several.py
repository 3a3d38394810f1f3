"""Values that have several numbers each, such as a name its words, laid end to end."""

from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import chain

import numpy as np

ROOM = np.iinfo(np.int64).max


class Several:
    """For each value, by its number, the numbers that belong to it."""

    def __init__(self, lists: Iterable[list[int]]):
        lists = list(lists)
        self.count = np.fromiter(map(len, lists), np.int32, len(lists))
        self.flat = np.fromiter(chain.from_iterable(lists), np.int32)
        self.start = np.cumsum(self.count, dtype=np.int32) - self.count
        self.wide = int(self.flat.max(initial=0)) + 1

    def of(self, values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Where in a column of values each number belongs, and the numbers."""
        count = self.count[values]
        at = np.repeat(np.arange(len(values), dtype=np.int32), count)
        first = np.cumsum(count, dtype=np.int32) - count - self.start[values]
        return at, self.flat[np.arange(len(at), dtype=np.int32) - first[at]]

    def once(self, *columns: Iterable[int]) -> tuple[np.ndarray, np.ndarray]:
        """The same for whoever has a value in each of these columns; each number once, in order."""
        both = np.concatenate(
            [self._with_whose(*self.of(np.asarray(column))) for column in columns]
        )
        both.sort()
        at, number = np.divmod(both[np.diff(both, prepend=-1) > 0], self.wide)
        return at.astype(np.int32), number.astype(np.int32)

    def share(self, one: np.ndarray, other: np.ndarray) -> np.ndarray:
        """Whether each value of one column and the one beside it have a number in common."""
        at, number = self.of(one)
        wanted, known = self._with_whose(other[at], number), self._all
        place = np.searchsorted(known, wanted)
        found = known[np.minimum(place, len(known) - 1)] == wanted
        return np.bincount(at[found], minlength=len(one)) > 0

    @cached_property
    def _all(self) -> np.ndarray:
        values = np.repeat(np.arange(len(self.count)), self.count)
        return np.sort(self._with_whose(values, self.flat))

    def _with_whose(self, value: np.ndarray, number: np.ndarray) -> np.ndarray:
        return value.astype(np.int64) * self.wide + number


def as_one(columns: Sequence[np.ndarray]) -> np.ndarray:
    """Several columns as one: rows with the same numbers have the same one."""
    key, *more = columns
    key = key.astype(np.int64)
    for column in more:
        wide = int(column.max(initial=0)) + 1
        if int(key.max(initial=0)) >= ROOM // wide - 1:
            key = np.unique(key, return_inverse=True)[1]
        key = key * wide + column
    return key
