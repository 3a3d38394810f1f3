"""Monitoring: the plan, the sheets to print, typing them back, and how one family fares over time."""

from django.contrib import messages
from django.core.files.base import ContentFile
from django.http import FileResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import homecomings, visit_sheet
from cases.criteria import compared
from cases.forms.monitoring import CallOffForm, MonitoringForm, PlanForm
from cases.forms.visits import HomecomingForm
from cases.models import Homecoming, Household, Monitoring, VisitHousehold
from cases.services import visits
from cases.tables_visits import (
    MONITORING_FILTERS,
    MONITORINGS,
    PRESENCE_TONES,
    of_reader,
)
from cases.views.merges import LeadsOn
from cases.views.visits import documents_of
from cases.workflow_visits import FOLLOW_UP
from core import edit_versions, page_parts, readlog
from core.pages import (
    Action,
    ListPage,
    ObjectFormPage,
    ObjectMixin,
    Page,
    RecordPage,
    UpdatePage,
)
from core.pages.files import private_file

VIEW, RECORD = "cases.view_request", "cases.record_visit"
ENTER = "cases.enter_visit"
WITH_HOUSEHOLD = Monitoring.objects.select_related(
    "household__head",
    "household__place_of_return",
    "municipality",
    "request",
    "done_by",
)
TO_BE_MADE = Monitoring.objects.open().select_related("household__head")
HOUSEHOLDS = Household.objects.select_related("head", "municipality")


class MonitoringList(ListPage):
    """Whom to visit: late first, then what is planned, then what was made."""

    queryset = Monitoring.objects.all()
    permission = VIEW
    template_name = "cases/monitoring_list.html"
    title = gettext_lazy("Monitoring plan")
    table = MONITORINGS
    filters = MONITORING_FILTERS
    order_key = "urgency"
    bulk_permission = VIEW
    bulk_route = "cases:monitoring_sheets"
    bulk_steps = (("print", gettext_lazy("Print the sheets")),)
    actions = (
        Action(gettext_lazy("Visits"), "cases:visit_list", VIEW),
        Action(gettext_lazy("Follow-ups"), "cases:follow_up_list", VIEW),
    )
    empty = (
        gettext_lazy("No monitoring visit fits"),
        gettext_lazy(
            "Visits are planned from the page of a household, or by themselves when its return is recorded."
        ),
    )

    def columns(self):
        return of_reader(self.table, self.request.user.scope_for(self.permission))

    def get(self, request):
        number = request.GET.get("number", "").strip().upper()
        if number:
            found = self.rows().filter(reference=number).first()
            if found:
                return HttpResponseRedirect(_page_to_type(found))
            messages.warning(request, _("There is no visit with this number here."))
        return super().get(request)


def _page_to_type(visit: Monitoring) -> str:
    """Where a sheet leads to: typed back while it is open, read afterwards."""
    if visit.is_open:
        return reverse("cases:monitoring_entry", args=[visit.pk])
    return visit.get_absolute_url()


class SheetMixin:
    """Give out sheets as one PDF; each household whose sheet is printed stands in the read log."""

    def printed(self, chosen: list[Monitoring]) -> FileResponse:
        pdf = ContentFile(visit_sheet.sheets(chosen, on=timezone.localdate()))
        name = chosen[0].reference if len(chosen) == 1 else "sheets"
        return private_file(pdf, f"{name}.pdf", "application/pdf")


class MonitoringSheet(SheetMixin, ObjectMixin, Page):
    """The sheet of one visit."""

    queryset = WITH_HOUSEHOLD
    permission = VIEW

    def get(self, request, pk):
        return self.printed([self.get_object()])


class MonitoringSheets(SheetMixin, Page):
    """The sheets of the chosen visits as one PDF, in the order of the villages."""

    queryset = WITH_HOUSEHOLD
    permission = VIEW

    def post(self, request):
        typed = request.POST.getlist("chosen")[: visit_sheet.MOST_SHEETS]
        keys = [
            int(pk) for pk in typed if pk.isascii() and pk.isdigit() and len(pk) < 19
        ]
        seen = self.queryset.all().visible_to(request.user, self.permission)
        chosen = list(
            seen.filter(pk__in=keys).order_by("household__place_of_return", "pk")
        )
        if not chosen:
            messages.warning(request, _("Choose at least one row first."))
            return HttpResponseRedirect(reverse("cases:monitoring_list"))
        for visit in chosen:
            readlog.note(request, visit)
        return self.printed(chosen)


