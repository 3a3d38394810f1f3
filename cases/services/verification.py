"""Filling in the verification worksheet of a request, and writing down visits to the place."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone

from cases.models import Check, FieldVisit, Finding, Request
from core import documents, edit_versions
from core.uploads import CleanFile
from core.workflow import MovedOn

# The stages in which the worksheet is filled in; the database repeats it (migration papers_worksheet).
OPEN = ("draft", "submitted", "incomplete")


@transaction.atomic
def fill_worksheet(
    *,
    request: Request,
    findings: dict[str, tuple[str, str]],
    by,
    on: date | None = None,
) -> list[Finding]:
    """Keep what was found, line by line: (result, note); a line that stays as it was keeps its author and day."""
    _hold(request)
    known = {each.about: each for each in request.findings.all()}
    changed = []
    for about, said in findings.items():
        finding = known.get(about) or Finding(request=request, about=Check(about))
        if (finding.result, finding.note) == said:
            continue
        finding.result, finding.note = said
        finding.found_by, finding.found_on = by, on or timezone.localdate()
        finding.save()
        changed.append(finding)
    return changed


@transaction.atomic
def record_field_visit(
    *, request: Request, visit: FieldVisit, photos: Iterable[CleanFile] = (), by
) -> FieldVisit:
    """Write down a visit to the place of a request, with its photos."""
    _hold(request)
    visit.request = request
    visit.created_by = by
    visit.save()
    return _with_photos(visit, photos, by)


@transaction.atomic
def change_field_visit(
    *, visit: FieldVisit, photos: Iterable[CleanFile] = (), by
) -> FieldVisit:
    """Put a visit right, or add photos to it."""
    _hold(visit.request)
    edit_versions.take(visit)
    visit.save()
    return _with_photos(visit, photos, by)


def _with_photos(visit: FieldVisit, photos, by) -> FieldVisit:
    for photo in photos:
        documents.attach(visit, photo, by=by)
    return visit


def _hold(request: Request) -> None:
    """Nothing is found any more of a file that goes on at the same moment."""
    locked = Request.objects.select_for_update().get(pk=request.pk)
    if locked.status not in OPEN:
        raise MovedOn
