"""Households: who belongs to it, where it was displaced from, how it is reached."""

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import services
from cases.forms import (
    DisplacementForm,
    HouseholdForm,
    MemberForm,
    PersonForm,
    RequestForm,
)
from cases.models import Displacement, Household, Merge, Person, Request
from cases.views.merges import LeadsOn
from cases.workflow import REQUEST
from core import edit_versions
from core.pages import (
    Action,
    AroundMixin,
    FormPage,
    ObjectFormPage,
    ObjectMixin,
    RecordPage,
    UpdatePage,
)

HOUSEHOLDS = Household.objects.select_related("head", "place_of_return", "municipality")


class HouseholdDetail(LeadsOn, RecordPage):
    queryset = HOUSEHOLDS
    permission = "cases.view_request"
    template_name = "cases/household_detail.html"
    actions = (
        Action(
            gettext_lazy("New request"),
            "cases:request_create",
            "cases.register_household",
            primary=True,
        ),
        Action(
            gettext_lazy("Add a member"), "cases:member_create", "cases.edit_request"
        ),
        Action(
            gettext_lazy("Change contact"),
            "cases:household_update",
            "cases.edit_request",
        ),
        Action(
            gettext_lazy("A person asks about their own data"),
            "cases:subject_request_create",
            "cases.handle_right",
        ),
        Action(
            gettext_lazy("Who opened this file"),
            "cases:household_readers",
            "cases.view_readers",
        ),
    )

    def header(self, obj):
        return {
            "title": obj.title,
            "reference": obj.reference,
            "meta": [obj.municipality.name],
        }

    def crumbs(self, obj):
        return [{"label": _("Requests"), "url": reverse("cases:request_list")}]

    def more(self, obj):
        members = obj.members.filter(left_on=None).select_related("person__community")
        return {
            "members": members.prefetch_related("person__papers"),
            "displacement": getattr(obj, "displacement", None),
            "requests": [
                {"request": each, "stage": REQUEST.stage(each.status)}
                for each in obj.requests.select_related("request_type").order_by("-id")
            ],
            "merges": Merge.objects.visible_to(self.request.user, self.permission)
            .around(obj)
            .with_entries(),
            "may_edit": self.request.user.has_perm("cases.edit_request", obj),
        }


class HouseholdUpdate(LeadsOn, UpdatePage):
    queryset = HOUSEHOLDS
    permission = "cases.edit_request"
    view_permission = "cases.view_request"
    form_class = HouseholdForm
    title = gettext_lazy("Contact and place of return")


class RequestHouseholdUpdate(HouseholdUpdate):
    """The same form reached from a request, and back to it."""

    queryset = Request.objects.select_related("household")

    def prepare(self):
        self.request_file = self.get_object()
        self.object = self.request_file.household

    def done_url(self):
        return self.request_file.get_absolute_url()


class DisplacementUpdate(AroundMixin, ObjectMixin, FormPage):
    """From where the family of this request was displaced."""

    queryset = Request.objects.select_related("household")
    permission = "cases.edit_request"
    view_permission = "cases.view_request"
    form_class = DisplacementForm
    title = gettext_lazy("Displacement")

    def prepare(self):
        self.request_file = self.get_object()
        household = self.request_file.household
        self.displacement = getattr(household, "displacement", None) or Displacement()

    def usual_municipality(self):
        if self.displacement.place_of_origin_id:
            return self.displacement.place_of_origin.municipality_id
        return self.request_file.municipality_id

    def form_arguments(self):
        return super().form_arguments() | {"instance": self.displacement}

    def more(self):
        return super().more() | {"form_version": self.displacement.version}

    def save(self, form):
        if edit_versions.is_stale(self.displacement, self.request.POST):
            raise ValidationError(edit_versions.STALE)
        services.save_displacement(
            household=self.request_file.household, displacement=form.save(commit=False)
        )
        return self.cancel_url()

    def cancel_url(self):
        return self.request_file.get_absolute_url()


class MemberCreate(LeadsOn, ObjectFormPage):
    """Another member of the household."""

    queryset = HOUSEHOLDS
    permission = "cases.edit_request"
    view_permission = "cases.view_request"
    form_class = MemberForm
    title = gettext_lazy("Add a member")

    def form_arguments(self):
        return {"instance": Person()}

    def save(self, form):
        services.add_member(
            household=self.object,
            person=form.save(commit=False),
            relation=form.cleaned_data["relation"],
        )
        return self.cancel_url()


class PersonUpdate(LeadsOn, UpdatePage):
    """A person's names and facts."""

    queryset = Person.objects.all()
    permission = "cases.edit_request"
    view_permission = "cases.view_request"
    form_class = PersonForm
    title = gettext_lazy("Person")

    def save(self, form):
        services.edit_person(person=form.save(commit=False))
        return self.done_url()

    def done_url(self):
        membership = (
            self.object.memberships.filter(left_on=None)
            .select_related("household")
            .first()
        )
        return (
            membership.household.get_absolute_url()
            if membership
            else reverse("cases:request_list")
        )


class RequestCreate(LeadsOn, ObjectFormPage):
    """A further request of a household the office knows."""

    queryset = HOUSEHOLDS
    permission = "cases.register_household"
    view_permission = "cases.view_request"
    form_class = RequestForm
    title = gettext_lazy("New request")

    def form_arguments(self):
        return {"instance": Request(household=self.object)}

    def save(self, form):
        request = services.open_request(
            by=self.request.user, household=self.object, **form.cleaned_data
        )
        return request.get_absolute_url()
