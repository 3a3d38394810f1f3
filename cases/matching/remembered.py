"""What two values weigh together, worked out once for all pairs that have them."""

from collections.abc import Callable

import numpy as np

# Room for one small number beside another.
WIDE = 1 << 32


class Remembered(dict):
    """What two small numbers weigh together, whichever comes first, worked out when it is first asked."""

    def __init__(self, work_out: Callable, things: int = 1):
        super().__init__()
        self.work_out, self.things = work_out, things

    def __missing__(self, both: int):
        self[both] = found = self.work_out(*divmod(both, WIDE))
        return found

    def of(self, one: np.ndarray, other: np.ndarray) -> np.ndarray:
        """The same for two columns of numbers: a row for each thing that is worked out."""
        less, more = np.minimum(one, other), np.maximum(one, other)
        both = less.astype(np.int64) * WIDE + more
        different, at = np.unique(both, return_inverse=True)
        found = [self[each] for each in different.tolist()]
        return np.array(found, float).reshape(-1, self.things).T[:, at]
