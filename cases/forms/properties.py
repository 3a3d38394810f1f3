"""What people are asked about the property of a family."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.forms.persons import past_day
from cases.models import CoOwner, Property, PropertyClaim, PropertyEvent
from core.forms import PlaceField, PortalModelForm, by_name
from core.uploads import clean_upload

TAKEN_BACK = ["taken_back"]
COUNTS_NO_LONGER = {_("If this counts no longer"): TAKEN_BACK}


class EvidencedForm(PortalModelForm):
    """A row with the paper that shows it; a new row cannot be taken back yet."""

    file = forms.FileField(
        label=_("Paper that shows it"),
        required=False,
        help_text=_("PDF or picture (JPEG, PNG, WebP), up to 20 MB."),
    )

    # Days of which each lies in the past.
    DAYS: tuple[str, ...] = ()

    def __init__(self, *args, instance, **kwargs):
        is_new = instance.pk is None
        if is_new:
            self.fieldsets = {
                heading: names
                for heading, names in self.fieldsets.items()
                if names != TAKEN_BACK
            }
        super().__init__(*args, instance=instance, **kwargs)
        if is_new:
            del self.fields["taken_back"]

    def clean_file(self):
        uploaded = self.cleaned_data["file"]
        return clean_upload(uploaded) if uploaded else None

    def clean(self):
        cleaned = super().clean()
        for name in self.DAYS:
            try:
                past_day(cleaned.get(name))
            except forms.ValidationError as refusal:
                self.add_error(name, refusal)
        return cleaned


class PropertyForm(EvidencedForm):
    """Where a property lies, whose it is, what shows the title."""

    settlement = PlaceField(label=_("Settlement"), required=False)

    DAYS = ("probate_opened_on", "probate_finished_on")
    fieldsets = {
        _("The property"): [
            "kind", "located_in", "settlement", "cadastral_zone", "parcel_number", "is_chosen",
        ],
        _("Title"): ["relation", "title", "file"],
        _("Inheritance"): [
            "probate", "probate_court", "probate_number", "probate_opened_on", "probate_finished_on",
        ],
        _("If the owner is away"): ["attorney_state", "attorney"],
    } | COUNTS_NO_LONGER  # fmt: skip

    class Meta:
        model = Property
        fields = [
            "kind", "located_in", "settlement", "cadastral_zone", "parcel_number", "is_chosen",
            "relation", "title", "probate", "probate_court", "probate_number", "probate_opened_on",
            "probate_finished_on", "attorney_state", "attorney", "taken_back",
        ]  # fmt: skip

    def __init__(self, *args, around=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["settlement"].offer_around(around)
        places = self.fields["located_in"]
        places.choices = by_name(places.queryset)
        if self.instance.pk is None:
            self.initial["located_in"] = around

    def clean(self):
        cleaned = super().clean()
        place, municipality = cleaned.get("settlement"), cleaned.get("located_in")
        if place and municipality and place.municipality_id != municipality.pk:
            self.add_error("settlement", _("This place lies in another municipality."))
        return cleaned


class CoOwnerForm(EvidencedForm):
    """Who else owns the property, how much of it, and whether they agree."""

    fieldsets = {
        _("The co-owner"): ["name", "relation", "numerator", "denominator"],
        _("Does the co-owner agree?"): ["agrees", "evidence", "file"],
    } | COUNTS_NO_LONGER

    class Meta:
        model = CoOwner
        fields = [
            "name", "relation", "numerator", "denominator", "agrees", "evidence", "taken_back",
        ]  # fmt: skip


class PropertyEventForm(EvidencedForm):
    """What happened to the property, when, and who says so."""

    DAYS = ("happened_on",)
    fieldsets = {
        _("The event"): ["kind", "happened_on", "precision", "by_whom"],
        _("How it is known"): ["source", "police_report", "file", "remarks"],
    } | COUNTS_NO_LONGER

    class Meta:
        model = PropertyEvent
        fields = [
            "kind", "happened_on", "precision", "by_whom", "source", "police_report", "remarks", "taken_back",
        ]  # fmt: skip
        widgets = {"remarks": forms.Textarea(attrs={"rows": 3})}


class PropertyClaimForm(EvidencedForm):
    """A claim about the property: before whom, under which number, how it stands."""

    DAYS = ("filed_on", "decided_on")
    fieldsets = {
        _("The claim"): ["body", "number", "filed_on"],
        _("How it stands"): ["state", "outcome", "decided_on", "file"],
    } | COUNTS_NO_LONGER

    class Meta:
        model = PropertyClaim
        fields = [
            "body", "number", "filed_on", "state", "outcome", "decided_on", "taken_back",
        ]  # fmt: skip
