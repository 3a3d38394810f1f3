"""What people are asked about a household."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.forms.persons import PersonForm, past_day
from cases.models import Displacement, Household, PersonPaper, RequestType
from core.forms import PlaceField, PortalModelForm, by_name
from core.models import Municipality, Settlement


class RegistrationForm(PersonForm):
    """The first meeting at the counter: the head of household, where they want to return, what they ask for."""

    municipality = forms.ModelChoiceField(
        Municipality.objects.none(), label=_("Municipality of return")
    )
    place_of_return = PlaceField(label=_("Place of return"), required=False)
    language = forms.ChoiceField(label=_("Language and script of letters"))
    phone = forms.CharField(label=_("Phone"), required=False, max_length=40)
    current_address = forms.CharField(
        label=_("Lives now at"), required=False, max_length=250
    )
    paper_kind = forms.ChoiceField(
        label=_("Paper shown"),
        choices=PersonPaper.Kind,
        initial=PersonPaper.Kind.IDENTITY_CARD,
    )
    paper_number = forms.CharField(
        label=_("Number of the paper"),
        required=False,
        max_length=40,
        help_text=_("Leave empty if the family has no paper yet."),
    )
    request_type = forms.ModelChoiceField(
        RequestType.objects.none(), label=_("The family asks for")
    )

    fieldsets = {
        _("Head of household, as written on the paper"): [
            "surname", "given_name", "father_name", "maiden_name",
            "sex", "birth_date", "birth_precision", "paper_kind", "paper_number", "community",
        ],
        _("Where the family wants to return"): ["municipality", "place_of_return"],
        _("How we reach the family"): ["language", "phone", "current_address"],
        _("Request"): ["request_type"],
    }  # fmt: skip

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        places = Municipality.objects.filter(
            pk__in=user.scope_for("cases.register_household").municipalities
        )
        self.fields["municipality"].queryset = places
        if len(places) == 1:
            self.fields["municipality"].initial = places[0]
        self.fields["place_of_return"].offer(
            Settlement.objects.filter(municipality__in=places)
        )
        self.fields["language"].choices = [
            ("", "–"),
            *Household._meta.get_field("language").choices,
        ]
        self.fields["request_type"].queryset = RequestType.objects.filter(
            is_active=True
        )

    def clean(self):
        cleaned = super().clean()
        place, municipality = (
            cleaned.get("place_of_return"),
            cleaned.get("municipality"),
        )
        if place and municipality and place.municipality_id != municipality.pk:
            self.add_error(
                "place_of_return", _("This place lies in another municipality.")
            )
        return cleaned


class HouseholdForm(PortalModelForm):
    """How the family is reached and where it wants to return."""

    place_of_return = PlaceField(label=_("Place of return"), required=False)

    fieldsets = {
        _("Place of return"): ["place_of_return"],
        _("How we reach the family"): ["language", "phone", "email", "current_address"],
        _("Special needs"): ["vulnerability"],
    }

    class Meta:
        model = Household
        fields = [
            "place_of_return",
            "language",
            "phone",
            "email",
            "current_address",
            "vulnerability",
        ]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["place_of_return"].offer(
            Settlement.objects.filter(municipality=self.instance.municipality_id)
        )


class DisplacementForm(PortalModelForm):
    """From where and when the family was displaced."""

    place_of_origin = PlaceField(label=_("Place of origin"))

    fieldsets = {
        _("Displaced from"): ["place_of_origin", "displaced_on", "displaced_precision"],
        _("Displaced to"): ["country", "place", "accommodation"],
    }

    class Meta:
        model = Displacement
        fields = [
            "place_of_origin", "displaced_on", "displaced_precision", "country", "place", "accommodation",
        ]  # fmt: skip

    def __init__(self, *args, around=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["place_of_origin"].offer_around(around)
        self.fields["country"].choices = by_name(self.fields["country"].queryset)

    def clean_displaced_on(self):
        return past_day(self.cleaned_data["displaced_on"])
