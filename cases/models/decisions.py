"""Decisions on requests: outcome, legal basis, reasons and remedy, in every language they were given."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.requests import Request
from core.models import Letter, ScopedModel
from core.privacy import CASEWORK, NOT_PERSONAL


class Decision(ScopedModel):
    """What was decided on a request, by whom and when; a newer one supersedes it."""

    class Outcome(models.TextChoices):
        APPROVED = "approved", _("approved")
        WAITLISTED = "waitlisted", _("approved, waiting for funds")
        REJECTED = "rejected", _("rejected")

    PARENTS = ("request",)
    PRIVACY = {
        "request": CASEWORK,
        "outcome": CASEWORK,
        "decided_on": NOT_PERSONAL,
        "decided_by": NOT_PERSONAL,
        "is_live": NOT_PERSONAL,
        "letter": CASEWORK,
    }

    request = models.ForeignKey(
        Request, on_delete=models.PROTECT, related_name="decisions"
    )
    outcome = models.CharField(_("decision"), max_length=12, choices=Outcome)
    decided_on = models.DateField(_("decided on"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    is_live = models.BooleanField(default=True)
    letter = models.OneToOneField(
        Letter, on_delete=models.PROTECT, null=True, related_name="decision"
    )

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["request"],
                condition=Q(is_live=True),
                name="one_live_decision_per_request",
                violation_error_message=_(
                    "There is a decision on this request already."
                ),
            )
        ]

    def __str__(self):
        return f"{self.request}: {self.get_outcome_display()}"


class DecisionText(ScopedModel):
    """Legal basis, reasons and remedy of a decision in one language."""

    PARENTS = ("decision",)
    PRIVACY = {
        "decision": CASEWORK,
        "language": NOT_PERSONAL,
        "legal_basis": NOT_PERSONAL,
        "reasons": CASEWORK,
        "remedy": NOT_PERSONAL,
    }

    decision = models.ForeignKey(
        Decision, on_delete=models.PROTECT, related_name="texts"
    )
    language = models.CharField(max_length=10, choices=settings.LANGUAGES)
    legal_basis = models.CharField(_("legal basis"), max_length=300)
    reasons = models.TextField(_("reasons"))
    remedy = models.TextField(_("legal remedy"))

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "language"],
                name="one_text_per_language_of_a_decision",
            )
        ]

    def __str__(self):
        return f"{self.decision} ({self.language})"
