"""QR codes inside the page."""

import re
from xml.etree import ElementTree

import pytest
import segno

from core.qr import QUIET_ZONE, qr_svg

ADDRESS = "https://portal.example.org/v/RR-2026-00412"


def modules(svg: str) -> set[tuple[int, int]]:
    """Every dark module that the path draws."""
    runs = re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", svg)
    return {
        (int(left) + step - QUIET_ZONE, int(top) - QUIET_ZONE)
        for left, top, length in runs
        for step in range(int(length))
    }


@pytest.mark.parametrize("text", [ADDRESS, "1", "Штрпце / Shtërpcë", "x" * 300])
def test_every_dark_module_of_the_code_is_drawn(text):
    matrix = segno.make_qr(text, error="m").matrix
    expected = {
        (x, y) for y, row in enumerate(matrix) for x, on in enumerate(row) if on
    }
    assert modules(qr_svg(text)) == expected


def test_the_code_has_a_name_and_asks_nobody_for_anything():
    svg = qr_svg(ADDRESS, title="Check this letter")
    root = ElementTree.fromstring(svg)
    assert root.get("role") == "img"
    assert root.get("aria-label") == "Check this letter"
    assert root[0].text == "Check this letter"
    assert "style=" not in svg
    assert "href" not in svg


def test_a_title_cannot_break_out_of_the_picture():
    svg = qr_svg("x", title='"><script>alert(1)</script>')
    assert "<script>" not in svg
    ElementTree.fromstring(svg)
