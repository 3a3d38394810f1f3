"""Money for approved requests: the budget lines it comes from, and what of them is committed to whom."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.models.assistance_kinds import AssistanceSource
from cases.models.decisions import Decision
from cases.models.requests import Request
from cases.querysets import FundQuerySet
from core.models import Letter, ScopedModel, VersionedModel
from core.privacy import CASEWORK, NOT_PERSONAL

FIRST_YEAR, LAST_YEAR = 2000, 2100


class Fund(VersionedModel):
    """A budget line for one year: who pays, on which track, how much, and how much of it is promised already."""

    class Track(models.TextChoices):
        BUDGET = "budget", _("ministry budget")
        DONOR = "donor", _("donor steering board")

    # The ministry's own: it belongs to no municipality.
    municipality_id = None

    name = models.CharField(_("name"), max_length=160)
    source = models.ForeignKey(
        AssistanceSource,
        verbose_name=_("source"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    track = models.CharField(_("track"), max_length=8, choices=Track)
    year = models.PositiveSmallIntegerField(
        _("budget year"),
        validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)],
    )
    amount = models.DecimalField(_("amount in EUR"), max_digits=14, decimal_places=2)
    # Kept by a trigger of the database from the fundings that are live.
    committed = models.DecimalField(
        _("committed in EUR"),
        max_digits=14,
        decimal_places=2,
        default=0,
        editable=False,
    )
    is_open = models.BooleanField(_("can be committed"), default=True)

    objects = FundQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "id"]
        verbose_name = _("fund")
        verbose_name_plural = _("funds")
        constraints = [
            models.CheckConstraint(
                condition=Q(year__gte=FIRST_YEAR, year__lte=LAST_YEAR),
                name="fund_has_a_sensible_year",
                violation_error_message=_("Check the year."),
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="fund_has_an_amount",
                violation_error_message=_("The amount must be more than nothing."),
            ),
            models.CheckConstraint(
                condition=Q(committed__gte=0, committed__lte=F("amount")),
                name="no_more_committed_than_a_fund_has",
                violation_error_message=_(
                    "The fund does not have as much: see what is left of it."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.name} ({self.year})"

    def get_absolute_url(self):
        return reverse("cases:fund_list")

    @property
    def left(self):
        """How much can still be committed."""
        return self.amount - self.committed


class Funding(ScopedModel):
    """Money of one fund for one approved request; what was released stays in the file and says why.

    Its other half is nowhere: an approved request without a live funding is on the waiting list.
    """

    PARENTS = ("request", "decision")
    PRIVACY = {
        "request": CASEWORK,
        "decision": CASEWORK,
        "decided_by": NOT_PERSONAL,
        "fund": CASEWORK,
        "amount": CASEWORK,
        "committed_on": NOT_PERSONAL,
        "committed_by": NOT_PERSONAL,
        "letter": CASEWORK,
        "is_live": NOT_PERSONAL,
        "released_on": NOT_PERSONAL,
        "released_by": NOT_PERSONAL,
        "released_because": CASEWORK,
    }

    request = models.ForeignKey(
        Request, on_delete=models.PROTECT, related_name="fundings"
    )
    # The approval it rests on.
    decision = models.ForeignKey(
        Decision, on_delete=models.PROTECT, related_name="fundings", editable=False
    )
    # Copied from the decision by a trigger, and only if it is a live approval of a request that is approved.
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    fund = models.ForeignKey(
        Fund, verbose_name=_("fund"), on_delete=models.PROTECT, related_name="fundings"
    )
    amount = models.DecimalField(_("amount in EUR"), max_digits=12, decimal_places=2)
    committed_on = models.DateField(_("committed on"), editable=False)
    committed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        editable=False,
        related_name="+",
    )
    letter = models.OneToOneField(
        Letter,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="funding",
    )
    is_live = models.BooleanField(default=True, editable=False)
    released_on = models.DateField(_("released on"), null=True, editable=False)
    # Nobody where the portal itself ended the file.
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    released_because = models.CharField(
        _("why it was released"), max_length=500, blank=True, editable=False
    )

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["fund", "is_live"])]
        constraints = [
            models.UniqueConstraint(
                fields=["request"],
                condition=Q(is_live=True),
                name="one_live_funding_per_request",
                violation_error_message=_(
                    "Funds are committed for this request already."
                ),
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="funding_has_an_amount",
                violation_error_message=_("The amount must be more than nothing."),
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=False),
                name="funding_rests_on_an_approval",
                violation_error_message=_(
                    "Funds are committed only for a request that is approved."
                ),
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(committed_by=F("decided_by")),
                name="funds_are_committed_by_who_did_not_decide",
                violation_error_message=_(
                    "You decided on this request: a colleague must commit the funds."
                ),
            ),
            models.CheckConstraint(
                condition=Q(
                    is_live=True,
                    released_on__isnull=True,
                    released_by__isnull=True,
                    released_because="",
                )
                | (
                    Q(is_live=False, released_on__isnull=False)
                    & ~Q(released_because="")
                ),
                name="funding_that_was_released_says_when_and_why",
                violation_error_message=_("Give the reason."),
            ),
        ]

    def __str__(self):
        return f"{self.request}: {self.fund}"
