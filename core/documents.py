"""Attaching a checked file to a record."""

from django.core.files.base import ContentFile
from django.db import transaction

from core.models import Document
from core.uploads import CleanFile


@transaction.atomic
def attach(record, file: CleanFile, *, by) -> Document:
    """Keep a checked file privately with its record."""
    document = Document(
        record_id=record.pk,
        municipality_id=record.municipality_id,
        name=file.display_name,
        media_type=file.media_type,
        extension=f".{file.extension.lstrip('.')}",
        size=file.size,
        sha256=file.sha256,
        added_by=by,
    )
    document.file.save(file.display_name, ContentFile(file.content), save=False)
    document.save()
    return document
