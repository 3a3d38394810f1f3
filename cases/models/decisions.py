"""Decisions on requests: outcome, legal basis, facts, reasons and remedy, in every language they were given."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.requests import Request
from core.models import Letter, ScopedModel
from core.privacy import CASEWORK, NOT_PERSONAL, STAFF


class Decision(ScopedModel):
    """What was decided on a request, by whom and when; a newer one supersedes it."""

    class Outcome(models.TextChoices):
        APPROVED = "approved", _("approved")
        # Said by decisions from before funds were a fact of their own; no decision says it any more.
        WAITLISTED = "waitlisted", _("approved, waiting for funds")
        REJECTED = "rejected", _("rejected")

    PARENTS = ("request",)
    PRIVACY = {
        "request": CASEWORK,
        "outcome": CASEWORK,
        "decided_on": NOT_PERSONAL,
        "decided_by": NOT_PERSONAL,
        "instance": NOT_PERSONAL,
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
    instance = models.PositiveSmallIntegerField(
        _("instance"),
        choices=[(1, _("first instance")), (2, _("second instance"))],
        default=1,
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
    """Legal basis, facts, reasons and remedy of a decision in one language: the original or a translation of it."""

    class Origin(models.TextChoices):
        ORIGINAL = "original", _("original")
        TRANSLATION = "translation", _("translation")

    PARENTS = ("decision",)
    PRIVACY = {
        "decision": CASEWORK,
        "language": NOT_PERSONAL,
        "legal_basis": NOT_PERSONAL,
        "facts": CASEWORK,
        "reasons": CASEWORK,
        "remedy": NOT_PERSONAL,
        "origin": NOT_PERSONAL,
        "translator": STAFF,
        "differences": CASEWORK,
    }

    decision = models.ForeignKey(
        Decision, on_delete=models.PROTECT, related_name="texts"
    )
    language = models.CharField(max_length=10, choices=settings.LANGUAGES)
    legal_basis = models.CharField(_("legal basis"), max_length=300)
    facts = models.TextField(_("established facts"), blank=True)
    reasons = models.TextField(_("reasons"))
    remedy = models.TextField(_("legal remedy"))
    # Empty where nobody wrote down which version is the original.
    origin = models.CharField(
        _("original or translation"), max_length=12, choices=Origin, blank=True
    )
    translator = models.CharField(_("translated by"), max_length=200, blank=True)
    # In what this version differs from the original, each with the reason why it may: sentence, reason.
    differences = models.JSONField(
        _("differences between the versions"), default=list, blank=True
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "language"],
                name="one_text_per_language_of_a_decision",
            ),
            models.UniqueConstraint(
                fields=["decision"],
                condition=Q(origin="original"),
                name="one_original_of_a_decision",
                violation_error_message=_("A decision has one original."),
            ),
            models.CheckConstraint(
                condition=~Q(origin="translation") | ~Q(translator=""),
                name="translation_names_translator",
                violation_error_message=_("Name who translated this version."),
            ),
            models.CheckConstraint(
                condition=Q(origin="") | ~Q(facts=""),
                name="decision_says_its_facts",
                violation_error_message=_("Say which facts are established."),
            ),
        ]

    def __str__(self):
        return f"{self.decision} ({self.language})"
