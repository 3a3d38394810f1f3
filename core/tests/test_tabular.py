"""Tables that people bring: letters, separators, sheets, headers and days are found, and bad files are refused in words."""

import datetime
import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from core import sheets
from core.tabular import dates, encodings, files, headers, reading
from core.tests.files import (
    HEIC,
    HTML,
    PROGRAM,
    SVG,
    XLS,
    ods,
    ods_row,
    pdf,
    picture,
    zip_file,
)

TODAY = datetime.date(2026, 11, 25)
LATIN = "Ime;Prezime;Selo\nĐorđe;Živković;Štrpce\nČedomir;Ćirić;Sušiće\nLjubiša;Đukić;Vrbeštica\n"
CYRILLIC = "Име;Презиме;Село\nЂорђе;Живковић;Штрпце\nЧедомир;Ћирић;Сушиће\nШпенд;Ђукић;Готовуша\n"
CAPITALS = "ИМЕ;ПРЕЗИМЕ\nЂОРЂЕ;ЖИВКОВИЋ\nЧЕДОМИР;ЋИРИЋ\n"
ALBANIAN = "Emri;Mbiemri;Vendi\nGëzim;Çelaj;Shtërpcë\nVjollcë;Brezovicë;Sevcë\n"
WRITTEN = [
    *[(LATIN, code) for code in ("utf-8", "utf-8-sig", "utf-16", "cp1250", "iso8859-2")],
    *[(CYRILLIC, code) for code in ("utf-8", "utf-8-sig", "utf-16", "cp1251", "iso8859-5")],
    *[(CAPITALS, code) for code in ("utf-8", "cp1251", "iso8859-5")],
    *[(ALBANIAN, code) for code in ("utf-8", "cp1250", "cp1252", "iso8859-2")],
]  # fmt: skip


@pytest.mark.parametrize(("text", "encoding"), WRITTEN)
def test_letters_are_read_as_they_were_written(text, encoding):
    content = text.encode(encoding)
    assert encodings.decode(content, encodings.guess_encoding(content)) == text


@pytest.mark.parametrize("delimiter", encodings.DELIMITERS)
def test_the_separator_is_found_although_others_stand_in_the_text(delimiter):
    lines = [f'"Rr. Dëshmorët, nr. 1; ap | 2"{delimiter}a{delimiter}b\r\n'] * 5
    assert encodings.guess_delimiter("".join(lines)) == delimiter


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1963-05-03", "1963-05-03"),
        ("1963-05-03T00:00:00", "1963-05-03"),
        ("3.5.1963", "1963-05-03"),
        ("03.05.1963.", "1963-05-03"),
        ("03/05/1963", "1963-05-03"),
        ("03-05-1963", "1963-05-03"),
        ("03 . 05 . 1963", "1963-05-03"),
        ("05/23/1963", "1963-05-23"),
        ("3.5.63", "1963-05-03"),
        ("3. maj 1963", "1963-05-03"),
        ("3 maj 1963", "1963-05-03"),
        ("3. мај 1963.", "1963-05-03"),
        ("14 nëntor 1950", "1950-11-14"),
        ("14. новембра 1950.", "1950-11-14"),
        ("14 Nov 1950", "1950-11-14"),
        ("November 14, 1950", "1950-11-14"),
        ("14 Kasım 1950", "1950-11-14"),
        ("1 qershor 1950", "1950-06-01"),
        ("1 korrik 1950", "1950-07-01"),
        ("1 gusht 1950", "1950-08-01"),
        ("1 shtator 1950", "1950-09-01"),
        ("1 shkurt 1950", "1950-02-01"),
        ("3.V.1963", "1963-05-03"),
        ("3. XII 1963", "1963-12-03"),
        ("23134", "1963-05-03"),
        ("23134.0", "1963-05-03"),
    ],
)
def test_a_day_is_read_however_it_is_written(text, found):
    read = dates.read_day(text, order="dmy", today=TODAY)
    assert read == dates.Found(datetime.date.fromisoformat(found))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("3.5.08", "date_two_digits"),
        ("31.2.1963", "date_impossible"),
        ("13.13.1963", "date_impossible"),
        ("не зна се", "date_unreadable"),
        ("1.1.0063", "date_unreadable"),
        ("99.99.9999", "date_unreadable"),
        ("5 foo 1963", "date_unreadable"),
        ("", "date_unreadable"),
        ("1963", None),
    ],
)
def test_what_is_no_day_says_why(text, code):
    if code is None:
        assert dates.read_day(text, order="dmy", today=TODAY).precision == dates.YEAR
        return
    with pytest.raises(dates.Unreadable, match=code):
        dates.read_day(text, order="dmy", today=TODAY)


