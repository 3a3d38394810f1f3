"""Monitoring: how families live after their return, by the eight criteria, and who needs support again."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from cases.models.households import Household
from cases.models.requests import Request
from cases.querysets import FollowUpQuerySet, MonitoringQuerySet
from core.models import LivingRecord, RecordModel, ScopedModel
from core.privacy import CASEWORK, DISPLACEMENT, NOT_PERSONAL, STAFF, WELFARE

# More than any day since the year one has a number.
ALL_DAYS = 10_000_000


class Monitoring(RecordModel):
    """One planned look at how a family lives, and what was found: on the sheet under one number."""

    class Occasion(models.TextChoices):
        INTAKE = "intake", _("at intake")
        FIRST = "first", _("first interval")
        SECOND = "second", _("second interval")
        THIRD = "third", _("third interval")
        FOURTH = "fourth", _("fourth interval")
        BETWEEN = "between", _("in between")

    class Presence(models.TextChoices):
        PRESENT = "present", _("lives there")
        ABSENT = "absent", _("temporarily absent")
        LEFT = "left", _("has left")

    REFERENCE_KIND = "MO"
    PARENTS = ("household", "request")
    PRIVACY = RecordModel.RECORD_PRIVACY | {
        "household": CASEWORK,
        "request": CASEWORK,
        "occasion": NOT_PERSONAL,
        "planned_for": NOT_PERSONAL,
        "called_off": CASEWORK,
        "done_on": CASEWORK,
        "done_by": STAFF,
        "visited_by": STAFF,
        "presence": DISPLACEMENT,
        "since": DISPLACEMENT,
        "why": CASEWORK,
        "expected_back": DISPLACEMENT,
        "went_to": DISPLACEMENT,
        "remarks": CASEWORK,
        "urgency": NOT_PERSONAL,
    }

    household = models.ForeignKey(
        Household,
        verbose_name=_("household"),
        on_delete=models.PROTECT,
        related_name="monitorings",
    )
    request = models.ForeignKey(
        Request,
        verbose_name=_("request"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="monitorings",
    )
    occasion = models.CharField(
        _("occasion"), max_length=8, choices=Occasion, default=Occasion.BETWEEN
    )
    planned_for = models.DateField(_("planned for"))
    called_off = models.CharField(_("why it is called off"), max_length=300, blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    # Who typed it; who walked to the house stands on the sheet, and may be no user.
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("entered by"),
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    visited_by = models.CharField(_("visited by"), max_length=120, blank=True)
    presence = models.CharField(
        _("the family"), max_length=8, choices=Presence, blank=True
    )
    since = models.DateField(_("since"), null=True, blank=True)
    why = models.CharField(_("reason"), max_length=300, blank=True)
    expected_back = models.DateField(_("expected back"), null=True, blank=True)
    went_to = models.CharField(_("left for"), max_length=160, blank=True)
    remarks = models.TextField(_("remarks"), max_length=2000, blank=True)
    # The order of the list, greatest first: what is most late, what is planned, what was made last.
    urgency = models.IntegerField(default=0, editable=False)

    objects = MonitoringQuerySet.as_manager()

    class Meta:
        verbose_name = _("monitoring visit")
        verbose_name_plural = _("monitoring visits")
        indexes = [
            models.Index(fields=["urgency", "id"]),
            models.Index(fields=["municipality", "urgency", "id"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(done_on=None, done_by=None, presence="")
                | (Q(done_on__isnull=False, done_by__isnull=False) & ~Q(presence="")),
                name="done_visit_says_presence",
                violation_error_message=_(
                    "Say when the visit was and whether the family lives there."
                ),
            ),
            models.CheckConstraint(
                condition=Q(presence__in=["", "present"])
                | (Q(since__isnull=False) & ~Q(why="")),
                name="absence_has_a_day_and_a_reason",
                violation_error_message=_(
                    "Say since when the family is away, and why."
                ),
            ),
            models.CheckConstraint(
                condition=Q(presence__in=["absent", "left"]) | Q(since=None, why=""),
                name="no_absence_of_the_present",
                violation_error_message=_(
                    "A family that lives there is not away: leave day and reason empty."
                ),
            ),
            models.CheckConstraint(
                condition=Q(presence="absent") | Q(expected_back=None),
                name="only_the_absent_come_back",
                violation_error_message=_(
                    "Only a family that is temporarily absent is expected back."
                ),
            ),
            models.CheckConstraint(
                condition=Q(presence="left") | Q(went_to=""),
                name="only_who_left_went_somewhere",
                violation_error_message=_(
                    "Say where the family went only if it has left."
                ),
            ),
            models.CheckConstraint(
                condition=Q(called_off="") | Q(done_on=None),
                name="done_visit_is_not_called_off",
                violation_error_message=_("A visit that was made is not called off."),
            ),
            models.UniqueConstraint(
                fields=["household", "occasion"],
                condition=Q(done_on=None, called_off="") & ~Q(occasion="between"),
                name="one_open_visit_per_occasion",
                violation_error_message=_(
                    "A visit of this household for this occasion is planned already."
                ),
            ),
        ]

    def save(self, *args, **kwargs):
        self.urgency = self._urgency()
        super().save(*args, **kwargs)

    def _urgency(self) -> int:
        if self.is_open:
            return ALL_DAYS - self.planned_for.toordinal()
        return (self.done_on or self.planned_for).toordinal() - ALL_DAYS

    @property
    def title(self):
        return self.household.title

    @property
    def is_open(self) -> bool:
        """Whether the visit is still to be made."""
        return self.done_on is None and not self.called_off

    def get_absolute_url(self):
        return reverse("cases:monitoring_detail", args=[self.pk])


class Criterion(models.TextChoices):
    """The eight criteria of a durable solution (IASC Framework, 2010), in their order."""

    SAFETY = "safety", _("Safety, security and freedom of movement")
    LIVING = "living", _("Adequate standard of living")
    LIVELIHOOD = "livelihood", _("Employment and livelihood")
    PROPERTY = "property", _("Housing, land and property restored or compensated")
    DOCUMENTS = "documents", _("Personal and other documents")
    FAMILY = "family", _("Family reunification")
    PARTICIPATION = "participation", _("Participation in public affairs")
    REMEDIES = "remedies", _("Effective remedies and justice")


class CriterionAnswer(ScopedModel):
    """One criterion as it was found at one visit."""

    class Answer(models.TextChoices):
        MET = "met", _("met")
        NOT_MET = "not_met", _("not met")
        NOT_APPLICABLE = "not_applicable", _("does not apply")
        NOT_ASKED = "not_asked", _("not asked")

    PARENTS = ("monitoring",)
    PRIVACY = {
        "monitoring": CASEWORK,
        "criterion": NOT_PERSONAL,
        "answer": WELFARE,
        "observation": WELFARE,
    }

    monitoring = models.ForeignKey(
        Monitoring,
        verbose_name=_("monitoring visit"),
        on_delete=models.PROTECT,
        related_name="answers",
    )
    criterion = models.CharField(_("criterion"), max_length=13, choices=Criterion)
    answer = models.CharField(_("answer"), max_length=14, choices=Answer)
    observation = models.CharField(_("observation"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("answer about a criterion")
        verbose_name_plural = _("answers about criteria")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["monitoring", "criterion"],
                name="one_answer_per_criterion",
                violation_error_message=_("This criterion is answered already."),
            ),
            models.CheckConstraint(
                condition=Q(criterion__in=Criterion.values)
                & Q(answer__in=["met", "not_met", "not_applicable", "not_asked"]),
                name="known_criterion_and_answer",
            ),
        ]

    def __str__(self):
        return f"{self.get_criterion_display()}: {self.get_answer_display()}"


class FollowUp(LivingRecord):
    """A family has left or lost what it had: somebody looks what support it needs; nothing is taken from it."""

    class Cause(models.TextChoices):
        LEFT = "left", _("the family has left")
        LOST = "lost", _("a criterion is no longer met")

    class Status(models.TextChoices):
        RAISED = "raised", _("Raised")
        OPEN = "open", _("To be taken up")
        TAKEN_UP = "taken_up", _("Taken up")
        CLOSED = "closed", _("Closed")

    REFERENCE_KIND = "FU"
    PARENTS = ("household", "monitoring")
    PRIVACY = LivingRecord.RECORD_PRIVACY | {
        "status": NOT_PERSONAL,
        "status_since": NOT_PERSONAL,
        "turn": NOT_PERSONAL,
        "due_on": NOT_PERSONAL,
        "assigned_to": NOT_PERSONAL,
        "household": CASEWORK,
        "monitoring": CASEWORK,
        "cause": DISPLACEMENT,
        "criterion": WELFARE,
    }

    household = models.ForeignKey(
        Household,
        verbose_name=_("household"),
        on_delete=models.PROTECT,
        related_name="follow_ups",
    )
    # The visit at which it was seen.
    monitoring = models.ForeignKey(
        Monitoring,
        verbose_name=_("monitoring visit"),
        on_delete=models.PROTECT,
        related_name="follow_ups",
    )
    cause = models.CharField(
        _("why support is looked at again"), max_length=5, choices=Cause
    )
    criterion = models.CharField(
        _("criterion"), max_length=13, choices=Criterion, blank=True
    )

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")
        indexes = [
            models.Index(fields=["created_at", "id"]),
            models.Index(fields=["municipality", "created_at", "id"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(cause="left", criterion="")
                | (Q(cause="lost") & ~Q(criterion="")),
                name="lost_criterion_is_named",
            ),
            models.UniqueConstraint(
                fields=["monitoring", "cause", "criterion"],
                name="one_follow_up_per_cause",
                violation_error_message=_("This is followed up already."),
            ),
        ]

    @property
    def title(self):
        about = self.get_criterion_display() if self.criterion else ""
        words = (capfirst(self.get_cause_display()), about)
        return ": ".join(word for word in words if word)

    def get_absolute_url(self):
        return reverse("cases:follow_up_detail", args=[self.pk])
