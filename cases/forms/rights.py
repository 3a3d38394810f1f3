"""What people are asked about a person's rights: the wish, how the identity was seen, the answer."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from cases.models import Household, Person, PersonPaper, SubjectRequest
from core.forms import PortalForm
from core.uploads import clean_upload

Kind = SubjectRequest.Kind


class SubjectRequestForm(PortalForm):
    """A member of the household asks to see their own data or to have them corrected."""

    person = forms.ModelChoiceField(
        Person.objects.none(), label=_("Who asks?"), empty_label=None
    )
    kind = forms.ChoiceField(
        label=_("The person wishes"), choices=Kind, widget=forms.RadioSelect
    )
    wanted = forms.CharField(
        label=_("What is wrong, and how should it read?"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    evidence = forms.CharField(
        label=_("What shows it?"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    file = forms.FileField(
        label=_("File"),
        required=False,
        help_text=_("PDF or picture (JPEG, PNG, WebP), up to 20 MB."),
    )

    fieldsets = {
        "": ["person", "kind"],
        _("Only for a correction"): ["wanted", "evidence", "file"],
    }

    def __init__(self, *args, household: Household, **kwargs):
        super().__init__(*args, **kwargs)
        members = Person.objects.filter(memberships__household=household)
        self.fields["person"].queryset = members.distinct()

    def clean_file(self):
        uploaded = self.cleaned_data["file"]
        return clean_upload(uploaded) if uploaded else None

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("kind") == Kind.CORRECTION and not cleaned.get("wanted"):
            raise ValidationError(_("Say what is wrong and how it should read."))
        return cleaned


class IdentityForm(PortalForm):
    """How the person showed who they are; no copy of the document is kept."""

    document = forms.ChoiceField(
        label=_("Document seen"),
        choices=PersonPaper.Kind,
        help_text=_("Look at the document itself. Do not copy it."),
    )
    digits = forms.CharField(
        label=_("Last characters of its number"),
        max_length=4,
        validators=[
            RegexValidator(r"^[0-9A-Za-z]{2,4}$", _("Two to four letters or digits."))
        ],
    )


class CorrectedForm(PortalForm):
    """What was changed in the file."""

    reason = forms.CharField(
        label=_("What was corrected, and where"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
