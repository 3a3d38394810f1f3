"""Pictures of numbers as SVG drawn on the server: bars, a funnel and the tile map.

No script and no style attribute: colours come from classes, with fills that also hold
where no style sheet is. Every picture can be read aloud.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.template.loader import render_to_string
from django.utils.formats import number_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

ROW_HEIGHT = 44
SHOWN_LETTERS = 32  # of a label; the whole label is read aloud and shown on hover
SHORTEST_BAR = 0.6  # per cent: one person is still seen
TILE = 36
STEPS = 5
# Without a style sheet: (fill, ink), each pair at least 4.5 : 1. portal.css names the
# same colours --picture-1 … --picture-5 and --picture-on-1 … -5 and dims them at night.
FALLBACK_COLOURS = {
    0: ("#ffffff", "#47586c"),
    1: ("#e4eef7", "#16263a"),
    2: ("#c3d9ec", "#16263a"),
    3: ("#93b9db", "#16263a"),
    4: ("#3f74a8", "#ffffff"),
    5: ("#1f4e79", "#ffffff"),
}


@dataclass(frozen=True)
class Bar:
    """One line of a bar chart; None is a number that may not be shown."""

    label: str
    value: float | None
    href: str | None = None


@dataclass(frozen=True)
class Tile:
    """One place on the tile map, where it lies and what it measures.

    Without a code of its own a tile carries two letters of its label.
    """

    label: str
    column: int
    row: int
    value: float | None
    href: str | None = None
    code: str = ""


def bar_chart(rows: Iterable, *, title: str, empty: str = "") -> SafeString:
    """Draw one bar per row, all measured against the longest."""
    return _bars([_bar(row) for row in rows], title, empty, _number)


def funnel(rows: Iterable, *, title: str, empty: str = "") -> SafeString:
    """Draw how many remain after each step, with their share of the first step."""
    bars = [_bar(row) for row in rows]
    begin = (bars[0].value if bars else 0) or 0

    def words(value: float | None) -> str:
        if not begin or value is None:
            return _number(value)
        share = number_format(round(value / begin * 100), 0)
        return _("%(number)s (%(share)s%%)") % {
            "number": _number(value),
            "share": share,
        }

    return _bars(bars, title, empty, words)


def tile_map(tiles: Iterable[Tile], *, title: str, empty: str = "") -> SafeString:
    """Draw equal tiles in five steps of one measure, with a legend."""
    tiles = list(tiles)
    groups = _groups([tile.value for tile in tiles if tile.value is not None])
    if not groups:
        return _empty(title, empty)
    left, top = min(t.column for t in tiles), min(t.row for t in tiles)
    hidden = any(tile.value is None for tile in tiles)
    words = [(tile.label, _number(tile.value)) for tile in tiles]
    return _render(
        "map",
        title,
        words,
        tiles=[
            _drawn_tile(tile, code, groups)
            for tile, code in zip(tiles, _codes(tiles), strict=True)
        ],
        legend=_legend(groups, hidden),
        left=left * TILE,
        top=top * TILE,
        width=(max(t.column for t in tiles) + 1 - left) * TILE,
        height=(max(t.row for t in tiles) + 1 - top) * TILE,
        linked=any(tile.href for tile in tiles),
    )


def _bar(row: Bar | Sequence) -> Bar:
    return row if isinstance(row, Bar) else Bar(*row)


def _bars(
    bars: list[Bar], title: str, empty: str, words: Callable[[float | None], str]
) -> SafeString:
    if not any(bar.value is not None for bar in bars):
        return _empty(title, empty)
    longest = max(bar.value or 0 for bar in bars)
    drawn = [
        {
            "label": bar.label,
            "short": _short(bar.label),
            "value": words(bar.value),
            "href": bar.href,
            "top": index * ROW_HEIGHT,
            "text_top": index * ROW_HEIGHT + 15,
            "bar_top": index * ROW_HEIGHT + 22,
            "width": _width(bar.value, longest),
        }
        for index, bar in enumerate(bars)
    ]
    return _render(
        "bars",
        title,
        [(bar["label"], bar["value"]) for bar in drawn],
        bars=drawn,
        height=len(bars) * ROW_HEIGHT,
        linked=any(bar.href for bar in bars),
    )


def _width(value: float | None, longest: float) -> str:
    """Per cent of the room, with a point whatever the reader's language."""
    if not value or value < 0 or longest <= 0:
        return "0"
    return f"{max(value / longest * 100, SHORTEST_BAR):.1f}"


