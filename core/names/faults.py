"""Names that came through the wrong code page, read again as they were written."""

import re
import unicodedata

# Letters that came in two bytes and were read one by one: "Ä‡" was ć. The second byte of Š looks like a space.
RUN = re.compile(r"[^\x00-\x7f](?:[^\x00-\x7f]|(?<=[ÅĹ]) )*")
CODE_PAGES = ("cp1252", "cp1250", "cp1251")
# Two Cyrillic letters may look like one that was read so, unless they stand in a Latin word; four never do.
LEAST_IN_CYRILLIC = 4
# Windows-1250 and -1254 and ISO 8859-2 read as Windows-1252. None of these signs is at home in the region.
MISREAD = str.maketrans(
    {
        "æ": "ć", "Æ": "Ć", "è": "č", "È": "Č", "ð": "đ", "Ð": "Đ",
        "¹": "š", "©": "Š", "¾": "ž", "®": "Ž",
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
    if text.isascii() and not YUSCII_WORD.search(text):
        return text
    composed = unicodedata.normalize("NFC", RUN.sub(_read_anew, text))
    return YUSCII_WORD.sub(_from_yuscii, composed).translate(MISREAD)


def _read_anew(found: re.Match) -> str:
    """A run of strange letters as UTF-8, if its bytes are that in one of the code pages."""
    run, text = found.group(), found.string
    beside = text[found.start() - 1 : found.start()] + text[found.end() :][:1]
    for code_page in CODE_PAGES:
        read = _as_utf_8(run.replace(" ", "\u00a0"), code_page)
        in_cyrillic = code_page == "cp1251" and not beside.isalpha()
        if read.isalpha() and len(run) >= (LEAST_IN_CYRILLIC if in_cyrillic else 2):
            return read
    return run


def _as_utf_8(run: str, code_page: str) -> str:
    try:
        return b"".join(_byte(letter, code_page) for letter in run).decode("utf-8")
    except UnicodeError:
        return ""


def _byte(letter: str, code_page: str) -> bytes:
    """The byte a letter was; some bytes mean nothing in a code page and were passed on as they are."""
    try:
        return letter.encode(code_page)
    except UnicodeEncodeError:
        return letter.encode("latin-1")


def _from_yuscii(found: re.Match) -> str:
    word = found.group()
    return word if BRACKETED.fullmatch(word) else word.translate(YUSCII)
