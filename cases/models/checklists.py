"""What can be asked for, and which papers each kind of request needs: data, not code."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.models.validity import VALIDITY, DatedRule, verified_by_and_on_together


class RequestType(models.Model):
    """A kind of request: a house, construction material, financial aid, a stabilisation house."""

    class Way(models.TextChoices):
        WORKS = "works", _("a house is built, accepted and handed over")
        DELIVERY = "delivery", _("something is delivered or paid")
        MONITORING = "monitoring", _("the family has returned and is only visited")

    code = models.SlugField(_("code"), max_length=30, unique=True)
    name = models.CharField(_("name"), max_length=120)
    way = models.CharField(
        _("what follows the approval"),
        max_length=10,
        choices=Way,
        default=Way.WORKS,
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    is_active = models.BooleanField(_("can be asked for"), default=True)
    needs_property = models.BooleanField(
        _("needs a property of the family"),
        default=False,
        help_text=_("Then the state of the property opens or blocks the housing path."),
    )

    class Meta:
        ordering = ["order", "code"]
        verbose_name = _("request type")
        verbose_name_plural = _("request types")

    def __str__(self):
        return self.name


class PaperKind(models.Model):
    """A kind of paper: displaced-person card, identity card, possession list."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=160)

    class Meta:
        ordering = ["code"]
        verbose_name = _("kind of paper")
        verbose_name_plural = _("kinds of papers")

    def __str__(self):
        return self.name


class Checklist(DatedRule):
    """Which papers a kind of request needs from one date on; both end dates are included.

    A file keeps the version that was in force on the day it began: the database writes it there, and from then
    on refuses to change what the version asks for (migration papers).
    """

    # What a trigger refuses under this name (migration papers), in words.
    TRIGGERS = {
        "used_checklist_is_kept": _(
            "Files live under this checklist: what it asks for stays as it is. Write a new version."
        )
    }

    # By which the files that fill a new portal know their own rows; empty for what people write.
    code = models.SlugField(max_length=60, blank=True, editable=False)
    request_type = models.ForeignKey(
        RequestType,
        verbose_name=_("request type"),
        on_delete=models.PROTECT,
        related_name="checklists",
    )
    # Written by the database when the first file begins under it, never taken back.
    is_used = models.BooleanField(_("files live under it"), default=False)

    class Meta(DatedRule.Meta):
        ordering = ["request_type", "-valid_from"]
        verbose_name = _("checklist")
        verbose_name_plural = _("checklists")
        constraints = [
            *DatedRule.Meta.constraints,
            models.UniqueConstraint(
                fields=["code"],
                condition=~Q(code=""),
                name="checklist_of_the_files_once",
            ),
            ExclusionConstraint(
                name="checklist_one_version_at_a_time",
                expressions=[
                    ("request_type", RangeOperators.EQUAL),
                    (VALIDITY, RangeOperators.OVERLAPS),
                ],
                violation_error_message=_(
                    "Another checklist of this kind of request is valid in the same period."
                ),
            ),
            verified_by_and_on_together(
                _("Say both who verified the checklist and when, or neither.")
            ),
        ]

    def __str__(self):
        return f"{self.request_type} · {self.valid_from}"

    def clean(self):
        """A version under which files live ends today at the earliest: they were told that it holds."""
        before = Checklist.objects.filter(pk=self.pk, is_used=True).first()
        if before is None or self.valid_to in (None, before.valid_to):
            return
        if self.valid_to < timezone.localdate():
            raise ValidationError({"valid_to": ENDS_TOO_EARLY})


ENDS_TOO_EARLY = _("Files live under this checklist: it ends today at the earliest.")


class RequiredPaper(models.Model):
    """One line of a checklist: a paper that must be there, may be there, or stands in for one that must."""

    checklist = models.ForeignKey(
        Checklist,
        verbose_name=_("checklist"),
        on_delete=models.CASCADE,
        related_name="lines",
    )
    paper_kind = models.ForeignKey(
        PaperKind, verbose_name=_("paper"), on_delete=models.PROTECT, related_name="+"
    )
    is_mandatory = models.BooleanField(_("mandatory"), default=True)
    # The paper it stands in for is on the same checklist: a key of the database (migration papers).
    stands_in_for = models.ForeignKey(
        PaperKind,
        verbose_name=_("stands in for"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["order", "id"]
        verbose_name = _("required paper")
        verbose_name_plural = _("required papers")
        constraints = [
            models.UniqueConstraint(
                fields=["checklist", "paper_kind"],
                name="one_checklist_line_per_paper",
                violation_error_message=_("This paper is on the checklist already."),
            ),
            models.CheckConstraint(
                condition=Q(stands_in_for=None)
                | Q(is_mandatory=False) & ~Q(stands_in_for=F("paper_kind")),
                name="stand_in_is_another_paper_and_not_mandatory",
                violation_error_message=_(
                    "A paper that stands in for another is not mandatory itself, and not the same paper."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.checklist}: {self.paper_kind}"
