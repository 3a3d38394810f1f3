"""What the pages of an import show: the way, samples of the file, counts and problems in words."""

import tempfile
from collections import defaultdict
from itertools import islice
from pathlib import Path

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.models import Import, ImportRow
from cases.register_import.columns import ADDED, FIELDS
from cases.register_import.problems import sentence
from cases.services import imports, imports_held, imports_running, imports_undoing
from cases.services.imports_writing import problem_as_json
from core import jobs, sheets
from core.models import Job
from core.pages.files import private_file
from core.tabular.files import KINDS
from core.tabular.reading import rows_from

PREVIEWED = 50
SHOWN = 100
TONES = {
    "created": "good", "updated": "neutral", "unchanged": "neutral", "rejected": "bad", "held": "waiting",
}  # fmt: skip


def way(register: Import | None, here: str) -> list[dict]:
    """The steps from file to report, the present one marked."""
    labels = {
        "file": _("File"), "sheet": _("Sheet and header"), "columns": _("Columns"),
        "preview": _("Preview"), "report": _("Report"),
    }  # fmt: skip
    place = list(labels).index(here)
    states = ("past", "now", "future")
    return [
        {"label": label, "state": states[(number > place) + (number >= place)]}
        for number, label in enumerate(labels.values())
    ]


def examples(register: Import, number: int) -> dict:
    """The header and the first rows as they stand in the file."""
    start = register.header_row
    rows = [cells for _line, cells in islice(imports.rows_of(register), number)]
    above = rows_from(imports.rows_path(register))
    by_column = {
        column: " · ".join(
            row[column] for row in rows if column < len(row) and row[column]
        )
        for column in range(len(register.header))
    }
    return {
        "header": register.header,
        "above": [
            cells for _line, cells in islice(above, start - register.header_height)
        ],
        "rows": [
            list(zip(register.header, _padded(row, len(register.header)), strict=True))
            for row in rows
        ],
        "by_column": by_column,
    }


def preview(register: Import) -> dict:
    rows = imports.first_rows(register, PREVIEWED)
    refusal = imports_running.refusal(register, imports_running.RUN)
    return {
        "steps": way(register, "preview"),
        "head": [heading(register, column) for column in range(len(register.header))],
        "rows": [_drawn(register, row.line, row.cells, row.problems) for row in rows],
        "wrong": sum(bool(row.problems) for row in rows),
        "refusal": refusal,
    }


def heading(register: Import, column: int) -> dict:
    """A column by its own name and by what it was understood as."""
    field = register.columns.get(column)
    number = {"number": column + 1}
    return {
        "name": register.header[column] or _("column %(number)s") % number,
        "field": FIELDS[field].label if field else "",
    }


def _drawn(register: Import, line: int, cells: list[str], problems) -> dict:
    said = defaultdict(list)
    for problem in problems:
        said[problem.column].append(_reason(problem_as_json(problem)))
    width = len(register.header)
    return {
        "line": line,
        "cells": [
            {
                "label": heading(register, column)["name"],
                "value": value,
                "problems": said.pop(column, ()),
            }
            for column, value in enumerate(_padded(cells, width))
        ],
        "problems": [each for rest in said.values() for each in rest],
    }


def _padded(cells: list[str], width: int) -> list[str]:
    return [*cells[:width], *[""] * (width - len(cells))]


def report(register: Import, user) -> dict:
    """Counts that add up, what was rejected and held, and what can be done now."""
    counts = _counts(register)
    rows = ImportRow.objects.visible_to(user, "cases.import_register").filter(
        run=register
    )
    return {
        "steps": way(register, "report" if counts["rows"] else "preview"),
        "counts": counts,
        "progress": _progress(register, user),
        "problems": _problems(register, rows),
        "held": [
            _held(row) for row in rows.filter(outcome=ImportRow.Outcome.HELD)[:SHOWN]
        ],
        "obstacles": [
            each | {"text": OBSTACLES[each["code"]]()}
            for each in register.checked.get("obstacles", ())
        ],
        "may_take_back": not imports_running.refusal(
            register, imports_running.TAKE_BACK
        ),
    }


def _held(row: ImportRow) -> dict:
    """A row for which somebody has to decide something, why, and where."""
    change = row.made.get("change")
    return {
        "row": row,
        "reason": " ".join(map(_reason, row.problems)),
        "is_undecided": imports_held.is_undecided(row),
        "change_url": change and reverse("cases:change_detail", args=[change]),
    }


def _reason(problem: dict) -> str:
    return sentence(problem["code"], problem.get("hint", ""))


