"""Issuing letters: a number without gaps, frozen content, its hash, a code to check it, and the PDF."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from datetime import datetime
from urllib.parse import urlencode

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from core import jobs, letters, protocol, public_access, references, serving
from core.models import Letter

PRINTING = "print_letters"
# Letters that wait for their paper, while many are issued at once.
_waiting: ContextVar[list[int] | None] = ContextVar("letters to print", default=None)


@contextmanager
def printed_later(*, by) -> Iterator[None]:
    """Letters issued inside are numbered and frozen at once; the worker sets their paper afterwards.

    Setting one takes a twentieth of a second: three hundred would keep everybody waiting.
    """
    token = _waiting.set([])
    try:
        yield
        waiting = _waiting.get()
    finally:
        _waiting.reset(token)
    if waiting:
        jobs.enqueue(PRINTING, by=by, params={"letters": waiting})


@transaction.atomic
def print_kept(letter_id: int) -> Letter:
    """Set the paper of a frozen letter, unless somebody was quicker; the letter with its file."""
    letter = Letter.objects.select_for_update().get(pk=letter_id)
    if not letter.file:
        content = letters.LetterContent.from_data(letter.content)
        _print(letter, content, record=letter.record, opens_status=False)
    return letter


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
    The code is printed, never stored: afterwards only its hash is left. The letter stands in the protocol book
    of whoever issues it.
    """
    number = references.draw(number_kind, year=timezone.localdate(at).year)
    content = letters.LetterContent(
        kind=kind,
        number=number,
        date=timezone.localdate(at),
        recipient=recipient,
        editions=tuple(editions),
        verification_url="",
        verification_code="",
    )
    letter = _keep(record, content, by=by, at=at)
    protocol.enter_letter(letter, by=by)
    waiting = _waiting.get()
    # A receipt is handed over at the counter.
    if waiting is not None and not opens_status:
        waiting.append(letter.pk)
        return letter
    _print(letter, content, record=record, opens_status=opens_status)
    return letter


def _keep(record, content: letters.LetterContent, *, by, at: datetime) -> Letter:
    return Letter.objects.create(
        record_id=record.pk,
        municipality_id=record.municipality_id,
        kind=content.kind,
        number=content.number,
        issued_on=content.date,
        serve_by=serving.serve_by(content.kind, content.date),
        created_at=at,
        issued_by=by,
        languages=" ".join(edition.language for edition in content.editions),
        content=content.as_data(),
        content_hash=letters.content_hash(content),
    )


def _print(letter: Letter, content, *, record, opens_status: bool) -> None:
    """Set the PDF with a new code, which opens the letter's check or the record's status."""
    asked, route = letter.number, "public:letter_check"
    if opens_status:
        asked, route = record.reference, "public:request_status"
    code = public_access.give_ticket(asked, record=record, letter_id=letter.pk)
    printed = replace(
        content, verification_url=public_url(route, asked, code), verification_code=code
    )
    pdf = ContentFile(letters.typeset(printed))
    letter.file.save(f"{letter.number}.pdf", pdf, save=False)
    letter.save(update_fields=["file"])


def public_url(route: str, number: str, code: str) -> str:
    """The address behind the QR code of a letter."""
    return f"{settings.SITE_URL}{reverse(route)}?{urlencode({'number': number, 'code': code})}"
