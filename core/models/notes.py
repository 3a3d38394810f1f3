"""Notes of colleagues on a record."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.models.records import Record, ScopedModel
from core.privacy import CASEWORK, NOT_PERSONAL


class Note(ScopedModel):
    """A few words for the colleagues who open the file next; only ever added."""

    PARENTS = ("record",)
    PRIVACY = {"text": CASEWORK, "written_at": NOT_PERSONAL, "written_by": NOT_PERSONAL}

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="notes")
    text = models.TextField(_("note"), max_length=4000)
    written_at = models.DateTimeField(default=timezone.now)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["id"]

    def __str__(self):
        return self.text[:60]
