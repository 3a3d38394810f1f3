"""What a PDF may carry: pages. Programs, other files and bombs are refused.

Not a PDF reader: it looks at every byte, packed parts included, as suspiciously as
possible, so that nothing that a reader could run is ever stored.
"""

import re
import zlib
from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

MEGABYTE = 1024 * 1024
MAX_INFLATED_BYTES = 256 * MEGABYTE
MAX_PDF_STREAMS = 100_000
MAX_TRAILING_BYTES = 32

DAMAGED_PDF = _("This PDF is damaged or incomplete. Open it, save it again, and retry.")
ACTIVE_PDF = _(
    "This PDF contains a program, a form that acts by itself or another file. "
    "Print it to a PDF again and attach that."
)
EXTRA_CONTENT = _("This PDF carries another file inside. Print it to a PDF again.")
ENCRYPTED_PDF = _("This PDF has a password. Save it without a password.")
HUGE_PDF = _("This PDF unpacks to far more than its size. Print it to a PDF again.")

ACTIVE_NAMES = re.compile(
    rb"/(JavaScript|Launch|EmbeddedFiles?|RichMedia|Rendition|SubmitForm|ImportData"
    rb"|GoToE)(?![A-Za-z0-9])|/XFA\s*[\[\d]"
)
SCRIPT_KEY = re.compile(rb"/JS\s*[(<\d]")
PAGE = re.compile(rb"/Type\s*/Page[^A-Za-z]")
ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
MARKUP = re.compile(rb"(?i)<(html|script|svg|!doctype|iframe|body)")
STREAM = re.compile(rb"stream[ \t]*(?:\r\n|\n|\r)?")
OBJECT_STREAM = re.compile(rb"/ObjStm|/First\s+\d+\b(?!\s+\d+\s+R)")
PLAIN_FLATE = re.compile(
    rb"/Filter\s*(\[\s*/FlateDecode\s*\]|/FlateDecode(?![A-Za-z0-9]))"
)
OVERLAP = 64
PIECE = 16_384


def check_pdf(content: bytes) -> int:
    """Refuse what could run, hide or explode; return the number of pages."""
    _check_ends(content)
    plain = _without_escapes(content)
    if b"/Encrypt" in plain:
        raise ValidationError(ENCRYPTED_PDF, code="encrypted")
    _refuse_active(plain)
    if SCRIPT_KEY.search(_without_streams(plain)):
        raise ValidationError(ACTIVE_PDF, code="active")
    _check_object_streams(plain)
    pages = len(PAGE.findall(plain)) + _check_streams(content)
    if not pages:
        raise ValidationError(DAMAGED_PDF, code="damaged")
    return pages


def _check_ends(content: bytes) -> None:
    end = content.rfind(b"%%EOF")
    if end < 0:
        raise ValidationError(DAMAGED_PDF, code="damaged")
    trailing = content[end + len(b"%%EOF") :]
    if len(trailing) > MAX_TRAILING_BYTES or trailing.strip(b"\r\n\t \0"):
        raise ValidationError(EXTRA_CONTENT, code="polyglot")
    if MARKUP.search(content[:1024]) or b"PK\x05\x06" in content[-66_000:]:
        raise ValidationError(EXTRA_CONTENT, code="polyglot")


def _without_escapes(content: bytes) -> bytes:
    """A name may be written /J#61vaScript: read it as a PDF program would."""
    return ESCAPE.sub(lambda found: bytes([int(found[1], 16)]), content)


def _refuse_active(plain: bytes) -> None:
    if ACTIVE_NAMES.search(plain):
        raise ValidationError(ACTIVE_PDF, code="active")


def _without_streams(plain: bytes) -> bytes:
    """The text between the packed parts: in packed bytes a short word is chance."""
    parts = plain.split(b"endstream")
    return b" ".join(STREAM.split(part, maxsplit=1)[0] for part in parts)


def _check_object_streams(plain: bytes) -> None:
    """Objects packed in a way that is not unpacked here could hide anything."""
    for found in OBJECT_STREAM.finditer(plain):
        opening = plain.rfind(b"obj", max(found.start() - 4096, 0), found.start())
        closing = plain.find(b"stream", found.end(), found.end() + 4096)
        entry = PLAIN_FLATE.sub(b"", plain[max(opening, 0) : closing])
        unusual = b"/Filter" in entry or b"/F " in entry or b"/DecodeParms" in entry
        if min(opening, closing) < 0 or unusual:
            raise ValidationError(DAMAGED_PDF, code="damaged")


def _check_streams(content: bytes) -> int:
    """Unpack every packed part within one budget; return the pages found inside."""
    starts = [found.end() for found in STREAM.finditer(content)]
    if len(starts) > MAX_PDF_STREAMS:
        raise ValidationError(DAMAGED_PDF, code="bomb")
    pages, budget = 0, MAX_INFLATED_BYTES
    for start in starts:
        kept = b""
        for cost, chunk in _inflated(content, start):
            budget -= cost
            if budget < 0:
                raise ValidationError(HUGE_PDF, code="bomb")
            seen = kept + chunk
            _refuse_active(_without_escapes(seen))
            pages += sum(found.end() > len(kept) for found in PAGE.finditer(seen))
            kept = seen[-OVERLAP:]
    return pages


def _inflated(content: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """Unpack from `start` until the packed data ends, in pieces with their cost."""
    head = content[start : start + 2]
    if len(head) < 2 or head[0] & 15 != 8 or int.from_bytes(head, "big") % 31:
        return
    packed, position, rest = zlib.decompressobj(), start, b""
    while not packed.eof:
        if not rest:
            rest = content[position : position + PIECE]
            position += len(rest)
        if not rest:
            return
        try:
            chunk = packed.decompress(rest, MEGABYTE)
        except zlib.error as error:
            raise ValidationError(DAMAGED_PDF, code="damaged") from error
        taken = len(rest) - len(packed.unconsumed_tail) - len(packed.unused_data)
        rest = packed.unconsumed_tail
        yield taken + len(chunk), chunk
