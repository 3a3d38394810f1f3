"""Assistance: the ledger, one line with its deliveries, and what is written into it."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import assistance_totals, bulk, earlier_assistance
from cases.forms.assistance import AssistanceForm, DeliveryForm, EarlierAssistanceForm
from cases.models import AssistanceLine, Delivery, Household
from cases.services.assistance import (
    cancel_delivery,
    plan_assistance,
    record_delivery,
    record_earlier_assistance,
)
from cases.tables_assistance import (
    ASSISTANCE_FILTERS,
    LINES,
    LINES_OF_ONE_PLACE,
    money,
    quantity,
    stage_badge,
)
from cases.views.merges import LeadsOn
from cases.views.requests import RequestPage
from cases.workflow_assistance import ASSISTANCE, DELIVERABLE
from core.forms import ReasonForm
from core.models import Document
from core.pages import (
    ListPage,
    ObjectFormPage,
    RecordPage,
    TransitionPage,
)
from core.place_names import municipality_name

VIEW, DELIVER = "cases.view_assistance", "cases.deliver_assistance"
PLAN = "cases.plan_assistance"
HOUSEHOLDS = Household.objects.select_related("head", "municipality")
WITH_ALL = AssistanceLine.objects.with_words().select_related("municipality")


class AssistanceList(ListPage):
    queryset = AssistanceLine.objects.all()
    permission = VIEW
    template_name = "cases/assistance_list.html"
    title = gettext_lazy("Assistance")
    table = LINES
    filters = ASSISTANCE_FILTERS
    bulk_runs = (("cases:assistance_deliver", bulk.DELIVER),)
    empty = (
        gettext_lazy("No assistance fits"),
        gettext_lazy(
            "What families are to have or have had is written down from the page of the household."
        ),
    )

    def columns(self):
        scope = self.request.user.scope_for(self.permission)
        one_place = not scope.everything and len(scope.municipalities) == 1
        return LINES_OF_ONE_PLACE if one_place else LINES

    def context(self, rows, filtered, page):
        totals = assistance_totals.by_source_and_kind(filtered.keep(rows))
        return super().context(rows, filtered, page) | {
            "totals": totals,
            "altogether": assistance_totals.altogether(totals),
        }


def assistance_of(household: Household, user) -> dict:
    """The panel of a household's page and of its requests: every line, and what they add up to."""
    lines = list(
        AssistanceLine.objects.visible_to(user, VIEW)
        .filter(household=household)
        .select_related("kind", "source")
        .order_by("-created_at", "-pk")
    )
    totals = assistance_totals.by_source(lines)
    return {
        "assistance": [drawn(line) for line in lines],
        "assistance_totals": totals,
        "assistance_altogether": assistance_totals.altogether(totals),
        "may_plan": user.has_perm(PLAN, household),
    }


def drawn(line: AssistanceLine) -> dict:
    """A line in a table."""
    return {
        "line": line,
        "stage": stage_badge(line.status),
        "quantity": quantity(line.quantity, line.unit),
    }


class RequestAssistance(RequestPage):
    """What the family of this request is to have or has had."""

    template_name = "cases/request_assistance.html"
    tab = "request_assistance"

    def section(self, obj):
        return assistance_of(obj.household, self.request.user)


class AssistanceCreate(LeadsOn, ObjectFormPage):
    """Plan something for a household."""

    queryset = HOUSEHOLDS
    permission = PLAN
    view_permission = VIEW
    form_class = AssistanceForm
    title = gettext_lazy("Plan assistance")
    intro = gettext_lazy(
        "The next page shows what the family has had before; nothing is granted yet."
    )
    saved_message = gettext_lazy("The assistance is planned.")

    def form_arguments(self):
        return {
            "household": self.object,
            "instance": AssistanceLine(household=self.object),
            "initial": {"request": self.request.GET.get("request", "")},
        }

    def save(self, form):
        line = plan_assistance(
            household=self.object,
            line=form.save(commit=False),
            by=self.request.user,
        )
        return line.get_absolute_url()


class EarlierAssistanceCreate(LeadsOn, ObjectFormPage):
    """Write down what others gave a household."""

    queryset = HOUSEHOLDS
    permission = PLAN
    view_permission = VIEW
    form_class = EarlierAssistanceForm
    title = gettext_lazy("Record what others gave")

    def form_arguments(self):
        return {"instance": AssistanceLine(household=self.object)}

    def save(self, form):
        line = record_earlier_assistance(
            household=self.object,
            line=form.save(commit=False),
            file=form.cleaned_data["file"],
            by=self.request.user,
        )
        return line.get_absolute_url()


