"""What persons ask about their own data: to see it, or to have it corrected."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.models.households import Household
from cases.models.persons import Person
from core.models import LivingRecord
from core.privacy import CASEWORK, NOT_PERSONAL, STAFF

EXPORTS = "own_data"
OF_ACCESS = ("received", "identified", "confirmed", "prepared", "handed_over")
OF_CORRECTION = ("asked", "examined", "corrected")
WITH_EXPORT = ("prepared", "handed_over")
OVER = ("handed_over", "corrected", "refused", "withdrawn")


def export_name(_instance, name: str) -> str:
    """A random name in the folder from which old exports are removed."""
    return f"{EXPORTS}/{uuid.uuid4().hex}.{name.rpartition('.')[2]}"


class SubjectRequest(LivingRecord):
    """A person asks to see their own data or to have them corrected; its life is cases/workflow_rights.py."""

    class Kind(models.TextChoices):
        ACCESS = "access", _("to see their own data")
        CORRECTION = "correction", _("to have their own data corrected")

    class Status(models.TextChoices):
        REGISTERED = "registered", _("Registered")
        RECEIVED = "received", _("Received")
        IDENTIFIED = "identified", _("Identity confirmed once")
        CONFIRMED = "confirmed", _("Identity confirmed twice")
        PREPARED = "prepared", _("Export is ready")
        HANDED_OVER = "handed_over", _("Handed over")
        ASKED = "asked", _("Correction asked for")
        EXAMINED = "examined", _("Being examined")
        CORRECTED = "corrected", _("Corrected")
        REFUSED = "refused", _("Refused")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    REFERENCE_KIND = "SA"
    PARENTS = ("person",)
    # What was answered stays with the person who asked.
    TIES = {
        "household": "{row}.status NOT IN ('handed_over', 'corrected', 'refused', 'withdrawn')"
    }
    PRIVACY = LivingRecord.RECORD_PRIVACY | {
        "status": NOT_PERSONAL,
        "status_since": NOT_PERSONAL,
        "turn": NOT_PERSONAL,
        "due_on": NOT_PERSONAL,
        "assigned_to": NOT_PERSONAL,
        "kind": NOT_PERSONAL,
        "wanted": CASEWORK,
        "evidence": CASEWORK,
        "first_by": STAFF,
        "second_by": STAFF,
        "export_pdf": CASEWORK,
        "export_json": CASEWORK,
        "export_until": NOT_PERSONAL,
    }

    person = models.ForeignKey(
        Person,
        verbose_name=_("person"),
        on_delete=models.PROTECT,
        related_name="subject_requests",
    )
    # Whose file the person's data stand in; its language is that of the export.
    household = models.ForeignKey(
        Household,
        verbose_name=_("household"),
        on_delete=models.PROTECT,
        related_name="subject_requests",
    )
    kind = models.CharField(_("the person wishes"), max_length=10, choices=Kind)
    wanted = models.TextField(
        _("what is wrong and how it should read"), max_length=4000, blank=True
    )
    evidence = models.TextField(_("evidence"), max_length=4000, blank=True)
    first_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("identity confirmed first by"),
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    second_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("identity confirmed again by"),
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    export_pdf = models.FileField(
        _("export to read"), upload_to=export_name, editable=False, max_length=200
    )
    export_json = models.FileField(
        _("export to take along"), upload_to=export_name, editable=False, max_length=200
    )
    export_until = models.DateField(
        _("export is kept until"), null=True, editable=False
    )

    class Meta:
        verbose_name = _("request about their own data")
        verbose_name_plural = _("requests about their own data")
        indexes = [
            models.Index(fields=["created_at", "id"]),
            models.Index(fields=["municipality", "created_at", "id"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(second_by=None)
                | (Q(first_by__isnull=False) & ~Q(first_by=F("second_by"))),
                name="identity_confirmed_by_two",
                violation_error_message=_(
                    "Two different colleagues must confirm the identity."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(status__in=WITH_EXPORT) | Q(second_by__isnull=False),
                name="no_export_before_two_confirmed",
                violation_error_message=_(
                    "Two different colleagues must confirm the identity."
                ),
            ),
            models.CheckConstraint(
                condition=Q(kind="access") & ~Q(status__in=OF_CORRECTION)
                | Q(kind="correction") & ~Q(status__in=OF_ACCESS),
                name="stages_fit_what_is_asked",
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(kind="access") & ~Q(status__in=OVER),
                name="one_open_access_per_person",
                violation_error_message=_(
                    "This person has asked to see their own data already."
                ),
            ),
        ]

    @property
    def title(self):
        return str(self.person)

    def get_absolute_url(self):
        return reverse("cases:subject_request_detail", args=[self.pk])

    @property
    def has_export(self) -> bool:
        """Whether the export may still be given out."""
        kept = self.export_until and self.export_until >= timezone.localdate()
        return bool(kept) and self.status in WITH_EXPORT
