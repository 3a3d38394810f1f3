"""What can be given and who pays for it: data, not code."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class AssistanceKind(models.Model):
    """A kind of assistance: a house, firewood, a grant."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=120)
    group = models.SlugField(
        _("group"),
        max_length=40,
        blank=True,
        help_text=_(
            "Kinds of one group stand in for one another: having had one of them counts as having had the other."
        ),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    is_active = models.BooleanField(_("can be planned"), default=True)

    class Meta:
        ordering = ["order", "code"]
        verbose_name = _("kind of assistance")
        verbose_name_plural = _("kinds of assistance")

    def __str__(self):
        return self.name

    @property
    def alike(self) -> Q:
        """Which kinds count as the same assistance as this one."""
        return Q(group=self.group) if self.group else Q(pk=self.pk)


class AssistanceSource(models.Model):
    """Who pays: the ministry's budget, a donor programme, another institution's scheme."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=160)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    is_active = models.BooleanField(_("can be chosen"), default=True)

    class Meta:
        ordering = ["order", "code"]
        verbose_name = _("source of assistance")
        verbose_name_plural = _("sources of assistance")

    def __str__(self):
        return self.name