def test_a_day_that_could_be_two_is_not_guessed():
    with pytest.raises(dates.Unreadable, match="date_ambiguous"):
        dates.read_day("03/05/1963", order=dates.ASK, today=TODAY)
    month_first = dates.read_day("03/05/1963", order="mdy", today=TODAY)
    assert month_first.day == datetime.date(1963, 3, 5)


def test_days_may_count_from_1904():
    found = dates.read_day("21672", order="dmy", today=TODAY, since_1904=True)
    assert found.day == datetime.date(1963, 5, 3)


@pytest.mark.parametrize(
    ("texts", "order"),
    [
        (["03/05/1963", "23/05/1963"], dates.DAY_FIRST),
        (["03/05/1963", "05/23/1963"], dates.MONTH_FIRST),
        (["03/05/1963", "04/06/1970"], dates.ASK),
        (["23/05/1963", "05/23/1963"], dates.ASK),
        (["03.05.1963", "1970"], dates.DAY_FIRST),
        (["1963-05-03", ""], dates.DAY_FIRST),
    ],
)
def test_the_order_of_a_column_is_told_by_what_leaves_no_doubt(texts, order):
    assert dates.guess_order(texts) == order


DAYS = st.dates(datetime.date(1930, 1, 1), TODAY)


@given(
    DAYS, st.sampled_from(["%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y."])
)
def test_every_day_comes_back_from_every_form(day, form):
    text = day.strftime(form)
    assert dates.read_day(text, order="dmy", today=TODAY).day == day
    serial = str((day - datetime.date(1899, 12, 30)).days)
    assert dates.read_day(serial, order="dmy", today=TODAY).day == day


@given(st.text(max_size=40))
def test_any_text_is_a_day_or_says_why_not(text):
    try:
        assert dates.read_day(text, order="dmy", today=TODAY).day
    except dates.Unreadable as reason:
        assert reason.args[0].startswith("date_")


KNOWN = {
    "Emri",
    "Mbiemri",
    "Data e lindjes",
    "Fshati",
    "Personi Emri",
    "Personi Mbiemri",
}
BODY = [["Milan", "Jović", "3.5.1963", "Sevce"], ["Ana", "Savić", "1970", "Brod"]] * 3


def knows(name):
    return name in KNOWN


def test_a_header_is_found_below_titles_and_blank_rows():
    rows = [
        ["Regjistri 2004"],
        [],
        ["Emri", "Mbiemri", "Data e lindjes", "Fshati"],
        *BODY,
    ]
    assert headers.find_header(rows, knows) == headers.Header(3, 1, tuple(rows[2]))


def test_a_header_in_two_merged_rows_is_joined():
    rows = [
        ["Personi", "", "", "Fshati"],
        ["Emri", "Mbiemri", "Data e lindjes", ""],
        *BODY,
    ]
    found = headers.find_header(rows, knows)
    assert (found.row, found.height) == (2, 2)
    assert found.names == ("Personi Emri", "Personi Mbiemri", "Personi Data e lindjes", "Fshati")  # fmt: skip


@given(st.integers(0, 8), st.integers(0, 3))
def test_the_header_is_found_wherever_it_stands(titles, blanks):
    above = [[f"Title {number}"] for number in range(titles)] + [[]] * blanks
    head = ["Emri", "Mbiemri", "Data e lindjes", "Fshati"]
    found = headers.find_header([*above, head, *BODY], knows)
    assert (found.row, found.names) == (titles + blanks + 1, tuple(head))


@given(st.lists(st.lists(st.text(max_size=5), max_size=6), max_size=8))
def test_any_rows_have_some_header(rows):
    assert headers.find_header(rows, knows).row >= 1


def uploaded(content, name):
    return SimpleUploadedFile(name, content)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "a.csv"),
        (pdf(), "a.pdf"),
        (pdf(), "a.xlsx"),
        (picture(), "a.jpg"),
        (picture("PNG"), "a.csv"),
        (HEIC, "a.heic"),
        (SVG, "a.csv"),
        (HTML, "a.xls"),
        (PROGRAM, "a.xlsx"),
        (zip_file("word/document.xml"), "a.docx"),
        (b"PK\x03\x04 and then nothing", "a.xlsx"),
        (b"a;b\n1;2\n", "a.xlsx"),
        (b"a;b\n1;2\n", "a.exe"),
        (b"a\0b\0c", "a.csv"),
    ],
)
def test_what_is_no_register_is_refused_in_a_sentence(content, name):
    with pytest.raises(ValidationError) as refused:
        files.check_register(uploaded(content, name))
    assert refused.value.messages[0].endswith(".")


