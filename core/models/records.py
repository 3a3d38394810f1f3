"""Rows that belong to a municipality, and records: the files on which papers, letters and notes hang."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import references
from core.privacy import NOT_PERSONAL
from core.scoping import ScopedQuerySet


def of_the_ministry_or_a_municipality() -> models.ForeignKey:
    """Where a row belongs that may be the ministry's own: without a municipality only the ministry sees it."""
    return models.ForeignKey(
        "core.Municipality",
        verbose_name=_("municipality"),
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        null=True,
    )


class ScopedModel(models.Model):
    """A row seen only by those who act for its municipality; row security repeats it."""

    # Fields that must point into the same municipality; the first gives it to a new row.
    # core.walls turns each into a composite foreign key.
    PARENTS: tuple[str, ...] = ()
    # Field -> when it must point into the same municipality, as SQL about {row}. Afterwards it tells what was:
    # a member who left may move away. core.walls turns each into a pair of triggers.
    TIES: dict[str, str] = {}
    # Further municipalities that may read the row, never write it: both offices of a transfer.
    ALSO_READ_BY: tuple[str, ...] = ()
    # Rows that may be taken away again by the portal; everything else is only added or changed.
    DELETABLE = False
    # Filled from columns that are audited themselves, so that its own changes say nothing new.
    DERIVED = False
    # Field name -> core.privacy class; complete by construction (architecture test).
    PRIVACY: dict = {}

    municipality = models.ForeignKey(
        "core.Municipality",
        verbose_name=_("municipality"),
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )

    objects = ScopedQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if self.municipality_id is None and self.PARENTS:
            self.municipality_id = self._owner().municipality_id
        super().save(*args, **kwargs)

    def _owner(self):
        """The first of the rows this one belongs to."""
        names = (*self.PARENTS, *self.TIES)
        return next(filter(None, (getattr(self, name) for name in names)))


class VersionedModel(models.Model):
    """A row that two people may have open at once; the version says whether it is still the one they read."""

    version = models.PositiveIntegerField(default=1, editable=False)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        abstract = True


class Record(ScopedModel):
    """Any file the portal keeps, whatever its kind: one identity space, so that an attachment has a real parent.

    Written by a trigger when a row of a record's own table appears (core.walls).
    """

    PRIVACY = dict.fromkeys(("kind", "reference", "created_at"), NOT_PERSONAL)

    municipality = of_the_ministry_or_a_municipality()
    kind = models.CharField(max_length=60)
    reference = models.CharField(max_length=40, unique=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["municipality", "kind", "id"])]

    def __str__(self):
        return self.reference


class NextRecordId(models.Func):
    """The next number in the identity space shared by all records."""

    template = "nextval('core_record_id_seq')"
    output_field = models.BigIntegerField()


class RecordModel(ScopedModel, VersionedModel):
    """A kind of record: household, request, and later complaint, centre, project."""

    # The key of core.references.KINDS under which its number is drawn.
    REFERENCE_KIND = ""
    RECORD_PRIVACY = dict.fromkeys(
        ("reference", "created_at", "created_by"), NOT_PERSONAL
    )

    id = models.BigIntegerField(primary_key=True, db_default=NextRecordId())
    reference = models.CharField(
        _("number"), max_length=40, unique=True, editable=False
    )
    created_at = models.DateTimeField(
        _("registered"), default=timezone.now, editable=False
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("registered by"),
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )

    class Meta:
        abstract = True

    def __str__(self):
        return self.reference

    def save(self, *args, **kwargs):
        if not self.reference:
            self.reference = references.draw(self.REFERENCE_KIND)
        super().save(*args, **kwargs)

    @property
    def title(self) -> str:
        """What the record is called on its own pages."""
        return self.reference


class Turn(models.TextChoices):
    """Whose turn it is."""

    OFFICE = "office", _("municipal office")
    MINISTRY = "ministry", _("ministry")
    APPLICANT = "applicant", _("applicant")
    NOBODY = "nobody", _("nobody")


class LivingRecord(RecordModel):
    """A record with a life: its status changes only through its workflow table (core.workflow)."""

    status = models.CharField(_("stage"), max_length=20, editable=False)
    status_since = models.DateTimeField(
        _("in this stage since"), default=timezone.now, editable=False
    )
    turn = models.CharField(
        _("whose turn"),
        max_length=10,
        choices=Turn,
        default=Turn.OFFICE,
        editable=False,
    )
    due_on = models.DateField(_("due"), null=True, editable=False)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("officer"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )

    class Meta:
        abstract = True
