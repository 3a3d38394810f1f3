"""A list is declared once: page, sheet and print are drawn from the same columns.

Rows are plain tuples from the database, cells are small functions, so that fifty rows cost well under a
millisecond; nothing here asks the database per row.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from html import escape

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

PROBE = 9_007_199_254_740_991


@dataclass(frozen=True)
class Column:
    """One column: its heading, the database fields it needs, how it looks on the page and in a sheet.

    `show(*values)` gives the cell's text or safe HTML, `export(*values)` the plain value for sheets.
    """

    key: str
    label: str
    fields: tuple[str, ...]
    show: Callable | None = None
    export: Callable | None = None
    css: str = ""

    def value(self, *values):
        if self.export:
            return self.export(*values)
        return values[0] if len(values) == 1 else " ".join(str(v) for v in values if v)


class Table:
    """The declared columns of one list and where each row leads, if anywhere."""

    def __init__(self, columns: Iterable[Column], *, link: str = ""):
        self.columns = tuple(columns)
        self.link = link
        self.fields = tuple(
            dict.fromkeys(
                ("pk", *(field for column in self.columns for field in column.fields))
            )
        )
        self._places = [
            tuple(self.fields.index(field) for field in column.fields)
            for column in self.columns
        ]

    def only(self, *keys: str) -> "Table":
        """The same list with these columns."""
        return Table(
            (column for column in self.columns if column.key in keys), link=self.link
        )

    def without(self, *keys: str) -> "Table":
        """The same list with fewer columns."""
        return Table(
            (column for column in self.columns if column.key not in keys),
            link=self.link,
        )

    def head(self) -> list[dict]:
        return [{"label": column.label, "css": column.css} for column in self.columns]

    def body(self, rows: Iterable[tuple], *, selectable: bool = False) -> SafeString:
        """The rows as HTML; the first cell carries the link that makes the whole row clickable."""
        before, after = link_parts(self.link) if self.link else ("", "")
        cells = [
            (
                f'<td class="{column.css}" data-label="{escaped(column.label)}">',
                column.show or str,
                places,
                {},
            )
            for column, places in zip(self.columns, self._places, strict=True)
        ]
        choose = escaped(_("Choose this row"))
        parts = []
        for row in rows:
            parts.append("<tr>")
            if selectable:
                parts.append(
                    f'<td class="pick"><input type="checkbox" name="chosen"'
                    f' value="{row[0]}" aria-label="{choose}"></td>'
                )
            url = f"{before}{row[0]}{after}" if self.link else ""
            self._cells(parts, row, cells, url)
            parts.append("</tr>")
        return mark_safe("".join(parts))  # noqa: S308 -- every cell is escaped in _cells

    @staticmethod
    def _cells(parts: list[str], row: tuple, cells: list, url: str) -> None:
        first = bool(url)
        for opening, show, places, drawn in cells:
            values = tuple([row[place] for place in places])
            # Fifty rows share few stages, places and days: each is written once.
            text = drawn.get(values)
            if text is None:
                text = drawn[values] = escaped(show(*values))
            if first:
                text = f'<a class="ref" href="{url}">{text}</a>'
                first = False
            parts += (opening, text, "</td>")

    def sheet_head(self) -> list[str]:
        return [str(column.label) for column in self.columns]

    def sheet_rows(self, rows: Iterable[tuple]) -> Iterable[list]:
        for row in rows:
            yield [
                column.value(*(row[place] for place in places))
                for column, places in zip(self.columns, self._places, strict=True)
            ]


def escaped(text) -> str:
    """Text for HTML, as Django's `conditional_escape`, whose look at lazy texts costs more than escaping."""
    return text if isinstance(text, SafeString) else escape(str(text))


@lru_cache(maxsize=200)
def link_parts(name: str) -> tuple[str, str]:
    """The address of a record page around the record's id."""
    before, after = reverse(name, args=[PROBE]).split(str(PROBE))
    return before, after


def badge(label: str, tone: str) -> SafeString:
    """A status: colour, icon and word; the icon is drawn by the style sheet."""
    return format_html('<span class="pill {}">{}</span>', tone, label)
