"""A register as it is uploaded: judged by content, kept as it came, unfolded in a process of its own."""

import json
import subprocess
import sys
import zipfile
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.uploads import PROGRAM, REFUSED_TYPES, display_name

MEGABYTE = 2**20
MOST_BYTES = 60 * MEGABYTE
# Longer than any honest register takes; the process has a limit of its own.
PATIENCE = 180
KINDS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "xls": "application/vnd.ms-excel",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "csv": "text/csv",
}
ACCEPT = ".xlsx,.xls,.ods,.csv,.txt,.tsv"
ENDINGS = {"txt": "csv", "tsv": "csv"} | {kind: kind for kind in KINDS}
DAMAGED = _("This file is damaged or protected. Open it, save it anew and try again.")
NOT_A_TABLE = _("This file is not a table. Accepted are XLSX, XLS, ODS and CSV.")
SENTENCES = {
    "damaged": DAMAGED,
    "not_a_table": NOT_A_TABLE,
    "encrypted": _(
        "This file is protected with a password. Save it without one and try again."
    ),
    "too_many_rows": _("This sheet has more than 300,000 rows. Split it into parts."),
    "too_many_columns": _("This sheet has more than 200 columns."),
    "too_large_unpacked": _("This file unpacks to more than a register can be."),
    "no_sheet": _("This file has no sheet."),
    "empty": _("This sheet is empty."),
}


def check_register(uploaded) -> tuple[str, str]:
    """The kind of an uploaded register and the name a reader sees; or a sentence that says why not."""
    if uploaded.size > MOST_BYTES:
        limit = {"limit": MOST_BYTES // MEGABYTE}
        message = _("This file is larger than %(limit)s MB. Split it into parts.")
        raise ValidationError(message, code="too_large", params=limit)
    kind = _recognise(uploaded)
    _check_ending(uploaded.name, kind)
    return kind, display_name(Path(uploaded.name).stem, f".{kind}")


def unfold(source: Path, target: Path, *, kind: str, **wishes) -> dict:
    """Unfold a kept file into rows of text; ValidationError says in a sentence why it cannot be read."""
    command = [sys.executable, "-m", "core.tabular.reading", str(source), str(target)]
    try:
        done = subprocess.run(
            [*command, json.dumps({"kind": kind, **wishes})],
            cwd=settings.BASE_DIR,
            capture_output=True,
            timeout=PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired as slow:
        raise ValidationError(DAMAGED, code="damaged") from slow
    # A process that was ended for taking too much says nothing.
    answer = json.loads(done.stdout) if done.stdout else {"refused": "damaged"}
    if code := answer.get("refused"):
        raise ValidationError(SENTENCES[code], code=code)
    return answer


def _recognise(uploaded) -> str:
    uploaded.seek(0)
    head = uploaded.read(4096)
    uploaded.seek(0)
    if not head:
        raise ValidationError(SENTENCES["empty"], code="empty")
    if head.startswith(b"PK"):
        return _kind_of_archive(uploaded)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return "xls"
    is_wide = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    if not is_wide and (b"\0" in head or _is_something_else(head)):
        raise ValidationError(NOT_A_TABLE, code="type")
    return "csv"


def _is_something_else(head: bytes) -> bool:
    if head.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff")):
        return True
    message = next((says for what, says in REFUSED_TYPES if what.match(head)), None)
    if message is PROGRAM:
        raise ValidationError(PROGRAM, code="type")
    return message is not None


def _kind_of_archive(uploaded) -> str:
    try:
        with zipfile.ZipFile(uploaded) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as trouble:
        raise ValidationError(DAMAGED, code="damaged") from trouble
    finally:
        uploaded.seek(0)
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "content.xml" in names:
        return "ods"
    raise ValidationError(NOT_A_TABLE, code="type")


def _check_ending(name: str, kind: str) -> None:
    """A name that says something else than the content is refused: which of the two was meant?"""
    ending = Path(name or "").suffix[1:].lower()
    if ENDINGS.get(ending, kind) != kind or (ending and ending not in ENDINGS):
        raise ValidationError(
            _(
                "The name says that this is a %(said)s file, but it is %(found)s. "
                "Rename it to end in .%(end)s, or choose the right file."
            ),
            code="contradiction",
            params={"said": ending.upper(), "found": kind.upper(), "end": kind},
        )