def _short(label: str) -> str:
    whole = len(label) <= SHOWN_LETTERS
    return label if whole else f"{label[: SHOWN_LETTERS - 1].rstrip()}…"


def _number(value: float | None) -> str:
    if value is None:
        return _("not shown")
    decimals = 0 if float(value).is_integer() else 1
    return number_format(round(value, 1), decimals, force_grouping=True)


def _groups(values: list[float]) -> list[tuple[float, float]]:
    """Split the values met into at most five ranges that hold equally many of them."""
    distinct = sorted(set(values))
    count = min(STEPS, len(distinct))
    edges = [len(distinct) * i // count for i in range(count + 1)] if count else []
    return [(distinct[low], distinct[high - 1]) for low, high in pairwise(edges)]


def _step(index: int, count: int) -> int:
    """Few ranges use the far ends of the scale, a single one its middle."""
    return 3 if count == 1 else 1 + round(index * (STEPS - 1) / (count - 1))


def _codes(tiles: list[Tile]) -> list[str]:
    """Two letters per tile, in the reader's script, no two tiles alike."""
    taken = {tile.code for tile in tiles}
    codes = []
    for tile in tiles:
        letters = [sign for sign in tile.label.upper() if sign.isalnum()]
        pairs = (f"{letters[0]}{second}" for second in letters[1:])
        free = next((pair for pair in pairs if pair not in taken), "".join(letters[:2]))
        codes.append(tile.code or free)
        taken.add(codes[-1])
    return codes


def _drawn_tile(tile: Tile, code: str, groups: list[tuple[float, float]]) -> dict:
    step = 0
    if tile.value is not None:
        index = next(i for i, (_low, high) in enumerate(groups) if tile.value <= high)
        step = _step(index, len(groups))
    fill, ink = FALLBACK_COLOURS[step]
    left, top = tile.column * TILE, tile.row * TILE
    return {
        "code": code,
        "label": tile.label,
        "value": _number(tile.value),
        "href": tile.href,
        "left": left + 1,
        "top": top + 1,
        "middle": left + TILE // 2,
        "baseline": top + TILE // 2 + 4,
        "step": step,
        "fill": fill,
        "ink": ink,
    }


def _legend(groups: list[tuple[float, float]], hidden: bool) -> list[dict]:
    entries = [
        (_step(index, len(groups)), _range(low, high))
        for index, (low, high) in enumerate(groups)
    ]
    if hidden:
        entries.append((0, _("not shown")))
    return [
        {"step": step, "words": words, "fill": FALLBACK_COLOURS[step][0]}
        for step, words in entries
    ]


def _range(low: float, high: float) -> str:
    return _number(low) if low == high else f"{_number(low)}–{_number(high)}"


def _empty(title: str, empty: str) -> SafeString:
    words = empty or _("There is nothing to draw yet.")
    return render_to_string(
        "components/_picture_empty.html", {"title": title, "words": words}
    )


def _render(name: str, title: str, words: list[tuple[str, str]], **drawn) -> SafeString:
    """Fill the template; the text alternative says every number of the picture."""
    text = "; ".join(f"{label}: {value}" for label, value in words)
    mark = hashlib.sha256(f"{name}{title}{text}".encode()).hexdigest()[:8]
    context = {"title": title, "text": text, "mark": f"picture-{mark}", **drawn}
    return render_to_string(f"components/_picture_{name}.html", context)
