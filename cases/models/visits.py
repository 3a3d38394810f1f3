"""Visits with many families, what each said it intends, and when a family came home."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from cases.models.households import Household
from core.models import (
    RecordModel,
    ScopedModel,
    Settlement,
    VersionedModel,
)
from core.privacy import CASEWORK, DISPLACEMENT, NOT_PERSONAL, STAFF

FIRST_YEAR = 1999


class VisitEvent(RecordModel):
    """One visit with many families: it is recorded once and stands in each family's file."""

    class Kind(models.TextChoices):
        GO_AND_SEE = "go_and_see", _("go-and-see visit")
        GO_AND_INFORM = "go_and_inform", _("go-and-inform visit")
        FIELD = "field", _("field verification")

    REFERENCE_KIND = "VE"
    PRIVACY = RecordModel.RECORD_PRIVACY | {
        "kind": NOT_PERSONAL,
        "held_on": NOT_PERSONAL,
        "place": NOT_PERSONAL,
        "elsewhere": NOT_PERSONAL,
        "hosts": NOT_PERSONAL,
        "notes": CASEWORK,
    }

    kind = models.CharField(_("kind of visit"), max_length=14, choices=Kind)
    held_on = models.DateField(_("held on"))
    place = models.ForeignKey(
        Settlement,
        verbose_name=_("place"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    elsewhere = models.CharField(
        _("place outside Kosovo"),
        max_length=120,
        blank=True,
        help_text=_("Families are informed where they live, often in another country."),
    )
    hosts = models.CharField(_("hosts and organisers"), max_length=300, blank=True)
    notes = models.TextField(_("what was shown and said"), max_length=4000, blank=True)

    class Meta:
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        indexes = [
            models.Index(fields=["created_at", "id"]),
            models.Index(fields=["municipality", "created_at", "id"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(place__isnull=False) | ~Q(elsewhere=""),
                name="visit_has_a_place",
                violation_error_message=_("Say where the visit was."),
            ),
            models.CheckConstraint(
                condition=Q(held_on__year__gte=FIRST_YEAR),
                name="visit_since_the_war",
                violation_error_message=_("Look at the year of the visit."),
            ),
        ]

    @property
    def title(self):
        kind = capfirst(self.get_kind_display())
        return f"{kind}, {self.place or self.elsewhere}"

    def get_absolute_url(self):
        return reverse("cases:visit_detail", args=[self.pk])


class VisitHousehold(ScopedModel, VersionedModel):
    """A family at a visit: who came, and what the family said it intends."""

    class Intention(models.TextChoices):
        RETURN = "return", _("to return")
        INTEGRATE = "integrate", _("to stay where it lives")
        ELSEWHERE = "elsewhere", _("to settle elsewhere")
        UNDECIDED = "undecided", _("undecided")

    # A family written down by mistake is taken off the list again.
    DELETABLE = True
    PARENTS = ("event", "household")
    PRIVACY = {
        "event": CASEWORK,
        "household": CASEWORK,
        "attended": CASEWORK,
        "intention": DISPLACEMENT,
        "said_on": DISPLACEMENT,
        "is_voluntary": DISPLACEMENT,
        "added_at": NOT_PERSONAL,
    }

    event = models.ForeignKey(
        VisitEvent,
        verbose_name=_("visit"),
        on_delete=models.PROTECT,
        related_name="households",
    )
    household = models.ForeignKey(
        Household,
        verbose_name=_("household"),
        on_delete=models.PROTECT,
        related_name="visits",
    )
    attended = models.CharField(_("who attended"), max_length=200, blank=True)
    intention = models.CharField(
        _("the family intends"), max_length=10, choices=Intention, blank=True
    )
    said_on = models.DateField(_("said on"), null=True, blank=True)
    is_voluntary = models.BooleanField(
        _("the family confirmed that it decides freely"), default=False
    )
    added_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("family at a visit")
        verbose_name_plural = _("families at a visit")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "household"],
                name="household_once_at_a_visit",
                violation_error_message=_(
                    "This household is on the list of the visit already."
                ),
            ),
            models.CheckConstraint(
                condition=Q(intention="", said_on=None, is_voluntary=False)
                | (~Q(intention="") & Q(said_on__isnull=False)),
                name="intention_has_a_day",
                violation_error_message=_(
                    "Say both what the family intends and on which day it said so."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.household} – {self.event}"


class Homecoming(ScopedModel, VersionedModel):
    """A family has returned: since which day, how, and what shows it."""

    class Way(models.TextChoices):
        ORGANISED = "organised", _("organised return")
        ASSISTED = "assisted", _("assisted return")
        SPONTANEOUS = "spontaneous", _("return on the family's own")

    class Evidence(models.TextChoices):
        KEYS = "keys", _("handover of keys")
        ASSISTANCE = "assistance", _("assistance delivered at the place of return")
        SEEN = "seen", _("seen by the office")
        FAMILY = "family", _("said by the family")
        OTHER = "other", _("another source")

    PARENTS = ("household",)
    PRIVACY = {
        "household": DISPLACEMENT,
        "returned_on": DISPLACEMENT,
        "way": DISPLACEMENT,
        "evidence": CASEWORK,
        "source": CASEWORK,
        "programme": CASEWORK,
        "recorded_by": STAFF,
        "recorded_at": NOT_PERSONAL,
    }

    household = models.ForeignKey(
        Household,
        verbose_name=_("household"),
        on_delete=models.PROTECT,
        related_name="homecomings",
    )
    returned_on = models.DateField(_("returned on"))
    way = models.CharField(_("how the family returned"), max_length=12, choices=Way)
    evidence = models.CharField(_("what shows it"), max_length=12, choices=Evidence)
    source = models.CharField(
        _("number of the paper, or who said so"), max_length=200, blank=True
    )
    programme = models.CharField(
        _("programme or donor"),
        max_length=120,
        blank=True,
        help_text=_("As the agreement names it; empty if the family got no help."),
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("recorded by"),
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("return of a family")
        verbose_name_plural = _("returns of families")
        ordering = ["returned_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["household", "returned_on"],
                name="one_return_a_day",
                violation_error_message=_(
                    "A return of this household on this day is recorded already."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(evidence="other") | ~Q(source=""),
                name="another_source_is_named",
                violation_error_message=_("Name the source."),
            ),
            models.CheckConstraint(
                condition=Q(returned_on__year__gte=FIRST_YEAR),
                name="return_since_the_war",
                violation_error_message=_("Look at the year of the return."),
            ),
        ]

    def __str__(self):
        return f"{self.household} {self.returned_on}"
