"""Keeping the protocol book: numbers without a gap, entries that are cancelled and never taken away."""

from datetime import date

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import references
from core.models import Letter, ProtocolEntry
from core.models.protocol import MINISTRY
from core.uploads import CleanFile

Direction = ProtocolEntry.Direction


def office_of(by, municipality_id: int | None) -> int | None:
    """In whose book an act stands: the ministry's (None) if somebody of the ministry writes it, else the office's."""
    return None if by and by.scope.everything else municipality_id


@transaction.atomic
def enter_letter(letter: Letter, *, by) -> ProtocolEntry:
    """Enter a letter that leaves the house; it stands in the book of whoever issued it."""
    return _enter(
        ProtocolEntry(
            direction=Direction.OUTGOING,
            municipality_id=office_of(by, letter.municipality_id),
            correspondent=letter.addressee,
            subject=letter.kind,
            record_id=letter.record_id,
            letter=letter,
            dated_on=letter.issued_on,
        ),
        on=letter.issued_on,
        by=by,
    )


@transaction.atomic
def enter_act(
    *,
    entry: ProtocolEntry,
    municipality_id: int | None,
    by,
    record_id: int | None = None,
    scan: CleanFile | None = None,
    on: date | None = None,
) -> ProtocolEntry:
    """Enter an act that came in, for a file or for none yet, with its scan."""
    entry.direction = Direction.INCOMING
    entry.municipality_id = municipality_id
    entry.record_id = record_id
    if scan:
        _keep_scan(entry, scan)
    return _enter(entry, on=on or timezone.localdate(), by=by)


def _enter(entry: ProtocolEntry, *, on: date, by) -> ProtocolEntry:
    entry.book = entry.municipality_id or MINISTRY
    entry.entered_on, entry.year = on, on.year
    entry.entered_by = by
    # The counter stays locked until commit: the next one waits, so no number is lost or doubled.
    entry.number = references.next_in_row(f"P{entry.book}", on.year)
    entry.previous = entry.number - 1 or None
    entry.save()
    return entry


def _keep_scan(entry: ProtocolEntry, scan: CleanFile) -> None:
    entry.scan_name = scan.display_name
    entry.scan_type = scan.media_type
    entry.scan_extension = f".{scan.extension.lstrip('.')}"
    entry.scan_sha256 = scan.sha256
    entry.scan.save(scan.display_name, ContentFile(scan.content), save=False)


@transaction.atomic
def attach_act(*, entry: ProtocolEntry, record_id: int) -> ProtocolEntry:
    """Put an act that came in without a file to the file it belongs to; only once."""
    locked = ProtocolEntry.objects.select_for_update().get(pk=entry.pk)
    if locked.record_id:
        raise ValidationError(_("This act already belongs to a file."))
    if not locked.is_live:
        raise ValidationError(_("This entry is cancelled."))
    locked.record_id = record_id
    locked.save(update_fields=["record"])
    return locked


@transaction.atomic
def cancel_entry(*, entry: ProtocolEntry, reason: str, by) -> ProtocolEntry:
    """Cancel a wrong entry: it keeps its number and stays in the book with the reason."""
    locked = ProtocolEntry.objects.select_for_update().get(pk=entry.pk)
    if not locked.is_live:
        raise ValidationError(_("This entry is cancelled."))
    locked.cancelled_at, locked.cancelled_by = timezone.now(), by
    locked.cancel_reason = reason.strip()
    locked.save(update_fields=["cancelled_at", "cancelled_by", "cancel_reason"])
    return locked
