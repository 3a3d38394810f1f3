"""What an officer is asked who verifies a request: the whole worksheet on one page, and a visit to the place."""

from crispy_forms.bootstrap import InlineRadios
from crispy_forms.layout import HTML, Field, Fieldset, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.forms.persons import past_day
from cases.models import Check, FieldVisit, Finding
from core.forms import PortalForm, PortalModelForm
from core.uploads import clean_upload

OPEN = pgettext_lazy("finding", "open")
MOST_PHOTOS = 12


class PhotosInput(forms.ClearableFileInput):
    """Several pictures at once, as phones and cameras give them."""

    allow_multiple_selected = True

    def __init__(self):
        super().__init__(attrs={"accept": ".jpg,.jpeg,.png,.webp"})


class PhotosField(forms.FileField):
    """Pictures, each checked and drawn again."""

    widget = PhotosInput

    def clean(self, data, initial=None):
        chosen = [each for each in data or [] if each]
        if len(chosen) > MOST_PHOTOS:
            raise ValidationError(
                _("Attach at most %(number)s photos at a time."),
                params={"number": MOST_PHOTOS},
            )
        return [self._picture(super(PhotosField, self).clean(each)) for each in chosen]

    def _picture(self, uploaded):
        clean = clean_upload(uploaded)
        if clean.pixels is None:
            raise ValidationError(_("Attach photos as JPEG, PNG or WebP."))
        return clean


class FieldVisitForm(PortalModelForm):
    """When somebody was at the place, who, what they found, and where it is."""

    photos = PhotosField(
        label=_("Photos"),
        required=False,
        help_text=_(
            "JPEG, PNG or WebP, up to 20 MB each. Where a phone took them is removed."
        ),
    )

    class Meta:
        model = FieldVisit
        fields = ["visited_on", "visited_by", "found", "latitude", "longitude"]
        widgets = {"found": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"latitude": _("Degrees, such as 42.23104; optional.")}

    def clean_visited_on(self):
        return past_day(self.cleaned_data["visited_on"])


class WorksheetForm(PortalForm):
    """Every line of the worksheet, and below them a visit that was not written down yet."""

    def __init__(self, *args, findings: dict[str, Finding], **kwargs):
        super().__init__(*args, **kwargs)
        for about in Check:
            self._ask(about, findings.get(about))
        # Asked as it is asked alone; nothing of it is needed while nobody was there.
        self.visit = FieldVisitForm(*args, **kwargs)
        for name, question in self.visit.fields.items():
            question.required = False
            self.fields[name] = question
        self.helper.layout = self._sections()

    def _ask(self, about: Check, known: Finding | None) -> None:
        self.fields[result_of(about)] = forms.ChoiceField(
            label=_("Finding"),
            choices=[*Finding.Result.choices, ("", OPEN)],
            required=False,
            widget=forms.RadioSelect,
            initial=known.result if known else "",
        )
        self.fields[note_of(about)] = forms.CharField(
            label=_("Note: %(about)s") % {"about": about.label},
            required=False,
            max_length=500,
            initial=known.note if known else "",
        )

    def _sections(self) -> Layout:
        lines = [
            Fieldset(
                about.label,
                HTML(SEEN.replace("ABOUT", about.value)),
                InlineRadios(result_of(about)),
                Field(note_of(about)),
            )
            for about in Check
        ]
        visit = Fieldset(
            _("A field visit that is not written down yet"),
            *map(self._drawn, self.visit.fields),
        )
        return Layout(*lines, visit)

    def clean(self):
        cleaned = super().clean()
        for about, (result, note) in self.findings().items():
            if result not in ("", Finding.Result.IN_ORDER) and not note:
                self.add_error(note_of(about), WHY)
        if self.tells_of_a_visit():
            self._clean_visit()
        return cleaned

    def _clean_visit(self) -> None:
        for name in ("visited_on", "visited_by", "found"):
            if not self.cleaned_data.get(name) and name not in self.errors:
                self.add_error(name, self.fields[name].error_messages["required"])
        if not self.visit.is_valid():
            for name, faults in self.visit.errors.items():
                if name not in self.errors:
                    self.add_error(None if name == "__all__" else name, faults)

    def tells_of_a_visit(self) -> bool:
        """Whether anything was typed about a visit."""
        names = set(self.visit.fields)
        typed = any(self.cleaned_data.get(name) not in (None, "", []) for name in names)
        return typed or bool(names & set(self.errors))

    def findings(self) -> dict[str, tuple[str, str]]:
        """What was found of each line: the result and the note."""
        said = self.cleaned_data
        return {
            about.value: (
                said.get(result_of(about), ""),
                said.get(note_of(about), ""),
            )
            for about in Check
        }

    def differences(self) -> list[dict]:
        """Line by line what is saved now and what this person typed."""
        rows = []
        for name in (
            each for about in Check for each in (result_of(about), note_of(about))
        ):
            question = self.fields[name]
            theirs, yours = question.initial or "", self[name].value() or ""
            words = dict(getattr(question, "choices", ()))
            if theirs != yours:
                rows.append(
                    {
                        "label": Check(name.partition("_")[2]).label,
                        "theirs": words.get(theirs, theirs),
                        "yours": words.get(yours, yours),
                    }
                )
        return rows


SEEN = "{% include 'cases/_worksheet_line.html' with line=worksheet.ABOUT only %}"
WHY = _("Say what is not in order, or why it is not needed.")


def result_of(about: str) -> str:
    """The field in which the finding of a line is chosen."""
    return f"result_{about}"


def note_of(about: str) -> str:
    """The field beside it in which is said why."""
    return f"note_{about}"
