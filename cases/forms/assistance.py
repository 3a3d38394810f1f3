"""What people are asked about assistance: what is planned, what others gave, what was delivered."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases import earlier_assistance
from cases.forms.persons import past_day
from cases.models import (
    AssistanceKind,
    AssistanceLine,
    AssistanceSource,
    Delivery,
    Household,
    Person,
)
from core.forms import PortalForm, PortalModelForm
from core.uploads import clean_upload

UPLOAD_HELP = _("PDF or picture (JPEG, PNG, WebP), up to 20 MB.")


class LineForm(PortalModelForm):
    """What is common to every line: what it is and who pays for it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        kinds = AssistanceKind.objects.filter(is_active=True)
        sources = AssistanceSource.objects.filter(is_active=True)
        self.fields["kind"].queryset, self.fields["source"].queryset = kinds, sources


class AssistanceForm(LineForm):
    """One line that is planned for a household."""

    fieldsets = {
        _("What the family is to have"): ["kind", "description", "quantity", "unit"],
        _("Who pays"): ["source", "planned_cost"],
        _("Request"): ["request"],
    }

    class Meta:
        model = AssistanceLine
        fields = [
            "kind", "description", "quantity", "unit", "source", "planned_cost", "request",
        ]  # fmt: skip

    def __init__(self, *args, household: Household, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("quantity", "planned_cost"):
            self.fields[name].required = True
        self.fields["request"].queryset = household.requests.order_by("-id")


class EarlierAssistanceForm(LineForm):
    """What another institution or organisation gave, as far as it is known."""

    file = forms.FileField(label=_("File"), required=False, help_text=UPLOAD_HELP)

    fieldsets = {
        _("What the family was given"): [
            "kind", "source", "description", "received_year", "quantity", "unit", "planned_cost",
        ],
        _("How it is known"): ["said_by", "evidence", "file"],
    }  # fmt: skip

    class Meta:
        model = AssistanceLine
        fields = [
            "kind", "source", "description", "received_year", "quantity", "unit", "planned_cost",
            "said_by", "evidence",
        ]  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["said_by"].required = True
        self.fields["planned_cost"].label = _("Worth in EUR, if known")

    def clean_file(self):
        uploaded = self.cleaned_data["file"]
        return clean_upload(uploaded) if uploaded else None


class GrantForm(PortalForm):
    """Granting asks for a reason when the family has had such assistance."""

    reason = forms.CharField(
        label=_("Why in spite of double assistance"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It is kept with the line."),
    )

    @classmethod
    def for_record(cls, line: AssistanceLine, *, by, **posted):
        return cls(known=earlier_assistance.known_to(line, by), **posted)

    def __init__(self, *args, known: earlier_assistance.Earlier, **kwargs):
        super().__init__(*args, **kwargs)
        self.known = known
        if not known.is_double:
            self.fields.pop("reason")


class DeliveryForm(PortalModelForm):
    """One handing over with its receipt."""

    file = forms.FileField(label=_("Receipt"), required=False, help_text=UPLOAD_HELP)
    over_reason = forms.CharField(
        label=_("If this is more than granted: why"), required=False, max_length=300
    )

    fieldsets = {
        _("What was delivered"): [
            "delivered_on",
            "quantity",
            "cost",
            "delivered_by",
            "over_reason",
        ],
        _("Who received it"): ["received_by", "received_by_name", "file", "note"],
    }

    class Meta:
        model = Delivery
        fields = [
            "delivered_on", "quantity", "cost", "delivered_by", "received_by", "received_by_name", "note",
        ]  # fmt: skip

    def __init__(self, *args, line: AssistanceLine, **kwargs):
        super().__init__(*args, **kwargs)
        # The row's own emptiness would win over the field's initial value.
        self.initial["delivered_on"] = timezone.localdate()
        if line.remaining:
            self.initial["quantity"] = line.remaining
        self.fields["quantity"].help_text = _("In %(unit)s.") % {
            "unit": line.get_unit_display()
        }
        members = Person.objects.filter(memberships__household=line.household_id)
        self.fields["received_by"].queryset = members.distinct()

    def clean_delivered_on(self):
        return past_day(self.cleaned_data["delivered_on"])

    def clean_file(self):
        uploaded = self.cleaned_data["file"]
        return clean_upload(uploaded) if uploaded else None

    def clean(self):
        cleaned = super().clean()
        if not (cleaned.get("received_by") or cleaned.get("received_by_name")):
            raise ValidationError(_("Say who received it."))
        return cleaned
