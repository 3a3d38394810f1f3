"""Service of letters: who was handed which letter, when and how, and every attempt before that."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.models.documents import Document
from core.models.letters import Letter
from core.models.records import ScopedModel
from core.privacy import CASEWORK, CONTACT, IDENTITY, NOT_PERSONAL, PAPERS

LIVE = Q(cancelled_at=None)


class Service(ScopedModel):
    """One attempt to serve a letter on one addressee; a wrong row is cancelled and stays."""

    class Way(models.TextChoices):
        IN_PERSON = "in_person", _("handed over in person")
        REGISTERED_POST = "registered_post", _("registered post")
        COURIER = "courier", _("municipal courier")
        PUBLIC_NOTICE = "public_notice", _("public notice")
        ELECTRONIC = "electronic", _("electronically, as agreed with the addressee")

    class Outcome(models.TextChoices):
        SERVED = "served", _("served")
        REFUSED = "refused", _("acceptance refused")
        NOT_FOUND = "not_found", _("addressee not found")
        RETURNED = "returned", _("returned")

    class Relation(models.TextChoices):
        ADDRESSEE = "addressee", _("the addressee")
        HOUSEHOLD_MEMBER = "household_member", _("adult member of the household")
        REPRESENTATIVE = "representative", _("representative")

    PARENTS = ("letter", "evidence")
    PRIVACY = {
        "issued_on": NOT_PERSONAL,
        "addressee": IDENTITY,
        "attempt": NOT_PERSONAL,
        "way": CASEWORK,
        "agreed": CONTACT,
        "sent_on": CASEWORK,
        "served_on": CASEWORK,
        "outcome": CASEWORK,
        "received_by": IDENTITY,
        "relation": CASEWORK,
        "evidence": PAPERS,
        "recorded_by": NOT_PERSONAL,
        "recorded_on": NOT_PERSONAL,
        "cancelled_by": NOT_PERSONAL,
        "cancelled_at": NOT_PERSONAL,
        "cancel_reason": CASEWORK,
    }

    letter = models.ForeignKey(
        Letter, on_delete=models.PROTECT, related_name="services"
    )
    # The letter's own date, held to it by a foreign key: a check reads one table only.
    issued_on = models.DateField(editable=False)
    addressee = models.CharField(_("addressee"), max_length=200)
    attempt = models.PositiveSmallIntegerField(_("attempt"), editable=False)
    way = models.CharField(_("how"), max_length=20, choices=Way)
    agreed = models.BooleanField(
        _("the addressee has agreed to electronic service"), default=False
    )
    sent_on = models.DateField(_("sent or taken along on"))
    served_on = models.DateField(_("served on"), null=True, blank=True)
    outcome = models.CharField(
        _("result"), max_length=12, choices=Outcome, blank=True, default=""
    )
    received_by = models.CharField(
        _("received by (name)"), max_length=200, blank=True, default=""
    )
    relation = models.CharField(
        _("who received it"), max_length=20, choices=Relation, blank=True, default=""
    )
    # The signed delivery slip.
    evidence = models.ForeignKey(
        Document,
        verbose_name=_("delivery slip"),
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    recorded_on = models.DateField(default=timezone.localdate, editable=False)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    cancelled_at = models.DateTimeField(null=True, editable=False)
    cancel_reason = models.TextField(
        _("why it is wrong"), max_length=2000, blank=True, default="", editable=False
    )

    class Meta:
        verbose_name = _("service of a letter")
        verbose_name_plural = _("service of letters")
        ordering = ["letter", "attempt", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["letter", "addressee", "attempt"], name="service_attempt_once"
            ),
            models.UniqueConstraint(
                fields=["letter", "addressee"],
                condition=LIVE & Q(outcome="served"),
                name="letter_served_once",
                violation_error_message=_(
                    "This letter is already served on this addressee."
                ),
            ),
            models.UniqueConstraint(
                fields=["letter", "addressee"],
                condition=LIVE & Q(outcome=""),
                name="letter_under_way_once",
                violation_error_message=_(
                    "This letter is already under way to this addressee. Record the result of that attempt first."
                ),
            ),
            models.CheckConstraint(
                condition=Q(outcome="served", served_on__isnull=False)
                | (~Q(outcome="served") & Q(served_on=None)),
                name="service_day_when_served",
                violation_error_message=_(
                    "Give the day of service if the letter was served, and only then."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(outcome="served")
                | Q(way="public_notice")
                | (~Q(received_by="") & ~Q(relation="")),
                name="service_names_who_received",
                violation_error_message=_("Say who received the letter."),
            ),
            models.CheckConstraint(
                condition=~Q(way="electronic") | Q(agreed=True),
                name="service_electronic_if_agreed",
                violation_error_message=_(
                    "A letter is served electronically only on somebody who has agreed to it."
                ),
            ),
            models.CheckConstraint(
                condition=Q(sent_on__gte=F("issued_on"))
                & (Q(served_on=None) | Q(served_on__gte=F("issued_on"))),
                name="service_not_before_letter",
                violation_error_message=_(
                    "A letter is not sent or served before its own date."
                ),
            ),
            models.CheckConstraint(
                condition=Q(served_on=None) | Q(served_on__gte=F("sent_on")),
                name="service_not_before_sending",
                violation_error_message=_("A letter is not served before it is sent."),
            ),
            models.CheckConstraint(
                condition=Q(sent_on__lte=F("recorded_on"))
                & (Q(served_on=None) | Q(served_on__lte=F("recorded_on"))),
                name="service_not_in_future",
                violation_error_message=_(
                    "Service is recorded when it has happened, not before."
                ),
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at=None, cancelled_by=None, cancel_reason="")
                | (Q(cancelled_at__isnull=False) & ~Q(cancel_reason="")),
                name="service_cancelled_with_reason",
                violation_error_message=_("Give the reason."),
            ),
        ]

    def __str__(self):
        return f"{self.letter} ({self.attempt})"

    @property
    def is_live(self) -> bool:
        """Whether this row counts: a cancelled one only stays to be seen."""
        return self.cancelled_at is None

    @property
    def is_under_way(self) -> bool:
        """Whether its result is still to be recorded."""
        return self.is_live and not self.outcome

    @property
    def record_id(self) -> int:
        """The file to which the letter belongs."""
        return self.letter.record_id
