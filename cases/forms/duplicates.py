"""What people are asked about two entries that may be one person."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.models import DuplicatePair
from core.forms import PortalForm


class VerdictForm(PortalForm):
    """One person or two: said by the button that sends the form."""

    verdict = forms.ChoiceField(label=_("Verdict"))
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    fieldsets = {"": ["reason"]}

    def __init__(self, *args, offered, **kwargs):
        super().__init__(*args, **kwargs)
        labels = dict(DuplicatePair.Verdict.choices)
        self.fields["verdict"].choices = [(name, labels[name]) for name in offered]
