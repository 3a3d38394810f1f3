"""What a person is told each morning: numbers only, never a file."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.models.access import OwnedModel


class Digest(OwnedModel):
    """One person's morning: how many files wait, how many are late, how many late ones were brought up."""

    on = models.DateField(_("date"))
    waiting = models.PositiveIntegerField()
    late = models.PositiveIntegerField()
    told = models.PositiveIntegerField()
    written_at = models.DateTimeField(default=timezone.now)
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "on"],
                name="one_digest_per_person_and_day",
                violation_error_message=_("This was already said."),
            ),
        ]

    def __str__(self):
        return f"{self.owner_id} {self.on}"
