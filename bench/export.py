"""The CSV of the report against COPY of the same columns."""

import tempfile
import time
from pathlib import Path
from statistics import median

from bench.load import superuser
from core import scoping, sheets
from reports.catalogue import CATALOGUE

REPORT = "waiting-times"
COPY = """
    COPY (SELECT r.reference, m.name, t.name, r.status, r.turn, r.submitted_on,
                 current_date - r.submitted_on,
                 CASE WHEN r.status NOT IN ('rejected', 'withdrawn', 'closed')
                      THEN current_date - r.status_since::date END,
                 r.due_on
          FROM cases_request r
          JOIN core_municipality m ON m.id = r.municipality_id
          JOIN cases_requesttype t ON t.id = r.request_type_id
          ORDER BY r.id) TO STDOUT (FORMAT csv, DELIMITER ';')
"""


def ratios(register, scope, rounds):
    """CSV over COPY: median and spread, the rows written."""
    found, rows = [], 0
    with tempfile.TemporaryDirectory() as folder:
        ours, floor = Path(folder) / "ours.csv", Path(folder) / "floor.csv"
        register.use()
        for _ in range(rounds):
            copied = _seconds(_copy, register.name, floor)
            written = _seconds(_write, scope, ours)
            found.append(written / copied)
            rows = _same_rows(ours, floor)
    return {"ratio": median(found), "spread": (min(found), max(found)), "rows": rows}


def _seconds(work, *arguments):
    began = time.perf_counter()
    work(*arguments)
    return time.perf_counter() - began


def _copy(name, path):
    with (
        superuser(name) as connection,
        connection.cursor() as cursor,
        path.open("w") as file,
    ):
        cursor.copy_expert(COPY, file)


def _write(scope, path):
    report = CATALOGUE[REPORT]

    def in_scope():
        return scoping.acting(scope)

    lines = report.sheet_rows(report.queryset(scope), in_scope=in_scope)
    sheets.write_csv(path, report.sheet.sheet_head(), lines)


def _same_rows(ours, floor):
    """Both files hold the same requests in the same order."""
    written = [line.split(";")[0] for line in ours.read_text("utf-8-sig").splitlines()]
    copied = [line.split(";")[0] for line in floor.read_text().splitlines()]
    if written[1:] != copied:
        raise SystemExit("The CSV does not hold the rows of the table.")
    return len(copied)
