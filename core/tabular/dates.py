"""Days as registers write them: text in any order, words for months, numbers of a spreadsheet."""

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass

from core.names import fold

DAY, YEAR = "day", "year"
DAY_FIRST, MONTH_FIRST, ASK = "dmy", "mdy", "ask"
NUMBERS = re.compile(r"(\d{1,4})\s*([./\-])\s*(\d{1,2})\s*\2\s*(\d{1,4})\.?")
CLOCK = re.compile(r"[T\s]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$")
WITH_WORD = re.compile(r"(\d{1,2})\s*\.?\s*([^\W\d_]{1,12})\.?\s*,?\s*(\d{2,4})\.?")
WORD_FIRST = re.compile(r"([^\W\d_]{3,12})\.?\s+(\d{1,2})\s*,?\s+(\d{4})")
SERIAL = re.compile(r"\d{5}(\.\d+)?")
# Excel counts a 29 February 1900 that never was; days before it are not met.
SINCE_1900, SINCE_1904 = datetime.date(1899, 12, 30), datetime.date(1904, 1, 1)
EARLIEST = 1880
# The first letters of the months in Albanian, Serbian and Bosnian, English and Turkish, folded.
MONTHS = {
    beginning: number
    for number, beginnings in enumerate(
        (
            "jan oca", "shk feb fev sub", "mar", "pri apr nis", "maj may mai",
            "qer jun haz", "kor jul tem", "gus avg aug agu", "sht sep eyl",
            "tet okt oct eki", "nen nov kas", "dhj dec ara",
        ),
        start=1,
    )
    for beginning in beginnings.split()
}  # fmt: skip
ROMAN = {
    sign: number
    for number, sign in enumerate(
        ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"], 1
    )
}


@dataclass(frozen=True)
class Found:
    """A day that was read, and how exact it is."""

    day: datetime.date
    precision: str = DAY


class Unreadable(ValueError):
    """A text that is no day, or may be several; the argument is a code."""


def read_day(
    text: str, *, order: str, today: datetime.date, since_1904: bool = False
) -> Found:
    """The day a text means; Unreadable says why there is none."""
    text = CLOCK.sub("", text.strip())
    if re.fullmatch(r"\d{4}\.?", text):
        return Found(_day(int(text[:4]), 1, 1), YEAR)
    if SERIAL.fullmatch(text):
        return Found(_of_serial(text, since_1904))
    if match := NUMBERS.fullmatch(text):
        first, _sign, second, third = match.groups()
        return Found(_of_numbers(first, second, third, order=order, today=today))
    if match := WITH_WORD.fullmatch(text):
        number, word, year = match.groups()
        return Found(_day(_year(year, today), _month(word), int(number)))
    if match := WORD_FIRST.fullmatch(text):
        word, number, year = match.groups()
        return Found(_day(int(year), _month(word), int(number)))
    raise Unreadable("date_unreadable")


def guess_order(texts: Iterable[str]) -> str:
    """Whether the day or the month stands first in a column, by the values that leave no doubt."""
    firsts, seconds, doubtful = 0, 0, 0
    for text in texts:
        match = NUMBERS.fullmatch(CLOCK.sub("", text.strip()))
        if not match or len(match[1]) == 4:
            continue
        first, second = int(match[1]), int(match[3])
        firsts += first > 12
        seconds += second > 12
        # With dots nobody here writes the month first.
        doubtful += match[2] != "." and first != second
    if firsts and seconds:
        return ASK
    if seconds:
        return MONTH_FIRST
    return ASK if doubtful and not firsts else DAY_FIRST


def _of_numbers(first, second, third, *, order: str, today) -> datetime.date:
    if len(first) == 4:
        return _day(int(first), int(second), int(third))
    if len(third) not in {2, 4}:
        raise Unreadable("date_unreadable")
    one, two, year = int(first), int(second), _year(third, today)
    if one > 12 or one == two:
        return _day(year, two, one)
    if two > 12:
        return _day(year, one, two)
    if order == ASK:
        raise Unreadable("date_ambiguous")
    return _day(year, one, two) if order == MONTH_FIRST else _day(year, two, one)


def _year(text: str, today: datetime.date) -> int:
    """Four digits, or two that can only be of the last century."""
    if len(text) == 4:
        return int(text)
    if len(text) == 2 and 2000 + int(text) > today.year:
        return 1900 + int(text)
    raise Unreadable("date_two_digits")


def _month(word: str) -> int:
    plain = fold(word)
    found = ROMAN.get(plain) or MONTHS.get(plain[:3])
    if not found:
        raise Unreadable("date_unreadable")
    return found


def _of_serial(text: str, since_1904: bool) -> datetime.date:
    start = SINCE_1904 if since_1904 else SINCE_1900
    return start + datetime.timedelta(days=int(float(text)))


def _day(year: int, month: int, day: int) -> datetime.date:
    if not EARLIEST <= year <= 2200:
        raise Unreadable("date_unreadable")
    try:
        return datetime.date(year, month, day)
    except ValueError as impossible:
        raise Unreadable("date_impossible") from impossible
