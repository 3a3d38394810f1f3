"""What a PDF may carry: pages, and nothing that acts or hides."""

import zlib

import pytest
from django.core.exceptions import ValidationError

from core.pdf_safety import MEGABYTE, check_pdf
from core.tests.files import object_stream, pdf, stream


def refusal(content: bytes) -> str:
    with pytest.raises(ValidationError) as caught:
        check_pdf(content)
    return caught.value.code


ACTIVE_OBJECTS = {
    "script": b"<< /S /JavaScript /JS (app.alert(1)) >>",
    "script, escaped": b"<< /S /J#61vaScript /J#53 (app.alert(1)) >>",
    "script key alone": b"<< /JS (app.alert(1)) >>",
    "script key to another object": b"<< /JS 12 0 R >>",
    "script on opening": b"<< /OpenAction << /S /JavaScript /JS <61> >> >>",
    "launch": b"<< /S /Launch /F (cmd.exe) >>",
    "attached file": b"<< /Type /EmbeddedFile >>",
    "list of attached files": b"<< /Names << /EmbeddedFiles 3 0 R >> >>",
    "rich media": b"<< /Subtype /RichMedia >>",
    "rendition": b"<< /S /Rendition >>",
    "form that sends": b"<< /S /SubmitForm /F (http://example.org) >>",
    "jump into an attachment": b"<< /S /GoToE >>",
    "form with scripts": b"<< /AcroForm << /XFA [(a) 3 0 R] >> >>",
}


@pytest.mark.parametrize("case", ACTIVE_OBJECTS)
def test_a_pdf_that_acts_is_refused(case):
    active = b"30 0 obj\n" + ACTIVE_OBJECTS[case] + b"\nendobj"
    assert refusal(pdf(active)) == "active"


# A script key acts only beside its /JavaScript, and that is found everywhere.
HIDDEN_OBJECTS = [case for case in ACTIVE_OBJECTS if "script key" not in case]


@pytest.mark.parametrize("case", HIDDEN_OBJECTS)
def test_a_pdf_that_hides_its_acts_in_packed_objects_is_refused(case):
    hidden = object_stream(b"30 0 " + ACTIVE_OBJECTS[case])
    assert refusal(pdf(hidden)) == "active"


def test_a_script_on_the_border_of_two_pieces_is_found():
    begin = b"x" * (MEGABYTE - 5)
    assert refusal(pdf(stream(begin + b"/JavaScript "))) == "active"


def test_a_script_behind_a_false_end_of_a_packed_part_is_found():
    hidden = b"\nendstream\n/JavaScript "
    parts = stream(b"x").split(b"stream\n")
    sly = parts[0] + b"stream\n" + _stored(hidden) + b"\nendstream\nendobj"
    assert refusal(pdf(sly)) == "active"


def _stored(content: bytes) -> bytes:
    """Packed without packing, so that the words stand in the file as they are."""
    packer = zlib.compressobj(0)
    return packer.compress(content) + packer.flush()


def test_pages_are_counted_also_inside_packed_objects():
    packed = object_stream(b"40 0 << /Type /Page /Parent 2 0 R >> ")
    assert check_pdf(pdf(packed, pages=3)) == 4
