"""The dictionary of names: which sounds occur in any name here, how they look with a letter less, and aliases.

Fuzzy search asks this small dictionary and goes to persons by equality: row security keeps its index only so
(docs/adr/0009). It names nobody and no page shows it.
"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class NameSound(models.Model):
    """The sound of one word of some name, with the coarse key of its consonants (core.names.sounds)."""

    sound = models.CharField(max_length=150, primary_key=True, db_collation="C")
    skeleton = models.CharField(max_length=150, db_collation="C", db_index=True)
    # The sound without marks: for the beginning of a word, typed with or without them.
    plain = models.CharField(max_length=150, db_collation="C", db_index=True)
    # How many people bear it, as a power of two, counted at night: of two names equally near the commoner is meant.
    commonness = models.PositiveSmallIntegerField(db_default=0)

    def __str__(self):
        return self.sound


class NameSlip(models.Model):
    """A sound with one letter left out, or none: two words one slip apart share one of these."""

    slip = models.CharField(max_length=150, db_collation="C")
    sound = models.CharField(max_length=150, db_collation="C")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["slip", "sound"], name="one_row_per_slip")
        ]

    def __str__(self):
        return self.slip


class NameAlias(models.Model):
    """Two names that may be one person's: a pet name, or another community's form; at a cost, never identity."""

    class Kind(models.TextChoices):
        COMMUNITY = "community", _("another community's form")
        PET = "pet", _("pet name")

    name = models.CharField(_("name"), max_length=150)
    other_name = models.CharField(_("other name"), max_length=150)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    cost = models.DecimalField(
        _("cost"),
        max_digits=3,
        decimal_places=2,
        help_text=_(
            "0 counts the two names as the same, 1 as different; 0.05 to 0.10 is usual."
        ),
    )

    class Meta:
        verbose_name = _("name alias")
        verbose_name_plural = _("name aliases")
        ordering = ["name", "other_name"]
        constraints = [
            models.UniqueConstraint(
                fields=["name", "other_name"],
                name="one_row_per_name_alias",
                violation_error_message=_("This alias is known already."),
            ),
            models.CheckConstraint(
                condition=Q(cost__gte=0, cost__lte=1),
                name="name_alias_costs_from_0_to_1",
                violation_error_message=_("The cost lies between 0 and 1."),
            ),
            models.CheckConstraint(
                condition=~Q(name=F("other_name")),
                name="name_alias_joins_two_names",
                violation_error_message=_("An alias joins two different names."),
            ),
        ]

    def __str__(self):
        return f"{self.name} – {self.other_name}"
