"""A QR code as a picture inside the page: no script, no request to anyone."""

import segno
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

QUIET_ZONE = 4  # modules of empty space that readers need around the code


def qr_svg(text: str, title: str = "") -> SafeString:
    """Return an SVG with the text as a QR code, named for those who cannot see it."""
    path, side = _path(text)
    return format_html(
        '<svg class="qr" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {0} {0}" '
        'role="img" aria-label="{1}" shape-rendering="crispEdges"><title>{1}</title>'
        '<rect width="{0}" height="{0}" fill="#fff"/>'
        '<path d="{2}" fill="#000"/></svg>',
        side,
        title or _("QR code: %(text)s") % {"text": text},
        mark_safe(path),  # digits and letters of our own making
    )


def _path(text: str) -> tuple[str, int]:
    """One path of dark runs, and the side of the whole square in modules."""
    matrix = tuple(segno.make_qr(text, error="m").matrix)
    runs = []
    for top, row in enumerate(matrix, start=QUIET_ZONE):
        for left, length in _dark_runs(row):
            runs.append(f"M{left + QUIET_ZONE} {top}h{length}v1h-{length}z")
    return "".join(runs), len(matrix) + 2 * QUIET_ZONE


def _dark_runs(row: bytes) -> list[tuple[int, int]]:
    """Where dark begins and for how many modules: [(3, 2), (7, 1)]."""
    edges = [0, *row, 0]
    begins = [i - 1 for i in range(1, len(edges)) if edges[i] > edges[i - 1]]
    ends = [i - 1 for i in range(1, len(edges)) if edges[i] < edges[i - 1]]
    return [(begin, end - begin) for begin, end in zip(begins, ends, strict=True)]