def test_a_file_that_is_too_large_is_refused():
    large = uploaded(b"a", "a.csv")
    large.size = files.MOST_BYTES + 1
    with pytest.raises(ValidationError, match="larger than 60 MB"):
        files.check_register(large)


def unfolded(tmp_path, content, kind, **wishes):
    source, target = tmp_path / "source", tmp_path / "rows"
    source.write_bytes(content)
    facts = files.unfold(source, target, kind=kind, **wishes)
    return facts, [cells for _line, cells in reading.rows_from(target)]


def test_a_text_becomes_rows(tmp_path):
    facts, rows = unfolded(tmp_path, LATIN.encode("cp1250"), "csv")
    assert (facts["encoding"], facts["delimiter"], facts["height"]) == (
        "cp1250",
        ";",
        4,
    )
    assert rows[1] == ["Đorđe", "Živković", "Štrpce"]


def test_a_zero_among_letters_is_left_out(tmp_path):
    _facts, rows = unfolded(
        tmp_path, "Emri;Mbiemri\nAn\0a;Savić\n".encode("utf-16"), "csv"
    )
    assert rows[1] == ["Ana", "Savić"]


def test_letters_may_be_chosen_by_hand(tmp_path):
    _facts, rows = unfolded(tmp_path, LATIN.encode("cp1250"), "csv", encoding="cp1252")
    assert rows[1][0] == "Ðorðe"


def test_a_sheet_becomes_rows_with_days_as_days(tmp_path):
    book = tmp_path / "book.xlsx"
    rows = [("Милан", datetime.date(1963, 5, 3), 7), ("Ана", None, 8)]
    sheets.write_xlsx(book, "Regjistri", ["Emri", "Data", "Nr"], rows)
    facts, found = unfolded(tmp_path, book.read_bytes(), "xlsx")
    assert (facts["sheet"], facts["height"]) == ("Regjistri", 3)
    assert found == [
        ["Emri", "Data", "Nr"],
        ["Милан", "1963-05-03", "7"],
        ["Ана", "", "8"],
    ]


def test_an_old_excel_sheet_becomes_rows(tmp_path):
    facts, rows = unfolded(tmp_path, XLS, "xls")
    assert facts["sheets"] == ["Регистар"]
    assert rows == [
        ["Име", "Презиме", "Датум рођења", "Бр"],
        ["Милан", "Јовић", "1963-05-03", "7"],
    ]


def test_a_sheet_of_libreoffice_becomes_rows(tmp_path):
    content = ods(ods_row("Emri", "Mbiemri"), ods_row("Gëzim", "Çelaj"))
    facts, rows = unfolded(tmp_path, content, "ods")
    assert (facts["sheet"], rows) == (
        "Regjistri",
        [["Emri", "Mbiemri"], ["Gëzim", "Çelaj"]],
    )
    assert files.check_register(uploaded(content, "a.ods")) == ("ods", "a.ods")


def packed(**entries) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return out.getvalue()


SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
    "</sheetData></worksheet>"
)
BOOK = (
    '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Target="worksheets/sheet1.xml"'
    ' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"/></Relationships>'
)
WIDE = packed(xl__workbook_xml=BOOK, **{"xl/_rels/workbook.xml.rels": RELATIONS, "xl/worksheets/sheet1.xml": SHEET})  # fmt: skip


@pytest.mark.parametrize(
    ("content", "kind", "code"),
    [
        (b"PK\x03\x04 nothing", "xlsx", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "xls", "damaged"),
        (packed(xl__workbook_xml="<not a workbook"), "xlsx", "damaged"),
        (packed(content_xml="<x/>"), "ods", None),
        (WIDE, "xlsx", None),
        (ods(ods_row("a", repeated=1_048_576, across=16_384)), "ods", None),
        (ods(ods_row("a", repeated=2_000_000_000)), "ods", None),
        (
            packed(xl__workbook_xml=b"0" * (reading.MOST_UNPACKED + 1)),
            "xlsx",
            "too_large_unpacked",
        ),
        (b"", "csv", "empty"),
        (b"a;" * 300, "csv", None),
        (b"x;" * 201 + b"x", "csv", "too_many_columns"),
        (b'"' + b"a" * 200_000, "csv", "damaged"),
        (b"a\n" * 300_001, "csv", "too_many_rows"),
    ],
)
def test_a_malformed_register_is_refused_and_ends_nothing(
    tmp_path, content, kind, code
):
    try:
        facts, _rows = unfolded(tmp_path, content, kind)
    except ValidationError as refused:
        assert code in (None, refused.code)
        assert refused.messages == [str(files.SENTENCES[refused.code])]
    else:
        assert code is None
        assert facts["height"]
