"""Files attached to records: one attachment model for every kind of record."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.models.records import Record, ScopedModel
from core.privacy import NOT_PERSONAL, PAPERS


def private_name(instance, _filename: str) -> str:
    """A random name: what the person called the file never reaches the disk."""
    return f"documents/{timezone.now():%Y/%m}/{uuid.uuid4().hex}{instance.extension}"


class Document(ScopedModel):
    """A checked file of a record, kept privately and served only through a view."""

    PARENTS = ("record",)
    # What a trigger refuses under this name (migration threads), in words.
    TRIGGERS = {
        "documents_are_kept": _(
            "A document stays as it was brought. Attach the new one beside it."
        )
    }
    PRIVACY = {
        "file": PAPERS,
        "name": PAPERS,
        "media_type": NOT_PERSONAL,
        "extension": NOT_PERSONAL,
        "size": NOT_PERSONAL,
        "sha256": NOT_PERSONAL,
        "added_at": NOT_PERSONAL,
        "added_by": NOT_PERSONAL,
    }

    record = models.ForeignKey(
        Record, on_delete=models.PROTECT, related_name="documents"
    )
    file = models.FileField(upload_to=private_name, max_length=200)
    name = models.CharField(_("name of the file"), max_length=255)
    media_type = models.CharField(max_length=60)
    extension = models.CharField(max_length=8)
    size = models.PositiveBigIntegerField(_("size"))
    sha256 = models.CharField(max_length=64)
    added_at = models.DateTimeField(_("added"), default=timezone.now)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["id"]

    def __str__(self):
        return self.name