OBSTACLES = {
    imports_undoing.CHANGED: lambda: _("It was changed in the portal since."),
    imports_undoing.USED: lambda: _("Something else in the portal refers to it since."),
}


def _counts(register: Import) -> dict:
    """What became of the rows, or would become of them by the trial."""
    tried = register.checked.get("counts") if register.is_open_to_changes else None
    labels = dict(ImportRow.Outcome.choices) | {
        "rejected": _("rejected rows"),
        "held": _("held until somebody decides"),
    }
    tiles = [
        {
            "label": labels[name],
            "value": tried.get(name, 0) if tried else getattr(register, name),
            "tone": TONES[name],
        }
        for name in ImportRow.Outcome.values
    ]
    rows = sum(tile["value"] for tile in tiles)
    return {"tiles": tiles, "rows": rows, "is_trial": tried is not None}


def _problems(register: Import, rows) -> list[dict]:
    """Row, column, value and reason of what was, or would be, rejected."""
    if register.is_open_to_changes:
        found = [
            (e["line"], e["problems"]) for e in register.checked.get("problems", ())
        ]
    else:
        rejected = rows.filter(outcome=ImportRow.Outcome.REJECTED)
        found = rejected.values_list("line", "problems")[:SHOWN]
    return [
        {
            "line": line,
            "column": _column(register, problem["column"]),
            "value": problem["value"],
            "reason": _reason(problem),
        }
        for line, problems in found
        for problem in problems
    ][:SHOWN]


def _column(register: Import, column: int | None) -> str:
    return "–" if column is None else heading(register, column)["name"]


def _progress(register: Import, user) -> dict | None:
    """The work in hand, for the person who asked for it."""
    job = Job.objects.filter(owner=user, pk=register.job_id).first()
    if job is None or job.state == Job.State.SUCCEEDED:
        return None
    urls = {"cancel": job.is_open, "retry": not job.is_open}
    return {
        "label": _("Work on this import"),
        "done": job.done,
        "total": job.total,
        "percent": 100 * job.done // job.total if job.total else 0,
        "state": job.state,
        "is_open": job.is_open,
        **{
            f"{action}_url": reverse("cases:import_step", args=[register.pk, action])
            for action, possible in urls.items()
            if possible
        },
    }


def act(request, register: Import, action: str) -> None:
    """Do what a button of an import says, and say why not if it cannot be done."""
    if action in {"cancel", "retry"}:
        job = Job.objects.filter(owner=request.user, pk=register.job_id).first()
        if job:
            {"cancel": jobs.cancel, "retry": jobs.retry}[action](job)
        return
    try:
        imports_running.ask_for(register=register, step=action, by=request.user)
    except ValidationError as refusal:
        messages.warning(request, " ".join(refusal.messages))


def take_back(register: Import) -> dict:
    """What goes when an import is taken back, and what stands in the way."""
    refusal = imports_running.refusal(register, imports_running.TAKE_BACK)
    numbers = {"created": register.created, "updated": register.updated}
    return {
        "object": register,
        "record": {"title": register.source, "reference": register.name},
        "form_version": register.version,
        "consequences": [
            _("Rows that created persons, who will be removed: %(created)s.") % numbers,
            _("Rows that changed persons, who will be as before: %(updated)s.")
            % numbers,
            _("If anybody has worked on one of them since, nothing is taken back."),
        ],
        "missing": [{"label": refusal}] if refusal else [],
    }


def rejected_file(register: Import, user):
    """The rejected rows under their own header, with the reason at the end of each."""
    rows = ImportRow.objects.visible_to(user, "cases.import_register")
    rejected = rows.filter(run=register, outcome=ImportRow.Outcome.REJECTED)
    width = len(register.header)
    head = [heading(register, column)["name"] for column in range(width)]
    lines = (
        [*_padded(cells, width), line, _reasons(register, problems)]
        for line, cells, problems in rejected.values_list(
            "line", "cells", "problems"
        ).iterator()
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rejected.xlsx"
        added = [f"{ADDED} {_('Row')}", f"{ADDED} {_('What is wrong')}"]
        sheets.write_xlsx(path, _("Rejected rows"), [*head, *added], lines)
        return private_file(path, f"{register.pk}-rejected.xlsx", KINDS["xlsx"])


def _reasons(register: Import, problems: list[dict]) -> str:
    return "; ".join(
        f"{_column(register, each['column'])}: {_reason(each)}" for each in problems
    )


def cells_of(row: ImportRow) -> list[dict]:
    """A row with the names of its columns, as facts."""
    return [
        {"label": heading(row.run, column)["name"], "value": value}
        for column, value in enumerate(row.cells[: len(row.run.header)])
        if value
    ]
