"""Many pairs of dates of birth weighed at once; says the very same as `birth_agreement`."""

from collections.abc import Iterable
from datetime import date

import numpy as np

from cases.matching.birth import GUESSED
from cases.matching.weights import BIRTH

PRECISIONS = ("day", "year", "estimated")
DAY, _YEAR, ESTIMATED = range(len(PRECISIONS))
FIRST_OF_JANUARY = 0x0101
# One bit for each of eight digits.
DIGITS = 0x11111111


class Births:
    """Dates of birth with their precision, by number; each digit has four bits, as if the date were hexadecimal."""

    def __init__(self, births: Iterable[tuple[date | None, str]]):
        self.written = births = list(births)
        dates = [int(f"{born:%Y%m%d}", 16) if born else 0 for born, _exact in births]
        self.signs = np.array(dates, np.int64)
        self.year = np.array([born.year if born else 0 for born, _exact in births])
        self.precision = np.array([PRECISIONS.index(exact) for _born, exact in births])

    def weights(self, one: np.ndarray, other: np.ndarray) -> np.ndarray:
        """What each date weighs beside the other one."""
        year, other_year = self.year[one], self.year[other]
        gap = np.abs(year - other_year)
        exact, guessed = self._precisions(one, other)
        signs, others = self.signs[one], self.signs[other]
        apart = _digits_apart(signs, others)
        same_year = gap == 0
        found = (
            ((year == 0) | (other_year == 0), 0.0),
            (~exact & same_year, BIRTH["birth_year"]),
            (~exact & (gap <= GUESSED) & guessed, BIRTH["birth_estimated"]),
            (~exact & (gap <= GUESSED), BIRTH["birth_near_year"]),
            (~exact, BIRTH["birth_different"]),
            (same_year & (_default(signs) | _default(others)), BIRTH["birth_default"]),
            (apart == 0, BIRTH["birth_same"]),
            (signs == _turned(others), BIRTH["birth_swapped"]),
            (apart == 1, BIRTH["birth_one_digit"]),
            (apart == 2, BIRTH["birth_two_digits"]),
        )  # fmt: skip
        return np.select(*zip(*found, strict=True), BIRTH["birth_different"])

    def _precisions(self, one, other) -> tuple[np.ndarray, np.ndarray]:
        """Whether both days are known, and whether one year is a guess."""
        own, others = self.precision[one], self.precision[other]
        exact = (own == DAY) & (others == DAY)
        return exact, (own == ESTIMATED) | (others == ESTIMATED)


def _digits_apart(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    bits = one ^ other
    bits |= bits >> 2
    bits |= bits >> 1
    return np.bitwise_count(bits & DIGITS)


def _default(signs: np.ndarray) -> np.ndarray:
    return (signs & 0xFFFF) == FIRST_OF_JANUARY


def _turned(signs: np.ndarray) -> np.ndarray:
    """Day and month exchanged."""
    day, month = signs & 0xFF, (signs >> 8) & 0xFF
    return (signs & ~0xFFFF) | (day << 8) | month
