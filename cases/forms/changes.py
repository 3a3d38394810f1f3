"""What every change of a household asks: the paper that shows it, or why there is none."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cases import facts
from cases.forms.households import HouseholdForm
from cases.forms.persons import PersonForm
from cases.models import Change
from core.forms import PortalForm
from core.uploads import clean_upload


def evidence_fields() -> dict[str, forms.Field]:
    return {
        "evidence": forms.ChoiceField(
            label=_("Paper that shows it"),
            choices=[("", "–"), *Change.Evidence.choices],
            required=False,
        ),
        "file": file_field(),
        "reason": forms.CharField(
            label=_("Why, or why there is no paper"),
            required=False,
            max_length=2000,
            widget=forms.Textarea(attrs={"rows": 2}),
        ),
    }


def file_field() -> forms.FileField:
    return forms.FileField(
        label=_("File"),
        required=False,
        help_text=_("PDF or picture (JPEG, PNG, WebP), up to 20 MB."),
    )


class EvidenceMixin:
    """A form whose answers are proposed: it also asks for the paper. Saved at once, it asks for nothing more."""

    def __init__(self, *args, is_proposal: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        self.is_proposal = is_proposal
        if is_proposal:
            evidence = evidence_fields()
            self.fieldsets = {
                **(self.fieldsets or {"": list(self.fields)}),
                _("What shows it"): list(evidence),
            }
            self.fields |= evidence
        self.helper.layout = self._layout()

    def clean_file(self):
        uploaded = self.cleaned_data["file"]
        return clean_upload(uploaded) if uploaded else None

    def clean(self):
        cleaned = super().clean()
        if not self.is_proposal or "file" in self.errors:
            return cleaned
        if not cleaned.get("file") and not cleaned.get("reason"):
            raise ValidationError(
                _("Attach the paper that shows it, or say why there is none.")
            )
        return cleaned

    @property
    def proof(self) -> dict:
        """What is said about the evidence, as a change keeps it."""
        names = ("evidence", "reason") if self.is_proposal else ()
        return {name: self.cleaned_data.get(name, "") for name in names}

    @property
    def scan(self):
        return self.cleaned_data.get("file") if self.is_proposal else None


class CorrectionMixin:
    """A form over one row that says what it changes, field by field."""

    def answers(self) -> dict:
        pairs = {
            name: (
                facts.plain(self.initial.get(name)),
                facts.plain(self.cleaned_data[name]),
            )
            for name in self._meta.fields
        }
        changed = {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
        return {
            "now": {name: before for name, (before, _after) in changed.items()},
            "proposed": {name: after for name, (_before, after) in changed.items()},
        }


class ContactForm(CorrectionMixin, HouseholdForm):
    """How the family is reached: saved at once, and it can be taken back."""


class PersonChangeForm(CorrectionMixin, EvidenceMixin, PersonForm):
    """Who a person is: a correction with the paper that shows it."""


class MoreEvidenceForm(PortalForm):
    """What was asked for when a proposal came back."""

    file = file_field()
    reason = forms.CharField(
        label=_("Remarks"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean_file(self):
        uploaded = self.cleaned_data["file"]
        return clean_upload(uploaded) if uploaded else None

    def clean(self):
        cleaned = super().clean()
        if (
            "file" not in self.errors
            and not cleaned.get("file")
            and not cleaned.get("reason")
        ):
            raise ValidationError(
                _("Attach the paper that shows it, or say why there is none.")
            )
        return cleaned
