"""Which letters the bytes of a text file were: a small rule that counts what is at home in the region."""

import codecs
import csv
import io

SINGLE_BYTE = ("cp1250", "cp1251", "cp1252", "iso8859-2", "iso8859-5")
ENCODINGS = ("utf-8", "utf-16", *SINGLE_BYTE)
LATIN_AT_HOME = frozenset("čćđšžČĆĐŠŽëËçÇöüÖÜ")
CYRILLIC_AT_HOME = frozenset(
    "абвгдђежзијклљмнњопрстћуфхцчџшАБВГДЂЕЖЗИЈКЛЉМНЊОПРСТЋУФХЦЧЏШ"
)
MARKS_AT_HOME = frozenset("„“”’‘–—°№§€\u00a0")
DELIMITERS = (";", ",", "\t", "|")
SAMPLE = 200_000
LINES_LOOKED_AT = 60


def guess_encoding(content: bytes) -> str:
    """The encoding in which a text has most letters of the region and fewest accidents."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        # The end of a sample may cut a letter in two.
        if error.start > len(content) - 4 and error.reason == "unexpected end of data":
            return "utf-8"
        return max(SINGLE_BYTE, key=lambda name: _homeliness(content, name))
    return "utf-8"


def decode(content: bytes, encoding: str) -> str:
    """The text in this encoding; a byte that means nothing becomes a visible mark, never an error."""
    text = content.decode(encoding, errors="replace")
    return text.removeprefix("\ufeff")


def guess_delimiter(text: str) -> str:
    """The sign that cuts most lines into the same number of cells."""
    lines = text.splitlines(keepends=True)[:LINES_LOOKED_AT]
    return max(DELIMITERS, key=lambda sign: _evenness(lines, sign))


def _homeliness(content: bytes, encoding: str) -> int:
    text = content[:SAMPLE].decode(encoding, errors="replace")
    before = ""
    points = 0
    for letter in text:
        if letter > "\x7f":
            points += _worth(letter) - 3 * _clashes(before, letter)
        elif before > "\x7f":
            points -= 3 * _clashes(before, letter)
        before = letter
    return points


def _worth(letter: str) -> int:
    if letter in LATIN_AT_HOME or letter in CYRILLIC_AT_HOME:
        return 2
    if letter in MARKS_AT_HOME:
        return 0
    return -2 if letter.isalpha() else -4


def _clashes(before: str, letter: str) -> bool:
    """Two neighbours that no word has: Latin beside Cyrillic, or a capital after a small letter."""
    if not (before.isalpha() and letter.isalpha()):
        return False
    mixed = (before in CYRILLIC_AT_HOME) != (letter in CYRILLIC_AT_HOME)
    return mixed or (before.islower() and letter.isupper())


def _evenness(lines: list[str], delimiter: str) -> tuple[int, int]:
    try:
        widths = [
            len(row)
            for row in csv.reader(io.StringIO("".join(lines)), delimiter=delimiter)
        ]
    except csv.Error:
        return 0, 0
    wide = [width for width in widths if width > 1]
    usual = max(set(wide), key=wide.count, default=0)
    return wide.count(usual), usual
