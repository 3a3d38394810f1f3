"""Old registers taken over: one run, its rows, the numbers by which a register knows people, remembered columns."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.models.households import Household
from cases.models.persons import Person
from core.models import Job, ScopedModel, VersionedModel
from core.privacy import CASEWORK, IDENTITY, NOT_PERSONAL, PAPERS


def private_name(instance, _filename: str) -> str:
    """A random name: what the person called the file never reaches the disk."""
    return f"imports/{timezone.now():%Y/%m}/{uuid.uuid4().hex}.{instance.kind}"


class Import(ScopedModel, VersionedModel):
    """One taking-over of one file: how it is read, how far it is, and what became of its rows."""

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("being prepared")
        RUNNING = "running", _("running")
        FINISHED = "finished", _("finished")
        TAKING_BACK = "taking_back", _("being taken back")
        TAKEN_BACK = "taken_back", _("taken back")

    class Layout(models.TextChoices):
        PERSON = "person", _("a row is a person; households are not told")
        MEMBER = "member", _("a row is a person; a column tells the household")
        HOUSEHOLD = "household", _("a row is a household with its head")

    class DateOrder(models.TextChoices):
        DAY_FIRST = "dmy", _("day first: 3.5. is the third of May")
        MONTH_FIRST = "mdy", _("month first: 3/5 is the fifth of March")
        ASK = "ask", _("not known: refuse dates that could be either")

    PRIVACY = {
        "file": PAPERS,
        "name": PAPERS,
        "checked": CASEWORK,
    } | dict.fromkeys(
        (
            "source", "kind", "sha256", "sheets", "sheet", "encoding", "delimiter", "since_1904", "height",
            "header_row", "header_height", "header", "mapping", "date_order", "layout", "language", "state",
            "rows_in", "created", "updated", "unchanged", "rejected", "held", "job", "created_at", "created_by",
            "finished_at",
        ),
        NOT_PERSONAL,
    )  # fmt: skip

    source = models.CharField(
        _("name of the register"),
        max_length=80,
        help_text=_(
            "Numbers are unique inside one register: use the same name each time it is brought."
        ),
    )
    file = models.FileField(upload_to=private_name, max_length=200)
    name = models.CharField(_("name of the file"), max_length=255)
    kind = models.CharField(max_length=4)
    sha256 = models.CharField(max_length=64)
    sheets = models.JSONField(default=list)
    sheet = models.CharField(_("sheet"), max_length=255, blank=True)
    encoding = models.CharField(_("letters"), max_length=12, blank=True)
    delimiter = models.CharField(_("separator"), max_length=1, blank=True)
    since_1904 = models.BooleanField(
        _("numbers of days count from 1904"), default=False
    )
    height = models.PositiveIntegerField(default=0)
    header_row = models.PositiveIntegerField(
        _("row with the names of the columns"), default=1
    )
    header_height = models.PositiveSmallIntegerField(_("rows of the header"), default=1)
    header = models.JSONField(default=list)
    # Column, counted from zero and written as text, to the key of a field.
    mapping = models.JSONField(default=dict)
    date_order = models.CharField(
        _("order in dates"), max_length=3, choices=DateOrder, default=DateOrder.ASK
    )
    layout = models.CharField(
        _("what a row is"), max_length=10, choices=Layout, default=Layout.PERSON
    )
    language = models.CharField(
        _("language and script of letters"), max_length=10, choices=settings.LANGUAGES
    )
    state = models.CharField(max_length=12, choices=State, default=State.UPLOADED)
    checked = models.JSONField(default=dict)
    rows_in = models.PositiveIntegerField(_("rows in the file"), default=0)
    created = models.PositiveIntegerField(_("newly registered"), default=0)
    updated = models.PositiveIntegerField(_("updated"), default=0)
    unchanged = models.PositiveIntegerField(_("unchanged"), default=0)
    rejected = models.PositiveIntegerField(_("rejected"), default=0)
    held = models.PositiveIntegerField(_("held as possible duplicates"), default=0)
    job = models.ForeignKey(Job, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["finished", "taking_back", "taken_back"])
                | Q(
                    rows_in=F("created")
                    + F("updated")
                    + F("unchanged")
                    + F("rejected")
                    + F("held")
                ),
                name="every_row_of_an_import_is_accounted_for",
                violation_error_message=_(
                    "Not every row of the file is accounted for."
                ),
            )
        ]

    def __str__(self):
        return f"{self.source}: {self.name}"

    def get_absolute_url(self):
        return reverse("cases:import_detail", args=[self.pk])

    @property
    def columns(self) -> dict[int, str]:
        """The mapping as it is used: column to field."""
        return {int(column): name for column, name in self.mapping.items()}

    @property
    def is_open_to_changes(self) -> bool:
        return self.state == self.State.UPLOADED


class ImportRow(ScopedModel):
    """A row of a file and what became of it; what it wrote is audited where it was written."""

    class Outcome(models.TextChoices):
        CREATED = "created", _("newly registered")
        UPDATED = "updated", _("updated")
        UNCHANGED = "unchanged", _("unchanged")
        REJECTED = "rejected", _("rejected")
        HELD = "held", _("held as a possible duplicate")

    PARENTS = ("run", "person", "household")
    DERIVED = True
    PRIVACY = {
        "line": NOT_PERSONAL,
        "cells": IDENTITY,
        "outcome": NOT_PERSONAL,
        "problems": IDENTITY,
        "alike": IDENTITY,
        "made": NOT_PERSONAL,
        "before": IDENTITY,
    }

    run = models.ForeignKey(Import, on_delete=models.PROTECT, related_name="rows")
    line = models.PositiveIntegerField(_("row"))
    cells = models.JSONField()
    outcome = models.CharField(max_length=10, choices=Outcome)
    problems = models.JSONField(default=list)
    # Persons this one may be, while it is held.
    alike = models.JSONField(default=list)
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="import_rows"
    )
    household = models.ForeignKey(
        Household, on_delete=models.PROTECT, null=True, related_name="import_rows"
    )
    # Which rows this one added, by kind, and how what it changed was before and stands since: to take it back.
    made = models.JSONField(default=dict)
    before = models.JSONField(default=dict)

    class Meta:
        ordering = ["line"]
        constraints = [
            models.UniqueConstraint(
                fields=["run", "line"], name="one_outcome_per_row_of_an_import"
            )
        ]
        indexes = [models.Index(fields=["run", "outcome", "line"])]

    def __str__(self):
        return f"{self.run_id}: {self.line} {self.outcome}"


class ExternalIdentifier(ScopedModel):
    """The number by which a register knows a person or a household, and what it said last."""

    PARENTS = ("person", "household")
    PRIVACY = {
        "kind": NOT_PERSONAL,
        "source": NOT_PERSONAL,
        "number": PAPERS,
        "said": IDENTITY,
    }

    class Kind(models.TextChoices):
        PERSON = "person", _("person")
        HOUSEHOLD = "household", _("household")

    kind = models.CharField(max_length=10, choices=Kind)
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="external_identifiers"
    )
    household = models.ForeignKey(
        Household,
        on_delete=models.PROTECT,
        null=True,
        related_name="external_identifiers",
    )
    source = models.CharField(_("register"), max_length=80)
    number = models.CharField(_("number in the register"), max_length=60)
    said = models.JSONField(default=dict)

    class Meta:
        constraints = [
            # Each municipality has numbers of its own: a number that is taken elsewhere is free here.
            models.UniqueConstraint(
                fields=["municipality", "source", "kind", "number"],
                name="one_owner_per_number_of_a_register",
                violation_error_message=_("This number of the register is taken."),
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False) | Q(household__isnull=False),
                name="a_number_belongs_to_somebody",
            ),
        ]

    def __str__(self):
        return f"{self.source}: {self.number}"


class ImportProfile(ScopedModel):
    """How the columns of a register were understood last time, known again by their names."""

    PRIVACY = dict.fromkeys(
        ("signature", "mapping", "date_order", "layout", "changed_at"), NOT_PERSONAL
    )

    signature = models.CharField(max_length=64)
    mapping = models.JSONField(default=dict)
    date_order = models.CharField(max_length=3, choices=Import.DateOrder)
    layout = models.CharField(max_length=10, choices=Import.Layout)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "signature"], name="one_profile_per_header"
            )
        ]

    def __str__(self):
        return self.signature
