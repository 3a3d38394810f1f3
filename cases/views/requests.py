"""Requests: the list, registering, the record with its sections, and every step of its life."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import bulk, search, services
from cases.checklists import checklist
from cases.forms import RegistrationForm, RequestForm, prefilled
from cases.models import Person, Request
from cases.remedies import period_to_appeal
from cases.sittings import stands_of
from cases.tables import REQUEST_FILTERS, REQUESTS, REQUESTS_OF_ONE_PLACE
from cases.views.serving import letters_of
from cases.workflow import REQUEST
from core import page_parts
from core.models import Letter, ProtocolEntry
from core.pages import (
    Action,
    CreatePage,
    ListPage,
    RecordPage,
    TransitionPage,
    UpdatePage,
)

WITH_HOUSEHOLD = Request.objects.select_related(
    "household__head",
    "household__displacement__place_of_origin",
    "household__displacement__country",
    "household__place_of_return",
    "request_type",
    "municipality",
    "assigned_to",
).with_answered_lines()


class RequestList(ListPage):
    queryset = Request.objects.all()
    permission = "cases.view_request"
    title = gettext_lazy("Requests")
    table = REQUESTS
    filters = REQUEST_FILTERS
    actions = (
        Action(
            gettext_lazy("Register a household"),
            "cases:registration_search",
            "cases.register_household",
            primary=True,
            icon="plus",
        ),
    )
    bulk_runs = (
        ("cases:request_assign", bulk.ASSIGN),
        ("cases:request_agenda", bulk.AGENDA),
        ("cases:request_send", bulk.SEND),
    )
    empty = (
        gettext_lazy("No request fits"),
        gettext_lazy("Requests that families make with your office appear here."),
    )

    def columns(self):
        scope = self.request.user.scope_for(self.permission)
        one_place = not scope.everything and len(scope.municipalities) == 1
        return REQUESTS_OF_ONE_PLACE if one_place else REQUESTS

    def rows(self):
        scope = self.request.user.scope_for(self.permission)
        return search.matching(super().rows(), self.request.GET.get("q", ""), scope)


class RequestRegister(CreatePage):
    """Register a household at the counter."""

    permission = "cases.register_household"
    form_class = RegistrationForm
    title = gettext_lazy("Register a household")
    intro = gettext_lazy(
        "Write names as they stand on the paper, in its own script. Everything else can be filled in later."
    )
    submit_label = gettext_lazy("Register")
    saved_message = gettext_lazy(
        "The household is registered. Add the papers, then submit the request."
    )

    def form_arguments(self):
        return {
            "user": self.request.user,
            "instance": Person(),
            "initial": prefilled(self.request.GET),
        }

    def save(self, form):
        answers = form.cleaned_data
        names = (
            "municipality",
            "language",
            "request_type",
            "place_of_return",
            "phone",
            "current_address",
            "paper_kind",
            "paper_number",
        )
        request = services.register_household(
            by=self.request.user,
            person=form.instance,
            **{name: answers[name] for name in names},
        )
        return request.get_absolute_url()

    def cancel_url(self):
        return reverse("cases:request_list")


class RequestPage(RecordPage):
    """What every section of a request's record shows."""

    queryset = WITH_HOUSEHOLD
    permission = "cases.view_request"
    workflow = REQUEST
    transition_route = "cases:request_transition"
    tab = "request_detail"
    extend_permission, extend_route = "cases.extend_deadline", "cases:deadline_extend"
    ask_permission, ask_route = "cases.ask_institution", "cases:institution_ask"
    actions = (
        Action(
            gettext_lazy("Who opened this file"),
            "cases:request_readers",
            "cases.view_readers",
        ),
    )

    def header(self, obj):
        stage = REQUEST.stage(obj.status)
        return {
            "title": obj.title,
            "reference": obj.reference,
            "status": {"label": stage.label, "tone": stage.tone},
            "due": page_parts.due(obj.due_on),
            "meta": [
                obj.request_type.name,
                obj.municipality.name,
                _("officer: %(name)s") % {"name": obj.assigned_to or "–"},
            ],
        }

    def crumbs(self, obj):
        return [{"label": _("Requests"), "url": reverse("cases:request_list")}]

    def more(self, obj):
        user = self.request.user
        return {
            "tabs": self.tabs(obj),
            "household": obj.household,
            "may_edit": user.has_perm("cases.edit_request", obj),
            "may_add_papers": user.has_perm("cases.add_paper", obj),
            "may_note": user.has_perm("cases.add_note", obj),
        } | self.section(obj)

    def section(self, obj) -> dict:
        return {}

    def tabs(self, obj) -> list[dict]:
        labels = {
            "request_detail": _("Overview"),
            "request_household": _("Household"),
            "request_property": _("Property"),
            "request_papers": _("Papers"),
            "request_verification": _("Verification"),
            "request_assistance": _("Assistance"),
            "request_letters": _("Letters and decisions"),
            "request_works": _("Agreement and works"),
            "request_notes": _("Notes"),
        }
        return [
            {
                "label": label,
                "url": reverse(f"cases:{name}", args=[obj.pk]),
                "current": name == self.tab,
            }
            for name, label in labels.items()
        ]

    def more_timeline(self, obj):
        return [
            {
                "title": letter.kind_label,
                "text": letter.number,
                "at": letter.created_at,
                "by": "",
                "act": False,
                "kind": "letter",
                "links": [
                    {
                        "label": "PDF",
                        "url": reverse("cases:letter_download", args=[letter.pk]),
                    }
                ],
            }
            for letter in self.letters_sent(obj)
        ]

    def letters_sent(self, obj):
        return Letter.objects.filter(record_id=obj.pk)


