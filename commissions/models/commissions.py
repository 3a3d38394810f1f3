"""Commissions and who sits in them: what the appointment act says, as data."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commissions.querysets import MemberQuerySet
from core.models import RecordModel, ScopedModel
from core.models.records import of_the_ministry_or_a_municipality
from core.place_names import municipality_name
from core.privacy import NOT_PERSONAL, STAFF


def period(start: str, end: str) -> Func:
    """The days from one column to another, both included."""
    return Func(
        F(start),
        F(end),
        Value("[]"),
        function="DATERANGE",
        output_field=DateRangeField(),
    )


class Commission(RecordModel):
    """A commission as it was appointed by one act for one term."""

    class Kind(models.TextChoices):
        MUNICIPAL = "municipal", _("Municipal Commission on Return")
        CENTRAL = "central", _("Central Review Commission")
        DONOR_BOARD = "donor_board", _("Donor board")

    class Majority(models.TextChoices):
        VOTING = "voting", _("more votes for than against")
        PRESENT = "present", _("more than half of those present")
        ALL = "all", _("more than half of all seats")

    REFERENCE_KIND = "CO"
    PRIVACY = RecordModel.RECORD_PRIVACY | dict.fromkeys(
        (
            "kind",
            "act_number",
            "act_date",
            "term_from",
            "term_until",
            "quorum",
            "majority",
            "chair_breaks_ties",
        ),
        NOT_PERSONAL,
    )

    municipality = of_the_ministry_or_a_municipality()
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    act_number = models.CharField(_("number of the appointment act"), max_length=60)
    act_date = models.DateField(_("date of the appointment act"))
    term_from = models.DateField(_("term from"))
    term_until = models.DateField(_("term until"), null=True, blank=True)
    # What the act says; a verified provision goes before it.
    quorum = models.PositiveSmallIntegerField(
        _("members who must be present"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("As the appointment act says; nothing if it does not say."),
    )
    majority = models.CharField(
        _("a proposal is accepted by"),
        max_length=8,
        choices=Majority,
        default=Majority.VOTING,
    )
    chair_breaks_ties = models.BooleanField(
        _("the vote of the chair decides a tie"), default=False
    )

    class Meta:
        verbose_name = _("commission")
        verbose_name_plural = _("commissions")
        indexes = [
            models.Index(fields=["created_at", "id"]),
            models.Index(fields=["municipality", "created_at", "id"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="municipal", municipality__isnull=False)
                | (~Q(kind="municipal") & Q(municipality__isnull=True)),
                name="municipal_commissions_have_a_municipality",
                violation_error_message=_(
                    "A municipal commission belongs to a municipality, the others to the ministry."
                ),
            ),
            models.CheckConstraint(
                condition=Q(term_until=None) | Q(term_until__gte=F("term_from")),
                name="term_ends_after_it_starts",
                violation_error_message=_("The end lies before the start."),
            ),
            models.CheckConstraint(
                condition=Q(quorum=None) | Q(quorum__gte=1),
                name="quorum_is_somebody",
                violation_error_message=_("At least one member must be present."),
            ),
            ExclusionConstraint(
                name="one_commission_of_a_kind_at_a_time",
                expressions=[
                    ("kind", RangeOperators.EQUAL),
                    (Coalesce("municipality_id", Value(0)), RangeOperators.EQUAL),
                    (period("term_from", "term_until"), RangeOperators.OVERLAPS),
                ],
                # A ministry may have several boards, one for each donor.
                condition=~Q(kind="donor_board"),
                violation_error_message=_(
                    "There is a commission of this kind in this time already."
                ),
            ),
        ]

    @property
    def title(self) -> str:
        """What the commission is called, in the reader's language."""
        if self.municipality_id is None:
            return self.get_kind_display()
        return f"{self.get_kind_display()}, {municipality_name(self.municipality_id)}"

    @property
    def quorum_key(self) -> str:
        """The provision that says how many must be present."""
        return {
            self.Kind.MUNICIPAL: "municipal_commission_quorum",
            self.Kind.CENTRAL: "central_commission_quorum",
            self.Kind.DONOR_BOARD: "donor_board_quorum",
        }[self.kind]

    def get_absolute_url(self):
        return reverse("commissions:commission_detail", args=[self.pk])


class Member(ScopedModel):
    """A seat in a commission and who holds it, or who stands in for whoever holds it."""

    class Role(models.TextChoices):
        CHAIR = "chair", _("chair")
        MEMBER = "member", _("member")
        SECRETARY = "secretary", _("secretary")

    PARENTS = ("commission",)
    PRIVACY = {
        "user": STAFF,
        "role": STAFF,
        "substitute_for": STAFF,
        "valid_from": NOT_PERSONAL,
        "valid_until": NOT_PERSONAL,
    }

    municipality = of_the_ministry_or_a_municipality()
    commission = models.ForeignKey(
        Commission, on_delete=models.PROTECT, related_name="members"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.PROTECT,
        related_name="commission_seats",
    )
    role = models.CharField(_("role"), max_length=10, choices=Role)
    substitute_for = models.ForeignKey(
        "self",
        verbose_name=_("stands in for"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="substitutes",
    )
    valid_from = models.DateField(_("from"))
    valid_until = models.DateField(_("until"), null=True, blank=True)

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("member of a commission")
        verbose_name_plural = _("members of commissions")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="membership_ends_after_it_starts",
                violation_error_message=_("The end lies before the start."),
            ),
            ExclusionConstraint(
                name="one_seat_of_a_person_at_a_time",
                expressions=[
                    ("commission", RangeOperators.EQUAL),
                    ("user", RangeOperators.EQUAL),
                    (period("valid_from", "valid_until"), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_(
                    "This person sits in this commission in this time already."
                ),
            ),
            ExclusionConstraint(
                name="one_chair_and_one_secretary_at_a_time",
                expressions=[
                    ("commission", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    (period("valid_from", "valid_until"), RangeOperators.OVERLAPS),
                ],
                condition=~Q(role="member") & Q(substitute_for=None),
                violation_error_message=_(
                    "Somebody else has this role in this time already."
                ),
            ),
            ExclusionConstraint(
                name="one_substitute_at_a_time",
                expressions=[
                    ("substitute_for", RangeOperators.EQUAL),
                    (period("valid_from", "valid_until"), RangeOperators.OVERLAPS),
                ],
                condition=Q(substitute_for__isnull=False),
                violation_error_message=_(
                    "Somebody else stands in for this member in this time already."
                ),
            ),
        ]

    def __str__(self):
        return str(self.user)

    @property
    def has_vote(self) -> bool:
        """Whether this seat has a vote; the secretary's has none."""
        return self.role != self.Role.SECRETARY
