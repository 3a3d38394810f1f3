"""A legal number (days, points, thresholds) as a dated row with its legal basis."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.models.validity import VALIDITY, DatedRule, verified_by_and_on_together


class Unit(models.TextChoices):
    """What the number of a provision counts."""

    CALENDAR_DAYS = "calendar_days", _("calendar days")
    WORKING_DAYS = "working_days", _("working days")
    MONTHS = "months", _("months")
    YEARS = "years", _("years")
    COUNT = "count", _("count")
    POINTS = "points", _("points")
    TEXT = "text", _("text")


class Provision(DatedRule):
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

    class Meta(DatedRule.Meta):
        ordering = ["key", "valid_from"]
        verbose_name = _("provision")
        verbose_name_plural = _("provisions")
        constraints = [
            *DatedRule.Meta.constraints,
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
            verified_by_and_on_together(
                _("Say both who verified the value and when, or neither.")
            ),
            models.CheckConstraint(
                condition=Q(verified_on__isnull=True) | Q(value__isnull=False),
                name="provision_verified_has_a_value",
                violation_error_message=_("An empty value cannot be verified."),
            ),
        ]

    def __str__(self) -> str:
        return self.key
