"""What may come in as a file, and what people are told when it may not."""

import datetime
import hashlib
import io
import time

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from core import uploads
from core.tests import files
from core.tests.files import object_stream, pdf, picture, stream, upload
from core.typesetting import compile_pdf_apart
from core.uploads import CleanFile, clean_upload, display_name


def clean(content: bytes, name: str) -> CleanFile:
    return clean_upload(upload(content, name))


def refusal(content: bytes, name: str) -> ValidationError:
    with pytest.raises(ValidationError) as caught:
        clean_upload(upload(content, name))
    return caught.value


ACCEPTED = {
    "pdf": (pdf(), "letter.pdf", "application/pdf", ".pdf"),
    "pdf in capitals": (pdf(), "LETTER.PDF", "application/pdf", ".pdf"),
    "pdf without ending": (pdf(), "letter", "application/pdf", ".pdf"),
    "pdf with a dot in its name": (pdf(), "Vendim nr. 12", "application/pdf", ".pdf"),
    "pdf of N. Sh. Krasniqi": (pdf(), "N. Sh. Krasniqi.pdf", "application/pdf", ".pdf"),
    "pdf that opens on a page": (
        pdf(trailer=b"/OpenAction [10 0 R /Fit]"),
        "a.pdf",
        "application/pdf",
        ".pdf",
    ),
    "pdf with packed contents": (
        pdf(stream(b"BT (hello) Tj ET"), object_stream(b"1 0 << /Type /Font >>")),
        "a.pdf",
        "application/pdf",
        ".pdf",
    ),
    "jpeg": (picture("JPEG"), "house.jpg", "image/jpeg", ".jpg"),
    "jpeg of an old program": (picture("JPEG"), "house.jfif", "image/jpeg", ".jpg"),
    "jpeg from the counter": (picture("JPEG"), "house.JPEG", "image/jpeg", ".jpg"),
    "jpeg in ink colours": (
        picture("JPEG", mode="CMYK"),
        "h.jpg",
        "image/jpeg",
        ".jpg",
    ),
    "grey jpeg": (picture("JPEG", mode="L"), "h.jpg", "image/jpeg", ".jpg"),
    "progressive jpeg": (
        picture("JPEG", progressive=True),
        "h.jpg",
        "image/jpeg",
        ".jpg",
    ),
    "png": (picture("PNG"), "scan.png", "image/png", ".png"),
    "png with holes": (picture("PNG", mode="RGBA"), "scan.png", "image/png", ".png"),
    "png with a palette": (picture("PNG", mode="P"), "scan.png", "image/png", ".png"),
    "fax png": (picture("PNG", mode="1"), "scan.png", "image/png", ".png"),
    "deep png": (picture("PNG", mode="I;16"), "scan.png", "image/png", ".png"),
    "webp": (picture("WEBP"), "scan.webp", "image/webp", ".webp"),
    "png that a phone calls jpg": (picture("PNG"), "x.jpg", "image/png", ".png"),
    "webp that a phone calls jpg": (picture("WEBP"), "x.jpg", "image/webp", ".webp"),
}