class RequestDetail(RequestPage):
    """Overview: what was asked, where the family is, what is missing."""

    template_name = "cases/request_detail.html"

    def section(self, obj):
        return {
            "lines": checklist(obj),
            "displacement": getattr(obj.household, "displacement", None),
            "stands": stands_of(obj, self.request.user),
        }


class RequestHousehold(RequestPage):
    template_name = "cases/request_household.html"
    tab = "request_household"

    def section(self, obj):
        members = obj.household.members.filter(left_on=None).select_related(
            "person__community"
        )
        return {
            "members": members.prefetch_related("person__papers"),
            "displacement": getattr(obj.household, "displacement", None),
        }


class RequestLetters(RequestPage):
    """What went out to the family, whether it was served, what was decided, and what came in."""

    template_name = "cases/request_letters.html"
    tab = "request_letters"

    def letters_sent(self, obj):
        # Fetched once, for the page and its history.
        self.sent = letters_of(self.request.user, obj.pk)
        return [row["letter"] for row in self.sent["letters"]]

    def section(self, obj):
        user = self.request.user
        came_in = ProtocolEntry.objects.visible_to(user).filter(
            record_id=obj.pk, direction=ProtocolEntry.Direction.INCOMING
        )
        decisions = obj.decisions.select_related("decided_by", "letter")
        decisions = list(decisions.prefetch_related("texts"))
        live = next((each for each in decisions if each.is_live), None)
        return self.sent | {
            "decisions": decisions,
            "remedy": live and period_to_appeal(live),
            "appeals": obj.appeals.select_related("decision", "decided_by"),
            "court_cases": obj.court_cases.all(),
            "acts": came_in.order_by("-id"),
            "may_enter": user.has_perm("cases.keep_protocol", obj),
            "may_see_book": user.has_perm("cases.view_protocol", obj),
        }


class RequestUpdate(UpdatePage):
    queryset = Request.objects.all()
    permission = "cases.edit_request"
    view_permission = "cases.view_request"
    form_class = RequestForm
    title = gettext_lazy("What the family asks for")


class RequestTransition(TransitionPage):
    queryset = WITH_HOUSEHOLD
    permission = "cases.view_request"
    workflow = REQUEST
