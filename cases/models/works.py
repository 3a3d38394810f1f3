"""From the agreement to the key: what was agreed, how the house grows, its acceptance, the handover."""

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.models.requests import Request
from core.models import Document, Letter, ScopedModel
from core.privacy import CASEWORK, NOT_PERSONAL, PAPERS

FINISHED = 100


class Agreement(ScopedModel):
    """What the family and the ministry owe each other; one that ended stays in the file."""

    PARENTS = ("request",)
    PRIVACY = {
        "request": CASEWORK,
        "signed_on": NOT_PERSONAL,
        "signed_by": CASEWORK,
        "obligations": CASEWORK,
        "no_sale_until": CASEWORK,
        "signed_for_ministry": NOT_PERSONAL,
        "letter": CASEWORK,
        "is_live": NOT_PERSONAL,
        "ended_on": NOT_PERSONAL,
        "ended_because": CASEWORK,
    }

    request = models.ForeignKey(
        Request, on_delete=models.PROTECT, related_name="agreements"
    )
    signed_on = models.DateField(_("signed on"))
    signed_by = models.CharField(_("signed for the family by"), max_length=200)
    obligations = models.TextField(_("what is agreed"), max_length=6000)
    no_sale_until = models.DateField(_("may not be sold before"), null=True, blank=True)
    signed_for_ministry = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    letter = models.OneToOneField(
        Letter, on_delete=models.PROTECT, null=True, related_name="agreement"
    )
    is_live = models.BooleanField(default=True)
    ended_on = models.DateField(_("ended on"), null=True)
    ended_because = models.CharField(_("why it ended"), max_length=500, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["request"],
                condition=Q(is_live=True),
                name="one_live_agreement_per_request",
                violation_error_message=_("There is an agreement already."),
            ),
            models.CheckConstraint(
                condition=Q(is_live=True, ended_on__isnull=True, ended_because="")
                | (Q(is_live=False, ended_on__isnull=False) & ~Q(ended_because="")),
                name="agreement_that_ended_says_when_and_why",
            ),
            models.CheckConstraint(
                condition=Q(no_sale_until__isnull=True)
                | Q(no_sale_until__gt=F("signed_on")),
                name="resale_is_barred_after_the_agreement",
                violation_error_message=_(
                    "The day until which nothing may be sold lies before the agreement."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.request}: {self.signed_on}"


class SignedPaper(ScopedModel):
    """What was signed on paper beside the house; its scan is a document of the request."""

    PARENTS = ("request", "scan")

    scan = models.ForeignKey(
        Document,
        verbose_name=_("scan of the signed paper"),
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )

    class Meta:
        abstract = True


class WorksReport(SignedPaper):
    """How far the house had come on a day, seen by somebody who was there."""

    PRIVACY = {
        "request": CASEWORK,
        "scan": PAPERS,
        "seen_on": NOT_PERSONAL,
        "percent": NOT_PERSONAL,
        "words": CASEWORK,
        "reported_by": NOT_PERSONAL,
    }

    request = models.ForeignKey(
        Request, on_delete=models.PROTECT, related_name="works_reports"
    )
    seen_on = models.DateField(_("seen on"))
    percent = models.PositiveSmallIntegerField(
        _("finished, in percent"), validators=[MaxValueValidator(FINISHED)]
    )
    words = models.TextField(_("what was seen"), max_length=2000)
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-seen_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(percent__lte=FINISHED),
                name="works_are_finished_at_a_hundred",
                violation_error_message=_("More than all cannot be finished."),
            ),
        ]

    def __str__(self):
        return f"{self.request}: {self.percent} %"


class Acceptance(SignedPaper):
    """What the technical commission found when it looked at the finished house."""

    class Result(models.TextChoices):
        ACCEPTED = "accepted", _("accepted")
        WITH_DEFECTS = "with_defects", _("accepted, defects to be mended")
        REFUSED = "refused", _("not accepted")

    PRIVACY = {
        "request": CASEWORK,
        "scan": PAPERS,
        "looked_on": NOT_PERSONAL,
        "members": NOT_PERSONAL,
        "result": CASEWORK,
        "defects": CASEWORK,
        "mended_by": NOT_PERSONAL,
        "recorded_by": NOT_PERSONAL,
    }

    request = models.ForeignKey(
        Request, on_delete=models.PROTECT, related_name="acceptances"
    )
    looked_on = models.DateField(_("looked at on"))
    members = models.CharField(_("members of the technical commission"), max_length=500)
    result = models.CharField(_("result"), max_length=12, choices=Result)
    defects = models.TextField(_("defects"), max_length=4000, blank=True)
    mended_by = models.DateField(_("to be mended by"), null=True, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-looked_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(result="accepted") | ~Q(defects=""),
                name="what_is_not_accepted_has_defects",
                violation_error_message=_("Say which defects were found."),
            ),
            models.CheckConstraint(
                condition=Q(mended_by__isnull=True) | Q(mended_by__gte=F("looked_on")),
                name="defects_are_mended_afterwards",
                violation_error_message=_(
                    "Defects cannot be mended before they were found."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.request}: {self.get_result_display()}"


class Handover(SignedPaper):
    """The protocol of the day on which a family got its key."""

    PRIVACY = {
        "request": CASEWORK,
        "scan": PAPERS,
        "handed_on": NOT_PERSONAL,
        "received_by": CASEWORK,
        "keys": NOT_PERSONAL,
        "electricity": CASEWORK,
        "water": CASEWORK,
        "defects": CASEWORK,
        "handed_by": NOT_PERSONAL,
        "letter": CASEWORK,
    }

    request = models.OneToOneField(
        Request, on_delete=models.PROTECT, related_name="handover"
    )
    handed_on = models.DateField(_("handed over on"))
    received_by = models.CharField(_("who got the keys"), max_length=200)
    keys = models.PositiveSmallIntegerField(_("number of keys"))
    electricity = models.CharField(_("electricity meter"), max_length=60, blank=True)
    water = models.CharField(_("water meter"), max_length=60, blank=True)
    defects = models.TextField(_("defects"), max_length=4000, blank=True)
    handed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    letter = models.OneToOneField(
        Letter, on_delete=models.PROTECT, null=True, related_name="handover"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(keys__gte=1),
                name="a_handover_hands_over_a_key",
                violation_error_message=_("At least one key is handed over."),
            ),
        ]

    def __str__(self):
        return f"{self.request}: {self.handed_on}"
