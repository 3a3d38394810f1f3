"""Form tokens: a repeated post has one effect."""

from django.db import models

from core.models.access import OwnedModel


class FormToken(OwnedModel):
    """A form that was accepted once, and where its sender was taken then."""

    token = models.UUIDField(primary_key=True)
    used_at = models.DateTimeField(auto_now_add=True)
    result_url = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["used_at"])]

    def __str__(self):
        return str(self.token)
