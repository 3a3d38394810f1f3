"""What is asked about a visit with many families, and about a family's return."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.forms.changes import file_field
from cases.forms.persons import past_day
from cases.models import Homecoming, VisitEvent, VisitHousehold
from core.forms import PlaceField, PortalForm, PortalModelForm
from core.models import Municipality
from core.uploads import clean_upload


class VisitForm(PortalModelForm):
    """One visit: when, where, who received the families, what was said."""

    municipality = forms.ModelChoiceField(
        Municipality.objects.none(), label=_("Office that records the visit")
    )
    place = PlaceField(label=_("Place"), required=False)

    fieldsets = {
        _("The visit"): ["municipality", "kind", "held_on"],
        _("Where it was"): ["place", "elsewhere"],
        _("What happened"): ["hosts", "notes"],
    }

    class Meta:
        model = VisitEvent
        fields = ["kind", "held_on", "place", "elsewhere", "hosts", "notes"]

    def __init__(self, *args, user, around=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["place"].offer_around(around)
        scope = user.scope_for("cases.record_visit")
        offices = Municipality.objects.all()
        if not scope.everything:
            offices = offices.filter(pk__in=scope.municipalities)
        self.fields["municipality"].queryset = offices
        if not self.instance._state.adding:
            # The families on the list belong to the office that recorded it.
            del self.fields["municipality"]
            self.helper.layout = self._layout()
        elif len(offices) == 1:
            self.fields["municipality"].initial = offices[0]

    def clean_held_on(self):
        return past_day(self.cleaned_data["held_on"])

    def clean_municipality(self):
        self.instance.municipality = self.cleaned_data["municipality"]
        return self.instance.municipality


class FamiliesForm(PortalForm):
    """Which of the families found were at the visit."""

    households = forms.ModelMultipleChoiceField(
        None, label=_("Families"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, offered, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["households"].queryset = offered
        self.fields["households"].label_from_instance = _called


def _called(household) -> str:
    place = household.place_of_return
    words = (household.title, household.reference, place and place.name)
    return " · ".join(str(word) for word in words if word)


class VisitHouseholdForm(PortalModelForm):
    """Who of a family attended, and what the family said it intends."""

    fieldsets = {
        _("At the visit"): ["attended"],
        _("What the family intends"): ["intention", "said_on", "is_voluntary"],
    }

    class Meta:
        model = VisitHousehold
        fields = ["attended", "intention", "said_on", "is_voluntary"]

    def clean_said_on(self):
        return past_day(self.cleaned_data["said_on"])


class HomecomingForm(PortalModelForm):
    """Since when a family lives again where it returned to, and what shows it."""

    fieldsets = {
        _("The return"): ["returned_on", "way", "programme"],
        _("What shows it"): ["evidence", "source"],
    }

    class Meta:
        model = Homecoming
        fields = ["returned_on", "way", "programme", "evidence", "source"]

    def clean_returned_on(self):
        return past_day(self.cleaned_data["returned_on"])


class ReturnedForm(PortalModelForm):
    """Since when the family of a request is back; what is known already is proposed."""

    class Meta:
        model = Homecoming
        fields = ["returned_on", "way"]

    @classmethod
    def for_record(cls, request, *, by, **posted):
        known = request.household.homecomings.last()
        returned_on = known.returned_on if known else timezone.localdate()
        way = known.way if known else Homecoming.Way.ASSISTED
        return cls(initial={"returned_on": returned_on, "way": way}, **posted)

    def clean_returned_on(self):
        return past_day(self.cleaned_data["returned_on"])


class VisitFileForm(PortalForm):
    """A photo, a list of those present, or the scan of a filled sheet."""

    file = file_field()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["file"].required = True

    def clean_file(self):
        return clean_upload(self.cleaned_data["file"])
