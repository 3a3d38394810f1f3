"""What is undertaken against a decision: appeals to the second instance, and lawsuits."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.decisions import Decision
from cases.models.requests import Request
from core.models import ScopedModel
from core.privacy import CASEWORK, NOT_PERSONAL


class Appeal(ScopedModel):
    """An appeal against a decision, and what the second instance made of it."""

    class Outcome(models.TextChoices):
        GRANTED = "granted", _("granted")
        RETURNED = "returned", _("returned to be decided anew")
        DISMISSED = "dismissed", _("dismissed")

    PARENTS = ("request", "decision")
    PRIVACY = {
        "request": CASEWORK,
        "decision": CASEWORK,
        "filed_on": NOT_PERSONAL,
        "filed_by": CASEWORK,
        "grounds": CASEWORK,
        "why_late": CASEWORK,
        "received_by": NOT_PERSONAL,
        "stood_at": NOT_PERSONAL,
        "outcome": CASEWORK,
        "decided_on": NOT_PERSONAL,
        "decided_by": NOT_PERSONAL,
    }

    request = models.ForeignKey(
        Request, on_delete=models.PROTECT, related_name="appeals"
    )
    decision = models.ForeignKey(
        Decision, on_delete=models.PROTECT, related_name="appeals"
    )
    filed_on = models.DateField(_("appealed on"))
    filed_by = models.CharField(_("who appeals"), max_length=200)
    grounds = models.TextField(_("what the appeal says"), max_length=6000)
    why_late = models.CharField(
        _("why it comes after the period"), max_length=500, blank=True
    )
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    # Where the request stood, and stands again if the appeal changes nothing.
    stood_at = models.CharField(max_length=20, choices=Request.Status)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, blank=True)
    decided_on = models.DateField(_("decided on"), null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["request"],
                condition=Q(outcome=""),
                name="one_open_appeal_per_request",
                violation_error_message=_("An appeal is running already."),
            ),
            models.CheckConstraint(
                condition=Q(
                    outcome="", decided_on__isnull=True, decided_by__isnull=True
                )
                | (
                    ~Q(outcome="")
                    & Q(decided_on__isnull=False, decided_by__isnull=False)
                ),
                name="appeal_outcome_has_a_day_and_a_person",
            ),
            models.CheckConstraint(
                condition=Q(decided_on__isnull=True)
                | Q(decided_on__gte=models.F("filed_on")),
                name="appeal_is_decided_after_it_is_filed",
                violation_error_message=_("The appeal was filed later than that."),
            ),
        ]

    def __str__(self):
        return f"{self.request}: {self.filed_on}"


class CourtCase(ScopedModel):
    """A lawsuit against the final decision, and what the court said."""

    class Outcome(models.TextChoices):
        CONFIRMED = "confirmed", _("the decision stands")
        ANNULLED = "annulled", _("the decision is annulled")

    PARENTS = ("request", "decision")
    PRIVACY = {
        "request": CASEWORK,
        "decision": CASEWORK,
        "court": NOT_PERSONAL,
        "case_number": CASEWORK,
        "filed_on": NOT_PERSONAL,
        "outcome": CASEWORK,
        "ruled_on": NOT_PERSONAL,
    }

    request = models.ForeignKey(
        Request, on_delete=models.PROTECT, related_name="court_cases"
    )
    decision = models.ForeignKey(
        Decision, on_delete=models.PROTECT, related_name="court_cases"
    )
    court = models.CharField(_("court"), max_length=200)
    case_number = models.CharField(_("number of the case"), max_length=60, blank=True)
    filed_on = models.DateField(_("filed on"))
    outcome = models.CharField(_("ruling"), max_length=10, choices=Outcome, blank=True)
    ruled_on = models.DateField(_("ruled on"), null=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["request"],
                condition=Q(outcome=""),
                name="one_open_court_case_per_request",
                violation_error_message=_("A lawsuit is running already."),
            ),
            models.CheckConstraint(
                condition=Q(outcome="", ruled_on__isnull=True)
                | (~Q(outcome="") & Q(ruled_on__isnull=False)),
                name="ruling_has_a_day",
            ),
            models.CheckConstraint(
                condition=Q(ruled_on__isnull=True)
                | Q(ruled_on__gte=models.F("filed_on")),
                name="court_rules_after_the_lawsuit",
                violation_error_message=_("The lawsuit was filed later than that."),
            ),
        ]

    def __str__(self):
        return f"{self.request}: {self.court}"
