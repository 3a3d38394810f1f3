"""What happened: steps of a life (shown to users), changes of columns and reads (for investigation)."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.models.records import (
    Record,
    ScopedModel,
    of_the_ministry_or_a_municipality,
)
from core.privacy import CASEWORK, NOT_PERSONAL


class StatusChange(ScopedModel):
    """One step in the life of a record; only ever added."""

    PARENTS = ("record",)
    PRIVACY = {
        "transition": NOT_PERSONAL,
        "from_status": NOT_PERSONAL,
        "to_status": NOT_PERSONAL,
        "at": NOT_PERSONAL,
        "by": NOT_PERSONAL,
        "reason": CASEWORK,
        "details": CASEWORK,
    }

    municipality = of_the_ministry_or_a_municipality()
    record = models.ForeignKey(
        Record, on_delete=models.PROTECT, related_name="status_changes"
    )
    transition = models.CharField(max_length=40)
    from_status = models.CharField(max_length=20, blank=True)
    to_status = models.CharField(max_length=20)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    reason = models.TextField(_("reason"), blank=True)
    details = models.JSONField(default=dict)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["record", "id"])]

    def __str__(self):
        return f"{self.record_id}: {self.from_status} → {self.to_status}"


class AuditEntry(models.Model):
    """One changed row of one table: who, when, in which request, which columns; written by a trigger only."""

    class Action(models.TextChoices):
        INSERT = "INSERT", _("added")
        UPDATE = "UPDATE", _("changed")
        DELETE = "DELETE", _("removed")

    at = models.DateTimeField()
    table_name = models.CharField(max_length=63)
    row_id = models.CharField(max_length=64)
    municipality_id = models.BigIntegerField(null=True)
    action = models.CharField(max_length=6, choices=Action)
    changes = models.JSONField()
    user_id = models.BigIntegerField(null=True)
    request_id = models.CharField(max_length=36, blank=True)

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit log")
        indexes = [models.Index(fields=["table_name", "row_id", "id"])]

    def __str__(self):
        return f"{self.action} {self.table_name} {self.row_id}"


class ReadEntry(models.Model):
    """Somebody opened a person's file or took a list along; written before the page is sent."""

    at = models.DateTimeField(default=timezone.now)
    user_id = models.BigIntegerField()
    municipality_id = models.BigIntegerField(null=True)
    # The record whose file it is; empty for persons (found by what and row) and for exports.
    record_id = models.BigIntegerField(null=True)
    what = models.CharField(max_length=60)
    row_id = models.CharField(max_length=64)
    request_id = models.CharField(max_length=36, blank=True)

    class Meta:
        verbose_name = _("read entry")
        verbose_name_plural = _("read log")
        indexes = [
            models.Index(fields=["record_id", "id"]),
            # Persons are no records: their reads are found by what and row.
            models.Index(
                fields=["what", "row_id", "id"],
                condition=models.Q(record_id=None),
                name="reads_of_persons",
            ),
        ]

    def __str__(self):
        return f"{self.user_id} read {self.what} {self.row_id}"
