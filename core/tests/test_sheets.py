"""Sheets for Excel: no formulas, true numbers and days, and flat memory."""

import csv
import datetime
import subprocess
import sys
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from python_calamine import load_workbook

from core import sheets
from core.sheets import safe_text, sheet_name, write_csv, write_xlsx

ROOT = Path(__file__).parent.parent.parent
HEADER = ["Name", "Day", "Number"]
NOON = datetime.datetime(2026, 11, 23, 11, 0, tzinfo=datetime.UTC)

SIGNS = ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "﹣", "−"]
FORMULAS = [
    f"{sign}{rest}"
    for sign in SIGNS
    for rest in ("1+1", "cmd|' /C calc'!A0", 'HYPERLINK("http://x")', "SUM(A1:A9)", "")
]


def read_csv(path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, delimiter=";"))


def read_xlsx(path) -> list[list]:
    return load_workbook(str(path)).get_sheet_by_index(0).to_python()


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_begins_like_a_formula_in_csv(text, tmp_path):
    write_csv(tmp_path / "a.csv", [text], [(text,)])
    for row in read_csv(tmp_path / "a.csv"):
        assert row[0].startswith("'")
        assert row[0][1:] == text


@pytest.mark.parametrize("text", [" =1+1", "\u200b=1+1", "\u00a0@x", "\x00=1+1"])
def test_what_hides_before_a_formula_does_not_help_it(text):
    assert safe_text(text).startswith("'")


@pytest.mark.parametrize("text", ["Ђорђевић", "RR-2026-00412", "a=b", "5-7", "", "'x"])
def test_plain_text_is_left_alone(text):
    assert safe_text(text) == text


def test_no_cell_of_a_workbook_is_a_formula(tmp_path):
    path = tmp_path / "a.xlsx"
    write_xlsx(path, "List", ["=Header"], [(text,) for text in FORMULAS if text])
    with zipfile.ZipFile(path) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "<f " not in sheet
    assert read_xlsx(path)[1][0] == "=1+1"


def test_numbers_and_days_arrive_as_numbers_and_days(tmp_path):
    day = datetime.date(2026, 11, 23)
    row = ("Đorđević", day, -5, NOON, Decimal("2.50"), None, 0.25)
    write_xlsx(tmp_path / "a.xlsx", "List", list("abcdefg"), [row])
    assert read_xlsx(tmp_path / "a.xlsx")[1] == [
        "Đorđević",
        day,
        -5,
        datetime.datetime(2026, 11, 23, 12, 0),
        2.5,
        "",
        0.25,
    ]


def test_a_moment_keeps_its_hour_below_a_day(tmp_path):
    rows = [(NOON.date(),), (NOON,)]
    write_xlsx(tmp_path / "a.xlsx", "List", ["When"], rows)
    assert read_xlsx(tmp_path / "a.xlsx")[2][0] == datetime.datetime(2026, 11, 23, 12)


def test_csv_is_written_as_excel_reads_it_here(tmp_path):
    path = tmp_path / "a.csv"
    rows = [("Ђорђевић; М.", datetime.date(2026, 11, 23), -2.5), ("+383", NOON, None)]
    write_csv(path, HEADER, rows)
    assert path.read_bytes().startswith(b"\xef\xbb\xbfName;Day;Number\r\n")
    assert read_csv(path)[1:] == [
        ["Ђорђевић; М.", "2026-11-23", "-2,5"],
        ["'+383", "2026-11-23 12:00", ""],
    ]


@pytest.mark.parametrize("write", ["csv", "xlsx"])
def test_an_empty_list_still_has_its_header(write, tmp_path):
    path = tmp_path / "a"
    if write == "csv":
        assert write_csv(path, HEADER, []) == 0
        assert read_csv(path) == [HEADER]
    else:
        assert write_xlsx(path, "List", HEADER, []) == 0
        assert read_xlsx(path)[0] == HEADER


def test_progress_is_told_on_the_way_and_at_the_end(tmp_path):
    for write in (
        lambda told: write_csv(tmp_path / "a", ["a"], rows(), on_progress=told),
        lambda told: write_xlsx(tmp_path / "b", "x", ["a"], rows(), on_progress=told),
    ):
        told = []
        assert write(told.append) == 2_500
        assert told == [1_000, 2_000, 2_500]


def rows(number: int = 2_500):
    return ((n,) for n in range(number))


def test_a_failing_list_is_not_taken_for_a_whole_one(tmp_path):
    def failing():
        yield ("a",)
        raise RuntimeError("the database went away")

    for write in (
        lambda: write_csv(tmp_path / "a", ["a"], failing()),
        lambda: write_xlsx(tmp_path / "b", "x", ["a"], failing()),
    ):
        with pytest.raises(RuntimeError, match="went away"):
            write()


def test_more_rows_than_a_sheet_holds_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(sheets, "MAX_SHEET_ROWS", 100)
    assert write_xlsx(tmp_path / "a", "x", ["a"], rows(99)) == 99
    with pytest.raises(ValidationError) as caught:
        write_xlsx(tmp_path / "a", "x", ["a"], rows(100))
    assert caught.value.code == "too_many_rows"


def test_odd_cells_do_not_break_a_workbook(tmp_path):
    odd = ["\x00\x1f\ud800a", "x" * 40_000, 10**17, float("nan"), float("inf"), True]
    write_xlsx(tmp_path / "a", "x", ["a"], [(cell,) for cell in odd])
    got = [row[0] for row in read_xlsx(tmp_path / "a")[1:]]
    assert got == ["a", "x" * 32_767, str(10**17), "", "", "True"]


def test_columns_of_one_name_are_both_kept(tmp_path):
    write_xlsx(tmp_path / "a", "x", ["Date", "Date", "Date"], [(1, 2, 3)])
    assert read_xlsx(tmp_path / "a") == [["Date", "Date (2)", "Date (3)"], [1, 2, 3]]


@pytest.mark.parametrize(
    ("title", "tab"),
    [
        ("Kërkesat [2026]/11", "Kërkesat 2026 11"),
        ("'", "1"),
        ("", "1"),
        ("ш" * 40, "ш" * 31),
    ],
)
def test_a_title_fits_on_a_tab(title, tab, tmp_path):
    assert sheet_name(title) == tab
    write_xlsx(tmp_path / "a", title, ["a"], [(1,)])


MEASURE = """
import datetime, sys
from django.conf import settings
settings.configure(USE_TZ=True, TIME_ZONE="Europe/Belgrade")
from core.sheets import write_csv, write_xlsx

def resident():
    return int(open("/proc/self/statm").read().split()[1]) * 4096 / 1_000_000

def rows(number):
    day, moment = datetime.date(2026, 1, 2), datetime.datetime(2026, 1, 2, 3, 4)
    for n in range(number):
        yield (f"RR-{n}", *(f"{n} {c}" for c in range(7)), n, n / 7, day, moment)

def told(done):
    global highest
    highest = max(highest, resident())

path, kind = sys.argv[1:]
write = {
    "csv": lambda n, told: write_csv(path, "abcdefghijkl", rows(n), on_progress=told),
    "xlsx": lambda n, told: write_xlsx(
        path, "x", "abcdefghijkl", rows(n), on_progress=told
    ),
}[kind]
write(1_000, None)
before = highest = resident()
write(100_000, told)
print(max(highest, resident()) - before)
"""


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_hundred_thousand_rows_take_no_more_memory_than_a_thousand(kind, tmp_path):
    finished = subprocess.run(
        [sys.executable, "-c", MEASURE, str(tmp_path / "a"), kind],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert float(finished.stdout) < 8
