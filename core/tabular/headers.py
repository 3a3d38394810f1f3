"""Where the names of the columns stand: below titles and blank lines, in one row or in two merged ones."""

import re
from collections.abc import Callable
from dataclasses import dataclass

ROWS_LOOKED_AT = 30
LOOKS_LIKE_DATA = re.compile(r"[\d\s./\-+:,]*\d[\d\s./\-+:,]*")


@dataclass(frozen=True)
class Header:
    """The row where the names stand (the last of two), how many rows they take, and the names."""

    row: int
    height: int
    names: tuple[str, ...]


def find_header(rows: list[list[str]], knows: Callable[[str], bool]) -> Header:
    """The likeliest header among the first rows; `knows` tells a word that names a column."""
    width = max((len(row) for row in rows), default=0)
    candidates = [
        Header(index + height, height, names_of(rows, index + height, height))
        for index in range(min(len(rows), ROWS_LOOKED_AT))
        for height in (1, 2)
        if _may_be(rows, index, height)
    ]
    nothing = Header(1, 1, names_of(rows, 1, 1))
    return max(
        candidates, key=lambda each: _likelihood(each, knows, width), default=nothing
    )


def names_of(rows: list[list[str]], row: int, height: int) -> tuple[str, ...]:
    """The names of the columns when they end in this row (counted from one) and take so many rows."""
    low = rows[row - 1] if row <= len(rows) else []
    high = rows[row - 2] if height == 2 and row > 1 else []
    names, carried = [], ""
    for column in range(max(len(low), len(high))):
        above, below = _cell(high, column), _cell(low, column)
        # A merged cell has its text in the first column only.
        carried = above or (carried if below else "")
        names.append(" ".join(f"{carried} {below}".split()))
    return tuple(names)


def _may_be(rows, index: int, height: int) -> bool:
    lines = rows[index : index + height]
    if len(lines) < height or any(not any(line) for line in lines):
        return False
    if height == 1:
        return True
    gaps = [
        column
        for column, cell in enumerate(lines[1])
        if cell and not _cell(lines[0], column)
    ]
    return sum(map(bool, lines[0])) > 1 and bool(gaps)


def _likelihood(header: Header, knows, width: int) -> tuple:
    filled = [name for name in header.names if name]
    data = sum(bool(LOOKS_LIKE_DATA.fullmatch(name)) for name in filled)
    known = sum(knows(name) for name in filled)
    fullness = len(set(filled)) / (width or 1)
    points = 2 * known + 3 * fullness - 2 * data - 0.5 * (header.height - 1)
    return points, -header.row


def _cell(row: list[str], column: int) -> str:
    return row[column] if column < len(row) else ""
