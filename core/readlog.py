"""The read log: who opened what, written before the page leaves; without the row there is no page."""

from collections.abc import Iterable

from core.models import ReadEntry, RecordModel


def note(request, row) -> None:
    """Write that the person behind this request opens this row of a family's file."""
    _write(request, **_about(row))


def note_all(request, rows: Iterable) -> None:
    """Write that the person behind this request takes all these rows of families' files along."""
    who = {"user_id": request.user.pk, "request_id": request.id}
    ReadEntry.objects.bulk_create(ReadEntry(**who, **_about(row)) for row in rows)


def _about(row) -> dict:
    is_record = isinstance(row, RecordModel)
    return {
        "what": row._meta.label_lower,
        "row_id": row.pk,
        "record_id": row.pk if is_record else getattr(row, "record_id", None),
        "municipality_id": row.municipality_id,
    }


def note_export(request, *, what: str, row_id) -> None:
    """Write that the person behind this request takes a list of files along."""
    _write(request, what=what, row_id=row_id, record_id=None, municipality_id=None)


def _write(request, **facts) -> None:
    ReadEntry.objects.create(user_id=request.user.pk, request_id=request.id, **facts)