REFUSED = {
    "nothing": (b"", "a.pdf", "empty"),
    "one byte": (b"%", "a.pdf", "type"),
    "spaces": (b"   ", "a.pdf", "type"),
    "text": (b"hello", "a.txt", "type"),
    "text that says pdf": (b"hello", "a.pdf", "type"),
    "zip": (files.zip_file(), "a.zip", "type"),
    "docx": (files.zip_file("word/document.xml"), "a.docx", "type"),
    "docx that says pdf": (files.zip_file("word/document.xml"), "a.pdf", "type"),
    "xlsx": (files.zip_file("xl/workbook.xml"), "a.xlsx", "type"),
    "old word": (b"\xd0\xcf\x11\xe0" + b"\0" * 99, "a.doc", "type"),
    "rtf": (b"{\\rtf1 hello}", "a.rtf", "type"),
    "svg": (files.SVG, "a.svg", "type"),
    "svg that says png": (files.SVG, "a.png", "type"),
    "html": (files.HTML, "a.html", "type"),
    "html that says pdf": (files.HTML, "a.pdf", "type"),
    "html behind a mark": (b"\xef\xbb\xbf \n" + files.HTML, "a.pdf", "type"),
    "xml with entities": (files.XML_ENTITIES, "a.xml", "type"),
    "gzip": (files.gzip_file(), "a.gz", "type"),
    "program": (files.PROGRAM, "a.exe", "type"),
    "program that says pdf": (files.PROGRAM, "a.pdf", "type"),
    "shell script": (b"#!/bin/sh\n", "a.sh", "type"),
    "gif": (picture("GIF"), "a.gif", "type"),
    "tiff": (picture("TIFF"), "a.tif", "type"),
    "bmp": (picture("BMP"), "a.bmp", "type"),
    "heic": (files.HEIC, "a.heic", "type"),
    "virus test file": (files.EICAR, "a.pdf", "type"),
    "picture that says pdf": (picture("JPEG"), "photo.pdf", "contradiction"),
    "pdf that says picture": (pdf(), "letter.jpg", "contradiction"),
    "pdf that says word": (pdf(), "letter.docx", "contradiction"),
    "picture that says gif": (picture("PNG"), "a.gif", "contradiction"),
    "picture that says svg": (picture("PNG"), "a.svg", "contradiction"),
    "pdf that says program": (pdf(), "invoice.pdf.exe", "contradiction"),
    "two endings": (pdf(), "invoice.exe.pdf", "name"),
    "two endings and a space": (pdf(), "invoice.exe .pdf", "name"),
    "web page in the name": (picture("PNG"), "a.html.png", "name"),
    "nul in the name": (pdf(), "a.exe\0.pdf", "name"),
    "name written backwards": (pdf(), "a\u202efdp.exe", "name"),
    "isolated direction": (pdf(), "a\u2066x\u2069.pdf", "name"),
    "half a jpeg": (picture("JPEG", size=(400, 400))[:900], "a.jpg", "damaged"),
    "jpeg head only": (b"\xff\xd8\xff\xe0", "a.jpg", "damaged"),
    "half a png": (picture("PNG", size=(400, 400))[:120], "a.png", "damaged"),
    "png head only": (b"\x89PNG\r\n\x1a\n", "a.png", "damaged"),
    "half a webp": (picture("WEBP")[:20], "a.webp", "damaged"),
    "jpeg of endless scans": (
        picture("JPEG")[:-2] + b"\xff\xda\0\x02" * 200,
        "a.jpg",
        "damaged",
    ),
    "huge png": (files.png_that_claims(60_000, 60_000), "a.png", "pixels"),
    "large png": (files.png_that_claims(8_000, 8_000), "a.png", "pixels"),
    "long thin png": (files.png_that_claims(2_000_000_000, 1), "a.png", "pixels"),
    "huge jpeg": (files.jpeg_that_claims(65_000, 65_000), "a.jpg", "pixels"),
    "pdf head only": (b"%PDF-1.7", "a.pdf", "damaged"),
    "pdf cut off": (pdf()[:-20], "a.pdf", "damaged"),
    "pdf without pages": (pdf(pages=0), "a.pdf", "damaged"),
    "pdf behind rubbish": (b"rubbish" + pdf(), "a.pdf", "type"),
    "pdf with a password": (pdf(trailer=b"/Encrypt 9 0 R"), "a.pdf", "encrypted"),
    "pdf with a password, escaped": (
        pdf(trailer=b"/#45ncrypt 9 0 R"),
        "a.pdf",
        "encrypted",
    ),
    "pdf and web page": (pdf(end=b"%%EOF\n" + files.HTML), "a.pdf", "polyglot"),
    "pdf and zip": (pdf(end=b"%%EOF\n" + files.zip_file()), "a.pdf", "polyglot"),
    "pdf and zip and end": (
        pdf(files.zip_file(), end=b"%%EOF\n"),
        "a.pdf",
        "polyglot",
    ),
    "pdf with a page in its head": (
        pdf().replace(b"%PDF-1.7", b"%PDF-1.7\n<script>alert(1)</script>"),
        "a.pdf",
        "polyglot",
    ),
    "pdf bomb": (files.pdf_bomb(320), "a.pdf", "bomb"),
    "pdf of endless streams": (pdf(b"stream\n" * 100_001), "a.pdf", "bomb"),
    "broken packed part": (
        pdf(b"5 0 obj << >>\nstream\n\x78\x9c\xff\xff\xff\nendstream"),
        "a.pdf",
        "damaged",
    ),
    "objects packed twice": (
        pdf(object_stream(b"x", b"/Filter [/FlateDecode /ASCIIHexDecode]")),
        "a.pdf",
        "damaged",
    ),
    "objects packed oddly": (
        pdf(object_stream(b"x", b"/Filter /LZWDecode")),
        "a.pdf",
        "damaged",
    ),
    "objects packed with differences": (
        pdf(
            object_stream(b"x", b"/Filter /FlateDecode /DecodeParms <</Predictor 12>>")
        ),
        "a.pdf",
        "damaged",
    ),
}


