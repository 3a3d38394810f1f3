"""How two dates of birth agree: equal, swapped, one digit apart, only by year, or not at all."""

from datetime import date

from cases.matching.facts import Facts

# An age that was guessed is off by this many years at most.
GUESSED = 2


def birth_agreement(a: Facts, b: Facts) -> str:
    """The kind of agreement between two dates of birth; empty if one is not known."""
    if not (a.birth_date and b.birth_date):
        return ""
    if a.birth_precision != "day" or b.birth_precision != "day":
        return _by_year(a, b)
    if a.birth_date.year == b.birth_date.year and (_default(a) or _default(b)):
        return "birth_default"
    return _by_day(a.birth_date, b.birth_date)


def _default(facts: Facts) -> bool:
    return (facts.birth_date.month, facts.birth_date.day) == (1, 1)


def _by_year(a: Facts, b: Facts) -> str:
    apart = abs(a.birth_date.year - b.birth_date.year)
    if apart == 0:
        return "birth_year"
    if apart <= GUESSED:
        estimated = "estimated" in (a.birth_precision, b.birth_precision)
        return "birth_estimated" if estimated else "birth_near_year"
    return "birth_different"


def _by_day(one: date, other: date) -> str:
    if one == other:
        return "birth_same"
    if (one.year, one.month, one.day) == (other.year, other.day, other.month):
        return "birth_swapped"
    pairs = zip(f"{one:%Y%m%d}", f"{other:%Y%m%d}", strict=True)
    digits = sum(a != b for a, b in pairs)
    return {1: "birth_one_digit", 2: "birth_two_digits"}.get(digits, "birth_different")
