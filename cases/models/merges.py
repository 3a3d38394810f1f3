"""Merging two entries of one person or household: what was chosen, by whom, and the exact way back."""

from datetime import date, timedelta

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.models.households import Household
from cases.models.persons import Person
from core import walls
from core.models import ScopedModel
from core.privacy import CASEWORK, COMMUNITY, IDENTITY, NOT_PERSONAL
from core.scoping import ScopedQuerySet

# A rule of the portal, not of law: as long as a mistake is usually noticed, and no longer than both are remembered.
DAYS_TO_UNDO = 90


class MergeQuerySet(ScopedQuerySet):
    def around(self, household: Household):
        """The merges that this household and its members carry or shall go into, those of merged entries included."""
        persons = household.members.values("person")
        return self.filter(
            Q(kept_household=household)
            | Q(dropped_household=household)
            | Q(dropped_household__merged_into=household)
            | Q(kept_person__in=persons)
            | Q(dropped_person__in=persons)
            | Q(dropped_person__merged_into__in=persons),
            state__in=Merge.LIVE,
        )

    def with_entries(self):
        return self.select_related(
            "kept_person", "dropped_person", "kept_household", "dropped_household",
            "merged_by", "confirmed_by", "undone_by",
        )  # fmt: skip


class Merge(ScopedModel):
    """Two entries that were found to be one person or household: one is kept, the other leads to it."""

    class Kind(models.TextChoices):
        PERSON = "person", _("person")
        HOUSEHOLD = "household", _("household")

    class State(models.TextChoices):
        PROPOSED = "proposed", _("waits for a second person")
        DONE = "done", _("merged")
        UNDONE = "undone", _("undone")
        DECLINED = "declined", _("declined")

    LIVE = (State.PROPOSED, State.DONE)
    ENDED = (State.UNDONE, State.DECLINED)
    PARENTS = ("kept_person", "kept_household")
    # Entries that were never one, or are two again, may part.
    TIES = dict.fromkeys(
        ("dropped_person", "dropped_household"),
        "{row}.state IN ('proposed', 'done')",
    )
    PRIVACY = dict.fromkeys((*PARENTS, *TIES), IDENTITY) | {
        "kind": NOT_PERSONAL,
        # Any field of a person may stand here, the community too.
        "values": COMMUNITY,
        "kept_version": NOT_PERSONAL,
        "dropped_version": NOT_PERSONAL,
        "reason": CASEWORK,
        "state": NOT_PERSONAL,
        "needs_second_person": NOT_PERSONAL,
        "merged_by": NOT_PERSONAL,
        "merged_at": NOT_PERSONAL,
        "confirmed_by": NOT_PERSONAL,
        "confirmed_at": NOT_PERSONAL,
        "undone_by": NOT_PERSONAL,
        "undone_at": NOT_PERSONAL,
    }

    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    kept_person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="+"
    )
    dropped_person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="+"
    )
    kept_household = models.ForeignKey(
        Household, on_delete=models.PROTECT, null=True, related_name="+"
    )
    dropped_household = models.ForeignKey(
        Household, on_delete=models.PROTECT, null=True, related_name="+"
    )
    # Field -> which entry its value came from, that value, and the one given up.
    values = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    # The editions of both entries that were compared.
    kept_version = models.PositiveIntegerField()
    dropped_version = models.PositiveIntegerField()
    reason = models.TextField(_("reason"), max_length=2000)
    state = models.CharField(_("state"), max_length=10, choices=State)
    needs_second_person = models.BooleanField(default=False)
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    merged_at = models.DateTimeField(default=timezone.now)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True)
    # Who ended it: undid what was merged, or declined what was proposed.
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    undone_at = models.DateTimeField(null=True)

    objects = MergeQuerySet.as_manager()

    class Meta:
        verbose_name = _("merge")
        verbose_name_plural = _("merges")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["merged_at", "id"]),
            models.Index(fields=["municipality", "merged_at", "id"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    kind="person",
                    kept_person__isnull=False,
                    dropped_person__isnull=False,
                )
                | Q(
                    kind="household",
                    kept_household__isnull=False,
                    dropped_household__isnull=False,
                ),
                name="merge_names_two_entries",
            ),
            models.CheckConstraint(
                condition=~Q(kept_person=F("dropped_person"))
                & ~Q(kept_household=F("dropped_household")),
                name="merge_of_two_different_entries",
                violation_error_message=_("These are not two different entries."),
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=["proposed", "done"],
                    undone_by__isnull=True,
                    undone_at__isnull=True,
                )
                | Q(
                    state__in=["undone", "declined"],
                    undone_by__isnull=False,
                    undone_at__isnull=False,
                ),
                name="merge_is_undone_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "declined"])
                | Q(needs_second_person=False)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="merge_is_confirmed_where_needed",
            ),
            models.CheckConstraint(
                condition=~Q(confirmed_by=F("merged_by")),
                name="merge_is_confirmed_by_another_person",
                violation_error_message=_(
                    "A decision is touched: another person than the one who proposed it must confirm."
                ),
            ),
            models.UniqueConstraint(
                fields=["dropped_person"],
                condition=Q(state__in=["proposed", "done"]),
                name="one_live_merge_per_person",
                violation_error_message=_("This entry is being merged already."),
            ),
            models.UniqueConstraint(
                fields=["dropped_household"],
                condition=Q(state__in=["proposed", "done"]),
                name="one_live_merge_per_household",
                violation_error_message=_("This entry is being merged already."),
            ),
        ]

    def __str__(self):
        return f"{self.dropped} → {self.kept}"

    def get_absolute_url(self):
        return reverse("cases:merge_detail", args=[self.pk])

    @property
    def kept(self) -> Person | Household:
        return self.kept_person or self.kept_household

    @property
    def dropped(self) -> Person | Household:
        return self.dropped_person or self.dropped_household

    @property
    def undo_until(self) -> date:
        """The last day on which everything can be put back."""
        done = timezone.localdate(self.confirmed_at or self.merged_at)
        return done + timedelta(days=DAYS_TO_UNDO)


class MergeChange(ScopedModel):
    """One row that a merge changed or took away, as it was before and after; only ever added."""

    class Action(models.TextChoices):
        UPDATE = "update", _("changed")
        DELETE = "delete", _("removed")

    PARENTS = ("merge",)
    # The rows it tells of are audited themselves; nobody changes these.
    DERIVED = True
    PRIVACY = {
        "table_name": NOT_PERSONAL,
        "row_id": NOT_PERSONAL,
        "action": NOT_PERSONAL,
        "before": COMMUNITY,
        "after": COMMUNITY,
    }

    merge = models.ForeignKey(Merge, on_delete=models.PROTECT, related_name="changes")
    table_name = models.CharField(max_length=63)
    row_id = models.BigIntegerField()
    action = models.CharField(max_length=6, choices=Action)
    # The columns that differ; of the two entries themselves the whole row.
    before = models.JSONField()
    after = models.JSONField(null=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["table_name", "row_id"])]

    def __str__(self):
        return f"{self.action} {self.table_name} {self.row_id}"


walls.APPEND_ONLY.add(MergeChange)
