"""Letters and printed tables as PDF: content is data, the look is typst/*.typ.

The same content always gives the same bytes. What a person wrote reaches typst only
as JSON strings, so it can never become a command.
"""

import datetime
import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import formats, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.qr import qr_svg
from core.typesetting import compile_pdf, compile_pdf_apart

SHORT_HASH = 16
MAX_TABLE_CELLS = 60_000  # about 140 pages, 15 seconds
NARROWEST, WIDEST = 6, 36  # letters of a table column

TOO_LONG_FOR_PAPER = gettext_lazy(
    "This table is too long for paper. Choose fewer rows, or take it as XLSX or CSV."
)

# Names of the state and the ministry are facts, not interface texts: they stand on
# every paper in both official languages, whatever the reader's language is.
STATE_AND_MINISTRY = {
    "sq": ("Republika e Kosovës", "Ministria për Komunitete dhe Kthim"),
    "sr": ("Република Косово", "Министарство за заједнице и повратак"),
    "sr-latn": ("Republika Kosovo", "Ministarstvo za zajednice i povratak"),
    "en": ("Republic of Kosovo", "Ministry for Communities and Return"),
    "tr": ("Kosova Cumhuriyeti", "Topluluklar ve Geri Dönüş Bakanlığı"),
    "bs": ("Republika Kosovo", "Ministarstvo za zajednice i povratak"),
}


@dataclass(frozen=True)
class Section:
    """A part of a letter: a heading, perhaps empty, and its paragraphs."""

    paragraphs: tuple[str, ...]
    heading: str = ""


@dataclass(frozen=True)
class Edition:
    """The letter in one language: complete by itself."""

    language: str
    title: str
    sections: tuple[Section, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    office: str = ""
    closing: str = ""
    signature: tuple[str, ...] = ()


@dataclass(frozen=True)
class LetterContent:
    """Everything that a letter says, in one to three languages.

    One edition fills the page, two stand side by side; of three, the first (the
    applicant's own language) comes first and the official pair follows it.
    """

    kind: str
    number: str
    date: datetime.date
    recipient: tuple[str, ...]
    editions: tuple[Edition, ...]
    verification_url: str
    verification_code: str

    def __post_init__(self):
        if not 1 <= len(self.editions) <= 3:
            raise ValueError("a letter has one to three editions")
        unknown = {e.language for e in self.editions} - STATE_AND_MINISTRY.keys()
        if unknown:
            raise ValueError(f"no letterhead for {', '.join(sorted(unknown))}")

    def as_data(self) -> dict[str, Any]:
        """Return the content as plain JSON data, to be frozen in the database."""
        return asdict(self) | {"date": self.date.isoformat()}

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> "LetterContent":
        """Return the content that `as_data` froze."""
        return cls(
            **data
            | {
                "date": datetime.date.fromisoformat(data["date"]),
                "recipient": tuple(data["recipient"]),
                "editions": tuple(_edition(entry) for entry in data["editions"]),
            }
        )


def _edition(data: dict[str, Any]) -> Edition:
    sections = tuple(
        Section(paragraphs=tuple(entry["paragraphs"]), heading=entry["heading"])
        for entry in data["sections"]
    )
    return Edition(
        **data
        | {
            "sections": sections,
            "facts": tuple((label, value) for label, value in data["facts"]),
            "signature": tuple(data["signature"]),
        }
    )


def content_hash(content: LetterContent) -> str:
    """Return the SHA-256 of what the letter says, independent of how it looks.

    The address and the code to check it are no part of what it says: the code is a
    secret of the paper, and the hash is public.
    """
    said = content.as_data() | {"verification_url": "", "verification_code": ""}
    canonical = json.dumps(
        said, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return hashlib.sha256(canonical.encode()).hexdigest()


def typeset(content: LetterContent) -> bytes:
    """Return the letter as a tagged PDF/A, the same bytes for the same content."""
    data = {
        "title": content.editions[0].title,
        "number": content.number,
        "date": _day(content.date),
        "recipient": content.recipient,
        "editions": [_edition_data(content, each) for each in content.editions],
        "letterhead": _letterhead(content),
        "hash": content_hash(content)[:SHORT_HASH],
        "qr": str(qr_svg(content.verification_url)),
        "address": content.verification_url,
        "code": content.verification_code,
    }
    return compile_pdf("letter.typ", data, content.date)


def _edition_data(content: LetterContent, edition: Edition) -> dict[str, Any]:
    with translation.override(edition.language):
        words = {
            "number": _("Number"),
            "date": _("Date"),
            "to": _("To"),
            "stamp": _("Place of the stamp"),
            "verify": _("Check this letter"),
            "code": _("Code"),
        }
        written = formats.date_format(content.date, "DATE_FORMAT")
    return asdict(edition) | {
        "lang": _typst_language(edition.language),
        "words": words,
        "date": written,
    }


def _letterhead(content: LetterContent) -> list[dict[str, str]]:
    """The official pair first, then the applicant's language when it is another."""
    offices = {each.language: each.office for each in content.editions}
    serbian = "sr-latn" if "sr-latn" in offices and "sr" not in offices else "sr"
    languages = dict.fromkeys(["sq", serbian, *offices])
    return [
        {
            "lang": _typst_language(language),
            "state": STATE_AND_MINISTRY[language][0],
            "ministry": STATE_AND_MINISTRY[language][1],
            "office": offices.get(language, ""),
        }
        for language in languages
    ]


def typeset_table(
    title: str,
    columns: Sequence[tuple[str, bool]],
    rows: Iterable[Sequence[str]],
    *,
    language: str,
    date: datetime.date,
    notes: Sequence[str] = (),
    subtitle: str = "",
    watermark: str = "",
) -> bytes:
    """Return a report's table as PDF; a column is (label, is a number).

    The cells are texts, already written in the reader's language.
    """
    state, ministry = STATE_AND_MINISTRY[language]
    texts = [["" if cell is None else str(cell) for cell in row] for row in rows]
    if len(texts) * len(columns) > MAX_TABLE_CELLS:
        raise ValidationError(TOO_LONG_FOR_PAPER, code="too_long")
    labels = [label for label, _number in columns]
    data = {
        "title": title,
        "subtitle": subtitle,
        "columns": [{"label": label, "number": number} for label, number in columns],
        "widths": _widths([labels, *texts]),
        "rows": texts,
        "notes": list(notes),
        "watermark": watermark,
        "lang": _typst_language(language),
        "office": [state, ministry],
        "date": _day(date),
    }
    return compile_pdf_apart("table.typ", data, date)


def _widths(rows: list[list[str]]) -> list[int]:
    """The share of each column: its longest text, but no column takes it all."""
    return [
        min(max(max(map(len, column)), NARROWEST), WIDEST)
        for column in zip(*rows, strict=True)
    ]


def _day(date: datetime.date) -> dict[str, int]:
    return {"year": date.year, "month": date.month, "day": date.day}


def _typst_language(language: str) -> dict[str, str]:
    base, _separator, script = language.partition("-")
    return {"lang": base, "script": script or ("cyrl" if base == "sr" else "latn")}
