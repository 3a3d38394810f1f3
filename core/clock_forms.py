"""What is asked when a deadline gets more time, and about questions to other institutions."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import PortalForm, PortalModelForm, ReasonForm, by_name
from core.models import Institution, InstitutionRequest


class ExtensionForm(ReasonForm):
    """How many days, why, and by which law."""

    days = forms.IntegerField(label=_("Days to add"), min_value=1, max_value=365)
    legal_basis = forms.CharField(
        label=_("Legal basis"),
        required=False,
        max_length=300,
        help_text=_("The article that allows it."),
    )
    fieldsets = {"": ["days", "reason", "legal_basis"]}


class InstitutionRequestForm(PortalModelForm):
    """Whom, what, when, and by when an answer is expected."""

    class Meta:
        model = InstitutionRequest
        fields = ["institution", "question", "asked_on", "expected_on"]
        widgets = {"question": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["institution"].choices = by_name(Institution.objects.all())
        self.fields["asked_on"].initial = timezone.localdate


class InstitutionAnswerForm(PortalForm):
    """When the answer came, and what it was."""

    answered_on = forms.DateField(label=_("Answered on"), initial=timezone.localdate)
    outcome = forms.ChoiceField(label=_("Outcome"), choices=InstitutionRequest.Outcome)
    answer = forms.CharField(
        label=_("What was answered"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
