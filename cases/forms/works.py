"""What is asked from the agreement to the key."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.forms.assistance import UPLOAD_HELP
from cases.forms.persons import past_day
from cases.models import Acceptance, Agreement, Handover, WorksReport
from core.forms import PortalForm, PortalModelForm
from core.provisions import provision
from core.uploads import clean_upload


class AgreementForm(PortalModelForm):
    """What the family and the ministry agree."""

    class Meta:
        model = Agreement
        fields = ["signed_on", "signed_by", "obligations", "no_sale_until"]
        widgets = {"obligations": forms.Textarea(attrs={"rows": 6})}

    def __init__(self, *args, day=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["no_sale_until"].help_text = _resale_ban(day)

    @classmethod
    def for_record(cls, request, *, by, **posted):
        # A file keeps the provisions under which it was submitted.
        return cls(day=request.submitted_on, **posted)

    def clean_signed_on(self):
        return past_day(self.cleaned_data["signed_on"])


def _resale_ban(day) -> str:
    """For how long nothing may be sold, as the law stood that day; said only if somebody verified it."""
    rule = provision("resale_ban_years", on=day) if day else None
    if rule is None or not rule.is_verified:
        return gettext("For how long nothing may be sold is to be verified in the law.")
    return gettext("The law bars selling for %(years)s years.") % {
        "years": int(rule.value)
    }


class SignedForm(PortalModelForm):
    """Something that was signed on paper: its scan may come along."""

    scan = forms.FileField(
        label=_("Scan of the signed paper"), required=False, help_text=UPLOAD_HELP
    )

    def clean_scan(self):
        uploaded = self.cleaned_data["scan"]
        return clean_upload(uploaded) if uploaded else None

    def _get_validation_exclusions(self):
        # The file is kept by the service.
        return super()._get_validation_exclusions() | {"scan"}


class ScanForm(PortalForm):
    """The scan of what was signed after it was written down."""

    scan = forms.FileField(label=_("Scan of the signed paper"), help_text=UPLOAD_HELP)

    def clean_scan(self):
        return clean_upload(self.cleaned_data["scan"])


class WorksReportForm(SignedForm):
    """How far the house has come."""

    class Meta:
        model = WorksReport
        fields = ["seen_on", "percent", "words"]
        widgets = {"words": forms.Textarea(attrs={"rows": 4})}

    def clean_seen_on(self):
        return past_day(self.cleaned_data["seen_on"])


class RefusedWorksForm(SignedForm):
    """What the technical commission does not accept."""

    class Meta:
        model = Acceptance
        fields = ["looked_on", "members", "defects", "mended_by"]
        widgets = {"defects": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["defects"].required = True

    def clean_looked_on(self):
        return past_day(self.cleaned_data["looked_on"])

    def clean_mended_by(self):
        day, looked_on = (
            self.cleaned_data["mended_by"],
            self.cleaned_data.get("looked_on"),
        )
        if day and looked_on and day < looked_on:
            raise ValidationError(_("Defects cannot be mended before they were found."))
        return day


class AcceptanceForm(RefusedWorksForm):
    """What the technical commission found."""

    class Meta(RefusedWorksForm.Meta):
        fields = ["looked_on", "members", "result", "defects", "mended_by"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["defects"].required = False
        self.fields["result"].choices = [
            (value, label)
            for value, label in Acceptance.Result.choices
            if value != Acceptance.Result.REFUSED
        ]


class HandoverForm(SignedForm):
    """The protocol of the handover."""

    class Meta:
        model = Handover
        fields = [
            "handed_on",
            "received_by",
            "keys",
            "electricity",
            "water",
            "defects",
        ]
        widgets = {"defects": forms.Textarea(attrs={"rows": 3})}

    def clean_handed_on(self):
        return past_day(self.cleaned_data["handed_on"])
