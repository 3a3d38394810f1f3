"""What is put into a request's file, and who works on it."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases import checklists
from cases.models import Paper, Request
from core import documents, edit_versions
from core.models import Note


@transaction.atomic
def add_paper(*, request: Request, paper: Paper, file=None, by) -> Paper:
    """Put a paper into the file: with its scan, or as not available with what stands in for it."""
    paper.request = request
    paper.state = Paper.State.RECEIVED if file else Paper.State.NOT_AVAILABLE
    if file:
        paper.document = documents.attach(request, file, by=by)
    paper.save()
    checklists.forget(request)
    return paper


@transaction.atomic
def change_paper(*, paper: Paper, file=None, by) -> Paper:
    """Put a paper right, or keep its scan once it has come; the database drops what was said of it before."""
    if file:
        paper.document = documents.attach(paper.request, file, by=by)
        paper.state = Paper.State.RECEIVED
    edit_versions.take(paper)
    paper.save()
    paper.refresh_from_db()
    return paper


@transaction.atomic
def verify_paper(*, paper: Paper, verdict: str, doubt: str = "", by) -> Paper:
    """Somebody has seen the original and says whether it is in order."""
    edit_versions.take(paper)
    paper.verdict, paper.doubt = verdict, doubt
    paper.verified_by, paper.verified_on = by, timezone.localdate()
    paper.save(
        update_fields=["verdict", "doubt", "verified_by", "verified_on", "changed_at"]
    )
    return paper


def write_note(*, record, note: Note, by) -> Note:
    """Leave a note on a record."""
    note.record_id = record.pk
    note.municipality_id = record.municipality_id
    note.written_by = by
    note.save()
    return note


@transaction.atomic
def assign_request(*, request: Request, to) -> Request:
    """Give a request to an officer who may work on it."""
    locked = Request.objects.select_for_update().get(pk=request.pk)
    if not to.has_perm("cases.add_note", locked):
        raise ValidationError(
            _("%(person)s does not work with files of this municipality."),
            params={"person": to},
        )
    if locked.assigned_to_id != to.pk:
        locked.assigned_to = to
        locked.save(update_fields=["assigned_to", "changed_at"])
    return locked


@transaction.atomic
def return_request(*, request: Request, given_to: int, back_to) -> Request:
    """Undo giving a request to an officer, unless it was given on since; `back_to=None` leaves it with nobody."""
    locked = Request.objects.select_for_update().get(pk=request.pk)
    if locked.assigned_to_id != given_to:
        raise ValidationError(_("It was given to another colleague since."))
    if back_to is not None:
        return assign_request(request=locked, to=back_to)
    locked.assigned_to = None
    locked.save(update_fields=["assigned_to", "changed_at"])
    return locked
