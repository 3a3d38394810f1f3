"""Pictures of numbers: drawn without script, read aloud, legible on every ground."""

from itertools import product
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.template import Context, Template

from core.pictures import FALLBACK_COLOURS, Bar, Tile, bar_chart, funnel, tile_map

SVG = "{http://www.w3.org/2000/svg}"
ROWS = [("Requests", 214, "/requests/"), ("Verified", 151, None), ("Keys", 37, None)]
PLACES = Path(__file__).parent.parent / "data" / "municipalities.csv"


def draw(picture: str) -> ElementTree.Element:
    """The picture as a tree; what follows it (a legend) beside it."""
    return ElementTree.fromstring(f"<div>{picture}</div>")


def tiles(*values, **changes) -> list[Tile]:
    return [
        Tile(label=f"Place {n}", column=n % 8, row=n // 8, value=value, **changes)
        for n, value in enumerate(values)
    ]


def widths(picture: str) -> list[float]:
    bars = draw(picture).iter(f"{SVG}rect")
    return [
        float(bar.get("width").rstrip("%"))
        for bar in bars
        if bar.get("class") == "picture-bar"
    ]


def steps(picture: str) -> list[str]:
    rects = draw(picture).find(f"{SVG}svg").iter(f"{SVG}rect")
    return [rect.get("class")[-1] for rect in rects]


@pytest.mark.parametrize(
    "picture",
    [
        lambda: bar_chart(ROWS, title="Stages"),
        lambda: funnel(ROWS, title="Stages"),
        lambda: tile_map(tiles(1, 2, 3, None, href="/x/"), title="Stages"),
    ],
)
def test_a_picture_needs_no_script_no_style_and_no_eyes(picture):
    markup = picture()
    assert "style=" not in markup
    assert "<script" not in markup
    svg = draw(markup).find(f"{SVG}svg")
    title = svg.find(f"{SVG}title")
    text = svg.find(f"{SVG}desc")
    assert title.text == "Stages"
    assert svg.get("aria-labelledby") == title.get("id")
    assert svg.get("aria-describedby") == text.get("id")


def test_the_text_alternative_says_every_number():
    described = draw(bar_chart(ROWS, title="Stages")).find(f".//{SVG}desc").text
    assert described == "Requests: 214; Verified: 151; Keys: 37"


def test_bars_are_measured_against_the_longest():
    assert widths(bar_chart(ROWS, title="Stages")) == [100.0, 70.6, 17.3]


def test_a_funnel_says_the_share_of_the_first_step():
    assert "151 (71%)" in funnel(ROWS, title="Stages")


def test_a_funnel_that_begins_with_nothing_divides_nothing():
    assert widths(funnel([("A", 0, None), ("B", 0, None)], title="S")) == [0, 0]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([0], [0]),
        ([1], [100]),
        ([1, 10**12], [0.6, 100]),
        ([-5, 5], [0, 100]),
        ([None, 4], [0, 100]),
        ([0.25, 0.5], [50, 100]),
    ],
)
def test_zero_one_and_huge_values_are_drawn(values, expected):
    rows = [Bar(f"Row {n}", value) for n, value in enumerate(values)]
    assert widths(bar_chart(rows, title="T")) == expected


def test_bars_with_links_are_a_group_and_without_links_an_image():
    linked = draw(bar_chart(ROWS, title="T"))
    assert linked.find(f"{SVG}svg").get("role") == "group"
    assert linked.find(f".//{SVG}a").get("href") == "/requests/"
    assert linked.find(f".//{SVG}a").get("aria-label") == "Requests: 214"
    plain = draw(bar_chart(ROWS[1:], title="T"))
    assert plain.find(f"{SVG}svg").get("role") == "img"


@pytest.mark.parametrize("draw_it", [bar_chart, funnel, tile_map])
def test_without_numbers_a_sentence_says_so(draw_it):
    assert "There is nothing to draw yet." in draw_it([], title="T")
    assert "Come back" in draw_it([], title="T", empty="Come back")
    assert "<svg" not in draw_it([], title="T")


def test_a_map_without_any_known_value_says_so():
    assert "<svg" not in tile_map(tiles(None, None), title="T")


def test_a_label_cannot_break_out_of_the_picture():
    bad = '"><script>alert(1)</script>'
    for markup in (
        bar_chart([(bad, 1, bad)], title=bad),
        tile_map([Tile(bad, 0, 0, 1, bad)], title=bad),
    ):
        assert "<script" not in markup
        draw(markup)


def test_a_long_label_is_short_on_the_page_and_whole_when_read():
    label = "Ministria " * 15
    tree = draw(bar_chart([(label, 1, None)], title="T"))
    assert len(tree.find(f".//{SVG}text").text) <= 32
    assert label in tree.find(f".//{SVG}desc").text


def test_equal_parts_of_the_places_take_each_of_five_colours():
    assert steps(tile_map(tiles(*range(10)), title="T")) == list("1122334455")


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([7], "3"),
        ([0, 0, 0], "333"),
        ([0, 9], "15"),
        ([0, 4, 9], "135"),
        ([None, 1, 10**12], "015"),
        ([1, 1, 1, 1, 2], "11115"),
    ],
)
def test_few_values_use_the_ends_of_the_scale(values, expected):
    assert steps(tile_map(tiles(*values), title="T")) == list(expected)


def test_the_legend_names_the_ranges_and_what_is_not_shown():
    legend = draw(tile_map(tiles(*range(10), None), title="T")).find("ul")
    words = ["".join(item.itertext()).strip() for item in legend]
    assert words == ["0–1", "2–3", "4–5", "6–7", "8–9", "not shown"]


def test_every_municipality_has_its_own_tile_letters_and_link():
    names = [line.split(",")[4] for line in PLACES.read_text().splitlines()[1:]]
    places = [Tile(name, n % 8, n // 8, n, f"/{n}/") for n, name in enumerate(names)]
    tree = draw(tile_map(places, title="T"))
    letters = [text.text for text in tree.iter(f"{SVG}text")]
    assert len(letters) == len(set(letters)) == 38
    assert len(list(tree.iter(f"{SVG}a"))) == 38


def test_a_tile_may_bring_its_own_letters():
    markup = tile_map([Tile("Prizren", 0, 0, 1, code="PZ")], title="T")
    assert ">PZ</text>" in markup


def test_a_map_is_drawn_as_large_as_its_places():
    svg = draw(tile_map([Tile("A", 2, 3, 1), Tile("B", 4, 3, 2)], title="T"))
    assert svg.find(f"{SVG}svg").get("viewBox") == "72 108 108 36"


def luminance(colour: str) -> float:
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (
        c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("step", FALLBACK_COLOURS)
def test_letters_on_a_tile_can_be_read(step):
    light, dark = sorted(map(luminance, FALLBACK_COLOURS[step]), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_the_tags_draw_the_same_pictures():
    names = ("bar_chart", "funnel")
    for name, title in product(names, ("Stages",)):
        source = f"{{% load pictures %}}{{% {name} rows title=title %}}"
        drawn = Template(source).render(Context({"rows": ROWS, "title": title}))
        assert drawn == {"bar_chart": bar_chart, "funnel": funnel}[name](
            ROWS, title=title
        )
    code = Template("{% load pictures %}{% qr_code 'x' %}").render(Context())
    assert code.startswith("<svg")
