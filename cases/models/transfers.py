"""Files that change their office, and who of another office may read a file for a while."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.models.households import Household
from core.models import LivingRecord, Municipality, ScopedModel
from core.privacy import CASEWORK, IDENTITY, NOT_PERSONAL, STAFF


def of_an_office(label: str) -> models.ForeignKey:
    return models.ForeignKey(
        Municipality, verbose_name=label, on_delete=models.PROTECT, related_name="+"
    )


class Transfer(LivingRecord):
    """One office asks another to take a family over; its life is cases/workflow_transfers.py.

    The row follows the family. Until the other office has the file, it knows of it what stands here.
    """

    class Status(models.TextChoices):
        ASKED = "asked", _("Waits for the other office")
        ACCEPTED = "accepted", _("Taken over")
        REFUSED = "refused", _("Not taken over")
        TAKEN_BACK = "taken_back", _("Asked no longer")

    REFERENCE_KIND = "TR"
    PARENTS = ("household",)
    ALSO_READ_BY = ("from_municipality", "to_municipality")
    PRIVACY = LivingRecord.RECORD_PRIVACY | {
        "status": NOT_PERSONAL,
        "status_since": NOT_PERSONAL,
        "turn": NOT_PERSONAL,
        "due_on": NOT_PERSONAL,
        "assigned_to": NOT_PERSONAL,
        "from_municipality": NOT_PERSONAL,
        "to_municipality": NOT_PERSONAL,
        "family": IDENTITY,
        "household_number": NOT_PERSONAL,
        "size": IDENTITY,
        "requests": CASEWORK,
        "reason": CASEWORK,
        "answer": CASEWORK,
        "answered_at": NOT_PERSONAL,
        "answered_by": STAFF,
    }

    household = models.ForeignKey(
        Household,
        verbose_name=_("household"),
        on_delete=models.PROTECT,
        related_name="transfers",
    )
    from_municipality = of_an_office(_("from the office of"))
    to_municipality = of_an_office(_("to the office of"))
    # What the sender told when it asked: all that the other office needs to decide.
    family = models.CharField(_("family"), max_length=310)
    household_number = models.CharField(_("number of the household"), max_length=40)
    size = models.PositiveSmallIntegerField(_("members"))
    # [{"number", "kind", "status"}]: the key of a request type and a stage, said in the reader's language.
    requests = models.JSONField(_("requests"), default=list)
    reason = models.TextField(_("why this office"), max_length=2000)
    answer = models.TextField(_("answer"), max_length=2000, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("answered by"),
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )

    class Meta:
        verbose_name = _("transfer")
        verbose_name_plural = _("transfers")
        indexes = [
            models.Index(fields=["created_at", "id"]),
            models.Index(fields=["municipality", "created_at", "id"]),
            models.Index(fields=["from_municipality", "created_at", "id"]),
            models.Index(fields=["to_municipality", "created_at", "id"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(from_municipality=F("to_municipality")),
                name="transfer_between_two_offices",
                violation_error_message=_("The file is at this office already."),
            ),
            models.UniqueConstraint(
                fields=["household"],
                condition=Q(status="asked"),
                name="one_open_transfer_per_household",
                violation_error_message=_(
                    "A transfer of this household is asked already. Wait for the answer or take it back."
                ),
            ),
            # While it waits the file is where it was: a file that has moved on is asked for anew.
            models.CheckConstraint(
                condition=~Q(status="asked") | Q(municipality=F("from_municipality")),
                name="a_waiting_transfer_is_with_the_sender",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["accepted", "refused"])
                | Q(answered_at__isnull=False),
                name="an_answered_transfer_says_when",
            ),
            models.CheckConstraint(
                condition=Q(answered_by=None) | ~Q(answered_by=F("created_by")),
                name="transfer_answered_by_another_person",
                violation_error_message=_(
                    "Whoever asked for a transfer does not answer it."
                ),
            ),
        ]

    @property
    def title(self):
        return self.family

    def get_absolute_url(self):
        return reverse("cases:transfer_detail", args=[self.pk])


class CourtesyView(ScopedModel):
    """The office that gave a family away may still read its file, up to this day."""

    PARENTS = ("household",)
    ALSO_READ_BY = ("reader",)
    PRIVACY = {
        "reader": NOT_PERSONAL,
        "until": NOT_PERSONAL,
        "since": NOT_PERSONAL,
    }

    household = models.ForeignKey(
        Household, on_delete=models.PROTECT, related_name="courtesy_views"
    )
    reader = of_an_office(_("office that may read"))
    since = models.DateTimeField(default=timezone.now)
    until = models.DateField(_("until"))

    class Meta:
        verbose_name = _("courtesy view")
        verbose_name_plural = _("courtesy views")
        indexes = [models.Index(fields=["reader", "until", "id"])]

    def __str__(self):
        return f"{self.household_id}: {self.reader} – {self.until}"


class EmergencyReading(ScopedModel):
    """Somebody opened a file of another office for a pressing reason; another person looks at it afterwards."""

    class Verdict(models.TextChoices):
        WAITS = "", _("not looked at yet")
        JUSTIFIED = "justified", _("justified")
        NOT_JUSTIFIED = "not_justified", _("not justified")

    PARENTS = ("household",)
    ALSO_READ_BY = ("reader",)
    PRIVACY = {
        "reader": NOT_PERSONAL,
        "household_number": NOT_PERSONAL,
        "opened_by": STAFF,
        "opened_at": NOT_PERSONAL,
        "until": NOT_PERSONAL,
        "reason": CASEWORK,
        "verdict": STAFF,
        "note": STAFF,
        "reviewed_by": STAFF,
        "reviewed_at": NOT_PERSONAL,
    }

    household = models.ForeignKey(
        Household, on_delete=models.PROTECT, related_name="emergency_readings"
    )
    reader = of_an_office(_("read by the office of"))
    household_number = models.CharField(_("number of the household"), max_length=40)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("opened by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    opened_at = models.DateTimeField(_("opened"), default=timezone.now)
    until = models.DateTimeField(_("open until"))
    reason = models.TextField(_("pressing reason"), max_length=2000)
    verdict = models.CharField(
        _("verdict"), max_length=14, choices=Verdict, default="", blank=True
    )
    note = models.TextField(_("what was found"), max_length=2000, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("looked at by"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )
    reviewed_at = models.DateTimeField(_("looked at"), null=True)

    class Meta:
        verbose_name = _("reading in an emergency")
        verbose_name_plural = _("readings in an emergency")
        indexes = [
            models.Index(fields=["opened_at", "id"]),
            models.Index(fields=["municipality", "opened_at", "id"]),
            models.Index(fields=["reader", "opened_at", "id"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(reviewed_by=None) | ~Q(reviewed_by=F("opened_by")),
                name="emergency_reviewed_by_another_person",
                violation_error_message=_(
                    "Whoever opened the file does not judge it: another person must."
                ),
            ),
            models.CheckConstraint(
                condition=Q(
                    verdict="", reviewed_by__isnull=True, reviewed_at__isnull=True
                )
                | (
                    ~Q(verdict="")
                    & ~Q(note="")
                    & Q(reviewed_by__isnull=False, reviewed_at__isnull=False)
                ),
                name="a_verdict_has_a_judge_and_a_note",
                violation_error_message=_("Say what you found."),
            ),
            models.CheckConstraint(
                condition=Q(until__gt=F("opened_at")) & ~Q(reason=""),
                name="an_emergency_has_a_reason_and_an_end",
                violation_error_message=_("Give the pressing reason."),
            ),
        ]

    def __str__(self):
        return self.household_number

    @property
    def is_open(self) -> bool:
        return self.until > timezone.now()

    def get_absolute_url(self):
        return reverse("cases:emergency_detail", args=[self.pk])
