"""What people are asked about a request, its papers and its steps."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import OFFICE, Role
from cases.forms.persons import past_day
from cases.models import Paper, PaperKind, Request
from core.forms import PortalForm, PortalModelForm
from core.models import Note
from core.uploads import clean_upload

# Roles that files are given to.
ASSIGNABLE = (*OFFICE, Role.CASEWORKER, Role.CENTRAL_SECRETARY)


class RequestForm(PortalModelForm):
    """What the family asks for."""

    class Meta:
        model = Request
        fields = ["request_type", "preferred_solution", "already_returned", "need"]


class PaperForm(PortalModelForm):
    """A paper of the file: attached, or not available with what stands in for it."""

    file = forms.FileField(
        label=_("File"),
        required=False,
        help_text=_("PDF or picture (JPEG, PNG, WebP), up to 20 MB."),
    )

    fieldsets = {
        _("The paper"): ["paper_kind", "file", "number", "issuer", "issued_on"],
        _("If it is not available"): ["reason", "stands_in"],
    }

    class Meta:
        model = Paper
        fields = ["paper_kind", "number", "issuer", "issued_on", "reason", "stands_in"]

    def __init__(self, *args, request_file, wanted=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.request_file = request_file
        taken = request_file.papers.values("paper_kind")
        self.fields["paper_kind"].queryset = PaperKind.objects.exclude(pk__in=taken)
        # The row's own emptiness would win over the field's initial value.
        self.initial["paper_kind"] = wanted

    def clean_issued_on(self):
        return past_day(self.cleaned_data["issued_on"])

    def clean_file(self):
        uploaded = self.cleaned_data["file"]
        return clean_upload(uploaded) if uploaded else None

    def clean(self):
        cleaned = super().clean()
        has_file = bool(cleaned.get("file"))
        if not has_file and "file" not in self.errors and not cleaned.get("reason"):
            raise ValidationError(
                _("Attach the paper, or say why it is not available.")
            )
        return cleaned

    def _get_validation_exclusions(self):
        # State and file are set by the service; the database checks them together.
        return super()._get_validation_exclusions() | {"state", "document"}


class NoteForm(PortalModelForm):
    """A few words for colleagues."""

    class Meta:
        model = Note
        fields = ["text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}


class VerificationForm(PortalForm):
    """The municipality answers for what it has checked."""

    QUESTIONS = (
        "identity",
        "displacement",
        "title",
        "household",
        "no_duplicate",
        "no_earlier_aid",
    )

    identity = forms.BooleanField(label=_("Identity of all members is checked"))
    displacement = forms.BooleanField(label=_("Displacement is established"))
    title = forms.BooleanField(label=_("Title or use of the property is checked"))
    household = forms.BooleanField(label=_("The household is as declared"))
    no_duplicate = forms.BooleanField(label=_("The family is not registered twice"))
    no_earlier_aid = forms.BooleanField(label=_("Earlier assistance is checked"))
    reason = forms.CharField(
        label=_("Remarks"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class OpinionForm(PortalForm):
    """The opinion of the municipal commission."""

    opinion = forms.ChoiceField(
        label=_("Opinion"),
        choices=[("favourable", _("favourable")), ("unfavourable", _("unfavourable"))],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Reasons"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )


class AssignForm(PortalForm):
    """To whom files are given: colleagues who work where this person assigns."""

    officer = forms.ModelChoiceField(
        User.objects.none(), label=_("Officer"), empty_label=None
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        places = user.scope_for("cases.assign_request")
        colleagues = User.objects.working_in(places, ASSIGNABLE)
        self.fields["officer"].queryset = colleagues.order_by("full_name")
        self.fields["officer"].initial = user.pk
