"""Sittings of a commission and who was there."""

from django.db import models
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from commissions.models.commissions import Commission, Member
from core.models import LivingRecord, ScopedModel
from core.models.records import of_the_ministry_or_a_municipality
from core.privacy import NOT_PERSONAL, STAFF


class Sitting(LivingRecord):
    """A commission meets and decides; its life is commissions/workflow.py."""

    class Status(models.TextChoices):
        PLANNED = "planned", _("Planned")
        OPEN = "open", pgettext_lazy("sitting", "Open")
        CLOSED = "closed", _("Closed")
        CANCELLED = "cancelled", _("Cancelled")

    REFERENCE_KIND = "ST"
    PARENTS = ("commission",)
    PRIVACY = LivingRecord.RECORD_PRIVACY | dict.fromkeys(
        (
            "status",
            "status_since",
            "turn",
            "due_on",
            "assigned_to",
            "starts_at",
            "place",
        ),
        NOT_PERSONAL,
    )

    municipality = of_the_ministry_or_a_municipality()
    commission = models.ForeignKey(
        Commission, on_delete=models.PROTECT, related_name="sittings"
    )
    starts_at = models.DateTimeField(_("begins"))
    place = models.CharField(_("room"), max_length=160)

    class Meta:
        verbose_name = _("sitting")
        verbose_name_plural = _("sittings")
        indexes = [models.Index(fields=["commission", "starts_at", "id"])]

    @property
    def title(self) -> str:
        """The commission and the day it meets."""
        day = formats.date_format(timezone.localtime(self.starts_at), "DATE_FORMAT")
        return f"{self.commission.title} – {day}"

    @property
    def day(self):
        """The day on which the sitting takes place."""
        return timezone.localdate(self.starts_at)

    def get_absolute_url(self):
        return reverse("commissions:sitting_detail", args=[self.pk])


class Attendance(ScopedModel):
    """Whether somebody who belongs to the commission is there in this sitting."""

    PARENTS = ("sitting", "member")
    PRIVACY = {"is_present": STAFF}

    municipality = of_the_ministry_or_a_municipality()
    sitting = models.ForeignKey(
        Sitting, on_delete=models.PROTECT, related_name="attendances"
    )
    member = models.ForeignKey(
        Member, on_delete=models.PROTECT, related_name="attendances"
    )
    is_present = models.BooleanField(_("present"))

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        constraints = [
            models.UniqueConstraint(
                fields=["sitting", "member"], name="present_or_not_once_per_sitting"
            )
        ]

    def __str__(self):
        return f"{self.sitting}: {self.member}"
