"""What a household was given, by whom, at what cost: one row per line, and one per delivery."""

from decimal import Decimal

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import ExtractYear
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.models.assistance_kinds import AssistanceKind, AssistanceSource
from cases.models.households import Household
from cases.models.persons import Person
from cases.models.requests import Request
from core.models import Document, LivingRecord, ScopedModel, VersionedModel
from core.privacy import CASEWORK, IDENTITY, NOT_PERSONAL, PAPERS
from core.scoping import ScopedQuerySet

FIRST_YEAR = 1990
# Stages in which the ministry or an office has committed itself.
COMMITTED = ("granted", "partly", "delivered")
IS_TO_DELIVER = Q(status__in=("granted", "partly"))


class AssistanceQuerySet(ScopedQuerySet):
    def with_words(self):
        return self.select_related("kind", "source", "household__head", "request")

    def to_deliver(self):
        """Lines of which something is still to come."""
        return self.filter(IS_TO_DELIVER)


class AssistanceLine(LivingRecord):
    """One kind of help for one household; its life is cases/workflow_assistance.py.

    What others gave before is the same kind of row: `said_by` tells how it is known, and it is never delivered here.
    """

    class Status(models.TextChoices):
        PLANNED = "planned", _("Planned")
        GRANTED = "granted", _("Granted")
        PARTLY = "partly", _("Partly delivered")
        DELIVERED = "delivered", _("Delivered")
        KNOWN = "known", _("Given earlier by others")
        CANCELLED = "cancelled", _("Cancelled")

    class Unit(models.TextChoices):
        PIECE = "piece", _("pcs.")
        PACKAGE = "package", _("packs")
        SET = "set", _("sets")
        CUBIC_METRE = "m3", _("m³")
        SQUARE_METRE = "m2", _("m²")
        KILOGRAM = "kg", _("kg")
        MONTH = "month", _("months")
        EURO = "eur", _("EUR")

    class SaidBy(models.TextChoices):
        FAMILY = "family", _("the family")
        GIVER = "giver", _("whoever gave it")
        OFFICE = "office", _("another office or institution")
        REGISTER = "register", _("a register or list")
        FIELD = "field", _("seen on a field visit")

    REFERENCE_KIND = "AS"
    PARENTS = ("household", "request")
    PRIVACY = LivingRecord.RECORD_PRIVACY | {
        "status": NOT_PERSONAL,
        "status_since": NOT_PERSONAL,
        "turn": NOT_PERSONAL,
        "due_on": NOT_PERSONAL,
        "assigned_to": NOT_PERSONAL,
        "kind": CASEWORK,
        "source": CASEWORK,
        "description": CASEWORK,
        "quantity": CASEWORK,
        "unit": NOT_PERSONAL,
        "planned_cost": CASEWORK,
        "planned_on": NOT_PERSONAL,
        "granted_on": CASEWORK,
        "doubles": NOT_PERSONAL,
        "double_reason": CASEWORK,
        "delivered_quantity": CASEWORK,
        "delivered_cost": CASEWORK,
        "over_reason": CASEWORK,
        "said_by": CASEWORK,
        "received_year": CASEWORK,
        "evidence": CASEWORK,
    }

    household = models.ForeignKey(
        Household,
        verbose_name=_("household"),
        on_delete=models.PROTECT,
        related_name="assistance",
    )
    request = models.ForeignKey(
        Request,
        verbose_name=_("belongs to the request"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="assistance",
    )
    kind = models.ForeignKey(
        AssistanceKind, verbose_name=_("kind"), on_delete=models.PROTECT, related_name="+"
    )  # fmt: skip
    source = models.ForeignKey(
        AssistanceSource,
        verbose_name=_("source"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    description = models.CharField(_("what exactly"), max_length=300, blank=True)
    # Unknown only for what others gave.
    quantity = models.DecimalField(
        _("quantity"), max_digits=10, decimal_places=2, null=True, blank=True
    )
    unit = models.CharField(
        _("unit"), max_length=10, choices=Unit, default=Unit.PIECE
    )  # fmt: skip
    planned_cost = models.DecimalField(
        _("planned cost in EUR"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    planned_on = models.DateField(
        _("planned on"), default=timezone.localdate, editable=False
    )
    granted_on = models.DateField(_("granted on"), null=True, editable=False)
    # What was shown to whoever granted: numbers of lines, and offices that know of more.
    doubles = ArrayField(
        models.CharField(max_length=60), default=list, blank=True, editable=False
    )
    double_reason = models.TextField(
        _("why in spite of double assistance"),
        max_length=2000,
        blank=True,
        editable=False,
    )
    # Kept by a trigger of the database from the deliveries that stand.
    delivered_quantity = models.DecimalField(
        _("delivered"), max_digits=10, decimal_places=2, default=0, editable=False
    )
    delivered_cost = models.DecimalField(
        _("cost of deliveries in EUR"),
        max_digits=12,
        decimal_places=2,
        default=0,
        editable=False,
    )
    over_reason = models.CharField(
        _("why more than granted"), max_length=300, blank=True, editable=False
    )
    said_by = models.CharField(
        _("who says so"), max_length=10, choices=SaidBy, blank=True
    )
    received_year = models.PositiveSmallIntegerField(
        _("received in the year"), null=True, blank=True
    )
    evidence = models.CharField(_("what shows it"), max_length=300, blank=True)

    objects = AssistanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("assistance")
        verbose_name_plural = _("assistance")
        indexes = [
            models.Index(fields=["created_at", "id"]),
            models.Index(fields=["municipality", "created_at", "id"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(quantity__gt=0),
                name="assistance_has_a_quantity",
                violation_error_message=_("The quantity must be more than nothing."),
            ),
            models.CheckConstraint(
                condition=Q(planned_cost__gte=0),
                name="assistance_cost_not_negative",
                violation_error_message=_("A cost is not negative."),
            ),
            models.CheckConstraint(
                condition=~Q(said_by="")
                | Q(quantity__isnull=False, planned_cost__isnull=False),
                name="own_assistance_is_reckoned",
                violation_error_message=_(
                    "Say how much is planned and what it will cost."
                ),
            ),
            models.CheckConstraint(
                condition=Q(said_by="") & ~Q(status="known")
                | ~Q(said_by="") & Q(status__in=("planned", "known", "cancelled")),
                name="told_assistance_has_its_own_life",
                violation_error_message=_(
                    "What others gave is neither granted nor delivered here."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(status__in=COMMITTED) | Q(granted_on__isnull=False),
                name="granted_assistance_has_its_day",
            ),
            models.CheckConstraint(
                condition=Q(granted_on__gte=F("planned_on")),
                name="assistance_granted_after_planned",
                violation_error_message=_(
                    "The day of granting lies before the day of planning."
                ),
            ),
            models.CheckConstraint(
                condition=Q(doubles=[]) | ~Q(double_reason=""),
                name="double_assistance_has_a_reason",
                violation_error_message=_(
                    "The family has had such assistance: say why it is granted all the same."
                ),
            ),
            models.CheckConstraint(
                condition=Q(delivered_quantity=0) | Q(granted_on__isnull=False),
                name="only_granted_assistance_is_delivered",
                violation_error_message=_("Only what was granted is delivered."),
            ),
            models.CheckConstraint(
                condition=Q(delivered_quantity__lte=F("quantity"))
                | Q(quantity=None)
                | ~Q(over_reason=""),
                name="no_more_delivered_than_granted",
                violation_error_message=_("This is more than was granted: say why."),
            ),
            models.CheckConstraint(
                condition=Q(delivered_quantity__gte=0, delivered_cost__gte=0),
                name="deliveries_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(received_year=None)
                | Q(
                    received_year__gte=FIRST_YEAR,
                    received_year__lte=ExtractYear("planned_on"),
                ),
                name="assistance_received_in_a_sensible_year",
                violation_error_message=_(
                    "Check the year: it lies in the future or long before the displacement."
                ),
            ),
        ]

    @property
    def title(self):
        return str(self.kind)

    def get_absolute_url(self):
        return reverse("cases:assistance_detail", args=[self.pk])

    @property
    def is_told(self) -> bool:
        """Whether others gave it."""
        return bool(self.said_by)

    @property
    def is_given(self) -> bool:
        """Whether it counts as had: granted, delivered in any part, or known to have come from others."""
        return self.status in (*COMMITTED, "known") or self.delivered_quantity > 0

    @property
    def remaining(self):
        """How much is still to be delivered."""
        if self.quantity is None:
            return Decimal(0)
        return max(self.quantity - self.delivered_quantity, Decimal(0))


class Delivery(ScopedModel, VersionedModel):
    """A handing over of a part or the whole of a line, with its receipt; a mistake is cancelled, never removed."""

    PARENTS = ("line", "received_by")
    PRIVACY = {
        "delivered_on": CASEWORK,
        "quantity": CASEWORK,
        "cost": CASEWORK,
        "delivered_by": CASEWORK,
        "received_by": IDENTITY,
        "received_by_name": IDENTITY,
        "receipt": PAPERS,
        "note": CASEWORK,
        "recorded_on": NOT_PERSONAL,
        "recorded_by": NOT_PERSONAL,
        "cancelled_on": NOT_PERSONAL,
        "cancelled_by": NOT_PERSONAL,
        "cancel_reason": CASEWORK,
    }

    line = models.ForeignKey(
        AssistanceLine, on_delete=models.PROTECT, related_name="deliveries"
    )
    delivered_on = models.DateField(_("delivered on"))
    quantity = models.DecimalField(_("quantity"), max_digits=10, decimal_places=2)
    cost = models.DecimalField(_("cost in EUR"), max_digits=12, decimal_places=2)
    delivered_by = models.CharField(_("delivered by"), max_length=160)
    received_by = models.ForeignKey(
        Person,
        verbose_name=_("received by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    received_by_name = models.CharField(
        _("received by somebody else"), max_length=160, blank=True
    )
    receipt = models.ForeignKey(
        Document,
        verbose_name=_("receipt"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )
    note = models.CharField(_("remarks"), max_length=500, blank=True)
    recorded_on = models.DateField(default=timezone.localdate, editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    cancelled_on = models.DateField(_("cancelled on"), null=True, editable=False)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    cancel_reason = models.CharField(_("why cancelled"), max_length=500, blank=True)

    class Meta:
        ordering = ["delivered_on", "id"]
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints = [
            models.CheckConstraint(
                condition=Q(quantity__gt=0),
                name="delivery_has_a_quantity",
                violation_error_message=_("The quantity must be more than nothing."),
            ),
            models.CheckConstraint(
                condition=Q(cost__gte=0),
                name="delivery_cost_not_negative",
                violation_error_message=_("A cost is not negative."),
            ),
            models.CheckConstraint(
                condition=Q(delivered_on__lte=F("recorded_on")),
                name="delivery_not_in_the_future",
                violation_error_message=_("This day lies in the future."),
            ),
            models.CheckConstraint(
                condition=Q(received_by__isnull=False) | ~Q(received_by_name=""),
                name="delivery_was_received_by_somebody",
                violation_error_message=_("Say who received it."),
            ),
            models.CheckConstraint(
                condition=Q(cancelled_on=None, cancelled_by=None, cancel_reason="")
                | Q(cancelled_on__isnull=False) & ~Q(cancel_reason=""),
                name="cancelled_delivery_has_a_reason",
                violation_error_message=_("Give the reason."),
            ),
        ]

    def __str__(self):
        return f"{self.line}: {self.delivered_on}"

    @property
    def stands(self) -> bool:
        return self.cancelled_on is None
