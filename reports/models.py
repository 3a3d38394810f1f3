"""Reports that people want every night."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import OwnedModel


class Subscription(OwnedModel):
    """Somebody wants this report made every night, within what they may see then."""

    report = models.SlugField(_("report"), max_length=60)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("nightly report")
        verbose_name_plural = _("nightly reports")
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "report"],
                name="one_subscription_per_report",
                violation_error_message=_("You have this report every night already."),
            )
        ]

    def __str__(self):
        return f"{self.owner}: {self.report}"
