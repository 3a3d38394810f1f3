"""A legal number (days, points, thresholds) as a dated row with its legal basis."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _


class Unit(models.TextChoices):
    """What the number of a provision counts."""

    CALENDAR_DAYS = "calendar_days", _("calendar days")
    WORKING_DAYS = "working_days", _("working days")
    MONTHS = "months", _("months")
    YEARS = "years", _("years")
    COUNT = "count", _("count")
    POINTS = "points", _("points")
    TEXT = "text", _("text")


VALIDITY = Func(
    F("valid_from"),
    F("valid_to"),
    Value("[]"),
    function="DATERANGE",
    output_field=DateRangeField(),
)


class Provision(models.Model):
    """What a law sets for one key from one date on; both end dates are included."""

    key = models.SlugField(_("key"), max_length=60)
    value = models.DecimalField(
        _("value"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("Leave empty while the law's number is not known."),
    )
    unit = models.CharField(_("unit"), max_length=20, choices=Unit)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid until and including"), null=True, blank=True)
    legal_basis = models.CharField(_("legal basis"), max_length=300, blank=True)
    source = models.TextField(_("source"), blank=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("verified by"),
        null=True,
        blank=True,
    )
    verified_on = models.DateField(_("verified on"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        ordering = ["key", "valid_from"]
        verbose_name = _("provision")
        verbose_name_plural = _("provisions")
        constraints = [
            ExclusionConstraint(
                name="provision_one_value_at_a_time",
                expressions=[
                    ("key", RangeOperators.EQUAL),
                    (VALIDITY, RangeOperators.OVERLAPS),
                ],
                violation_error_message=_(
                    "Another value for this key is valid in the same period."
                ),
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="provision_ends_after_it_begins",
                violation_error_message=_("The last day lies before the first day."),
            ),
            models.CheckConstraint(
                condition=Q(verified_by__isnull=True, verified_on__isnull=True)
                | Q(verified_by__isnull=False, verified_on__isnull=False),
                name="provision_verified_by_and_on_together",
                violation_error_message=_(
                    "Say both who verified the value and when, or neither."
                ),
            ),
            models.CheckConstraint(
                condition=Q(verified_on__isnull=True) | Q(value__isnull=False),
                name="provision_verified_has_a_value",
                violation_error_message=_("An empty value cannot be verified."),
            ),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def is_verified(self) -> bool:
        """Whether somebody compared the value with the law and signed for it."""
        return self.verified_on is not None
