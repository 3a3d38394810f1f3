"""Counters behind readable numbers that must have no gap."""

from django.db import models


class ReferenceCounter(models.Model):
    """The last number drawn of one kind in one year."""

    kind = models.CharField(max_length=8)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "year"], name="one_counter_a_year")
        ]

    def __str__(self):
        return f"{self.kind}-{self.year}: {self.last}"
