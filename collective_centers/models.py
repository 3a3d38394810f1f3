"""The register of collective centres; every count says who counted and when."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.models import RecordModel
from core.privacy import NOT_PERSONAL


class CollectiveCentre(RecordModel):
    """A building in which displaced families live together, as the public sources know it."""

    class Condition(models.TextChoices):
        OPEN = "open", _("open")
        CLOSING = "closed_or_closing", _("closed or closing")
        CLOSED = "closed", _("closed")
        RENOVATED = "renovated_as_housing", _("renovated as housing")
        UNKNOWN = "unknown", _("not known")

    REFERENCE_KIND = "CC"
    PRIVACY = RecordModel.RECORD_PRIVACY | dict.fromkeys(
        ("name", "place", "condition", "residents", "counted_on", "note", "source"),
        NOT_PERSONAL,
    )

    name = models.CharField(_("name"), max_length=160)
    place = models.CharField(_("place"), max_length=120, blank=True)
    condition = models.CharField(_("state"), max_length=24, choices=Condition)
    residents = models.CharField(_("residents, as counted"), max_length=60, blank=True)
    counted_on = models.CharField(_("counted on"), max_length=40, blank=True)
    note = models.TextField(_("note"), blank=True)
    source = models.TextField(_("source"))

    class Meta:
        verbose_name = _("collective centre")
        verbose_name_plural = _("collective centres")
        indexes = [
            models.Index(fields=["created_at", "id"]),
            models.Index(fields=["municipality", "created_at", "id"]),
        ]

    def get_absolute_url(self):
        return reverse("collective_centers:centre_detail", args=[self.pk])