class AssistanceDetail(RecordPage):
    """One line: what was planned, granted and delivered, and what was known before."""

    queryset = WITH_ALL
    permission = VIEW
    template_name = "cases/assistance_detail.html"
    workflow = ASSISTANCE
    transition_route = "cases:assistance_transition"

    def header(self, obj):
        stage = ASSISTANCE.stage(obj.status)
        return {
            "title": obj.title,
            "reference": obj.reference,
            "status": {"label": stage.label, "tone": stage.tone},
            "meta": [obj.household.title, obj.municipality.name],
        }

    def crumbs(self, obj):
        return [
            {"label": _("Assistance"), "url": reverse("cases:assistance_list")},
            {
                "label": obj.household.reference,
                "url": obj.household.get_absolute_url(),
            },
        ]

    def more(self, obj):
        user = self.request.user
        known = None
        if obj.status == AssistanceLine.Status.PLANNED:
            known = shown_earlier(earlier_assistance.known_to(obj, user))
        papers = Document.objects.visible_to(user, VIEW).filter(record_id=obj.pk)
        deliveries = obj.deliveries.select_related("received_by", "receipt")
        return {
            "facts": facts_of(obj),
            "known": known,
            "deliveries": deliveries,
            "documents": [paper_of(each) for each in papers] if obj.is_told else [],
            "may_deliver": user.has_perm(DELIVER, obj),
        }

    def context(self, obj):
        context = super().context(obj)
        if obj.is_told:
            # What others gave has no way to go.
            context["steps"] = []
        return context

    def next_step(self, obj):
        """Recording a delivery is not one step of the life: it makes one of two."""
        shown = super().next_step(obj)
        if obj.status in DELIVERABLE and self.request.user.has_perm(DELIVER, obj):
            shown["note"] = ""
            shown["actions"].insert(0, delivery_action(obj))
        return shown


def delivery_action(line: AssistanceLine) -> dict:
    return {
        "label": _("Record a delivery"),
        "url": reverse("cases:delivery_create", args=[line.pk]),
        "primary": line.status != AssistanceLine.Status.DELIVERED,
        "disabled": False,
        "tone": "primary",
    }


def shown_earlier(known: earlier_assistance.Earlier) -> dict:
    """What is known before, as a page shows it."""
    return {
        "is_double": known.is_double,
        "given": [drawn(line) for line in known.given],
        "planned": [drawn(line) for line in known.planned],
        "elsewhere": [municipality_name(pk) for pk in known.elsewhere],
    }


def paper_of(document: Document) -> dict:
    return {
        "name": document.name,
        "size": document.size,
        "at": document.added_at,
        "url": reverse("cases:document_download", args=[document.pk]),
    }


def facts_of(line: AssistanceLine) -> list[dict]:
    """What a page tells of a line; what has no value is left out."""
    household = line.household
    facts = [
        (_("Household"), household.reference, household.get_absolute_url()),
        (_("Request"), line.request, line.request and line.request.get_absolute_url()),
        (_("Kind"), line.kind, ""),
        (_("What exactly"), line.description, ""),
        (_("Source"), line.source, ""),
        (_("Quantity"), quantity(line.quantity, line.unit), ""),
        *(_told(line) if line.is_told else _granted(line)),
    ]
    return [
        {"label": label, "value": value, "url": url}
        for label, value, url in facts
        if value
    ]


def _told(line: AssistanceLine) -> list[tuple]:
    return [
        (_("Received in the year"), line.received_year and str(line.received_year), ""),
        (_("Worth in EUR, if known"), money(line.planned_cost), ""),
        (_("Who says so"), line.get_said_by_display(), ""),
        (_("What shows it"), line.evidence, ""),
    ]


def _granted(line: AssistanceLine) -> list[tuple]:
    planned = [(_("Planned cost in EUR"), money(line.planned_cost), "")]
    if line.granted_on is None:
        return planned
    delivered = quantity(line.delivered_quantity, line.unit)
    return [
        *planned,
        (_("Delivered"), delivered, ""),
        (_("Cost of deliveries in EUR"), money(line.delivered_cost), ""),
        (_("Why in spite of double assistance"), line.double_reason, ""),
        (_("Why more than granted"), line.over_reason, ""),
    ]


class AssistanceTransition(TransitionPage):
    """Grant or cancel; whoever grants sees what the family has had."""

    queryset = WITH_ALL
    permission = VIEW
    template_name = "cases/assistance_step.html"
    workflow = ASSISTANCE

    def shown(self, form, **more):
        known = getattr(form, "known", None)
        return super().shown(form, known=known and shown_earlier(known), **more)


class DeliveryCreate(ObjectFormPage):
    """Record one handing over."""

    queryset = WITH_ALL
    permission = DELIVER
    view_permission = VIEW
    form_class = DeliveryForm
    title = gettext_lazy("Record a delivery")
    saved_message = gettext_lazy("The delivery is recorded.")

    @property
    def intro(self):
        line = self.object
        return _("%(what)s for %(family)s, %(line)s. Still to come: %(rest)s.") % {
            "what": line.kind,
            "family": line.household.title,
            "line": line.reference,
            "rest": quantity(line.remaining, line.unit),
        }

    def form_arguments(self):
        return {"line": self.object, "instance": Delivery(line=self.object)}

    def save(self, form):
        answers = dict(form.cleaned_data)
        record_delivery(
            line=self.object,
            receipt=answers.pop("file"),
            by=self.request.user,
            **answers,
        )
        return self.cancel_url()


class DeliveryCancel(ObjectFormPage):
    """Say that a delivery was recorded by mistake."""

    queryset = Delivery.objects.select_related("line")
    permission = DELIVER
    view_permission = VIEW
    form_class = ReasonForm
    title = gettext_lazy("Cancel a delivery")
    intro = gettext_lazy("It stays in the ledger and counts no more.")
    submit_label = gettext_lazy("Cancel this delivery")
    saved_message = gettext_lazy("The delivery is cancelled.")

    def save(self, form):
        cancel_delivery(
            delivery=self.object,
            reason=form.cleaned_data["reason"],
            by=self.request.user,
        )
        return self.cancel_url()

    def cancel_url(self):
        return self.object.line.get_absolute_url()

    def tone(self):
        return "danger"
