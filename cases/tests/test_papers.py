"""Papers come in as files: judged by what they are, kept with their record, given out as attachments."""

from itertools import cycle

import pytest

from cases.models import Paper, PaperKind
from core.models import Document, ReadEntry
from core.scoping import system
from core.tests import files
from people import LANGUAGES, browser_of, complaints, new_token, rows_kept

MEGABYTE = 1024 * 1024

BAD_FILES = {
    "a program": (files.PROGRAM, "scan.pdf"),
    "a web page": (files.HTML, "scan.pdf"),
    "a drawing with a script": (files.SVG, "scan.png"),
    "entities": (files.XML_ENTITIES, "scan.pdf"),
    "a Word file": (files.zip_file("word/document.xml"), "scan.docx"),
    "a zip that says pdf": (files.zip_file(), "scan.pdf"),
    "a picture that says pdf": (files.picture("PNG"), "scan.pdf"),
    "a PDF that says picture": (files.pdf(), "scan.jpg"),
    "two endings": (files.pdf(), "scan.php.pdf"),
    "a phone's HEIC": (files.HEIC, "photo.jpg"),
    "nothing": (b"", "scan.pdf"),
    "a PNG bomb": (files.png_that_claims(60_000, 60_000), "scan.png"),
    "a JPEG bomb": (files.jpeg_that_claims(60_000, 60_000), "scan.jpg"),
    "a PDF bomb": (files.pdf_bomb(320), "scan.pdf"),
    "half a picture": (files.picture("PNG")[:60], "scan.png"),
    "too much": (files.pdf() + b" " * (20 * MEGABYTE), "scan.pdf"),
    "a virus test": (files.EICAR, "scan.pdf"),
}


@pytest.fixture
def desk(register, jelena):
    """Where papers of one request are added."""
    return f"/requests/{register().pk}/papers/add/", PaperKind.objects.get(
        code="possession_list"
    )


def add(browser, desk, content=None, name="scan.pdf", **typed):
    url, kind = desk
    form = {"paper_kind": kind.pk, "number": "Л-17", "form_token": new_token()} | typed
    if content is not None:
        form["file"] = files.upload(content, name)
    return browser.post(url, form)


@pytest.mark.parametrize(
    ("what", "language"), list(zip(BAD_FILES, cycle(LANGUAGES), strict=False))
)
def test_a_file_that_is_not_what_we_take_is_refused_with_a_reason(
    jelena, desk, what, language
):
    before = rows_kept()
    answer = add(browser_of(jelena, language=language), desk, *BAD_FILES[what])
    assert answer.status_code == 422
    assert answer.context["form"].errors["file"]
    assert complaints(answer)
    assert answer.context["form"]["number"].value() == "Л-17"
    assert rows_kept() == before


@pytest.mark.parametrize(
    ("content", "name", "media_type"),
    [
        (files.pdf(), "Списак поседа.pdf", "application/pdf"),
        (files.picture("JPEG"), "fotografi ë.jpg", "image/jpeg"),
        (files.picture("PNG"), "scan", "image/png"),
        (files.photo_with_place(), "IMG_1.jpeg", "image/jpeg"),
    ],
)
def test_a_good_file_comes_back_as_an_attachment(
    office, desk, content, name, media_type
):
    assert add(office, desk, content, name).status_code == 302
    with system():
        document = Document.objects.get()
    answer = office.get(f"/documents/{document.pk}/")
    body = b"".join(answer.streaming_content)
    assert answer.headers["Content-Type"] == media_type
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert len(body) == document.size
    assert files.GPS_MARK.encode() not in body
    with system():
        assert ReadEntry.objects.filter(what="core.document").count() == 1


def test_what_the_person_called_the_file_never_reaches_the_disk(office, desk):
    add(office, desk, files.pdf(), "../../Ђорђевић.pdf")
    with system():
        document = Document.objects.get()
    assert "Ђорђевић" not in document.file.name
    assert ".." not in document.file.name


def test_neither_a_file_nor_a_reason_is_not_enough(office, desk):
    before = rows_kept()
    answer = add(office, desk)
    assert answer.status_code == 422
    assert "Attach the paper, or say why it is not available." in complaints(answer)
    assert rows_kept() == before


def test_a_paper_the_family_cannot_get_has_a_reason_and_a_stand_in(office, desk):
    typed = {"reason": "The archive burned.", "stands_in": "Two witnesses"}
    assert add(office, desk, **typed).status_code == 302
    with system():
        paper = Paper.objects.get()
    assert (paper.state, paper.document) == (Paper.State.NOT_AVAILABLE, None)


def test_a_paper_is_added_once_however_often_the_button_is_pressed(office, desk):
    token = new_token()
    answers = [add(office, desk, files.pdf(), form_token=token) for _click in range(3)]
    assert {answer.status_code for answer in answers} == {302, 422} or {
        answer.status_code for answer in answers
    } == {302}
    with system():
        assert Document.objects.count() == Paper.objects.count() == 1


def test_the_same_kind_of_paper_is_not_added_again(office, desk):
    add(office, desk, files.pdf())
    before = rows_kept()
    answer = add(office, desk, files.pdf())
    assert answer.status_code == 422
    assert rows_kept() == before


@pytest.mark.parametrize("kind", ["0", "-1", "²", "9" * 40, "x", ""])
def test_an_unknown_kind_of_paper_is_refused(office, desk, kind):
    assert add(office, desk, files.pdf(), paper_kind=kind).status_code == 422
    assert office.get(desk[0], {"kind": kind}).status_code == 200


def test_a_paper_from_tomorrow_is_refused(office, desk):
    answer = add(office, desk, files.pdf(), issued_on="2199-01-01")
    assert "issued_on" in answer.context["form"].errors


def test_a_paper_of_another_office_is_not_there(office, desk, arta):
    add(office, desk, files.pdf())
    with system():
        document = Document.objects.get()
    assert browser_of(arta).get(f"/documents/{document.pk}/").status_code == 404
    assert add(browser_of(arta), desk, files.pdf()).status_code == 404


def test_a_lost_file_is_a_404_and_no_fault(office, desk):
    add(office, desk, files.pdf())
    with system():
        document = Document.objects.get()
        document.file.storage.delete(document.file.name)
    assert office.get(f"/documents/{document.pk}/").status_code == 404


def test_after_the_file_went_on_no_paper_is_added(office, request_at):
    file = request_at("verified")
    url = f"/requests/{file.pk}/papers/add/"
    assert office.get(url).status_code == 403
    kind = PaperKind.objects.get(code="vulnerability_proof")
    before = rows_kept()
    assert add(office, (url, kind), files.pdf()).status_code == 403
    assert rows_kept() == before
