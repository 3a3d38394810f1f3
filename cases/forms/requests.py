"""What people are asked about a request, its papers and its steps."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
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


def _already_asked(rival: Request) -> str:
    """Why a family does not ask for the same a second time, with the way to the request that is there."""
    sentence = _("This household has an open request of this kind already.")
    return format_html(
        '{} <a href="{}">{}</a>', sentence, rival.get_absolute_url(), rival.reference
    )


class RequestForm(PortalModelForm):
    """What the family asks for."""

    class Meta:
        model = Request
        fields = ["request_type", "preferred_solution", "already_returned", "need"]

    def clean_request_type(self):
        self.instance.request_type = self.cleaned_data["request_type"]
        if rival := self.instance.rival:
            raise ValidationError(_already_asked(rival))
        return self.instance.request_type


class PaperForm(PortalModelForm):
    """A paper of the file: attached, or not available with what stands in for it."""

    file = forms.FileField(
        label=_("File"),
        required=False,
        help_text=_("PDF or picture (JPEG, PNG, WebP), up to 20 MB."),
    )

    fieldsets = {
        _("The paper"): [
            "paper_kind",
            "file",
            "number",
            "issuer",
            "issued_on",
            "valid_until",
        ],
        _("If it is not available"): ["reason", "stands_in"],
    }

    class Meta:
        model = Paper
        fields = [
            "paper_kind", "number", "issuer", "issued_on", "valid_until", "reason", "stands_in",
        ]  # fmt: skip

    def __init__(self, *args, request_file, wanted=None, **kwargs):
        super().__init__(*args, **kwargs)
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
        has_file = bool(cleaned.get("file") or self.instance.document_id)
        if not has_file and "file" not in self.errors and not cleaned.get("reason"):
            raise ValidationError(
                _("Attach the paper, or say why it is not available.")
            )
        return cleaned

    def _get_validation_exclusions(self):
        # State and file are set by the service; the database checks them together.
        return super()._get_validation_exclusions() | {"state", "document"}


class PaperUpdateForm(PaperForm):
    """A paper of the file, put right or replaced; of which kind it is stays."""

    def __init__(self, *args, **kwargs):
        kind = kwargs["instance"].paper_kind_id
        super().__init__(*args, request_file=kwargs["instance"].request, **kwargs)
        del self.fields["paper_kind"]
        self.instance.paper_kind_id = kind
        self.helper.layout = self._layout()


class PaperVerdictForm(PortalModelForm):
    """What somebody says who has the original before them."""

    class Meta:
        model = Paper
        fields = ["verdict", "doubt"]
        widgets = {"verdict": forms.RadioSelect}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["verdict"].required = True
        self.fields["verdict"].choices = Paper.Verdict.choices

    def clean(self):
        cleaned = super().clean()
        doubtful = cleaned.get("verdict") == Paper.Verdict.DOUBTFUL
        if doubtful and not cleaned.get("doubt"):
            self.add_error("doubt", _("Say why the paper is doubtful."))
        if not doubtful:
            cleaned["doubt"] = ""
        return cleaned

    def _get_validation_exclusions(self):
        # By whom and when is set by the service; the database checks them together.
        return super()._get_validation_exclusions() | {"verified_by", "verified_on"}


class NoteForm(PortalModelForm):
    """A few words for colleagues."""

    class Meta:
        model = Note
        fields = ["text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}


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
