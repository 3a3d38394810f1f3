"""The read log: who opened whose file, written before the page leaves."""

from core.models import ReadEntry


def note(request, record, *, what: str) -> None:
    """Write that the person behind this request opens this record; without the row there is no page."""
    ReadEntry.objects.create(
        user_id=request.user.pk,
        municipality_id=record.municipality_id,
        record_id=record.pk,
        what=what,
        request_id=request.id,
    )
