"""Runs one typst template over JSON data: bundled fonts, one folder, fixed bytes.

Long tables are set in a child process, because typst keeps in memory what it has set:
`python -m core.typesetting table.typ 2026-11-23` reads JSON and writes a PDF.
"""

import datetime
import json
import subprocess
import sys
import unicodedata
from pathlib import Path
from typing import Any

import typst

SOURCES = Path(__file__).parent / "typst"
FONTS = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)
PDF_STANDARD = "a-2a"  # for archives, readable aloud
CHILD_SECONDS = 300

# What the bundled fonts can draw, among the scripts that are written here. A PDF/A may
# hold no sign without a shape, so anything else becomes an empty box on paper.
DRAWN = (
    range(0x20, 0x500),
    range(0x1E00, 0x2000),
    range(0x2010, 0x2041),
    range(0x2070, 0x211F),
    range(0x2190, 0x2400),
)
EMPTY_BOX = "□"


class _Signs(dict):
    """For `str.translate`: each sign, or what stands for it on paper."""

    def __missing__(self, code: int) -> str:
        self[code] = _on_paper(code)
        return self[code]


def _on_paper(code: int) -> str:
    sign = chr(code)
    if sign in "\n\r\t":
        return " "
    category = unicodedata.category(sign)
    if category in {"Cc", "Cf", "Cs", "Zl", "Zp", "Mn", "Me"}:
        return ""  # a mark that made no letter (NFC) has no shape on every base
    drawn = category != "Cn" and any(code in part for part in DRAWN)
    return sign if drawn else EMPTY_BOX


SIGNS = _Signs()


def printable(value: Any) -> Any:
    """Return the data with every text as the fonts can draw it."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value).translate(SIGNS)
    if isinstance(value, dict):
        return {key: printable(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [printable(part) for part in value]
    return value


def compile_pdf(source: str, data: dict[str, Any], date: datetime.date) -> bytes:
    """Return the PDF of a template; it can read nothing outside its own folder."""
    return _compile(source, _as_json(data), date)


def compile_pdf_apart(source: str, data: dict[str, Any], date: datetime.date) -> bytes:
    """Return the same PDF, made in a child process that gives its memory back."""
    finished = subprocess.run(
        [sys.executable, "-m", "core.typesetting", source, date.isoformat()],
        input=_as_json(data).encode(),
        cwd=SOURCES.parent.parent,
        capture_output=True,
        timeout=CHILD_SECONDS,
        check=False,
    )
    if finished.returncode:
        raise RuntimeError(finished.stderr.decode(errors="replace"))
    return finished.stdout


def _as_json(data: dict[str, Any]) -> str:
    return json.dumps(printable(data), ensure_ascii=False)


def _compile(source: str, data: str, date: datetime.date) -> bytes:
    noon = datetime.datetime.combine(date, datetime.time(12), datetime.UTC)
    compiler = typst.Compiler(
        SOURCES / source,
        root=SOURCES,
        font_paths=FONTS,
        ignore_system_fonts=True,
        sys_inputs={"data": data},
    )
    return compiler.compile(format="pdf", pdf_standards=PDF_STANDARD, timestamp=noon)


def main(source: str, day: str) -> None:
    """Read JSON from standard input and write the PDF to standard output."""
    data = sys.stdin.buffer.read().decode()
    sys.stdout.buffer.write(_compile(source, data, datetime.date.fromisoformat(day)))


if __name__ == "__main__":
    main(*sys.argv[1:])
