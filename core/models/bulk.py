"""One step for many records: what was asked for, and what became of every single row."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from core.models.access import OwnedModel
from core.models.jobs import Job


class BulkRun(OwnedModel):
    """Somebody asked for one step with many records; only they see what became of it."""

    # The key of core.bulk.ACTIONS.
    action = models.CharField(max_length=40)
    # What was answered besides the rows, as plain values.
    answers = models.JSONField(default=dict)
    job = models.ForeignKey(
        Job, on_delete=models.PROTECT, null=True, related_name="bulk_runs"
    )
    # The job that takes it back, once that was asked for.
    undo_job = models.ForeignKey(
        Job, on_delete=models.PROTECT, null=True, related_name="bulk_undos"
    )
    undo_reason = models.CharField(_("reason"), max_length=500, blank=True)
    # What the step made of all rows together, if anything: a paper to print.
    file = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField(_("asked for"), default=timezone.now)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["owner", "-id"])]

    def __str__(self):
        return f"{self.action} {self.pk}"


class BulkRow(OwnedModel):
    """One record of a step for many: done, refused and why, or taken back."""

    class State(models.TextChoices):
        WAITING = "waiting", _("not done yet")
        DONE = "done", _("done")
        REFUSED = "refused", pgettext_lazy("row", "refused")
        UNDONE = "undone", pgettext_lazy("row", "taken back")
        STAYS = "stays", _("done, not taken back")

    run = models.ForeignKey(BulkRun, on_delete=models.PROTECT, related_name="rows")
    record_id = models.BigIntegerField()
    reference = models.CharField(_("number"), max_length=60)
    state = models.CharField(
        _("result"), max_length=8, choices=State, default=State.WAITING
    )
    # Language -> sentence: the reader may change the language.
    explanation = models.JSONField(_("why not"), default=dict)
    # What the step left behind, by which it is taken back.
    trace = models.JSONField(default=dict)
    at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["run", "state", "id"])]
        constraints = [
            models.UniqueConstraint(
                fields=["run", "record_id"], name="one_row_per_record_of_a_run"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["refused", "stays"]) | ~Q(explanation={}),
                name="refused_rows_say_why",
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", at=None)
                | (~Q(state="waiting") & Q(at__isnull=False)),
                name="finished_rows_have_a_moment",
            ),
        ]

    def __str__(self):
        return f"{self.reference}: {self.state}"

    @property
    def why_not(self) -> str:
        """Why it was refused or stays, in the reader's language."""
        return self.explanation.get(get_language(), "")
