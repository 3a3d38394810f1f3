"""Letters that left the house: number, date, frozen content, hash and the PDF."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.models.records import (
    Record,
    ScopedModel,
    of_the_ministry_or_a_municipality,
)
from core.privacy import CASEWORK, NOT_PERSONAL

KINDS = {
    "receipt": _("Receipt"),
    "completion_notice": _("Notice of missing papers"),
    "decision": _("Decision letter"),
    "appeal_receipt": _("Receipt of an appeal"),
    "appeal_outcome": _("Answer to an appeal"),
    "funding": _("Notice of committed funds"),
    "funding_released": _("Notice that funds were released"),
    "agreement": _("Agreement"),
    "handover": _("Handover protocol"),
    "minutes": _("Minutes of a commission"),
    "right_refused": _("Refusal of a request about own data"),
}


class Letter(ScopedModel):
    """A decision, notice or receipt as it was issued; its content never changes again."""

    PARENTS = ("record",)
    PRIVACY = {
        "kind": NOT_PERSONAL,
        "number": NOT_PERSONAL,
        "issued_on": NOT_PERSONAL,
        "issued_by": NOT_PERSONAL,
        "serve_by": NOT_PERSONAL,
        "languages": NOT_PERSONAL,
        "content": CASEWORK,
        "content_hash": NOT_PERSONAL,
        "file": CASEWORK,
        "created_at": NOT_PERSONAL,
    }

    municipality = of_the_ministry_or_a_municipality()
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="letters")
    kind = models.CharField(_("kind"), max_length=40)
    number = models.CharField(_("number"), max_length=40, unique=True)
    issued_on = models.DateField(_("date"))
    # Empty where no law says within how many days it is to be served, or its number is not known.
    serve_by = models.DateField(_("to be served by"), null=True, editable=False)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    languages = models.CharField(_("languages"), max_length=40)
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)
    file = models.FileField(upload_to="letters/%Y/%m", max_length=200)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["created_at", "id"]),
            models.Index(fields=["municipality", "created_at", "id"]),
        ]

    def __str__(self):
        return self.number

    @property
    def addressee(self) -> str:
        """To whom the letter is written."""
        return next(iter(self.content["recipient"]), "–")

    @property
    def kind_label(self) -> str:
        """What this kind of letter is called."""
        return KINDS[self.kind]
