"""The protocol book: every act that comes in or goes out, per office, year and number without a gap."""

import uuid

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.models.letters import KINDS, Letter
from core.models.records import Record, ScopedModel
from core.privacy import CASEWORK, IDENTITY, NOT_PERSONAL, PAPERS

# The ministry's own book belongs to no municipality.
MINISTRY = 0


def private_scan(instance, _filename: str) -> str:
    """A random name: what the person called the file never reaches the disk."""
    return (
        f"protocol/{timezone.now():%Y/%m}/{uuid.uuid4().hex}{instance.scan_extension}"
    )


class ProtocolEntry(ScopedModel):
    """One line of the book of an office; a wrong line is cancelled and stays.

    The book is its office's for ever: unlike papers and letters, a line does not follow a file to another office.
    """

    class Direction(models.TextChoices):
        INCOMING = "incoming", _("incoming")
        OUTGOING = "outgoing", _("outgoing")

    class Act(models.TextChoices):
        PAPER = "paper", _("paper handed in")
        ANSWER = "answer", _("answer of an institution")
        APPEAL = "appeal", _("appeal")
        SUBMISSION = "submission", _("other submission")

    PRIVACY = {
        "book": NOT_PERSONAL,
        "year": NOT_PERSONAL,
        "number": NOT_PERSONAL,
        "previous": NOT_PERSONAL,
        "direction": NOT_PERSONAL,
        "act": CASEWORK,
        "entered_on": NOT_PERSONAL,
        "dated_on": CASEWORK,
        "correspondent": IDENTITY,
        "subject": CASEWORK,
        "classification": NOT_PERSONAL,
        "record": NOT_PERSONAL,
        "letter": NOT_PERSONAL,
        "scan": PAPERS,
        "scan_name": PAPERS,
        "scan_type": NOT_PERSONAL,
        "scan_extension": NOT_PERSONAL,
        "scan_sha256": NOT_PERSONAL,
        "entered_by": NOT_PERSONAL,
        "created_at": NOT_PERSONAL,
        "cancelled_by": NOT_PERSONAL,
        "cancelled_at": NOT_PERSONAL,
        "cancel_reason": CASEWORK,
    }

    municipality = models.ForeignKey(
        "core.Municipality",
        verbose_name=_("municipality"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
    )
    # The municipality, or MINISTRY: a key that is never empty, for the chain of numbers.
    book = models.BigIntegerField(editable=False)
    year = models.PositiveSmallIntegerField(_("year"), editable=False)
    number = models.PositiveIntegerField(_("number"), editable=False)
    # A foreign key of (book, year, previous) to (book, year, number) makes a gap impossible.
    previous = models.PositiveIntegerField(null=True, editable=False)
    direction = models.CharField(
        _("direction"), max_length=8, choices=Direction, editable=False
    )
    act = models.CharField(_("kind of act"), max_length=12, choices=Act, blank=True)
    entered_on = models.DateField(_("entered on"), editable=False)
    dated_on = models.DateField(_("date on the act"), null=True, blank=True)
    correspondent = models.CharField(_("from or to whom"), max_length=200)
    subject = models.CharField(
        _("subject"),
        max_length=200,
        help_text=_(
            "As short as possible: no health, no community, no numbers of documents."
        ),
    )
    classification = models.CharField(
        _("classification sign"),
        max_length=20,
        blank=True,
        validators=[
            RegexValidator(
                r"^[0-9A-Za-z./-]+$",
                _("Letters, digits, dots, strokes and dashes only."),
            )
        ],
    )
    record = models.ForeignKey(
        Record,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="protocol_entries",
    )
    letter = models.OneToOneField(
        Letter,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="protocol_entry",
    )
    scan = models.FileField(
        _("scan of the act"),
        upload_to=private_scan,
        max_length=200,
        blank=True,
        editable=False,
    )
    scan_name = models.CharField(
        _("name of the file"), max_length=255, blank=True, editable=False
    )
    scan_type = models.CharField(max_length=60, blank=True, editable=False)
    scan_extension = models.CharField(max_length=8, blank=True, editable=False)
    scan_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    # Of an incoming act: who took it in.
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("received or sent by"),
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    cancelled_at = models.DateTimeField(null=True, editable=False)
    cancel_reason = models.TextField(
        _("why it is wrong"), max_length=2000, blank=True, editable=False
    )

    class Meta:
        verbose_name = _("entry of the protocol book")
        verbose_name_plural = _("protocol book")
        ordering = ["book", "year", "number"]
        indexes = [
            models.Index(fields=["created_at", "id"]),
            models.Index(fields=["municipality", "created_at", "id"]),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["book", "year", "number"], name="protocol_number_once"
            ),
            models.CheckConstraint(
                condition=Q(book=Coalesce(F("municipality"), MINISTRY)),
                name="protocol_book_of_office",
            ),
            models.CheckConstraint(
                condition=Q(number=1, previous=None)
                | Q(number__gt=1, previous__isnull=False, previous=F("number") - 1),
                name="protocol_number_follows",
            ),
            models.CheckConstraint(
                condition=Q(year=F("entered_on__year")), name="protocol_year_of_day"
            ),
            models.CheckConstraint(
                condition=~Q(subject="")
                & (
                    Q(direction="outgoing", letter__isnull=False, act="")
                    | (Q(direction="incoming", letter=None) & ~Q(act=""))
                ),
                name="protocol_act_or_letter",
                violation_error_message=_(
                    "Say what kind of act came in and what it is about."
                ),
            ),
            models.CheckConstraint(
                condition=Q(dated_on=None) | Q(dated_on__lte=F("entered_on")),
                name="protocol_act_not_in_future",
                violation_error_message=_(
                    "The act bears a later date than the day on which it is entered."
                ),
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at=None, cancelled_by=None, cancel_reason="")
                | (Q(cancelled_at__isnull=False) & ~Q(cancel_reason="")),
                name="protocol_cancelled_with_reason",
                violation_error_message=_("Give the reason."),
            ),
        ]

    def __str__(self):
        return self.reference

    @property
    def reference(self) -> str:
        """The number as it is written on an act: 17/2026."""
        return f"{self.number}/{self.year}"

    @property
    def about(self) -> str:
        """What the act is about; a letter is called by its kind, which names nobody."""
        return about(self.direction, self.subject)

    @property
    def is_live(self) -> bool:
        """Whether this line counts: a cancelled one only stays to be seen."""
        return self.cancelled_at is None


def about(direction: str, subject: str) -> str:
    """What a line is about: of a letter the kind is kept, in words of the reader's language."""
    outgoing = direction == ProtocolEntry.Direction.OUTGOING
    return str(KINDS.get(subject, subject)) if outgoing else subject
