"""Changes of a household: what was so, what shall be so, who asked, who agreed."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from cases.models.households import Household
from cases.models.persons import Person
from core.models import LivingRecord
from core.privacy import CASEWORK, IDENTITY, NOT_PERSONAL, PAPERS
from core.scoping import ScopedQuerySet

# Stages in which a proposal waits; what was saved at once is no proposal.
WAITING = ("proposed", "returned")
AT_ONCE = ("applied", "undone")


class ChangeQuerySet(ScopedQuerySet):
    def proposals(self):
        """Changes that another person decides, or has decided."""
        return self.exclude(status__in=AT_ONCE)


class Change(LivingRecord):
    """One change of a person, a membership or a contact; its life is cases/workflow_changes.py."""

    class Kind(models.TextChoices):
        CONTACT = "contact", _("contact and place of return")
        EDIT_PERSON = "edit_person", _("correction of a person")
        JOIN = "join", _("member joins")
        LEAVE = "leave", _("member leaves")
        MOVE = "move", _("move to another household")
        SPLIT = "split", _("household splits")
        HEAD = "head", _("change of head")
        DEATH = "death", _("death")
        BIRTH = "birth", _("birth")

    class Status(models.TextChoices):
        PROPOSED = "proposed", _("Proposed")
        RETURNED = "returned", _("Returned for evidence")
        APPROVED = "approved", _("Approved, in force")
        REJECTED = "rejected", _("Not approved")
        WITHDRAWN = "withdrawn", _("Proposed no longer")
        APPLIED = "applied", _("Saved at once")
        UNDONE = "undone", _("Taken back")

    class Evidence(models.TextChoices):
        IDENTITY_CARD = "identity_card", _("identity card or passport")
        BIRTH_CERTIFICATE = "birth_certificate", _("birth certificate")
        DEATH_CERTIFICATE = "death_certificate", _("death certificate")
        MARRIAGE_CERTIFICATE = "marriage_certificate", _("marriage certificate")
        JOINT_HOUSEHOLD = "joint_household", _("statement of joint household")
        COURT_DECISION = "court_decision", _("court decision")
        OTHER = "other", _("other paper")

    REFERENCE_KIND = "CH"
    PARENTS = ("household",)
    # What is decided tells of somebody who may have moved away since.
    TIES = {
        "person": "({row}.household_id IS NULL OR {row}.status IN ('proposed', 'returned'))",
        "other_household": "{row}.status IN ('proposed', 'returned')",
    }
    PRIVACY = LivingRecord.RECORD_PRIVACY | {
        "status": NOT_PERSONAL,
        "status_since": NOT_PERSONAL,
        "turn": NOT_PERSONAL,
        "due_on": NOT_PERSONAL,
        "assigned_to": NOT_PERSONAL,
        "kind": NOT_PERSONAL,
        "household": IDENTITY,
        "person": IDENTITY,
        "other_household": IDENTITY,
        "now": IDENTITY,
        "proposed": IDENTITY,
        "effective_on": NOT_PERSONAL,
        "reason": CASEWORK,
        "evidence": PAPERS,
        "approved_by": NOT_PERSONAL,
    }

    kind = models.CharField(_("kind of change"), max_length=12, choices=Kind)
    household = models.ForeignKey(
        Household, on_delete=models.PROTECT, null=True, related_name="changes"
    )
    # Whom it is about; a person who is new is written here when the change comes into force.
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="changes"
    )
    # Where a person moves to, or what a split has made.
    other_household = models.ForeignKey(
        Household, on_delete=models.PROTECT, null=True, related_name="+"
    )
    # The same keys as far as they existed: frozen when the change was asked for.
    now = models.JSONField(default=dict)
    proposed = models.JSONField(default=dict)
    effective_on = models.DateField(_("since when"), null=True)
    reason = models.TextField(_("why"), max_length=2000, blank=True)
    evidence = models.CharField(
        _("paper that shows it"), max_length=20, choices=Evidence, blank=True
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )

    objects = ChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        indexes = [
            models.Index(fields=["created_at", "id"]),
            models.Index(fields=["municipality", "created_at", "id"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("created_by")),
                name="change_approved_by_another_person",
                violation_error_message=_(
                    "Whoever proposed a change does not approve it."
                ),
            ),
            models.CheckConstraint(
                condition=Q(household__isnull=False) | Q(person__isnull=False),
                name="change_is_about_somebody",
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(status__in=WAITING),
                name="one_open_proposal_per_person",
                violation_error_message=_(
                    "A change of this person is already proposed. Decide or withdraw it first."
                ),
            ),
            models.UniqueConstraint(
                fields=["household", "kind"],
                condition=Q(status__in=WAITING, kind__in=("head", "split")),
                name="one_open_proposal_of_a_household",
                violation_error_message=_(
                    "Such a change of this household is already proposed. Decide or withdraw it first."
                ),
            ),
        ]

    @property
    def title(self):
        about = self.person or self.household
        return f"{capfirst(self.get_kind_display())}: {getattr(about, 'title', about)}"

    def get_absolute_url(self):
        return reverse("cases:change_detail", args=[self.pk])
