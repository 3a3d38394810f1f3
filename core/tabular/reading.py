"""Unfolds one sheet into lines of JSON, each a list of texts; run as a process of its own with little room.

A sheet that claims a million columns or unpacks to gigabytes ends this process, not the portal. Nothing of
Django is imported here, so that it starts quickly.
"""

import csv
import datetime
import io
import itertools
import json
import resource
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

from core.tabular import encodings

MOST_MEMORY = 1_500 * 2**20
MOST_SECONDS = 120
MOST_UNPACKED = 600 * 2**20
MOST_ROWS = 300_000
MOST_COLUMNS = 200
MOST_LETTERS = 2_000
CHUNK = 2**20


class Refused(Exception):
    """The file cannot be taken; its only argument is a code for core.tabular.files.SENTENCES."""


def unfold(source: Path, target: Path, *, kind: str, **wishes) -> dict:
    """Write the rows of a file as lines of JSON and say how it was read."""
    if kind == "csv":
        facts, rows = _text(source.read_bytes(), **wishes)
    else:
        facts, rows = _workbook(source, kind, wishes.get("sheet", ""))
    return facts | {"height": _write(rows, target)}


def _write(rows: Iterator[list[str]], target: Path) -> int:
    height, says_something = 0, False
    with target.open("w", encoding="utf-8") as file:
        for height, row in enumerate(rows, start=1):
            if height > MOST_ROWS:
                raise Refused("too_many_rows")
            cells = _trimmed(row)
            says_something = says_something or bool(cells)
            file.write(json.dumps(cells, ensure_ascii=False) + "\n")
    if not says_something:
        raise Refused("empty")
    return height


def _trimmed(row: list[str]) -> list[str]:
    """The row without empty cells at its end; a cell that is too long is cut where it will be noticed."""
    # A zero byte is no letter, and no database keeps it.
    cells = [cell[: MOST_LETTERS + 1].replace("\0", "") for cell in row]
    while cells and not cells[-1]:
        cells.pop()
    if len(cells) > MOST_COLUMNS:
        raise Refused("too_many_columns")
    return cells


def _text(content: bytes, *, encoding: str = "", delimiter: str = "", **_sheet):
    encoding = encoding or encodings.guess_encoding(content)
    if b"\0" in content and encoding != "utf-16":
        raise Refused("not_a_table")
    text = encodings.decode(content, encoding)
    delimiter = delimiter or encodings.guess_delimiter(text)
    facts = {"encoding": encoding, "delimiter": delimiter, "sheets": [], "sheet": ""}
    # A quotation mark that is never closed would swallow the rest of the file.
    csv.field_size_limit(100_000)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    return facts, ([cell.strip() for cell in row] for row in rows)


def _workbook(source: Path, kind: str, wanted: str):
    since_1904 = _check_archive(source) if kind != "xls" else False
    book = CalamineWorkbook.from_path(str(source))
    if not book.sheet_names:
        raise Refused("no_sheet")
    name = wanted if wanted in book.sheet_names else _fullest(book)
    sheet = book.get_sheet_by_name(name)
    if sheet.width > MOST_COLUMNS:
        raise Refused("too_many_columns")
    if sheet.height > MOST_ROWS:
        raise Refused("too_many_rows")
    facts = {"sheets": book.sheet_names, "sheet": name, "since_1904": since_1904}
    return facts, ([_as_text(cell) for cell in row] for row in sheet.iter_rows())


def _fullest(book: CalamineWorkbook) -> str:
    """The sheet with most rows is the register; covers and legends are short."""
    names = book.sheet_names[:20]
    return max(names, key=lambda name: book.get_sheet_by_name(name).height)


def _check_archive(source: Path) -> bool:
    """Unpack everything once into nothing: sizes in a zip may lie; tells whether days count from 1904."""
    unpacked, since_1904 = 0, False
    with zipfile.ZipFile(source) as archive:
        for entry in archive.infolist():
            if entry.flag_bits & 1:
                raise Refused("encrypted")
            with archive.open(entry) as file:
                while chunk := file.read(CHUNK):
                    unpacked += len(chunk)
                    since_1904 = since_1904 or b'date1904="1"' in chunk
                    if unpacked > MOST_UNPACKED:
                        raise Refused("too_large_unpacked")
    return since_1904


def _as_text(cell) -> str:
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, datetime.datetime) and cell.time() == datetime.time():
        return cell.date().isoformat()
    if isinstance(cell, datetime.date | datetime.time):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def rows_from(path: Path, *, start: int = 0) -> Iterator[tuple[int, list[str]]]:
    """The unfolded rows with their number in the file, counted from one, from after `start` on."""
    with path.open(encoding="utf-8") as file:
        lines = itertools.islice(file, start, None)
        for number, line in enumerate(lines, start=start + 1):
            yield number, json.loads(line)


def main() -> None:
    """Read wishes from the command line, answer with one line of JSON."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    source, target, wishes = sys.argv[1:]
    try:
        answer = unfold(Path(source), Path(target), **json.loads(wishes))
    except Refused as refusal:
        answer = {"refused": refusal.args[0]}
    except (CalamineError, zipfile.BadZipFile, csv.Error, ValueError, LookupError):
        answer = {"refused": "damaged"}
    except (NotImplementedError, RuntimeError, MemoryError, EOFError):
        answer = {"refused": "damaged"}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
