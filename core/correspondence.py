"""Issuing letters: a number without gaps, frozen content, its hash, a code to check it, and the PDF."""

from dataclasses import replace
from datetime import datetime
from urllib.parse import urlencode

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from core import letters, public_access, references
from core.models import Letter


@transaction.atomic
def issue(
    record,
    *,
    kind: str,
    number_kind: str,
    recipient: tuple[str, ...],
    editions,
    by,
    at: datetime,
    opens_status: bool = False,
) -> Letter:
    """Freeze a letter, number it and set it as PDF; all of it or nothing.

    Its QR code checks the letter itself, or (`opens_status`, on receipts) shows where the record stands.
    The code is printed, never stored: afterwards only its hash is left.
    """
    number = references.draw(number_kind, year=timezone.localdate(at).year)
    letter = Letter(
        record_id=record.pk,
        municipality_id=record.municipality_id,
        kind=kind,
        number=number,
        issued_on=timezone.localdate(at),
        created_at=at,
        issued_by=by,
        languages=" ".join(edition.language for edition in editions),
    )
    content = letters.LetterContent(
        kind=kind,
        number=number,
        date=letter.issued_on,
        recipient=recipient,
        editions=tuple(editions),
        verification_url="",
        verification_code="",
    )
    letter.content = content.as_data()
    letter.content_hash = letters.content_hash(content)
    letter.save()
    asked, route = (
        (record.reference, "public:request_status")
        if opens_status
        else (number, "public:letter_check")
    )
    code = public_access.give_ticket(asked, record=record, letter_id=letter.pk)
    printed = replace(
        content, verification_url=public_url(route, asked, code), verification_code=code
    )
    letter.file.save(f"{number}.pdf", ContentFile(letters.typeset(printed)), save=False)
    letter.save(update_fields=["file"])
    return letter


def public_url(route: str, number: str, code: str) -> str:
    """The address behind the QR code of a letter."""
    return f"{settings.SITE_URL}{reverse(route)}?{urlencode({'number': number, 'code': code})}"
