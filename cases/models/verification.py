"""What the municipality found when it verified a request: the worksheet line by line, and visits to the place."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.models.requests import Request
from core.models import RecordModel, ScopedModel
from core.privacy import CASEWORK, NOT_PERSONAL, PROPERTY, STAFF

FIRST_YEAR = 1999
# Kosovo lies within these degrees.
SOUTH, NORTH, WEST, EAST = 41.85, 43.28, 20.0, 21.8


class Check(models.TextChoices):
    """The lines of the worksheet, in their order."""

    IDENTITY = "identity", _("Identity of the members")
    DISPLACEMENT = "displacement", _("Displacement")
    TITLE = "title", _("Title to the property")
    HOUSEHOLD = "household", _("Composition of the household")
    DUPLICATES = "duplicates", _("Duplicates")
    EARLIER_ASSISTANCE = "earlier_assistance", _("Earlier assistance")
    FIELD_VISIT = "field_visit", _("Field visit")


class Finding(ScopedModel):
    """One line of the worksheet of one request; the database keeps it once the file has gone on."""

    class Result(models.TextChoices):
        IN_ORDER = "in_order", pgettext_lazy("finding", "in order")
        NOT_IN_ORDER = "not_in_order", pgettext_lazy("finding", "not in order")
        NOT_NEEDED = "not_needed", pgettext_lazy("finding", "not needed")

    PARENTS = ("request",)
    # What a trigger refuses under this name (migration papers_worksheet), in words.
    TRIGGERS = {
        "findings_of_an_open_file": _(
            "The file has gone on: the findings of its worksheet stay as they are."
        )
    }
    PRIVACY = {
        "request": CASEWORK,
        "about": NOT_PERSONAL,
        "result": CASEWORK,
        "note": CASEWORK,
        "found_by": STAFF,
        "found_on": NOT_PERSONAL,
    }

    request = models.ForeignKey(
        Request,
        verbose_name=_("request"),
        on_delete=models.PROTECT,
        related_name="findings",
    )
    about = models.CharField(_("what was checked"), max_length=20, choices=Check)
    # Empty while it is open: also what was answered may be opened again.
    result = models.CharField(_("finding"), max_length=12, choices=Result, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    found_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("found by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    found_on = models.DateField(_("found on"))

    class Meta:
        verbose_name = _("line of the verification worksheet")
        verbose_name_plural = _("lines of the verification worksheet")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["request", "about"],
                name="one_finding_per_line_of_the_worksheet",
                violation_error_message=_("This line is filled in already."),
            ),
            models.CheckConstraint(
                condition=Q(about__in=Check.values)
                & Q(result__in=["", "in_order", "not_in_order", "not_needed"]),
                name="known_line_and_finding",
            ),
            models.CheckConstraint(
                condition=Q(result__in=["", "in_order"]) | ~Q(note=""),
                name="finding_that_is_not_in_order_says_why",
                violation_error_message=_(
                    "Say what is not in order, or why it is not needed."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.get_about_display()}: {self.get_result_display()}"


class FieldVisit(RecordModel):
    """Somebody of the office was at the place of a request and saw; photos are its documents."""

    REFERENCE_KIND = "FV"
    PARENTS = ("request",)
    PRIVACY = RecordModel.RECORD_PRIVACY | {
        "request": CASEWORK,
        "visited_on": CASEWORK,
        "visited_by": STAFF,
        "found": CASEWORK,
        "latitude": PROPERTY,
        "longitude": PROPERTY,
    }

    request = models.ForeignKey(
        Request,
        verbose_name=_("request"),
        on_delete=models.PROTECT,
        related_name="field_visits",
    )
    visited_on = models.DateField(_("visited on"))
    visited_by = models.CharField(_("who was there"), max_length=200)
    found = models.TextField(_("what was found"), max_length=4000)
    latitude = models.DecimalField(
        _("latitude"), max_digits=7, decimal_places=5, null=True, blank=True
    )
    longitude = models.DecimalField(
        _("longitude"), max_digits=7, decimal_places=5, null=True, blank=True
    )

    class Meta:
        verbose_name = _("field visit of a request")
        verbose_name_plural = _("field visits of requests")
        ordering = ["-visited_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None)
                | Q(latitude__isnull=False, longitude__isnull=False),
                name="point_has_both_degrees",
                violation_error_message=_("A point needs both latitude and longitude."),
            ),
            models.CheckConstraint(
                condition=Q(latitude=None)
                | Q(
                    latitude__gte=SOUTH,
                    latitude__lte=NORTH,
                    longitude__gte=WEST,
                    longitude__lte=EAST,
                ),
                name="point_lies_in_kosovo",
                violation_error_message=_(
                    "This point does not lie in Kosovo: latitude is between 41.85 and 43.28, longitude between 20.00 and 21.80."
                ),
            ),
            models.CheckConstraint(
                condition=Q(visited_on__year__gte=FIRST_YEAR),
                name="field_visit_since_the_war",
                violation_error_message=_("Look at the year of the visit."),
            ),
        ]

    @property
    def title(self):
        return f"{_('Field visit')}, {self.visited_on}"

    @property
    def point(self) -> str:
        """The point as maps take it; empty where none was written down."""
        return "" if self.latitude is None else f"{self.latitude}, {self.longitude}"

    def get_absolute_url(self):
        return reverse("cases:request_verification", args=[self.request_id])
