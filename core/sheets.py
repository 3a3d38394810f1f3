"""Sheets that people open in Excel: CSV and XLSX, row by row, never a formula.

Both writers take any iterator of tuples and keep no more than a row in memory.
"""

import csv
import datetime
import math
import os
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import chain, count, islice
from pathlib import Path

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rustpy_xlsxwriter import Format, write_worksheet

Cell = str | int | float | Decimal | datetime.date | datetime.datetime | None
Row = Sequence[Cell]
Progress = Callable[[int], None]

# Excel in Albanian, Serbian, Bosnian and Turkish separates by semicolon, because the
# comma is the decimal sign there; with a comma it would put a row into one cell.
CSV_SEPARATOR = ";"
PROGRESS_EVERY = 1_000
MAX_SHEET_ROWS = 1_048_576  # Excel's own limit, the header included
MAX_CELL_LETTERS = 32_767
EXACT_NUMBER = 10**15  # beyond it Excel rounds, so the digits are kept as text
ROWS_LOOKED_AT = 200  # to see which columns hold days and which moments
DATE_FORMAT = "dd.mm.yyyy"
DATETIME_FORMAT = "dd.mm.yyyy hh:mm"
TOO_MANY_ROWS = _(
    "This list has more rows than one Excel sheet can hold. Narrow it with a filter, "
    "or take it as CSV."
)

FORMULA_SIGNS = frozenset("=+-@\u2212")
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def write_csv(
    path: str | os.PathLike,
    header: Sequence[str],
    rows: Iterable[Row],
    *,
    on_progress: Progress | None = None,
) -> int:
    """Write UTF-8 with a byte order mark, as Excel expects it; return the rows."""
    written = 0
    with Path(path).open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=CSV_SEPARATOR, lineterminator="\r\n")
        writer.writerow(safe_text(label) for label in header)
        for number, row in _counted(rows, on_progress):
            writer.writerow([_csv_cell(cell) for cell in row])
            written = number
    return written


def write_xlsx(
    path: str | os.PathLike,
    title: str,
    header: Sequence[str],
    rows: Iterable[Row],
    *,
    on_progress: Progress | None = None,
) -> int:
    """Write one sheet with true numbers and dates; return the number of rows."""
    names = _unique(header)
    rows = iter(rows)
    first = list(islice(rows, ROWS_LOOKED_AT))
    rows = chain(first, rows)
    written = 0

    def records() -> Iterator[dict]:
        nonlocal written
        if not first:
            yield dict.fromkeys(names)
        for written, row in _counted(rows, on_progress):
            if written >= MAX_SHEET_ROWS:
                raise ValidationError(TOO_MANY_ROWS, code="too_many_rows")
            yield dict(zip(names, map(_xlsx_cell, row), strict=True))

    write_worksheet(
        records(),
        os.fspath(path),
        sheet_name(title),
        freeze_row=1,
        bold_headers=True,
        datetime_format=DATETIME_FORMAT,
        column_formats=_formats(names, first),
        column_widths=[min(max(len(name) + 4, 12), 40) for name in names],
    )
    return written


def safe_text(text: str) -> str:
    """Return the text so that no spreadsheet takes it for a formula."""
    clean = CONTROLS.sub("", str(text))
    begin = unicodedata.normalize("NFKC", clean.lstrip(" \u00a0\u200b\ufeff\n")[:1])
    at_start = clean[:1] in {"\t", "\r", "\n"}
    return f"'{clean}" if at_start or begin[:1] in FORMULA_SIGNS else clean


def sheet_name(title: str) -> str:
    """Return the title as Excel allows it on a tab."""
    plain = re.sub(r"[\[\]:*?/\\']", " ", CONTROLS.sub("", title))
    return " ".join(plain.split())[:31].strip() or "1"


def _counted(rows: Iterable[Row], on_progress: Progress | None):
    """The rows with their number, telling the progress on the way and at the end."""
    number = 0
    for number, row in enumerate(rows, start=1):
        if on_progress and number % PROGRESS_EVERY == 0:
            on_progress(number)
        yield number, row
    if on_progress:
        on_progress(number)


def _csv_cell(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime.datetime):
        return _local(cell).strftime("%Y-%m-%d %H:%M")
    if isinstance(cell, datetime.date):
        return cell.isoformat()
    if isinstance(cell, bool) or not isinstance(cell, int | float | Decimal):
        return safe_text(cell)
    return str(cell).replace(".", ",") if math.isfinite(cell) else ""


def _xlsx_cell(cell: Cell) -> datetime.datetime | float | str | None:
    if cell is None:
        return None
    if isinstance(cell, datetime.datetime):
        return _local(cell)
    if isinstance(cell, datetime.date):
        # the writer takes a column's type from its first cell: one type for both
        return datetime.datetime.combine(cell, datetime.time())
    if isinstance(cell, int | float | Decimal) and not isinstance(cell, bool):
        return _exact(cell)
    return CONTROLS.sub("", str(cell))[:MAX_CELL_LETTERS]


def _exact(number: float | Decimal) -> float | str | None:
    if not math.isfinite(number):
        return None
    if isinstance(number, int) and abs(number) >= EXACT_NUMBER:
        return str(number)
    return number


def _formats(names: list[str], first: list[Row]) -> dict[str, Format]:
    """A column of days shows days; only where hours are known are they shown."""
    columns = zip(names, zip(*first, strict=True), strict=True) if first else ()
    day = Format().set_num_format(DATE_FORMAT)
    return {name: day for name, cells in columns if _holds_days(cells)}


def _holds_days(cells: Sequence[Cell]) -> bool:
    kinds = {type(cell) for cell in cells if cell is not None}
    return kinds == {datetime.date}


def _local(moment: datetime.datetime) -> datetime.datetime:
    """The moment on the wall clock: spreadsheets know no time zones."""
    return timezone.make_naive(moment) if timezone.is_aware(moment) else moment


def _unique(header: Sequence[str]) -> list[str]:
    """Two columns may have one label; the writer needs to tell them apart."""
    names: list[str] = []
    for label in header:
        clean = CONTROLS.sub("", str(label))
        copies = (f"{clean} ({number})" for number in count(2))
        names.append(next(n for n in chain([clean], copies) if n not in names))
    return names
