"""What hangs on a property: who else owns it, what happened to it, who decides about it."""

from collections.abc import Iterable
from fractions import Fraction

from django.db import models
from django.db.models import F, Q
from django.utils import formats
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.models.households import Displacement
from cases.models.properties import EvidencedModel, Property
from cases.models.shares import SharesWithinOne
from core.privacy import NOT_PERSONAL, PROPERTY

MOST_PARTS = 1_000_000


class PartModel(EvidencedModel):
    """What hangs on a property: a co-owner, an event, a claim."""

    PART_PRIVACY = EvidencedModel.EVIDENCE_PRIVACY | {"property": PROPERTY}

    property = models.ForeignKey(
        Property, on_delete=models.PROTECT, related_name="%(class)ss"
    )

    class Meta:
        abstract = True

    @cached_property
    def record_id(self) -> int:
        return self.property.household_id

    def get_absolute_url(self):
        return self.property.get_absolute_url()


class CoOwner(PartModel):
    """Somebody who owns a share beside the family, and whether they agree."""

    class Relation(models.TextChoices):
        SPOUSE = "spouse", _("spouse")
        CHILD = "child", _("child")
        PARENT = "parent", _("parent")
        SIBLING = "sibling", _("brother or sister")
        RELATIVE = "relative", _("other relative")
        NONE = "none", _("not related")

    class Agrees(models.TextChoices):
        NOT_ASKED = "not_asked", _("not asked yet")
        YES = "yes", pgettext_lazy("co-owner", "agrees")
        NO = "no", _("does not agree")

    PARENTS = ("property",)
    PRIVACY = PartModel.PART_PRIVACY | dict.fromkeys(
        ("name", "relation", "numerator", "denominator", "agrees", "evidence"),
        PROPERTY,
    )

    name = models.CharField(_("name"), max_length=150)
    relation = models.CharField(
        _("related to the applicant as"), max_length=10, choices=Relation, blank=True
    )
    numerator = models.PositiveIntegerField(
        _("share: parts"), null=True, blank=True, help_text=_("For 2/3 write 2.")
    )
    denominator = models.PositiveIntegerField(
        _("share: of how many"), null=True, blank=True, help_text=_("For 2/3 write 3.")
    )
    agrees = models.CharField(
        _("agrees with building"),
        max_length=10,
        choices=Agrees,
        default=Agrees.NOT_ASKED,
    )
    evidence = models.CharField(_("what shows it"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("co-owner")
        verbose_name_plural = _("co-owners")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(numerator=None, denominator=None)
                | Q(
                    numerator__isnull=False,
                    denominator__isnull=False,
                    numerator__gte=1,
                    numerator__lte=F("denominator"),
                    denominator__lte=MOST_PARTS,
                ),
                name="share_is_a_part_of_the_whole",
                violation_error_message=_(
                    "A share is written as two numbers, the first not greater than the second: 2 of 3. Leave both empty if it is not known."
                ),
            ),
            SharesWithinOne(
                name="shares_within_one",
                violation_error_message=_(
                    "The shares of all co-owners together are more than the whole property."
                ),
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def share(self) -> Fraction | None:
        if not self.numerator or not self.denominator:
            return None
        return Fraction(self.numerator, self.denominator)


def share_left(co_owners: Iterable[CoOwner]) -> Fraction | None:
    """What is left for the family when every known share is taken off; None while nothing is known."""
    shares = [each.share for each in co_owners if each.share and not each.taken_back]
    return 1 - sum(shares) if shares else None


class PropertyEvent(PartModel):
    """Something that happened to a property on a day."""

    class Kind(models.TextChoices):
        OCCUPIED = "occupied", pgettext_lazy("property", "occupied")
        VACATED = "vacated", _("vacated")
        EVICTED = "evicted", _("occupants evicted")
        REOCCUPIED = "reoccupied", _("re-occupied")
        PARTLY_DESTROYED = "partly_destroyed", _("partly destroyed")
        DESTROYED = "destroyed", _("destroyed")
        REBUILT = "rebuilt", _("rebuilt")
        ADMINISTERED = "administered", _("placed under administration")
        ADMINISTRATION_ENDED = "administration_ended", _("administration ended")

    PARENTS = ("property",)
    PRIVACY = (
        PartModel.PART_PRIVACY
        | {"precision": NOT_PERSONAL}
        | dict.fromkeys(
            ("kind", "happened_on", "by_whom", "source", "police_report", "remarks"),
            PROPERTY,
        )
    )

    kind = models.CharField(_("what happened"), max_length=20, choices=Kind)
    happened_on = models.DateField(_("when"))
    precision = models.CharField(
        _("how exact"),
        max_length=5,
        choices=Displacement.Precision,
        default=Displacement.Precision.DAY,
    )
    by_whom = models.CharField(
        _("by whom, as far as known"), max_length=200, blank=True
    )
    source = models.CharField(_("who says so"), max_length=200)
    police_report = models.CharField(
        _("number of the police report"), max_length=60, blank=True
    )
    remarks = models.TextField(_("remarks"), max_length=2000, blank=True)

    class Meta:
        verbose_name = _("event of a property")
        verbose_name_plural = _("events of a property")
        ordering = ["happened_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["property", "kind", "happened_on"],
                condition=Q(taken_back=""),
                name="an_event_happens_once_a_day",
                violation_error_message=_("This event of this day is entered already."),
            ),
            models.UniqueConstraint(
                fields=["property"],
                condition=Q(kind="occupied", taken_back=""),
                name="a_property_is_first_occupied_once",
                violation_error_message=_(
                    "Since when the property was first occupied is entered already. Whatever came later is “re-occupied”."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}, {self.day}"

    @property
    def day(self) -> str:
        """The day as exact as it is known."""
        if self.precision == Displacement.Precision.YEAR:
            return str(self.happened_on.year)
        if self.precision == Displacement.Precision.MONTH:
            return formats.date_format(self.happened_on, "YEAR_MONTH_FORMAT")
        return formats.date_format(self.happened_on, "SHORT_DATE_FORMAT")


class ClaimBody(models.Model):
    """A body that decides about property: the property agencies of the past and today, a court, the cadastre."""

    code = models.SlugField(_("code"), max_length=30, unique=True)
    name = models.CharField(_("name"), max_length=160)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["order", "code"]
        verbose_name = _("body that decides about property")
        verbose_name_plural = _("bodies that decide about property")

    def __str__(self):
        return self.name


class PropertyClaim(PartModel):
    """A claim about a property before one body, and what became of it."""

    class State(models.TextChoices):
        PENDING = "pending", _("not decided yet")
        DECIDED = "decided", _("decided, may be appealed")
        FINAL = "final", _("finally decided")

    class Outcome(models.TextChoices):
        FOR_FAMILY = "for_family", _("in favour of the family")
        AGAINST_FAMILY = "against_family", _("against the family")
        SETTLED = "settled", pgettext_lazy("claim", "settled")
        DISMISSED = "dismissed", _("dismissed without a decision on the right")

    PARENTS = ("property",)
    PRIVACY = PartModel.PART_PRIVACY | dict.fromkeys(
        ("body", "number", "number_key", "filed_on", "state", "outcome", "decided_on"),
        PROPERTY,
    )

    body = models.ForeignKey(
        ClaimBody, verbose_name=_("body"), on_delete=models.PROTECT, related_name="+"
    )
    number = models.CharField(_("number of the claim"), max_length=60)
    # Letters and digits only: DS 001-234 and ds001234 are one claim.
    number_key = models.CharField(max_length=60, editable=False, db_collation="C")
    filed_on = models.DateField(_("filed on"), null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.PENDING
    )
    outcome = models.CharField(_("outcome"), max_length=16, choices=Outcome, blank=True)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)

    class Meta:
        verbose_name = _("claim about a property")
        verbose_name_plural = _("claims about a property")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                # Per municipality: another office's claims are told to nobody, not by a refusal either.
                fields=["municipality", "body", "number_key"],
                condition=Q(taken_back=""),
                name="one_row_per_claim_of_a_body",
                violation_error_message=_(
                    "This claim of this body is entered already, at this or another property of your office."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(number_key=""),
                name="claim_has_a_number",
                violation_error_message=_("Write the number of the claim."),
            ),
            models.CheckConstraint(
                condition=Q(state="pending", outcome="", decided_on=None)
                | (~Q(state="pending") & ~Q(outcome="")),
                name="outcome_of_decided_claims",
                violation_error_message=_(
                    "A decided claim has an outcome; one that is not decided has neither outcome nor day."
                ),
            ),
            models.CheckConstraint(
                condition=Q(filed_on=None)
                | Q(decided_on=None)
                | Q(decided_on__gte=F("filed_on")),
                name="claim_decided_after_it_was_filed",
                violation_error_message=_("A claim is not decided before it is filed."),
            ),
        ]

    def save(self, *args, **kwargs):
        self.number_key = number_key(self.number)
        super().save(*args, **kwargs)

    def __str__(self):
        return f"{self.body}, {self.number}"


def number_key(number: str) -> str:
    """A number as it is compared: without blanks and signs, capital letters."""
    return "".join(each for each in number.upper() if each.isalnum())
