"""What can be asked for, and which papers each kind of request needs: data, not code."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RequestType(models.Model):
    """A kind of request: a house, construction material, financial aid, a stabilisation house."""

    class Way(models.TextChoices):
        WORKS = "works", _("a house is built, accepted and handed over")
        DELIVERY = "delivery", _("something is delivered or paid")
        MONITORING = "monitoring", _("the family has returned and is only visited")

    code = models.SlugField(_("code"), max_length=30, unique=True)
    name = models.CharField(_("name"), max_length=120)
    way = models.CharField(
        _("what follows the approval"),
        max_length=10,
        choices=Way,
        default=Way.WORKS,
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    is_active = models.BooleanField(_("can be asked for"), default=True)
    needs_property = models.BooleanField(
        _("needs a property of the family"),
        default=False,
        help_text=_("Then the state of the property opens or blocks the housing path."),
    )

    class Meta:
        ordering = ["order", "code"]
        verbose_name = _("request type")
        verbose_name_plural = _("request types")

    def __str__(self):
        return self.name


class PaperKind(models.Model):
    """A kind of paper: displaced-person card, identity card, possession list."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=160)

    class Meta:
        ordering = ["code"]
        verbose_name = _("kind of paper")
        verbose_name_plural = _("kinds of papers")

    def __str__(self):
        return self.name


class RequiredPaper(models.Model):
    """One line of the checklist of a request type."""

    request_type = models.ForeignKey(
        RequestType,
        verbose_name=_("request type"),
        on_delete=models.CASCADE,
        related_name="checklist",
    )
    paper_kind = models.ForeignKey(
        PaperKind, verbose_name=_("paper"), on_delete=models.PROTECT, related_name="+"
    )
    is_mandatory = models.BooleanField(_("mandatory"), default=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["order", "id"]
        verbose_name = _("required paper")
        verbose_name_plural = _("required papers")
        constraints = [
            models.UniqueConstraint(
                fields=["request_type", "paper_kind"],
                name="one_checklist_line_per_paper",
                violation_error_message=_("This paper is on the checklist already."),
            )
        ]

    def __str__(self):
        return f"{self.request_type}: {self.paper_kind}"
