"""Who may come in without an account, how often somebody may try, and rows that belong to one user."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models.places import Municipality


class OwnedModel(models.Model):
    """A row that only its owner (and the portal itself) can see; row security repeats it."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("requested by"),
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )

    class Meta:
        abstract = True


class ThrottleWindow(models.Model):
    """How often something was tried under one key since the window opened."""

    key = models.CharField(max_length=120, primary_key=True)
    opened_at = models.DateTimeField()
    hits = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["opened_at"])]

    def __str__(self):
        return f"{self.key}: {self.hits}"


class PublicTicket(models.Model):
    """Number and code with which a person without an account asks where a record stands; names nobody."""

    number = models.CharField(max_length=40, primary_key=True)
    code_hash = models.CharField(max_length=160)
    # Empty for the ministry's own papers.
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="+", null=True
    )
    record_id = models.BigIntegerField()
    letter_id = models.BigIntegerField(null=True)
    issued_at = models.DateTimeField(auto_now_add=True)

    def __str__(self):
        return self.number
