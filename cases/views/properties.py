"""The property of a family: its pages beside the request, and the forms that keep them up to date."""

from django.urls import reverse
from django.utils.translation import gettext_lazy

from cases import services
from cases.forms.properties import (
    CoOwnerForm,
    PropertyClaimForm,
    PropertyEventForm,
    PropertyForm,
)
from cases.models import (
    CoOwner,
    Household,
    Property,
    PropertyClaim,
    PropertyEvent,
)
from cases.models.property_parts import share_left
from cases.property_rules import answer_for, housing_path, with_parts
from cases.property_state import Condition, Possession, state_of
from cases.views.merges import LeadsOn
from cases.views.requests import RequestPage
from core.pages import (
    Action,
    AroundMixin,
    ObjectFormPage,
    RecordPage,
    UpdatePage,
)

TONES = {
    Possession.OCCUPIED: "bad",
    Possession.REOCCUPIED: "bad",
    Possession.VACATED: "good",
    Condition.DESTROYED: "waiting",
    Condition.PARTLY_DESTROYED: "waiting",
}


def drawn(home: Property) -> dict:
    """A property as its pages show it."""
    state = state_of(home.propertyevents.all())
    marks = (state.possession, state.condition, state.administration)
    return {
        "home": home,
        "state": state,
        "marks": [(mark.label, TONES.get(mark, "neutral")) for mark in marks],
        "answer": answer_for(home),
        "left": share_left(home.coowners.all()),
        "events": sorted(
            home.propertyevents.all(), key=lambda event: event.happened_on, reverse=True
        ),
    }


KEEP, VIEW = "cases.keep_property", "cases.view_request"


class RequestProperty(RequestPage):
    """What the family left behind, and whether it opens the way to what the request asks for."""

    template_name = "cases/request_property.html"
    tab = "request_property"

    def section(self, obj):
        properties = list(with_parts(obj.household.properties.all()))
        return {
            "path": housing_path(obj, properties),
            "homes": [drawn(home) for home in properties],
            "may_keep": self.request.user.has_perm(KEEP, obj),
        }


class PropertyDetail(RecordPage):
    """One property of a family: state, events, co-owners, claims, and what the rule says."""

    queryset = with_parts(Property.objects.all())
    permission = VIEW
    template_name = "cases/property_detail.html"
    actions = (
        Action(gettext_lazy("Change the property"), "cases:property_update", KEEP),
    )

    def header(self, obj):
        return {"title": str(obj), "meta": [obj.household.title]}

    def crumbs(self, obj):
        household = obj.household
        return [
            {"label": gettext_lazy("Requests"), "url": reverse("cases:request_list")},
            {"label": household.title, "url": household.get_absolute_url()},
        ]

    def more(self, obj):
        return {
            "shown": drawn(obj),
            "may_keep": self.request.user.has_perm(KEEP, obj),
        }


class PropertyCreate(LeadsOn, AroundMixin, ObjectFormPage):
    """A further property of a family."""

    queryset = Household.objects.select_related("head")
    permission = KEEP
    view_permission = VIEW
    form_class = PropertyForm
    title = gettext_lazy("Add a property")

    def usual_municipality(self):
        return self.object.municipality_id

    def form_arguments(self):
        home = Property(household=self.object)
        return super().form_arguments() | {"instance": home}

    def save(self, form):
        home = form.save(commit=False)
        file = form.cleaned_data["file"]
        services.save_property(home=home, file=file, by=self.request.user)
        return home.get_absolute_url()


class PropertyUpdate(AroundMixin, UpdatePage):
    """Where it lies, whose it is, what shows the title."""

    queryset = Property.objects.select_related("household", "settlement")
    permission = KEEP
    view_permission = VIEW
    form_class = PropertyForm
    title = gettext_lazy("Change the property")

    def usual_municipality(self):
        return self.object.located_in_id

    def save(self, form):
        home = form.save(commit=False)
        file = form.cleaned_data["file"]
        services.save_property(home=home, file=file, by=self.request.user)
        return self.done_url()


class PartCreate(ObjectFormPage):
    """Something new about a property."""

    queryset = Property.objects.select_related("household")
    permission = KEEP
    view_permission = VIEW
    model = None

    def form_arguments(self):
        return {"instance": self.model(property=self.object)}

    def save(self, form):
        self.keep(form.save(commit=False), form.cleaned_data["file"])
        return self.object.get_absolute_url()


class PartUpdate(UpdatePage):
    """Something about a property, put right."""

    permission = KEEP
    view_permission = VIEW

    def save(self, form):
        self.keep(form.save(commit=False), form.cleaned_data["file"])
        return self.done_url()


class CoOwnerPart:
    form_class = CoOwnerForm
    model = CoOwner

    def keep(self, row, file):
        services.save_co_owner(co_owner=row, file=file, by=self.request.user)


class EventPart:
    form_class = PropertyEventForm
    model = PropertyEvent

    def keep(self, row, file):
        services.save_event(event=row, file=file, by=self.request.user)


class ClaimPart:
    form_class = PropertyClaimForm
    model = PropertyClaim

    def keep(self, row, file):
        services.save_claim(claim=row, file=file, by=self.request.user)


class CoOwnerCreate(CoOwnerPart, PartCreate):
    title = gettext_lazy("Add a co-owner")


class CoOwnerUpdate(CoOwnerPart, PartUpdate):
    queryset = CoOwner.objects.select_related("property__household")
    title = gettext_lazy("Change the co-owner")


class PropertyEventCreate(EventPart, PartCreate):
    title = gettext_lazy("Add an event")


class PropertyEventUpdate(EventPart, PartUpdate):
    queryset = PropertyEvent.objects.select_related("property__household")
    title = gettext_lazy("Change the event")


class PropertyClaimCreate(ClaimPart, PartCreate):
    title = gettext_lazy("Add a claim")


class PropertyClaimUpdate(ClaimPart, PartUpdate):
    queryset = PropertyClaim.objects.select_related("property__household")
    title = gettext_lazy("Change the claim")
