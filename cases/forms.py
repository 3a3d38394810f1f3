"""What people are asked about households, persons, papers and decisions."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import OFFICE, Role
from cases.models import (
    Displacement,
    Household,
    Member,
    Paper,
    PaperKind,
    Person,
    PersonPaper,
    Request,
    RequestType,
)
from core.forms import NameField, PlaceField, PortalForm, PortalModelForm, by_name
from core.models import Municipality, Note, Settlement
from core.uploads import clean_upload

FIRST_YEAR = 1900
# Roles that files are given to.
ASSIGNABLE = (*OFFICE, Role.CASEWORKER, Role.CENTRAL_SECRETARY)


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


class MemberForm(PersonForm):
    """Another member of the household."""

    relation = forms.ChoiceField(
        label=_("Relation to the head"),
        choices=[
            choice
            for choice in Member.Relation.choices
            if choice[0] != Member.Relation.HEAD
        ],
    )

    fieldsets = {**PersonForm.fieldsets, _("In the household"): ["relation"]}


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
