"""The dictionary of names: which sounds occur in any name here, and how they look with a letter less.

Fuzzy search asks this small dictionary and goes to persons by equality: row security keeps its index only so
(docs/adr/0009). It names nobody and no page shows it.
"""

from django.db import models


class NameSound(models.Model):
    """The sound of one word of some name, with the coarse key of its consonants (core.names.sounds)."""

    sound = models.CharField(max_length=150, primary_key=True, db_collation="C")
    skeleton = models.CharField(max_length=150, db_collation="C", db_index=True)

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
