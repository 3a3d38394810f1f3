"""The decision: one legal basis, and the reasons and the remedy in every language the letter needs."""

from django import forms
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.forms import PortalForm
from core.languages import editions_for, language_name
from core.provisions import provision


class DecisionForm(PortalForm):
    """Filled with a first wording per language; the caseworker makes it say what is true of this family."""

    outcome = ""

    legal_basis = forms.CharField(
        label=_("Legal basis"),
        max_length=300,
        initial=_(
            "Regulation (GRK) No. 01/2018 on the return of displaced persons and durable solutions"
        ),
    )

    def __init__(self, *args, languages=(), **kwargs):
        self.languages = languages
        self.fieldsets = {_("Decision"): ["legal_basis"]}
        super().__init__(*args, **kwargs)

    @classmethod
    def for_outcome(cls, outcome: str):
        """The form of one outcome."""
        return type(f"{outcome.title()}Form", (cls,), {"outcome": outcome})

    @classmethod
    def for_record(cls, request, *, by, **posted):
        return cls(languages=editions_for(request.household.language), **posted)

    def _layout(self):
        for language in self.languages:
            self._ask_in(language)
        return super()._layout()

    def _ask_in(self, language: str) -> None:
        reasons, remedy = field_names(language)
        with translation.override(language):
            wording = first_wording(self.outcome), remedy_wording()
        area = {"rows": 4, "lang": language}
        self.fields[reasons] = forms.CharField(
            label=_("Reasons"),
            initial=wording[0],
            max_length=6000,
            widget=forms.Textarea(attrs=area),
        )
        self.fields[remedy] = forms.CharField(
            label=_("Legal remedy"),
            initial=wording[1],
            max_length=2000,
            widget=forms.Textarea(attrs=area),
        )
        self.fieldsets = {**self.fieldsets, language_name(language): [reasons, remedy]}

    def clean(self):
        cleaned = super().clean()
        cleaned["texts"] = [
            {
                "language": language,
                "reasons": cleaned.pop(field_names(language)[0], ""),
                "remedy": cleaned.pop(field_names(language)[1], ""),
            }
            for language in self.languages
        ]
        return cleaned


def field_names(language: str) -> tuple[str, str]:
    code = language.replace("-", "_")
    return f"reasons_{code}", f"remedy_{code}"


def first_wording(outcome: str) -> str:
    """What is usually said for this outcome, in the language that is active."""
    return {
        "approved": gettext(
            "The request is approved: the family was displaced, its identity, household and title were"
            " checked, and the conditions are met."
        ),
        "waitlisted": gettext(
            "The conditions are met and the request is approved. There are no funds at present; the"
            " family is on the waiting list and will be told when funds are found."
        ),
        "rejected": gettext(
            "The request is rejected because the following condition is not met:"
        ),
    }[outcome]


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
