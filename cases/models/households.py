"""Households: who belongs together, since when, and from where they were displaced."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.models.persons import Person
from core.models import Country, RecordModel, ScopedModel, Settlement, VersionedModel
from core.privacy import CONTACT, DISPLACEMENT, IDENTITY, NOT_PERSONAL, WELFARE

DIGITS = frozenset("0123456789")
FEWEST_DIGITS = 6


class Household(RecordModel):
    """A family that asks together: its contact, its language, its place of return."""

    REFERENCE_KIND = "HH"
    PARENTS = ("head", "merged_into")
    PRIVACY = RecordModel.RECORD_PRIVACY | {
        "head": IDENTITY,
        "language": CONTACT,
        "phone": CONTACT,
        "phone_key": CONTACT,
        "email": CONTACT,
        "current_address": CONTACT,
        "place_of_return": DISPLACEMENT,
        "vulnerability": WELFARE,
        "merged_into": IDENTITY,
    }

    head = models.ForeignKey(
        Person,
        verbose_name=_("head of household"),
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="heads",
    )
    language = models.CharField(
        _("language and script of letters"), max_length=10, choices=settings.LANGUAGES
    )
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    # The digits by which it is looked for.
    phone_key = models.CharField(
        max_length=8, blank=True, editable=False, db_collation="C"
    )
    email = models.EmailField(_("e-mail"), blank=True)
    current_address = models.CharField(_("lives now at"), max_length=250, blank=True)
    place_of_return = models.ForeignKey(
        Settlement,
        verbose_name=_("place of return"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    vulnerability = models.CharField(
        _("special needs"),
        max_length=300,
        blank=True,
        help_text=_(
            "Single parent, illness, disability: only what the family wants to say."
        ),
    )
    # The registration that stands for this household now; lists and search leave this one out.
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="merged_entries",
    )

    class Meta:
        verbose_name = _("household")
        verbose_name_plural = _("households")
        constraints = [
            models.CheckConstraint(
                condition=~Q(merged_into=F("id")),
                name="household_not_merged_into_itself",
            )
        ]
        indexes = [models.Index(fields=["phone_key", "municipality"])]

    def save(self, *args, **kwargs):
        self.phone_key = phone_key(self.phone)
        super().save(*args, **kwargs)

    @property
    def title(self):
        return str(self.head) if self.head else self.reference

    def get_absolute_url(self):
        return reverse("cases:household_detail", args=[self.pk])

    @property
    def current_members(self) -> list["Member"]:
        return [member for member in self.members.all() if member.left_on is None]


def phone_key(phone: str) -> str:
    """A number as it is compared: its last eight digits, the same with and without the country."""
    digits = "".join(character for character in phone if character in DIGITS)
    return digits[-8:] if len(digits) >= FEWEST_DIGITS else ""


class Member(ScopedModel, VersionedModel):
    """A person's time in a household."""

    class Relation(models.TextChoices):
        HEAD = "head", _("head of household")
        SPOUSE = "spouse", _("spouse")
        CHILD = "child", _("child")
        PARENT = "parent", _("parent")
        GRANDCHILD = "grandchild", _("grandchild")
        SIBLING = "sibling", _("brother or sister")
        OTHER = "other", _("other relative")

    PARENTS = ("household",)
    # Who has left may move away; the time in the family stays with the family.
    TIES = {"person": "{row}.left_on IS NULL"}
    PRIVACY = {
        "household": IDENTITY,
        "person": IDENTITY,
        "relation": IDENTITY,
        "joined_on": NOT_PERSONAL,
        "left_on": NOT_PERSONAL,
    }

    household = models.ForeignKey(
        Household, on_delete=models.PROTECT, related_name="members"
    )
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="memberships"
    )
    relation = models.CharField(
        _("relation to the head"), max_length=12, choices=Relation
    )
    joined_on = models.DateField(_("member since"))
    left_on = models.DateField(_("left on"), null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(left_on=None) | Q(left_on__gte=F("joined_on")),
                name="member_leaves_after_joining",
                violation_error_message=_(
                    "The day of leaving lies before the day of joining."
                ),
            ),
            ExclusionConstraint(
                name="one_household_at_a_time",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    (
                        Func(
                            F("joined_on"),
                            F("left_on"),
                            Value("[)"),
                            function="DATERANGE",
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message=_(
                    "This person belongs to a household in that time."
                ),
            ),
            models.UniqueConstraint(
                fields=["household"],
                condition=Q(relation="head", left_on=None),
                name="one_head_of_a_household",
                violation_error_message=_("A household has one head."),
            ),
        ]

    def __str__(self):
        return f"{self.person} ({self.get_relation_display()})"


class Displacement(ScopedModel, VersionedModel):
    """From where and when a household was displaced, and where it went."""

    class Precision(models.TextChoices):
        DAY = "day", _("exact day")
        MONTH = "month", _("only the month is known")
        YEAR = "year", _("only the year is known")

    PARENTS = ("household",)
    PRIVACY = {
        "household": DISPLACEMENT,
        "place_of_origin": DISPLACEMENT,
        "displaced_on": DISPLACEMENT,
        "displaced_precision": NOT_PERSONAL,
        "country": DISPLACEMENT,
        "place": DISPLACEMENT,
        "accommodation": DISPLACEMENT,
    }

    class Accommodation(models.TextChoices):
        OWN = "own", _("own house or flat")
        RENTED = "rented", _("rented")
        RELATIVES = "relatives", _("with relatives")
        COLLECTIVE_CENTRE = "collective_centre", _("collective centre")
        OTHER = "other", _("other")

    household = models.OneToOneField(
        Household, on_delete=models.PROTECT, related_name="displacement"
    )
    place_of_origin = models.ForeignKey(
        Settlement,
        verbose_name=_("place of origin"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    displaced_on = models.DateField(_("displaced on"), null=True, blank=True)
    displaced_precision = models.CharField(
        _("how exact"), max_length=5, choices=Precision, default=Precision.DAY
    )
    country = models.ForeignKey(
        Country,
        verbose_name=_("displaced to (country)"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    place = models.CharField(_("displaced to (place)"), max_length=120, blank=True)
    accommodation = models.CharField(
        _("accommodation there"), max_length=20, choices=Accommodation, blank=True
    )

    def __str__(self):
        return f"{self.place_of_origin} → {self.country}"
