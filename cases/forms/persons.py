"""What people are asked about a person."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.models import Person
from core.forms import NameField, PortalModelForm

FIRST_YEAR = 1900


class PersonForm(PortalModelForm):
    """Who a person is, as the papers show it."""

    given_name = NameField(label=_("Given name"))
    surname = NameField(label=_("Surname"))
    father_name = NameField(label=_("Father's name"), required=False)
    maiden_name = NameField(label=_("Surname at birth"), required=False)

    fieldsets = {
        _("As it is written on the paper"): [
            "given_name",
            "surname",
            "father_name",
            "maiden_name",
        ],
        _("Person"): ["sex", "birth_date", "birth_precision", "community"],
    }

    class Meta:
        model = Person
        fields = [
            "given_name", "surname", "father_name", "maiden_name",
            "sex", "birth_date", "birth_precision", "community",
        ]  # fmt: skip

    def clean_birth_date(self):
        return past_day(self.cleaned_data["birth_date"])


def past_day(day):
    """A day in a person's life: not in the future, not before anybody alive was born."""
    if day is None:
        return day
    if day > timezone.localdate():
        raise ValidationError(_("This day lies in the future."))
    if day.year < FIRST_YEAR:
        raise ValidationError(
            _("Check the year: it lies before %(year)s."), params={"year": FIRST_YEAR}
        )
    return day
