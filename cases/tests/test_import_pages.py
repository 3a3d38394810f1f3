"""The way from a file to its report in a browser, without script; nothing typed is lost, nothing foreign is seen."""

import io
import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from python_calamine import load_workbook

from accounts.factories import municipality
from cases.models import Import, Person
from cases.tests.registers import ANA, HEAD, MILAN, as_csv, book, brought, do, upload
from core.jobs import perform
from core.models import Job, Municipality
from core.scoping import system
from core.tests.files import PROGRAM, pdf, zip_file
from people import PEJA, STRPCE, browser_of, complaints, new_token

BAD = ["3", "Vuk", "Marić", "31.2.1963", "=1+1", "Nowhere"]


def bring(office, content, name="book.csv", **more):
    data = {
        "municipality": Municipality.objects.get(code=STRPCE).pk,
        "source": "Old book",
        "language": "sr",
        "file": SimpleUploadedFile(name, content),
        "form_token": new_token(),
    }
    return office.post(reverse("cases:import_create"), data | more)


def address(page, register, *more):
    return reverse(f"cases:import_{page}", args=[register.pk, *more])


def send(office, url, **data):
    register = Import.objects.get(pk=url.split("/")[2]) if "/rows/" not in url else None
    version = {"form_version": register.version} if register else {}
    return office.post(url, {"form_token": new_token(), **version, **data})


def read(answer):
    return unescape(answer.content.decode())


def test_a_register_goes_all_the_way_from_file_to_report(office, here, jelena):
    answer = bring(office, as_csv([MILAN, ANA, BAD], header=HEAD, encoding="cp1251"))
    with system():
        register = Import.objects.get()
    assert answer.url == address("sheet", register)
    assert "Милан" in read(office.get(answer.url))
    with system():
        answer = send(
            office,
            answer.url,
            encoding="cp1251",
            delimiter=";",
            header_row=1,
            header_height=1,
        )
        assert answer.url == address("columns", register)
        assert "Милан · Ana" in read(office.get(answer.url))
        chosen = {f"column_{column}": name for column, name in register.columns.items()}
        answer = send(
            office, answer.url, layout="household", date_order="dmy", **chosen
        )
    assert answer.url == address("preview", register)
    text = read(office.get(answer.url))
    assert "There is no such day." in text
    assert "No such place is known." in text
    for step in ("check", "run"):
        office.post(address("step", register, step))
        work(jelena)
    text = read(office.get(address("detail", register)))
    assert "3 rows were read" in text
    assert "31.2.1963" in text
    with system():
        register.refresh_from_db()
        assert (register.created, register.rejected, register.state) == (
            2,
            1,
            "finished",
        )


def work(user):
    """What the worker does meanwhile."""
    with system():
        jobs = list(Job.objects.filter(owner=user, state="queued"))
    for job in jobs:
        perform(job.pk)


def test_rejected_rows_are_corrected_in_a_sheet_and_brought_again(office, here, jelena):
    with system():
        done = brought(here, jelena, MILAN, BAD)
        assert done.rejected == 1
    content = office.get(address("rejected", done)).getvalue()
    rows = load_workbook(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert rows[0] == [*HEAD, "! Row", "! What is wrong"]
    assert rows[1][:7] == [*BAD, 3]
    assert rows[1][7].startswith("Data e lindjes: There is no such day.")
    mended = [
        str(cell) for cell in [*rows[1][:3], "28.2.1963", "", "Sevce", *rows[1][6:]]
    ]
    with system():
        again = upload(as_csv([mended], header=rows[0]), at=here, by=jelena)
        assert again.columns == done.columns
        do(again, "run", by=jelena)
        assert again.created == 1


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "a.csv"),
        (pdf(), "a.xlsx"),
        (PROGRAM, "a.xls"),
        (zip_file("xl/workbook.xml"), "a.xlsx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "a.xls"),
        (b"x;" * 300 + b"x", "a.csv"),
        (b"\n\n", "a.csv"),
    ],
)
def test_a_file_that_is_no_register_is_refused_and_nothing_typed_is_lost(
    office, here, content, name
):
    answer = bring(office, content, name)
    assert answer.status_code == 422
    assert complaints(answer)
    assert 'value="Old book"' in read(answer)
    with system():
        assert not Import.objects.exists()


