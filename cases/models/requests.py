"""Requests for return and the papers that come with them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.models.checklists import Checklist, PaperKind, RequestType
from cases.models.households import Household
from cases.querysets import RequestQuerySet
from core.models import Document, LivingRecord, ScopedModel, VersionedModel
from core.privacy import CASEWORK, NOT_PERSONAL, PAPERS, STAFF

# As long as a request is so, its family has no second one of the same kind. Rejected, it may ask again at once,
# also while it appeals; an appeal against something granted leaves that standing until it is decided.
HAS_NOT_ENDED = Q(
    status__in=(
        "draft",
        "submitted",
        "incomplete",
        "verified",
        "municipal_review",
        "central_review",
        "donor_review",
        "approved",
        "agreed",
        "works",
        "accepted",
        "keys",
        "monitoring",
    )
) | Q(status="appealed", was_granted=True)


class Request(LivingRecord):
    """What a household asks for; its life is cases/workflow.py."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SUBMITTED = "submitted", _("Submitted")
        INCOMPLETE = "incomplete", _("Missing papers")
        VERIFIED = "verified", _("Verified")
        MUNICIPAL_REVIEW = "municipal_review", _("Municipal review")
        CENTRAL_REVIEW = "central_review", _("Central review")
        DONOR_REVIEW = "donor_review", _("Donor board")
        APPROVED = "approved", _("Approved")
        REJECTED = "rejected", _("Rejected")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        APPEALED = "appealed", _("Appealed")
        COURT = "court", _("Before the court")
        AGREED = "agreed", _("Agreement signed")
        WORKS = "works", _("Under construction")
        ACCEPTED = "accepted", _("Technically accepted")
        KEYS = "keys", _("Keys handed over")
        MONITORING = "monitoring", _("Monitoring")
        CLOSED = "closed", _("Closed")

    class Closed(models.TextChoices):
        DURABLE = "durable", _("durable solution")
        DIED = "died", _("the family has died")
        TERMINATED = "terminated", _("terminated")

    class Solution(models.TextChoices):
        RETURN = "return", _("return to the place of origin")
        INTEGRATE = "integrate", _("stay where the family lives now")
        ELSEWHERE = "elsewhere", _("settle elsewhere")

    REFERENCE_KIND = "RR"
    PARENTS = ("household",)
    PRIVACY = LivingRecord.RECORD_PRIVACY | {
        "status": NOT_PERSONAL,
        "status_since": NOT_PERSONAL,
        "turn": NOT_PERSONAL,
        "due_on": NOT_PERSONAL,
        "assigned_to": NOT_PERSONAL,
        "household": CASEWORK,
        "request_type": CASEWORK,
        "checklist": NOT_PERSONAL,
        "preferred_solution": CASEWORK,
        "already_returned": CASEWORK,
        "need": CASEWORK,
        "submitted_on": NOT_PERSONAL,
        "closed_as": CASEWORK,
        "was_granted": CASEWORK,
    }

    household = models.ForeignKey(
        Household,
        verbose_name=_("household"),
        on_delete=models.PROTECT,
        related_name="requests",
    )
    request_type = models.ForeignKey(
        RequestType,
        verbose_name=_("asks for"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    # Written by the database: the version in force on the day the file began (migration papers).
    checklist = models.ForeignKey(
        Checklist,
        verbose_name=_("checklist"),
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="requests",
    )
    preferred_solution = models.CharField(
        _("wishes to"), max_length=10, choices=Solution, default=Solution.RETURN
    )
    already_returned = models.BooleanField(
        _("the family has already returned"), default=False
    )
    need = models.TextField(_("what is needed"), max_length=4000, blank=True)
    submitted_on = models.DateField(_("submitted on"), null=True, editable=False)
    closed_as = models.CharField(
        _("closed as"), max_length=10, choices=Closed, blank=True, editable=False
    )
    # Written by the database as long as an appeal is open (migration funds).
    was_granted = models.BooleanField(
        _("granted before the appeal"), default=False, editable=False
    )

    objects = RequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request")
        verbose_name_plural = _("requests")
        indexes = [
            models.Index(fields=["created_at", "id"]),
            models.Index(fields=["municipality", "created_at", "id"]),
            models.Index(fields=["status", "created_at", "id"]),
            models.Index(fields=["municipality", "status", "created_at", "id"]),
            models.Index(fields=["turn", "created_at", "id"]),
            models.Index(fields=["municipality", "turn", "created_at", "id"]),
            # What the chips of the list count beside a chosen stage.
            models.Index(fields=["status", "turn"]),
            models.Index(fields=["municipality", "status", "turn"]),
            models.Index(fields=["assigned_to", "status", "municipality"]),
            models.Index(
                fields=["status", "due_on"],
                condition=Q(due_on__isnull=False),
                name="requests_due_by_stage",
            ),
            models.Index(
                fields=["municipality", "status", "due_on"],
                condition=Q(due_on__isnull=False),
                name="requests_due_by_place_stage",
            ),
            models.Index(
                fields=["due_on", "id"],
                condition=Q(due_on__isnull=False),
                name="requests_due",
            ),
            models.Index(
                fields=["municipality", "due_on", "id"],
                condition=Q(due_on__isnull=False),
                name="requests_due_by_place",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["draft", "withdrawn"])
                | Q(submitted_on__isnull=False),
                name="submitted_requests_have_a_day",
            ),
            models.CheckConstraint(
                condition=Q(status="closed") & ~Q(closed_as="")
                | ~Q(status="closed") & Q(closed_as=""),
                name="closed_requests_say_how",
            ),
            models.UniqueConstraint(
                fields=["household", "request_type"],
                condition=HAS_NOT_ENDED,
                name="one_open_request_of_a_type",
                violation_error_message=_(
                    "This household has an open request of this kind already."
                ),
            ),
        ]

    @property
    def title(self):
        return self.household.title

    @property
    def planned_cost(self):
        """What the lines of the ledger that belong to the request are to cost; nothing if there are none."""
        lines = self.assistance.filter(said_by="").exclude(status="cancelled")
        return lines.aggregate(total=models.Sum("planned_cost"))["total"]

    @property
    def rival(self):
        """The other request of this family for the same that has not ended, if there is one."""
        same = Request.objects.filter(
            HAS_NOT_ENDED,
            household_id=self.household_id,
            request_type_id=self.request_type_id,
        )
        return same.exclude(pk=self.pk).first()

    def get_absolute_url(self):
        return reverse("cases:request_detail", args=[self.pk])


class Paper(ScopedModel, VersionedModel):
    """A paper of a request: received as a file, or not available with what stands in for it."""

    class State(models.TextChoices):
        RECEIVED = "received", _("received")
        NOT_AVAILABLE = "not_available", _("not available")

    class Verdict(models.TextChoices):
        IN_ORDER = "in_order", _("I saw the original and it is in order")
        DOUBTFUL = "doubtful", _("It is doubtful")

    PARENTS = ("request",)
    PRIVACY = {
        "request": CASEWORK,
        "paper_kind": NOT_PERSONAL,
        "state": NOT_PERSONAL,
        "document": PAPERS,
        "number": PAPERS,
        "issuer": PAPERS,
        "issued_on": PAPERS,
        "valid_until": PAPERS,
        "reason": PAPERS,
        "stands_in": PAPERS,
        "verdict": PAPERS,
        "doubt": PAPERS,
        "verified_by": STAFF,
        "verified_on": NOT_PERSONAL,
    }

    request = models.ForeignKey(
        Request, on_delete=models.PROTECT, related_name="papers"
    )
    paper_kind = models.ForeignKey(
        PaperKind, verbose_name=_("paper"), on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(_("state"), max_length=14, choices=State)
    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    number = models.CharField(_("number"), max_length=60, blank=True)
    issuer = models.CharField(_("issued by"), max_length=120, blank=True)
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    reason = models.CharField(_("why it is not available"), max_length=300, blank=True)
    stands_in = models.CharField(_("what stands in for it"), max_length=300, blank=True)
    # Dropped by the database when the paper is changed (migration papers_verified).
    verdict = models.CharField(
        _("what the original showed"), max_length=8, choices=Verdict, blank=True
    )
    doubt = models.CharField(_("why it is doubtful"), max_length=300, blank=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("verified by"),
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    verified_on = models.DateField(_("verified on"), null=True, editable=False)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["request", "paper_kind"],
                name="one_row_per_paper_of_a_request",
                violation_error_message=_("This paper is in the file already."),
            ),
            models.CheckConstraint(
                condition=Q(state="received", document__isnull=False)
                | (Q(state="not_available") & ~Q(reason="")),
                name="paper_has_a_file_or_a_reason",
                violation_error_message=_(
                    "Attach the paper, or say why it is not available."
                ),
            ),
            models.CheckConstraint(
                condition=Q(issued_on=None)
                | Q(valid_until=None)
                | Q(valid_until__gte=F("issued_on")),
                name="paper_ends_after_it_was_issued",
                violation_error_message=_(
                    "A paper is not valid only until before it was issued."
                ),
            ),
            models.CheckConstraint(
                condition=Q(verdict="", verified_by=None, verified_on=None)
                | Q(
                    verdict__in=["in_order", "doubtful"],
                    verified_by__isnull=False,
                    verified_on__isnull=False,
                ),
                name="verified_paper_says_by_whom_and_when",
                violation_error_message=_(
                    "Say who verified the paper and when, or neither."
                ),
            ),
            models.CheckConstraint(
                condition=Q(verdict="doubtful") & ~Q(doubt="")
                | ~Q(verdict="doubtful") & Q(doubt=""),
                name="doubt_about_a_paper_has_its_reason",
                violation_error_message=_("Say why the paper is doubtful."),
            ),
            models.CheckConstraint(
                condition=Q(verdict="") | Q(state="received"),
                name="only_a_paper_that_is_there_is_verified",
                violation_error_message=_(
                    "A paper that is not available cannot be verified."
                ),
            ),
        ]

    def __str__(self):
        return str(self.paper_kind)

    # Readers of a paper are readers of the request's file.
    @property
    def record_id(self) -> int:
        return self.request_id

    @property
    def is_received(self) -> bool:
        return self.state == self.State.RECEIVED

    @property
    def is_expired(self) -> bool:
        return self.valid_until is not None and self.valid_until < timezone.localdate()

    def get_absolute_url(self):
        return reverse("cases:request_papers", args=[self.request_id])
