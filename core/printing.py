"""Many letters as one paper to print: each page as it was issued, in the order of the numbers."""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from pypdf import PdfWriter

from core import correspondence
from core.models import Letter

FOLDER = "print"
# The letters themselves are kept; this is only how they were sent to the printer.
KEPT = timedelta(days=14)


def together(letter_ids: Sequence[int]) -> str:
    """Put these letters into one PDF; the name of the file."""
    folder = Path(settings.PRIVATE_ROOT) / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{uuid.uuid4().hex}.pdf"
    with PdfWriter() as writer:
        for letter in Letter.objects.filter(pk__in=letter_ids).order_by("number"):
            printed = letter if letter.file else correspondence.print_kept(letter.pk)
            with printed.file.open("rb") as file:
                writer.append(file, import_outline=False)
        writer.write(folder / name)
    return name


def path_of(name: str) -> Path | None:
    """The paper, as long as it is kept."""
    path = Path(settings.PRIVATE_ROOT) / FOLDER / name
    return path if name and path.exists() else None


def tidy(*, before: datetime) -> int:
    """Remove papers that were printed long ago; how many."""
    folder = Path(settings.PRIVATE_ROOT) / FOLDER
    old = [
        path
        for path in folder.glob("*.pdf")
        if path.stat().st_mtime < before.timestamp()
    ]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)
