"""Pairs of entries that may be one person, each as one office sees it: its own person beside another entry."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.models.persons import Person
from cases.querysets import DuplicateQuerySet
from core.models import ScopedModel, VersionedModel
from core.privacy import CASEWORK, IDENTITY, NOT_PERSONAL


class DuplicatePair(ScopedModel, VersionedModel):
    """One office's side of a pair; a pair of two municipalities has two, which know nothing of each other.

    The other entry is only a number here. Whoever may see it reads it from its own row; to everybody else
    `comparison` says field by field how the entries agree, and no value of the other one.
    """

    class Likelihood(models.IntegerChoices):
        POSSIBLE = 1, _("possible")
        LIKELY = 2, _("likely")
        VERY_LIKELY = 3, _("very likely")

    class Verdict(models.TextChoices):
        SAME = "same", _("the same person")
        DIFFERENT = "different", _("different persons")
        UNSURE = "unsure", _("not sure")

    PARENTS = ("person",)
    # Only pairs that nobody has judged are taken away again (cases.services.duplicates).
    DELETABLE = True
    PRIVACY = dict.fromkeys(("other", "likelihood", "comparison"), IDENTITY) | {
        "across": NOT_PERSONAL,
        "found_at": NOT_PERSONAL,
        "verdict": CASEWORK,
        "reason": CASEWORK,
        "decided_by": NOT_PERSONAL,
        "decided_at": NOT_PERSONAL,
        "settled": CASEWORK,
        "settled_reason": CASEWORK,
        "settled_by": NOT_PERSONAL,
        "settled_at": NOT_PERSONAL,
    }

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="duplicates"
    )
    other = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    # Whether the other entry belongs to another municipality: then the two sides are blind.
    across = models.BooleanField(default=False)
    likelihood = models.IntegerField(_("likelihood"), choices=Likelihood)
    # Field -> how the entries agree (cases.comparison); coarse on purpose.
    comparison = models.JSONField(default=dict)
    found_at = models.DateTimeField(_("found"), auto_now_add=True)
    verdict = models.CharField(
        _("verdict"), max_length=10, choices=Verdict, blank=True, editable=False
    )
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    # What the ministry decided about a pair of two municipalities; the same on both sides.
    settled = models.CharField(
        _("decision of the ministry"),
        max_length=10,
        choices=Verdict,
        blank=True,
        editable=False,
    )
    settled_reason = models.CharField(_("reason"), max_length=500, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    settled_at = models.DateTimeField(null=True)

    objects = DuplicateQuerySet.as_manager()

    class Meta:
        verbose_name = _("possible duplicate")
        verbose_name_plural = _("possible duplicates")
        indexes = [
            models.Index(fields=["municipality", "verdict", "likelihood", "id"]),
            models.Index(fields=["likelihood", "id"]),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "other"], name="one_row_per_side_of_a_pair"
            ),
            models.CheckConstraint(
                condition=~Q(person=F("other")),
                name="nobody_is_their_own_duplicate",
                violation_error_message=_(
                    "A person cannot be compared with themselves."
                ),
            ),
            models.CheckConstraint(
                condition=Q(verdict="", decided_by=None, decided_at=None)
                | (
                    Q(verdict__in=["same", "different", "unsure"])
                    & Q(decided_by__isnull=False, decided_at__isnull=False)
                ),
                name="verdict_has_its_author",
                violation_error_message=_("A verdict needs its author and its time."),
            ),
            models.CheckConstraint(
                condition=Q(settled="", settled_by=None, settled_at=None)
                | Q(
                    across=True,
                    settled__in=["same", "different"],
                    settled_by__isnull=False,
                    settled_at__isnull=False,
                ),
                name="settlement_has_its_author",
                violation_error_message=_("A verdict needs its author and its time."),
            ),
        ]

    def __str__(self):
        return f"{self.person_id} – {self.other_id}"

    @property
    def outcome(self) -> str:
        """What holds of this pair as far as this office knows; empty while nobody has said."""
        return self.settled or self.verdict

    @property
    def is_one_person(self) -> bool:
        """Whether it is decided that the two entries are one person; between offices only the ministry decides."""
        return self.settled == "same" or (not self.across and self.verdict == "same")
