"""Households: who belongs to it, where it was displaced from, how it is reached."""

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import consequences, facts, history, services
from cases.forms import DisplacementForm, RequestForm
from cases.forms.changes import ContactForm, PersonChangeForm
from cases.models import (
    Change,
    Displacement,
    ExternalIdentifier,
    FollowUp,
    Household,
    Merge,
    Monitoring,
    Person,
    Request,
    VisitHousehold,
)
from cases.services.changes import ask_for
from cases.views.assistance import assistance_of
from cases.views.membership import PROPOSED
from cases.views.merges import LeadsOn
from cases.workflow import REQUEST
from core import edit_versions, form_tokens
from core.pages import (
    Action,
    AroundMixin,
    FormPage,
    ObjectFormPage,
    ObjectMixin,
    RecordPage,
    UpdatePage,
)
from core.pages.base import drawn_actions

EVENTS = tuple(
    Action(label, route, "cases.propose_change")
    for label, route in (
        (gettext_lazy("Add a member"), "cases:member_create"),
        (gettext_lazy("A child is born"), "cases:household_birth"),
        (gettext_lazy("A known person joins"), "cases:member_join"),
        (gettext_lazy("Head and relations"), "cases:household_head"),
        (gettext_lazy("Split the household"), "cases:household_split"),
    )
)
HOUSEHOLDS = Household.objects.select_related(
    "head",
    "place_of_return",
    "municipality",
    "displacement__place_of_origin",
    "displacement__country",
)


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
            gettext_lazy("Change contact"),
            "cases:household_update",
            "cases.edit_request",
        ),
        Action(
            gettext_lazy("Transfer to another office"),
            "cases:transfer_create",
            "cases.ask_transfer",
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
        members = list(
            obj.members.select_related("person__community").prefetch_related(
                "person__papers"
            )
        )
        present = [member for member in members if member.left_on is None]
        return {
            "members": present,
            "stated": self._stated(present),
            "former_members": [member for member in members if member.left_on],
            "displacement": getattr(obj, "displacement", None),
            "requests": self._requests(obj),
            "merges": Merge.objects.visible_to(self.request.user, self.permission)
            .around(obj)
            .with_entries(),
            "properties": obj.properties.select_related("settlement"),
            "may_keep": self.request.user.has_perm("cases.keep_property", obj),
            "may_edit": self.request.user.has_perm("cases.propose_change", obj),
            "events": drawn_actions(EVENTS, self.request.user, obj),
            **assistance_of(obj, self.request.user),
            **self._over_time(obj, members),
        }

    def _requests(self, obj) -> list[dict]:
        rows = obj.requests.select_related("request_type").order_by("-id")
        return [{"request": each, "stage": REQUEST.stage(each.status)} for each in rows]

    def _over_time(self, obj, members) -> dict:
        """What has happened, how the family was last found, and when it is visited next."""
        looks = list(
            obj.monitorings.select_related("done_by").order_by("done_on", "pk")
        )
        visits = self._visits(obj, looks)
        told = history.timeline(obj, members, self._changes(obj), visits)
        told = history.with_transfers(told, obj.transfers.select_related("answered_by"))
        return {"timeline": told} | self._monitoring(obj, looks)

    def _monitoring(self, obj, looks: list[Monitoring]) -> dict:
        """How the family was last found, when it is visited next, and what is followed up."""
        made = [each for each in looks if each.done_on]
        planned = [each for each in looks if each.is_open]
        due = FollowUp.objects.visible_to(self.request.user, self.permission).open()
        return {
            "last_visit": made[-1] if made else None,
            "next_visit": min(planned, key=lambda each: each.planned_for, default=None),
            "follow_ups": due.filter(household=obj),
        }

    def _visits(self, obj, looks: list[Monitoring]) -> history.Visits:
        lines = VisitHousehold.objects.visible_to(self.request.user, self.permission)
        return history.Visits(
            lines=lines.filter(household=obj).select_related("event__place"),
            made=[each for each in looks if each.done_on],
            homecomings=obj.homecomings.select_related("recorded_by"),
        )

    def _stated(self, present) -> list[dict]:
        """How many members the registers state that were taken over, and whether as many are recorded."""
        numbers = ExternalIdentifier.objects.visible_to(
            self.request.user, self.permission
        ).filter(said__has_key="members", person__in=[m.person_id for m in present])
        stated = dict(
            numbers.order_by("said__members").values_list("source", "said__members")
        )
        return [
            {"source": source, "number": number, "differs": number != len(present)}
            for source, number in stated.items()
        ]

    def _changes(self, obj) -> list[Change]:
        about = Change.objects.visible_to(self.request.user, self.permission).filter(
            Q(household=obj) | Q(other_household=obj)
        )
        return list(about.select_related("person", "created_by", "approved_by"))


NOTHING_CHANGED = gettext_lazy("Nothing was changed.")


def with_undo(request, change: Change):
    """What is said after saving at once: it can be taken back with one button."""
    shown = {
        "url": reverse("cases:change_transition", args=[change.pk, "undo"]),
        "form_token": form_tokens.new(),
        "form_version": change.version,
    }
    return render_to_string("components/_undo.html", shown, request)


class HouseholdUpdate(LeadsOn, UpdatePage):
    """How the family is reached: saved at once, and it can be taken back."""

    queryset = HOUSEHOLDS
    permission = "cases.edit_request"
    view_permission = "cases.view_request"
    form_class = ContactForm
    title = gettext_lazy("Contact and place of return")

    def save(self, form):
        told = form.answers()
        if not told["proposed"]:
            self.saved_message = NOTHING_CHANGED
            return self.done_url()
        change = Change(kind=Change.Kind.CONTACT, household=self.object, **told)
        change = ask_for(change=change, by=self.request.user)
        self.saved_message = with_undo(self.request, change)
        return self.done_url()


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


class PersonUpdate(LeadsOn, UpdatePage):
    """A person's names and facts: a proposal once a submitted request rests on them."""

    queryset = Person.objects.all()
    permission = "cases.propose_change"
    view_permission = "cases.view_request"
    template_name = "cases/change_form.html"
    form_class = PersonChangeForm
    title = gettext_lazy("Person")

    def prepare(self):
        super().prepare()
        self.household = self._household()
        self.is_proposal = facts.relied_on(self.household, self.object)

    def _household(self):
        last = self.object.memberships.select_related("household__head")
        member = last.order_by("-joined_on", "-id").first()
        return member.household if member else None

    def form_arguments(self):
        return super().form_arguments() | {"is_proposal": self.is_proposal}

    @property
    def submit_label(self):
        return _("Propose the change") if self.is_proposal else _("Save")

    def save(self, form):
        told = form.proof | form.answers()
        if not told["proposed"]:
            self.saved_message = NOTHING_CHANGED
            return self.done_url()
        change = Change(kind=Change.Kind.EDIT_PERSON, household=self.household, **told)
        change.person_id = self.object.pk
        change = ask_for(change=change, file=form.scan, by=self.request.user)
        if change.status == Change.Status.PROPOSED:
            self.saved_message = PROPOSED
            return change.get_absolute_url()
        self.saved_message = with_undo(self.request, change)
        return self.done_url()

    def done_url(self):
        if self.household is None:
            return reverse("cases:request_list")
        return self.household.get_absolute_url()

    def more(self):
        touched = consequences.touched(
            self.household, self.object, is_proposal=self.is_proposal
        )
        kind = Change.Kind.EDIT_PERSON
        return super().more() | {
            "about": str(self.object),
            "consequences": consequences.sentences(kind, touched),
        }


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
