"""Asking for reports, making them, and making them every night."""

import hashlib
import uuid
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from core import jobs, letters, sheets
from core.jobs import Run
from core.models import Job
from core.scoping import system
from reports.catalogue import CATALOGUE, Report
from reports.models import Subscription

KIND = "report"
FOLDER = "reports"
KEPT = timedelta(days=14)
FORMATS = ("xlsx", "csv", "pdf")


def ask_for(report: Report, *, by, purpose: str) -> Job:
    """Ask for a report within what this person may see when it runs."""
    return jobs.enqueue(KIND, by=by, params={"report": report.key}, purpose=purpose)


@jobs.job(KIND)
def make(run: Run) -> dict:
    """Make one report: the table for the screen, and the three files."""
    report = CATALOGUE[run.job.params["report"]]
    scope = scope_of(run, report)
    rows = report.queryset(scope)
    with run.rows():
        lines = report.summarise(rows)
        total = rows.count()
    folder = Path(settings.PRIVATE_ROOT) / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    # Each attempt writes its own files; only the one that holds the fence is ever shown.
    stem = folder / f"{run.job.pk}-{run.fence}-{uuid.uuid4().hex}"
    return {
        "lines": lines,
        "rows": total,
        "made_at": timezone.now().isoformat(),
        "files": _write_files(run, report, rows, lines, stem=stem, total=total),
    }


def scope_of(run: Run, report: Report):
    """The requester's scope for this report now; somebody who lost the right gets nothing."""
    if run.job.owner_id is None:
        return run.scope
    owner = get_user_model().objects.with_appointments().get(pk=run.job.owner_id)
    scope = owner.scope_for(report.permission)
    if scope is None:
        raise jobs.Cancelled
    return scope


def _write_files(
    run: Run, report: Report, rows, lines, *, stem: Path, total: int
) -> dict:
    steps = 2 * total + 1

    def written(format_name: str, offset: int):
        return lambda done: run.progress(offset + done, steps)

    def line_by_line():
        return report.sheet_rows(rows, in_scope=run.rows)

    paths = {name: stem.with_suffix(f".{name}") for name in FORMATS}
    sheets.write_csv(
        paths["csv"],
        report.sheet.sheet_head(),
        line_by_line(),
        on_progress=written("csv", 0),
    )
    sheets.write_xlsx(
        paths["xlsx"],
        str(report.sheet_name),
        report.sheet.sheet_head(),
        line_by_line(),
        on_progress=written("xlsx", total),
    )
    paths["pdf"].write_bytes(_paper(report, lines, run.job))
    run.progress(steps, steps)
    return {
        name: {"path": path.name, "sha256": _sha256(path)}
        for name, path in paths.items()
    }


def _paper(report: Report, lines, job: Job) -> bytes:
    return letters.typeset_table(
        str(report.title),
        [(str(label), number) for label, number in report.head],
        [["" if cell is None else str(cell) for cell in line] for line in lines],
        language=translation.get_language(),
        date=timezone.localdate(),
        subtitle=str(report.question),
        watermark=str(job.owner or ""),
    )


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def file_of(job: Job, format_name: str) -> Path | None:
    """The finished file of a report, if it has one in this format."""
    entry = job.result.get("files", {}).get(format_name)
    path = Path(settings.PRIVATE_ROOT) / FOLDER / entry["path"] if entry else None
    return path if path and path.exists() else None


def wish_every_night(key: str, *, by, wanted: bool) -> None:
    """Have a report every night, or no longer; wishing twice changes nothing."""
    if wanted:
        mine = Subscription(owner=by, report=key)
        Subscription.objects.bulk_create([mine], ignore_conflicts=True)
    else:
        Subscription.objects.filter(owner=by, report=key).delete()


def wished_every_night(user) -> set[str]:
    """The reports somebody has every night."""
    return set(Subscription.objects.filter(owner=user).values_list("report", flat=True))


def ask_for_nightly(*, on) -> int:
    """Every subscribed report once a night, however often this runs."""
    with system():
        wanted = list(
            Subscription.objects.select_related("owner").filter(owner__is_active=True)
        )
        for subscription in wanted:
            with translation.override(subscription.owner.language):
                jobs.enqueue(
                    KIND,
                    by=subscription.owner,
                    params={"report": subscription.report},
                    purpose=_("every night"),
                    unique_key=f"{KIND}:{subscription.report}:{subscription.owner_id}:{on}",
                )
    return len(wanted)


def tidy(*, before) -> int:
    """Remove the files of reports that are too old, and files that no job knows."""
    folder = Path(settings.PRIVATE_ROOT) / FOLDER
    with system():
        known = {
            entry["path"]
            for result in Job.objects.filter(
                kind=KIND, created_at__gte=before
            ).values_list("result", flat=True)
            for entry in result.get("files", {}).values()
        }
    old = [
        path
        for path in folder.glob("*")
        if path.name not in known and path.stat().st_mtime < before.timestamp()
    ]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)
