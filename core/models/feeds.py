"""The private address at which a calendar asks what is due."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.models.access import OwnedModel


class CalendarFeed(OwnedModel):
    """One person's calendar address; the secret in it is shown once and kept only as a keyed hash."""

    class Covers(models.TextChoices):
        MINE = "mine", _("what waits for me")
        OFFICE = "office", _("what waits for me and my office")

    covers = models.CharField(
        _("what it tells"), max_length=6, choices=Covers, default=Covers.MINE
    )
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(_("made"), default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner"],
                name="one_calendar_address_per_person",
                violation_error_message=_("You have a calendar address already."),
            ),
        ]

    def __str__(self):
        return f"calendar of {self.owner_id}"
