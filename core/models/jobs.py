"""Background work: a row first; the queue only carries its id."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.models.access import OwnedModel


class Job(OwnedModel):
    """A piece of background work: who asked, how far it is, how often it was tried, what came out."""

    class State(models.TextChoices):
        QUEUED = "queued", _("waiting to start")
        RUNNING = "running", _("running")
        SUCCEEDED = "succeeded", _("ready")
        FAILED = "failed", _("failed")
        CANCELLED = "cancelled", _("cancelled")

    kind = models.CharField(max_length=40)
    params = models.JSONField(default=dict)
    purpose = models.CharField(_("purpose"), max_length=200, blank=True)
    language = models.CharField(max_length=10, default="en")
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    cancel_asked = models.BooleanField(default=False)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    # Whoever runs the job holds the newest fence; an older run can no longer write.
    fence = models.PositiveIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    error = models.CharField(max_length=300, blank=True)
    result = models.JSONField(default=dict)
    created_at = models.DateTimeField(_("requested"), default=timezone.now)
    finished_at = models.DateTimeField(_("finished"), null=True)
    expires_at = models.DateTimeField(null=True)
    # The same nightly run asked for twice is one job.
    unique_key = models.CharField(max_length=120, null=True, unique=True)  # noqa: DJ001 -- NULL is "no key" for the unique index

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["owner", "-id"]),
            models.Index(
                fields=["id"],
                name="jobs_unfinished",
                condition=models.Q(state__in=["queued", "running"]),
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.pk}: {self.state}"

    @property
    def is_open(self) -> bool:
        return self.state in {self.State.QUEUED, self.State.RUNNING}
