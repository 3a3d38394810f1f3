"""What is asked before a family is registered, and what of it fills the form."""

from datetime import date

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.forms.persons import FIRST_YEAR
from cases.models import Person
from core.forms import NameField, PortalForm
from core.names import clean_typed

NAMES = ("surname", "given_name", "father_name")


class RegistrationSearchForm(PortalForm):
    """Who stands at the counter, in a few words: they are looked for before they are registered."""

    surname = NameField(label=_("Surname"))
    given_name = NameField(label=_("Given name"))
    father_name = NameField(label=_("Father's name"), required=False)
    birth_year = forms.IntegerField(
        label=_("Year of birth"), required=False, min_value=FIRST_YEAR, max_value=9999
    )

    fieldsets = {"": [*NAMES, "birth_year"]}


def prefilled(typed) -> dict:
    """First answers of the registration form, from what was looked for; what cannot be is left out."""
    answers = {name: clean_typed(typed.get(name, ""))[:150] for name in NAMES}
    answers = {name: answer for name, answer in answers.items() if answer}
    year = typed.get("birth_year", "")
    if not (year.isascii() and year.isdigit() and len(year) == 4):
        return answers
    if not FIRST_YEAR <= int(year) <= timezone.localdate().year:
        return answers
    return answers | {
        "birth_date": date(int(year), 1, 1),
        "birth_precision": Person.Precision.YEAR,
    }
