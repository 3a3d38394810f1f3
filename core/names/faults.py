"""Names that came through the wrong code page, read again as they were written."""

import re
import unicodedata

# UTF-8 read as Windows-1252: "Ä‡" was ć.
DOUBLY_READ = re.compile("[\u00c2-\u00c5][\u0080-\u00bf\u0152-\u2122]")
# Windows-1250 and -1254 read as Windows-1252. None of these letters is at home in the region.
MISREAD = str.maketrans(
    {
        "æ": "ć", "Æ": "Ć", "è": "č", "È": "Č", "ð": "đ", "Ð": "Đ",
        "º": "ş", "ª": "Ş", "þ": "ş", "Þ": "Ş", "ý": "ı", "Ý": "İ",
    }
)  # fmt: skip
# The seven-bit Yugoslav code had letters where ASCII has signs.
YUSCII = str.maketrans("{|}~`[\\]^@", "šđćčžŠĐĆČŽ")
# A word with one of its signs; brackets around a whole word are only brackets.
YUSCII_WORD = re.compile(r"(?=\S*[{|}~`\\^@\[\]])(?=\S*[^\W\d_])[^\s()]+")
BRACKETED = re.compile(r"\[[^\[\]{|}~`\\^@]*\]|[^\[\]]*@[^\[\]]*\.[^\[\]]*")


def repair(text: str) -> str:
    """Undo the faults of code pages and of the old seven-bit code; what is right stays as it is."""
    if DOUBLY_READ.search(text):
        text = _read_once(text)
    composed = unicodedata.normalize("NFC", text)
    return YUSCII_WORD.sub(_from_yuscii, composed).translate(MISREAD)


def _read_once(text: str) -> str:
    try:
        return b"".join(_byte(letter) for letter in text).decode("utf-8")
    except UnicodeError:
        return text


def _byte(letter: str) -> bytes:
    """The byte a letter was; five bytes mean nothing in Windows-1252 and were passed on as they are."""
    try:
        return letter.encode("cp1252")
    except UnicodeEncodeError:
        return letter.encode("latin-1")


def _from_yuscii(found: re.Match) -> str:
    word = found.group()
    return word if BRACKETED.fullmatch(word) else word.translate(YUSCII)
