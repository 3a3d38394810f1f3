"""The property a family left behind: where it lies, whose it is, what shows the title."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.models.households import Household
from core.models import (
    Document,
    Municipality,
    ScopedModel,
    Settlement,
    VersionedModel,
)
from core.privacy import PAPERS, PROPERTY


class EvidencedModel(ScopedModel, VersionedModel):
    """A row of the property thread: shown by a paper, and taken back rather than removed."""

    EVIDENCE_PRIVACY = {"document": PAPERS, "taken_back": PROPERTY}

    document = models.ForeignKey(
        Document,
        verbose_name=_("attached paper"),
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    taken_back = models.CharField(
        _("why it counts no longer"),
        max_length=300,
        blank=True,
        help_text=_("Only if it was entered by mistake or holds no more."),
    )

    class Meta:
        abstract = True


class Property(EvidencedModel):
    """One property of a household; its state follows from its events (cases/property_state.py)."""

    class Kind(models.TextChoices):
        HOUSE = "house", _("house with its land")
        FLAT = "flat", _("flat")
        LAND = "land", _("land")
        BUSINESS = "business", _("business premises")
        OTHER = "other", _("other property")

    class Title(models.TextChoices):
        NOT_SHOWN = "not_shown", _("not shown yet")
        POSSESSION_LIST = "possession_list", _("possession list of the cadastre")
        COURT_DECISION = "court_decision", _("court decision")
        CONTRACT = "contract", _("contract")
        OTHER = "other", _("another paper")

    class Relation(models.TextChoices):
        OWNER = "owner", _("owner")
        CO_OWNER = "co_owner", _("co-owner")
        HEIR = "heir", _("heir")
        USER = "user", _("user without ownership")

    class Probate(models.TextChoices):
        NOT_NEEDED = "not_needed", _("not needed")
        TO_OPEN = "to_open", _("still to be opened")
        RUNNING = "running", pgettext_lazy("proceedings", "running")
        FINISHED = "finished", pgettext_lazy("proceedings", "finished")

    class Attorney(models.TextChoices):
        NOT_NEEDED = "not_needed", _("not needed: the owner acts in person")
        MISSING = "missing", _("needed, not shown yet")
        SHOWN = "shown", pgettext_lazy("paper", "shown")

    PARENTS = ("household",)
    PRIVACY = EvidencedModel.EVIDENCE_PRIVACY | dict.fromkeys(
        (
            "household", "kind", "located_in", "settlement", "cadastral_zone", "parcel_number",
            "is_chosen", "title", "relation", "probate", "probate_court", "probate_number",
            "probate_opened_on", "probate_finished_on", "attorney_state", "attorney",
        ),
        PROPERTY,
    )  # fmt: skip

    household = models.ForeignKey(
        Household, on_delete=models.PROTECT, related_name="properties"
    )
    kind = models.CharField(_("kind of property"), max_length=10, choices=Kind)
    # Where it lies; whose file it is in says `municipality`, as for every row.
    located_in = models.ForeignKey(
        Municipality,
        verbose_name=_("municipality where it lies"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    settlement = models.ForeignKey(
        Settlement,
        verbose_name=_("settlement"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    cadastral_zone = models.CharField(_("cadastral zone"), max_length=80, blank=True)
    parcel_number = models.CharField(
        _("number of the parcel"), max_length=60, blank=True
    )
    is_chosen = models.BooleanField(_("the family wants to live here"), default=False)
    title = models.CharField(
        _("what shows the title"),
        max_length=20,
        choices=Title,
        default=Title.NOT_SHOWN,
    )
    relation = models.CharField(_("the applicant is"), max_length=10, choices=Relation)
    probate = models.CharField(
        _("inheritance proceedings"),
        max_length=12,
        choices=Probate,
        default=Probate.NOT_NEEDED,
    )
    probate_court = models.CharField(_("court or notary"), max_length=120, blank=True)
    probate_number = models.CharField(_("case number"), max_length=60, blank=True)
    probate_opened_on = models.DateField(_("opened on"), null=True, blank=True)
    probate_finished_on = models.DateField(_("finished on"), null=True, blank=True)
    attorney_state = models.CharField(
        _("power of attorney"),
        max_length=12,
        choices=Attorney,
        default=Attorney.NOT_NEEDED,
        help_text=_("For owners who are away and let somebody act for them."),
    )
    attorney = models.CharField(_("who acts for the owner"), max_length=150, blank=True)

    class Meta:
        verbose_name = _("property")
        verbose_name_plural = _("properties")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(settlement__isnull=False) | ~Q(parcel_number=""),
                name="property_lies_somewhere",
                violation_error_message=_(
                    "Say where the property lies: the settlement or the number of the parcel."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(probate="not_needed")
                | Q(
                    probate_court="",
                    probate_number="",
                    probate_opened_on=None,
                    probate_finished_on=None,
                ),
                name="proceedings_only_where_needed",
                violation_error_message=_(
                    "Court, number and days belong to inheritance proceedings: say how far these are."
                ),
            ),
            models.CheckConstraint(
                condition=Q(probate_finished_on=None) | Q(probate="finished"),
                name="finished_day_of_finished_proceedings",
                violation_error_message=_(
                    "Only finished inheritance proceedings have a day on which they were finished."
                ),
            ),
            models.CheckConstraint(
                condition=Q(probate_opened_on=None)
                | Q(probate_finished_on=None)
                | Q(probate_finished_on__gte=F("probate_opened_on")),
                name="proceedings_end_after_they_began",
                violation_error_message=_(
                    "Inheritance proceedings are not finished before they are opened."
                ),
            ),
        ]

    def __str__(self):
        parcel = " ".join(filter(None, (self.cadastral_zone, self.parcel_number)))
        return f"{capfirst(self.get_kind_display())} · {parcel or self.settlement}"

    # Readers of the property are readers of the family's file.
    @cached_property
    def record_id(self) -> int:
        return self.household_id

    def get_absolute_url(self):
        return reverse("cases:property_detail", args=[self.pk])
