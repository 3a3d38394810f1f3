"""Buildings and the dwellings in them."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.models import RecordModel, ScopedModel, Settlement, VersionedModel
from core.privacy import NOT_PERSONAL


class Building(RecordModel):
    """A house or block of flats built or renovated for families who return."""

    REFERENCE_KIND = "HB"
    PRIVACY = RecordModel.RECORD_PRIVACY | dict.fromkeys(
        ("name", "settlement", "address", "owner", "funder"), NOT_PERSONAL
    )

    name = models.CharField(_("name"), max_length=160)
    settlement = models.ForeignKey(
        Settlement, verbose_name=_("place"), on_delete=models.PROTECT, related_name="+"
    )
    address = models.CharField(_("address"), max_length=200, blank=True)
    owner = models.CharField(_("legal owner"), max_length=160)
    funder = models.CharField(_("paid by"), max_length=160, blank=True)

    class Meta:
        verbose_name = _("building")
        verbose_name_plural = _("buildings")
        indexes = [
            models.Index(fields=["created_at", "id"]),
            models.Index(fields=["municipality", "created_at", "id"]),
        ]

    def get_absolute_url(self):
        return reverse("housing:building_detail", args=[self.pk])


class Unit(ScopedModel, VersionedModel):
    """A dwelling a family can be given."""

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        READY = "ready", _("ready to move in")
        OCCUPIED = "occupied", _("occupied")
        REPAIR = "repair", _("under repair")

    PARENTS = ("building",)
    PRIVACY = dict.fromkeys(
        ("building", "number", "bedrooms", "area", "floor", "is_accessible", "state"),
        NOT_PERSONAL,
    )

    building = models.ForeignKey(
        Building, on_delete=models.PROTECT, related_name="units"
    )
    number = models.CharField(_("number of the dwelling"), max_length=20)
    bedrooms = models.PositiveSmallIntegerField(_("bedrooms"))
    area = models.DecimalField(
        _("area in m²"),
        max_digits=6,
        decimal_places=1,
        validators=[MinValueValidator(1)],
    )
    floor = models.SmallIntegerField(_("floor"), default=0)
    is_accessible = models.BooleanField(_("accessible by wheelchair"), default=False)
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.PLANNED
    )

    class Meta:
        verbose_name = _("dwelling")
        verbose_name_plural = _("dwellings")
        ordering = ["number", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["building", "number"],
                name="one_dwelling_per_number",
                violation_error_message=_(
                    "This building has a dwelling with this number already."
                ),
            ),
            models.CheckConstraint(
                condition=Q(area__gte=1),
                name="dwelling_has_an_area",
                violation_error_message=_("Give the area in square metres."),
            ),
        ]

    def __str__(self):
        return self.number