class MonitoringDetail(RecordPage):
    """One visit: planned or made, what was found, the scan of the sheet."""

    queryset = WITH_HOUSEHOLD
    permission = VIEW
    template_name = "cases/monitoring_detail.html"
    actions = (
        Action(
            gettext_lazy("Type the sheet"),
            "cases:monitoring_entry",
            ENTER,
            primary=True,
        ),
        Action(gettext_lazy("Print the sheet"), "cases:monitoring_sheet", VIEW),
        Action(gettext_lazy("Add a photo or file"), "cases:monitoring_file", RECORD),
    )

    def header(self, obj):
        tone = PRESENCE_TONES.get(obj.presence, "neutral")
        words = obj.get_presence_display() or (
            _("called off") if obj.called_off else _("to be made")
        )
        return {
            "title": obj.title,
            "reference": obj.reference,
            "status": {"label": words, "tone": tone},
            "due": page_parts.due(obj.planned_for) if obj.is_open else None,
            "meta": [obj.household.reference, obj.get_occasion_display()],
        }

    def crumbs(self, obj):
        return [
            {"label": _("Monitoring plan"), "url": reverse("cases:monitoring_list")}
        ]

    def more(self, obj):
        return {
            "answers": obj.answers.all(),
            "documents": documents_of(obj, self.request.user),
            "follow_ups": obj.follow_ups.all(),
            "may_record": self.request.user.has_perm(RECORD, obj),
        }


class MonitoringEntry(UpdatePage):
    """Type the sheet back, from top to bottom; what was typed wrongly is put right here too."""

    queryset = WITH_HOUSEHOLD
    permission = ENTER
    view_permission = VIEW
    form_class = MonitoringForm
    template_name = "cases/monitoring_entry.html"
    title = gettext_lazy("Type the sheet")

    def save(self, form):
        edit_versions.take(self.object)
        visits.enter_visit(
            visit=form.save(commit=False),
            found=form.found(),
            file=form.cleaned_data["file"],
            by=self.request.user,
        )
        return self.done_url()

    def more(self):
        return super().more() | {"object": self.object}


class MonitoringUpdate(UpdatePage):
    """Another day or occasion of a visit that is still to be made."""

    queryset = TO_BE_MADE
    permission = RECORD
    view_permission = VIEW
    form_class = PlanForm
    title = gettext_lazy("Change the plan")


class MonitoringCallOff(UpdatePage):
    """A planned visit will not be made, and why."""

    queryset = TO_BE_MADE
    permission = RECORD
    view_permission = VIEW
    form_class = CallOffForm
    title = gettext_lazy("Call the visit off")
    submit_label = gettext_lazy("Call the visit off")

    def tone(self):
        return "danger"


class HouseholdVisits(LeadsOn, RecordPage):
    """One family over time: its return, visits, what it intended, criteria side by side, what is followed up."""

    queryset = HOUSEHOLDS
    permission = VIEW
    template_name = "cases/household_visits.html"
    actions = (
        Action(
            gettext_lazy("Plan a monitoring visit"),
            "cases:monitoring_create",
            RECORD,
            primary=True,
        ),
        Action(
            gettext_lazy("The family has returned"), "cases:homecoming_create", RECORD
        ),
    )

    def header(self, obj):
        return {
            "title": obj.title,
            "reference": obj.reference,
            "meta": [obj.municipality.name],
        }

    def crumbs(self, obj):
        return [{"label": obj.title, "url": obj.get_absolute_url()}]

    def more(self, obj):
        looks = list(obj.monitorings.prefetch_related("answers"))
        lines = VisitHousehold.objects.visible_to(self.request.user, VIEW)
        return {
            "homecomings": obj.homecomings.all(),
            "lines": lines.filter(household=obj).select_related("event__place"),
            "open_visits": [each for each in looks if each.is_open],
            "comparison": compared(looks),
            "follow_ups": [
                {"follow_up": each, "stage": FOLLOW_UP.stage(each.status)}
                for each in obj.follow_ups.order_by("-pk")
            ],
        }


class MonitoringCreate(LeadsOn, ObjectFormPage):
    """Plan a visit of this household by hand."""

    queryset = HOUSEHOLDS
    permission = RECORD
    view_permission = VIEW
    form_class = PlanForm
    title = gettext_lazy("Plan a monitoring visit")
    saved_message = gettext_lazy("The visit is planned. Print its sheet, or type it.")

    def form_arguments(self):
        visit = Monitoring(household=self.object)
        visit.municipality_id = self.object.municipality_id
        return {"instance": visit}

    def save(self, form):
        visit = homecomings.plan_visit(visit=form.instance, by=self.request.user)
        return visit.get_absolute_url()

    def cancel_url(self):
        return reverse("cases:household_visits", args=[self.object.pk])


class HomecomingCreate(LeadsOn, ObjectFormPage):
    """Write down since when the family is back."""

    queryset = HOUSEHOLDS
    permission = RECORD
    view_permission = VIEW
    form_class = HomecomingForm
    title = gettext_lazy("The family has returned")

    def form_arguments(self):
        return {"instance": Homecoming(household=self.object)}

    def save(self, form):
        planned = homecomings.record_homecoming(
            homecoming=form.instance, by=self.request.user
        )
        self.saved_message = _("Saved. Visits planned: %(number)s") % {
            "number": len(planned)
        }
        return self.cancel_url()

    def cancel_url(self):
        return reverse("cases:household_visits", args=[self.object.pk])
