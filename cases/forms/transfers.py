"""What is asked when a file changes its office or is read by another one."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.models import EmergencyReading
from core.forms import PortalForm, by_name
from core.models import Municipality


def _long_answer(label, *, hint="") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class TransferForm(PortalForm):
    """To which office a family goes, and why."""

    to = forms.ModelChoiceField(
        Municipality.objects.none(), label=_("To the office of")
    )
    reason = _long_answer(
        _("Why this office"),
        hint=_("The other office reads this before it has the file."),
    )

    def __init__(self, *args, places, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = places
        self.fields["to"].choices = by_name(places)


class EmergencyForm(PortalForm):
    """Which file of another office must be read now, and why it cannot wait."""

    number = forms.CharField(
        label=_("Number of the household or the request"),
        max_length=40,
        help_text=_("Exactly as on the family's paper, for example RR-2026-000412."),
    )
    reason = _long_answer(
        _("Pressing reason"),
        hint=_(
            "The office that has the file and the data-protection officer read this at once."
        ),
    )


class EmergencyReviewForm(PortalForm):
    """Whether the reason was pressing."""

    verdict = forms.ChoiceField(
        label=_("Verdict"),
        choices=[c for c in EmergencyReading.Verdict.choices if c[0]],
        widget=forms.RadioSelect,
    )
    note = _long_answer(_("What you found"))
