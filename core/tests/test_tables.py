"""A list is declared once: the same columns on the page and in the sheet, always escaped."""

import re

import pytest
from django.utils.safestring import mark_safe

from core.tables import Column, Table, badge

NASTY = "<script>alert(\"x\")</script> & 'so'"
LIST = Table(
    (
        Column("reference", "Number", ("reference",)),
        Column(
            "head",
            "Head",
            ("surname", "given"),
            show=lambda s, g: f"{s}, {g}",
            css="who",
        ),
        Column("stage", "Stage", ("status",), show=lambda s: badge(s, "good")),
        Column("surname", "Surname", ("surname",), export=str.upper),
    ),
    link="cases:request_detail",
)
ROW = (7, "RR-2026-000007", "Ђокић", "Ана", "draft")


def cells(html):
    return re.findall(r"<td[^>]*>(.*?)</td>", html)


def test_each_field_is_fetched_once():
    assert LIST.fields == ("pk", "reference", "surname", "given", "status")


def test_the_first_cell_leads_to_the_record():
    first = cells(LIST.body([ROW]))[0]
    assert first == '<a class="ref" href="/requests/7/">RR-2026-000007</a>'


def test_cells_stand_under_their_headings():
    html = LIST.body([ROW])
    assert len(cells(html)) == len(LIST.head()) == 4
    assert 'class="who" data-label="Head">Ђокић, Ана' in html


def test_the_sheet_has_plain_values_under_the_same_headings():
    assert LIST.sheet_head() == ["Number", "Head", "Stage", "Surname"]
    (line,) = LIST.sheet_rows([ROW])
    assert line == ["RR-2026-000007", "Ђокић Ана", "draft", "ЂОКИЋ"]


@pytest.mark.parametrize("place", [1, 2, 3, 4])
def test_what_a_person_wrote_is_never_a_part_of_the_page(place):
    row = [*ROW[:place], NASTY, *ROW[place + 1 :]]
    html = LIST.body([row])
    assert "<script" not in html
    assert "&lt;script&gt;" in html


def test_a_heading_is_escaped_too():
    nasty = Table((Column("a", NASTY, ("a",)),), link="cases:request_detail")
    assert "<script" not in nasty.body([(1, "x")])


def test_safe_parts_stay_safe():
    assert LIST.body([ROW]).count('<span class="pill good">draft</span>') == 1
    assert "&lt;" in badge(NASTY, "good")
    assert "<b>" in badge(mark_safe("<b>x</b>"), "good")


def test_rows_can_be_chosen_where_that_is_offered():
    assert 'name="chosen" value="7"' in LIST.body([ROW], selectable=True)
    assert "chosen" not in LIST.body([ROW])


def test_no_rows_are_no_rows():
    assert LIST.body([]) == ""
    assert list(LIST.sheet_rows([])) == []