@pytest.mark.parametrize("case", ACCEPTED)
def test_an_honest_file_is_accepted_with_its_true_type(case):
    content, name, media_type, extension = ACCEPTED[case]
    result = clean(content, name)
    assert (result.media_type, result.extension) == (media_type, extension)
    assert result.display_name.endswith(extension)
    assert result.size == len(result.content)
    assert result.sha256 == hashlib.sha256(result.content).hexdigest()
    assert (result.pages == 1) if extension == ".pdf" else (result.pixels == (40, 20))


@pytest.mark.parametrize("case", REFUSED)
def test_a_wrong_file_is_refused_in_one_sentence_and_soon(case):
    content, name, code = REFUSED[case]
    begin = time.monotonic()
    error = refusal(content, name)
    assert time.monotonic() - begin < 5
    assert error.code == code
    assert str(error.messages[0]).endswith(".")
    assert "%" not in error.messages[0]


def test_our_own_letters_may_be_attached():
    data = {
        "title": "T",
        "subtitle": "",
        "columns": [{"label": "A", "number": False}],
        "widths": [1],
        "rows": [["x"]] * 200,
        "notes": [],
        "watermark": "",
        "lang": {"lang": "sq", "script": "latn"},
        "office": ["a", "b"],
        "date": {"year": 2026, "month": 11, "day": 23},
    }
    printed = compile_pdf_apart("table.typ", data, datetime.date(2026, 11, 23))
    assert clean(printed, "letter.pdf").pages >= 4


def test_a_file_over_the_limit_is_refused_before_it_is_read():
    uploaded = upload(pdf(), "a.pdf")
    uploaded.size = uploads.MAX_BYTES + 1
    uploaded.file.close()
    with pytest.raises(ValidationError) as caught:
        clean_upload(uploaded)
    assert caught.value.code == "too_large"
    assert "20 MB" in caught.value.messages[0]


def test_a_file_that_lies_about_its_size_is_refused():
    uploaded = upload(b"%PDF-" + b"\0" * uploads.MAX_BYTES, "a.pdf")
    uploaded.size = 10
    with pytest.raises(ValidationError) as caught:
        clean_upload(uploaded)
    assert caught.value.code == "too_large"


