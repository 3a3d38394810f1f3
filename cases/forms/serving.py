"""What is asked about the service of a letter."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cases.forms.persons import past_day
from core.forms import PortalModelForm
from core.models import Service
from core.uploads import clean_upload

RESULT = ["outcome", "served_on", "received_by", "relation", "evidence"]


class ResultForm(PortalModelForm):
    """What became of an attempt to serve a letter."""

    evidence = forms.FileField(
        label=_("Signed delivery slip"),
        required=False,
        help_text=_("PDF or picture (JPEG, PNG, WebP), up to 20 MB."),
    )

    fieldsets = {"": RESULT}

    class Meta:
        model = Service
        fields = ["outcome", "served_on", "received_by", "relation"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["outcome"].required = True

    def clean_served_on(self):
        return self._day("served_on")

    def _day(self, name: str):
        """A day between the letter's own and today."""
        day = past_day(self.cleaned_data[name])
        if day and day < self.instance.issued_on:
            raise ValidationError(
                _("A letter is not sent or served before its own date.")
            )
        return day

    def clean_evidence(self):
        uploaded = self.cleaned_data["evidence"]
        return clean_upload(uploaded) if uploaded else None

    def _get_validation_exclusions(self):
        # The file is kept by the service.
        return super()._get_validation_exclusions() | {"evidence"}


class ServiceForm(ResultForm):
    """An attempt to serve a letter: how, when, and the result if it is known."""

    fieldsets = {
        _("How it was sent"): ["addressee", "way", "agreed", "sent_on"],
        _("The result, if it is known already"): RESULT,
    }

    class Meta(ResultForm.Meta):
        fields = ["addressee", "way", "agreed", "sent_on", *ResultForm.Meta.fields]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["outcome"].required = False

    def clean_sent_on(self):
        return self._day("sent_on")
