"""Running deadlines of records: a due date with its trace and the provision it follows."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models.provisions import Provision
from core.models.records import Record, ScopedModel
from core.privacy import NOT_PERSONAL


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
    closed_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["record", "key"],
                condition=models.Q(closed_on=None),
                name="one_open_clock_per_record_and_key",
            ),
        ]

    def __str__(self):
        return f"{self.record_id} {self.key} {self.due_on}"
