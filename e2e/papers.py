"""Papers as families bring them, made in code, and letters as families read them."""

import io
import re

from PIL import Image
from pypdf import PdfReader, PdfWriter

CODE = re.compile(r"\b[2-9A-HJ-NP-Z]{4}(?:-[2-9A-HJ-NP-Z]{4}){3}\b")
CYRILLIC = re.compile(r"[\u0400-\u04ff]")


def scanned_pdf(name):
    """A scanned page as a PDF, ready for a file field."""
    writer = PdfWriter()
    writer.add_blank_page(width=595, height=842)
    written = io.BytesIO()
    writer.write(written)
    return _file(f"{name}.pdf", "application/pdf", written)


def photographed(name):
    """A photograph of a paper as a JPEG, ready for a file field."""
    written = io.BytesIO()
    Image.new("RGB", (600, 800), "#e8e2d0").save(written, "JPEG")
    return _file(f"{name}.jpg", "image/jpeg", written)


def _file(name, media_type, written):
    return {"name": name, "mimeType": media_type, "buffer": written.getvalue()}


def words_of(pdf):
    """Everything a letter says, in one line."""
    pages = PdfReader(io.BytesIO(pdf)).pages
    text = " ".join(page.extract_text() for page in pages)
    # A word that was divided at the end of a line is one word again.
    whole = re.sub(r"[\u00ad\u2010]\s*", "", text.replace("\u200b", ""))
    return " ".join(whole.split())


def code_on(pdf):
    """The code that stands at the foot of a letter."""
    found = set(CODE.findall(words_of(pdf)))
    assert len(found) == 1, found
    return found.pop()
