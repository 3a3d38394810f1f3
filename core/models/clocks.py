"""Running deadlines of records: a due date with its trace, and everything that moved it or was said about it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.models.places import Institution
from core.models.provisions import Provision
from core.models.records import Record, ScopedModel
from core.privacy import CASEWORK, NOT_PERSONAL


class Clock(ScopedModel):
    """One deadline of one record: opened, perhaps paused, closed; the provision it started under stays with it."""

    PARENTS = ("record",)
    PRIVACY = dict.fromkeys(
        [
            "key",
            "provision",
            "started_on",
            "due_on",
            "trace",
            "pauses",
            "paused_on",
            "waits_for_institutions",
            "closed_on",
        ],
        NOT_PERSONAL,
    )

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="clocks")
    key = models.CharField(max_length=40)
    provision = models.ForeignKey(Provision, on_delete=models.PROTECT, related_name="+")
    started_on = models.DateField()
    due_on = models.DateField(_("due"), null=True)
    trace = models.JSONField(default=list)
    pauses = models.JSONField(default=list)
    paused_on = models.DateField(null=True)
    # Whether an open question to another institution stops this clock; said by the rule it was opened by.
    waits_for_institutions = models.BooleanField(default=False, db_default=False)
    closed_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["record", "key"],
                condition=models.Q(closed_on=None),
                name="one_open_clock_per_record_and_key",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on", "id"],
                name="clocks_that_run",
                condition=Q(closed_on=None, due_on__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.record_id} {self.key} {self.due_on}"


class ClockExtension(ScopedModel):
    """More time for one running deadline: who gave it, why, how much, and what the law allowed at most."""

    PARENTS = ("clock",)
    PRIVACY = dict.fromkeys(
        (
            "clock",
            "days",
            "total_days",
            "most_days",
            "legal_basis",
            "granted_by",
            "granted_on",
        ),
        NOT_PERSONAL,
    ) | {"reason": CASEWORK}

    clock = models.ForeignKey(
        Clock, on_delete=models.PROTECT, related_name="extensions"
    )
    days = models.PositiveSmallIntegerField(_("days to add"))
    # With all extensions of this clock before it.
    total_days = models.PositiveSmallIntegerField()
    # What the provision allowed on that day; empty while the law's number is not known.
    most_days = models.PositiveSmallIntegerField(null=True)
    reason = models.TextField(_("reason"))
    legal_basis = models.CharField(_("legal basis"), max_length=300, blank=True)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    granted_on = models.DateField()

    class Meta:
        ordering = ["id"]
        verbose_name = _("extension of a deadline")
        constraints = [
            models.CheckConstraint(
                condition=Q(days__gte=1, total_days__gte=F("days")),
                name="extension_adds_at_least_a_day",
                violation_error_message=_("Add at least one day."),
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="extension_has_a_reason",
                violation_error_message=_("Give the reason."),
            ),
            models.CheckConstraint(
                condition=Q(most_days=None) | Q(total_days__lte=F("most_days")),
                name="extension_within_the_law",
                violation_error_message=_("The law allows no extension that long."),
            ),
            models.CheckConstraint(
                condition=Q(most_days__isnull=False) | ~Q(legal_basis=""),
                name="extension_names_its_law",
                violation_error_message=_(
                    "How long this deadline may be extended is not entered yet: name the legal basis."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.clock_id} +{self.days}"


class ClockChange(ScopedModel):
    """A due date that moved although the file did not: from when to when, and because of which holidays."""

    PARENTS = ("clock",)
    PRIVACY = dict.fromkeys(
        ("clock", "old_due", "new_due", "holidays", "at"), NOT_PERSONAL
    )

    clock = models.ForeignKey(Clock, on_delete=models.PROTECT, related_name="changes")
    old_due = models.DateField()
    new_due = models.DateField()
    # Day, name, and whether it is a holiday now: [["2026-03-20", "Bajram", true], ...]
    holidays = models.JSONField(default=list)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(old_due=F("new_due")),
                name="clock_change_moves_the_due_date",
                violation_error_message=_("The due date did not move."),
            ),
        ]

    def __str__(self):
        return f"{self.clock_id} {self.old_due} → {self.new_due}"


class EscalationStep(models.Model):
    """A rung of the ladder: so many days after (or before) a deadline of this kind, this role is told."""

    key = models.CharField(_("deadline"), max_length=40)
    days = models.SmallIntegerField(
        _("days after the due date"),
        help_text=_("A number below zero means days before the due date."),
    )
    role = models.CharField(_("who is told"), max_length=24)
    is_used = models.BooleanField(
        _("in use"),
        default=True,
        help_text=_("Without this the step stays in the history and tells nobody."),
    )

    class Meta:
        ordering = ["key", "days", "role"]
        verbose_name = _("escalation step")
        verbose_name_plural = _("escalation steps")
        constraints = [
            models.UniqueConstraint(
                fields=["key", "days", "role"],
                name="escalation_step_once",
                violation_error_message=_("This step is on the ladder already."),
            ),
        ]

    def __str__(self):
        return f"{self.key} {self.days:+d} {self.role}"


class Escalation(ScopedModel):
    """Somebody was told that a deadline is near or has passed: each step of the ladder once per clock."""

    PARENTS = ("clock",)
    PRIVACY = dict.fromkeys(("clock", "step", "role", "told_on"), NOT_PERSONAL)

    clock = models.ForeignKey(
        Clock, on_delete=models.PROTECT, related_name="escalations"
    )
    step = models.ForeignKey(EscalationStep, on_delete=models.PROTECT, related_name="+")
    # As the step said on that day.
    role = models.CharField(max_length=24)
    told_on = models.DateField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["clock", "step"],
                name="told_once_per_clock_and_step",
                violation_error_message=_("This was already said."),
            ),
        ]
        indexes = [models.Index(fields=["role", "clock"])]

    def __str__(self):
        return f"{self.clock_id} {self.role} {self.told_on}"


class InstitutionRequest(ScopedModel):
    """A question to another institution about a file: while it is open the file waits there, and that is counted."""

    class Outcome(models.TextChoices):
        ANSWERED = "answered", _("answered in full")
        PARTLY = "partly", _("answered in part")
        REFUSED = "refused", _("refused")
        TAKEN_BACK = "taken_back", _("taken back by us")

    PARENTS = ("record",)
    PRIVACY = dict.fromkeys(
        (
            "record",
            "institution",
            "asked_on",
            "asked_by",
            "expected_on",
            "answered_on",
            "answered_by",
            "outcome",
        ),
        NOT_PERSONAL,
    ) | {"question": CASEWORK, "answer": CASEWORK}

    record = models.ForeignKey(
        Record, on_delete=models.PROTECT, related_name="institution_requests"
    )
    institution = models.ForeignKey(
        Institution,
        verbose_name=_("institution"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    question = models.TextField(_("what is asked"))
    asked_on = models.DateField(_("asked on"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    expected_on = models.DateField(_("answer expected by"), null=True, blank=True)
    answered_on = models.DateField(_("answered on"), null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, blank=True)
    answer = models.TextField(_("what was answered"), blank=True)

    class Meta:
        ordering = ["-asked_on", "-id"]
        verbose_name = _("question to another institution")
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_on=None, outcome="", answered_by=None)
                | (
                    Q(answered_on__isnull=False, answered_by__isnull=False)
                    & ~Q(outcome="")
                ),
                name="institution_answer_is_whole",
                violation_error_message=_(
                    "Say when the answer came and what it was, or neither."
                ),
            ),
            models.CheckConstraint(
                condition=Q(answered_on=None) | Q(answered_on__gte=F("asked_on")),
                name="institution_answers_after_the_question",
                violation_error_message=_("The answer lies before the question."),
            ),
            models.CheckConstraint(
                condition=Q(expected_on=None) | Q(expected_on__gte=F("asked_on")),
                name="institution_is_expected_after_the_question",
                violation_error_message=_(
                    "The answer is expected before the question was asked."
                ),
            ),
            models.UniqueConstraint(
                fields=["record", "institution"],
                condition=Q(answered_on=None),
                name="one_open_question_per_institution",
                violation_error_message=_(
                    "This institution has a question about this file that is still open."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.record_id} → {self.institution_id} {self.asked_on}"