def test_where_and_with_what_a_photo_was_taken_is_forgotten():
    photo = files.photo_with_place()
    assert files.GPS_MARK.encode() in photo
    kept = clean(photo, "photo.jpg").content
    assert kept != photo
    assert files.GPS_MARK.encode() not in kept
    with Image.open(io.BytesIO(kept)) as image:
        assert not image.getexif()
        assert not {"exif", "comment", "xmp", "icc_profile"} & set(image.info)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_turned_photo_is_set_upright(orientation):
    result = clean(files.photo_with_place(orientation), "photo.jpg")
    assert result.pixels == ((20, 40) if orientation >= 5 else (40, 20))
    with Image.open(io.BytesIO(result.content)) as image:
        corner = image.getpixel((1, 1))
    red_first = orientation in {1, 4, 5, 6}
    assert (corner[0] > corner[2]) == red_first


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_of_an_animation_the_first_frame_is_kept(kind):
    result = clean(files.animation(kind), f"a.{kind.lower()}")
    with Image.open(io.BytesIO(result.content)) as image:
        assert getattr(image, "n_frames", 1) == 1
        red, green, _blue = image.convert("RGB").getpixel((5, 5))
    assert red > 200 > 60 > green


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_what_hangs_behind_a_picture_is_left_behind(kind):
    result = clean(picture(kind) + files.HTML + files.zip_file(), "a.jpg")
    assert b"<script>" not in result.content
    assert b"PK\x03\x04" not in result.content


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
@pytest.mark.parametrize(
    "size", [(7_000, 700), (9_000, 900), (300, 12_001), (20_000, 1)]
)
def test_a_very_large_picture_is_stored_smaller(kind, size):
    result = clean(picture(kind, size=size), "a")
    assert max(result.pixels) <= uploads.MAX_STORED_SIDE
    assert (
        result.pixels[0] / result.pixels[1] == pytest.approx(size[0] / size[1], rel=0.2)
        or 1 in size
    )


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Vendimi.pdf", "Vendimi.pdf"),
        ("Одлука бр. 5.PDF", "Одлука бр. 5.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\scans\\ID kartë.pdf", "ID kartë.pdf"),
        ("a\u200bb\u200f\ufeffc.pdf", "abc.pdf"),
        ("a\tb\nc.pdf", "a b c.pdf"),
        ("CON.pdf", "_CON.pdf"),
        ("com1.tar.pdf", "_com1.tar.pdf"),
        ("...pdf", "pdf.pdf"),
        ("", "document.pdf"),
        (".", "document.pdf"),
        ("a<b>|?*.pdf", "a_b____.pdf"),
        ("trailing. . .pdf", "trailing.pdf"),
        ("e\u0301.pdf", "é.pdf"),
        ("\ud800.pdf", "pdf.pdf"),
    ],
)
def test_the_name_a_reader_sees_is_harmless(name, shown):
    assert display_name(name, ".pdf") == shown


@given(st.text(max_size=600))
def test_any_name_becomes_a_short_one_line_name(name):
    shown = display_name(name, ".pdf")
    assert shown.endswith(".pdf")
    assert len(shown.encode()) <= 255
    assert not set(shown) & set('/\\\0\n\r\u202e<>:"|?*')


def test_a_long_name_is_cut_between_letters():
    shown = display_name("ш" * 300 + ".pdf", ".pdf")
    assert shown == "ш" * 125 + ".pdf"


def test_the_refusal_can_be_translated():
    error = refusal(picture("JPEG"), "photo.pdf")
    with translation.override("en"):
        assert "PDF" in error.messages[0]
        assert ".jpg" in error.messages[0]


HEADS = [b"", b"%PDF-1.7\n", b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"RIFF1234WEBP"]


@settings(max_examples=300, deadline=5_000)
@given(st.sampled_from(HEADS), st.binary(max_size=4_000), st.text(max_size=40))
def test_random_bytes_are_cleaned_or_refused_and_nothing_else(head, body, name):
    try:
        result = clean(head + body, name)
    except ValidationError:
        return
    assert isinstance(result, CleanFile)


WHOLE = [pdf(stream(b"q Q" * 50)), *(picture(kind) for kind in ("JPEG", "PNG", "WEBP"))]


@settings(max_examples=300, deadline=5_000)
@given(
    st.sampled_from(WHOLE),
    st.lists(st.tuples(st.integers(0, 2_000), st.integers(0, 255)), max_size=8),
    st.integers(0, 400),
)
def test_good_files_with_broken_bytes_are_cleaned_or_refused(whole, changes, cut):
    broken = bytearray(whole[: len(whole) - cut])
    for position, value in changes:
        broken[position : position + 1] = bytes([value])
    try:
        result = clean(bytes(broken), "a")
    except ValidationError:
        return
    assert isinstance(result, CleanFile)