def test_an_officer_brings_registers_for_the_own_municipality_only(
    office, here, mirjeta
):
    peja = municipality(PEJA).pk
    assert bring(office, book(MILAN), municipality=peja).status_code == 422
    assert bring(browser_of(mirjeta), book(MILAN), municipality=peja).status_code == 302
    with system():
        assert Import.objects.get().municipality_id == peja


def test_columns_that_do_not_fit_together_are_refused_in_words(office, here, jelena):
    register = upload(book(MILAN), at=here, by=jelena)
    refused = {
        "Two columns are “given name”; choose one of them.": {"column_1": "given_name", "column_2": "given_name"},
        "Say which columns hold given name and surname.": {"column_1": "given_name"},
        "Say which column tells the household.": {"column_1": "given_name", "column_2": "surname", "layout": "member"},
    }  # fmt: skip
    for sentence, chosen in refused.items():
        with system():
            answer = send(
                office,
                address("columns", register),
                **{"layout": "person", "date_order": "dmy"} | chosen,
            )
        assert answer.status_code == 422
        assert sentence in read(answer)


def test_two_who_prepare_one_import_do_not_overwrite_each_other(office, here, jelena):
    register = upload(book(MILAN), at=here, by=jelena)
    data = {"form_token": new_token(), "form_version": 99, "encoding": "utf-8", "delimiter": ";",
            "header_row": 1, "header_height": 1}  # fmt: skip
    answer = office.post(address("sheet", register), data)
    assert answer.status_code == 422
    assert "Somebody else saved this" in read(answer)


def test_an_import_is_run_once_however_often_the_button_is_pressed(
    office, here, jelena
):
    register = upload(book(MILAN), at=here, by=jelena)
    for _time in range(3):
        office.post(address("step", register, "run"))
    with system():
        assert Job.objects.filter(kind="import").count() == 1


def test_a_held_row_is_decided_on_its_page(office, here, jelena):
    with system():
        brought(here, jelena, MILAN)
        twin = ["9", "Milan", "Jović", "3.5.1963", "", ""]
        done = brought(here, jelena, twin, source="Another book")
        row = done.rows.get()
        person = Person.objects.get()
    text = read(office.get(address("detail", done)))
    assert "Decide about row 2" in text
    url = reverse("cases:import_row_decide", args=[row.pk])
    assert str(person) in read(office.get(url))
    assert send(office, url, decision="").status_code == 422
    assert send(office, url, decision=person.pk).url == address("detail", done)
    with system():
        done.refresh_from_db()
        assert (done.held, done.unchanged) == (0, 1)


def test_an_import_is_taken_back_on_its_page(office, here, jelena):
    with system():
        done = brought(here, jelena, MILAN)
        assert "will be removed: 1." in read(office.get(address("take_back", done)))
        send(office, address("take_back", done))
    work(jelena)
    with system():
        done.refresh_from_db()
        assert done.state == "taken_back"
        assert not Person.objects.exists()


def test_another_office_sees_nothing_of_an_import(here, jelena, arta):
    with system():
        done = brought(here, jelena, MILAN)
        row = done.rows.get()
    peja = browser_of(arta)
    assert "register.csv" not in read(peja.get(reverse("cases:import_list")))
    for page in ("detail", "sheet", "columns", "preview", "take_back", "rejected"):
        assert peja.get(address(page, done)).status_code == 404
    assert (
        peja.get(reverse("cases:import_row_decide", args=[row.pk])).status_code == 404
    )
    assert peja.post(address("step", done, "run")).status_code == 404


def test_a_colleague_sees_the_import_but_not_whose_work_it_is(here, jelena, dragan):
    with system():
        done = brought(here, jelena, MILAN)
    text = read(browser_of(dragan).get(address("detail", done)))
    assert "1 row was read" in text


def test_the_menu_marks_imports_and_not_requests(office):
    text = read(office.get(reverse("cases:import_list")))
    marked = re.findall(r'href="([^"]+)"[^>]*aria-current="page"', text)
    assert marked == [reverse("cases:import_list")]
