"""What is written for a decision or a refusal, in every language the letter needs."""

from django import forms
from django.utils import formats, timezone, translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.version_forms import VersionsMixin, field_name
from core.forms import PortalForm
from core.languages import editions_for, language_name
from core.provisions import provision


class LetterForm(PortalForm):
    """Asks for the parts of a letter in each of its languages, filled with a first wording."""

    parts: dict = {}

    def __init__(self, *args, languages=(), **kwargs):
        self.languages = languages
        self.fieldsets = {}
        super().__init__(*args, **kwargs)

    @classmethod
    def for_record(cls, request, *, by, **posted):
        return cls(languages=editions_for(request.household.language), **posted)

    def wording(self) -> tuple[str, ...]:
        """What is usually said in each part, in the language that is active."""
        raise NotImplementedError

    def _layout(self):
        self._ask()
        return super()._layout()

    def _ask(self) -> None:
        for language in self.languages:
            self._ask_in(language)

    def _ask_in(self, language: str) -> None:
        with translation.override(language):
            wording = self.wording()
        names = [field_name(part, language) for part in self.parts]
        for name, (part, label), words in zip(
            names, self.parts.items(), wording, strict=True
        ):
            self.fields[name] = forms.CharField(
                label=label,
                initial=words,
                max_length=LONGEST[part],
                widget=forms.Textarea(attrs={"rows": ROWS[part], "lang": language}),
            )
        self.fieldsets = {**self.fieldsets, language_name(language): names}

    def clean(self):
        cleaned = super().clean()
        self.check_words()
        cleaned["texts"] = [
            {"language": language}
            | {part: cleaned.pop(field_name(part, language), "") for part in self.parts}
            for language in self.languages
        ]
        return cleaned

    def check_words(self) -> None:
        """Complain about words that do not suffice."""


class DecisionForm(VersionsMixin, LetterForm):
    """Filled with a first wording per language; the caseworker makes it say what is true of this family."""

    outcome = ""
    instance = 1
    parts = {
        "legal_basis": _("Legal basis"),
        "facts": _("Established facts"),
        "reasons": _("Reasons"),
        "remedy": _("Legal remedy"),
    }

    def __init__(self, *args, about=None, **kwargs):
        self.about = about
        super().__init__(*args, **kwargs)

    @classmethod
    def for_record(cls, request, *, by, **posted):
        languages = editions_for(request.household.language)
        return cls(languages=languages, about=request, **posted)

    @classmethod
    def for_outcome(cls, outcome: str, instance: int = 1):
        """The form of one outcome."""
        said = {"outcome": outcome, "instance": instance}
        return type(f"{outcome.title()}Form", (cls,), said)

    def wording(self):
        remedy = remedy_wording() if self.instance == 1 else lawsuit_wording()
        facts, reasons = facts_wording(self.about), first_wording(self.outcome)
        return legal_wording(), facts, reasons, remedy

    def check_words(self):
        """A rejection names the condition that is not met, in every language."""
        for language in self.languages:
            name = field_name("reasons", language)
            written = self.cleaned_data.get(name, "").strip()
            if self.outcome == "rejected" and written == self.fields[name].initial:
                self.add_error(name, _("Say which condition is not met."))


class AppealOutcomeForm(LetterForm):
    """Why an appeal does not change the outcome, or why the first instance must decide anew, in each language."""

    outcome = ""
    parts = {
        "legal_basis": _("Legal basis"),
        "reasons": _("Reasons"),
        "remedy": _("Legal remedy"),
    }

    @classmethod
    def for_outcome(cls, outcome: str):
        """The form of one outcome."""
        return type(f"Appeal{outcome.title()}Form", (cls,), {"outcome": outcome})

    def wording(self):
        return legal_wording(), appeal_wording(self.outcome), lawsuit_wording()

    def check_words(self):
        """Both outcomes say why, in every language."""
        for language in self.languages:
            name = field_name("reasons", language)
            written = self.cleaned_data.get(name, "").strip()
            if written == self.fields[name].initial:
                self.add_error(name, _("Say why the appeal has this outcome."))


class RefusalForm(LetterForm):
    """Why a wish about one's own data is refused, and what can be done against it, in each language of the letter."""

    parts = {"reasons": _("Reasons"), "remedy": _("Legal remedy")}

    def wording(self):
        return "", complaint_wording()

    def clean(self):
        cleaned = super().clean()
        said = {text["language"]: text["reasons"] for text in cleaned["texts"]}
        # The history tells the reason once, if it can in the language of whoever refuses.
        active = translation.get_language()
        return cleaned | {"reason": said.get(active) or next(iter(said.values()), "")}


LONGEST = {"legal_basis": 300, "facts": 6000, "reasons": 6000, "remedy": 2000}
ROWS = {"legal_basis": 2, "facts": 4, "reasons": 4, "remedy": 3}


def legal_wording() -> str:
    """The regulation under which requests are decided, by its name; its articles are to be filled in."""
    return gettext(
        "Regulation (GRK) No. 01/2018 on the return of displaced persons and durable solutions"
    )


def facts_wording(request) -> str:
    """What the file itself shows, in the language that is active; the caseworker adds what was found out."""
    checked = gettext(
        "The municipal office checked the papers, and the municipal commission gave its opinion."
    )
    if request is None or request.submitted_on is None:
        return checked
    day = formats.date_format(request.submitted_on, "DATE_FORMAT")
    submitted = gettext("The request was submitted on %(day)s.") % {"day": day}
    return f"{submitted}\n{checked}"


def first_wording(outcome: str) -> str:
    """What is usually said for this outcome, in the language that is active."""
    return {
        "approved": gettext(
            "The request is approved: the family was displaced, its identity, household and title were"
            " checked, and the conditions are met."
        ),
        "rejected": gettext(
            "The request is rejected because the following condition is not met:"
        ),
    }[outcome]


def appeal_wording(outcome: str) -> str:
    """What is usually said for this outcome of an appeal, in the language that is active."""
    return {
        "dismissed": gettext(
            "The appeal is dismissed and the decision stands for the following reason:"
        ),
        "returned": gettext(
            "The decision is annulled and the request goes back to be decided anew for the following reason:"
        ),
    }[outcome]


def lawsuit_wording() -> str:
    """What can be done after the second instance; no period that nobody verified."""
    return gettext(
        "Against the final decision a lawsuit may be filed with the competent court within the period set by law."
    )


def remedy_wording() -> str:
    """How to appeal; a number of days only when somebody has verified it in the law."""
    rule = provision("appeal_days", on=timezone.localdate())
    if rule.is_verified:
        return gettext(
            "You may appeal against this decision within %(days)s days of receiving it."
        ) % {"days": int(rule.value)}
    return gettext(
        "You may appeal against this decision within the period set by law, counted from the day you"
        " receive it."
    )


def complaint_wording() -> str:
    """Where to complain about one's own data, in the language that is active; no period that nobody verified."""
    return gettext("You may complain to the Information and Privacy Agency.")
