"""What a law says from one day on: since when, until when, on which basis, and who compared it with the law."""

from django.conf import settings
from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

VALIDITY = Func(
    F("valid_from"),
    F("valid_to"),
    Value("[]"),
    function="DATERANGE",
    output_field=DateRangeField(),
)


def verified_by_and_on_together(sentence: str) -> models.CheckConstraint:
    """Who verified and when are said both or neither; each model says it in its own words."""
    return models.CheckConstraint(
        condition=Q(verified_by__isnull=True, verified_on__isnull=True)
        | Q(verified_by__isnull=False, verified_on__isnull=False),
        name="%(class)s_verified_by_and_on_together",
        violation_error_message=sentence,
    )


class DatedRule(models.Model):
    """A version that holds from one day on; both end dates are included."""

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
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="%(class)s_ends_after_it_begins",
                violation_error_message=_("The last day lies before the first day."),
            ),
        ]

    @property
    def is_verified(self) -> bool:
        """Whether somebody compared it with the law and signed for it."""
        return self.verified_on is not None
