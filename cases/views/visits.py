"""Visits with many families: the list, the event with its families and photos, each family's line."""

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import search
from cases.forms.visits import (
    FamiliesForm,
    VisitFileForm,
    VisitForm,
    VisitHouseholdForm,
)
from cases.models import Household, Monitoring, Request, VisitEvent, VisitHousehold
from cases.services import visits
from cases.tables_visits import VISIT_FILTERS, VISITS, of_reader
from core import documents
from core.forms import PortalForm
from core.models import Document
from core.pages import (
    Action,
    AroundMixin,
    CreatePage,
    ListPage,
    ObjectFormPage,
    RecordPage,
    UpdatePage,
)
from core.scoping import Scope

VIEW, RECORD = "cases.view_request", "cases.record_visit"
MOST_FOUND = 60
WITH_PLACE = VisitEvent.objects.select_related("place", "municipality")
LINES = VisitHousehold.objects.select_related("event__place", "household__head")


class VisitList(ListPage):
    queryset = VisitEvent.objects.annotate(family_count=Count("households"))
    permission = VIEW
    title = gettext_lazy("Visits")
    table = VISITS
    filters = VISIT_FILTERS
    actions = (
        Action(
            gettext_lazy("Record a visit"),
            "cases:visit_create",
            RECORD,
            primary=True,
            icon="plus",
        ),
        Action(gettext_lazy("Monitoring plan"), "cases:monitoring_list", VIEW),
    )
    empty = (
        gettext_lazy("No visit fits"),
        gettext_lazy(
            "Go-and-see and go-and-inform visits appear here, each with all its families."
        ),
    )

    def columns(self):
        return of_reader(self.table, self.request.user.scope_for(self.permission))


class VisitCreate(AroundMixin, CreatePage):
    """Write a visit down once, for all its families."""

    permission = RECORD
    form_class = VisitForm
    title = gettext_lazy("Record a visit")
    saved_message = gettext_lazy("The visit is recorded. Now add the families.")

    def usual_municipality(self):
        places = self.request.user.scope_for(RECORD).municipalities
        return places[0] if places else None

    def form_arguments(self):
        return super().form_arguments() | {"user": self.request.user}

    def save(self, form):
        event = visits.record_visit(event=form.instance, by=self.request.user)
        return reverse("cases:visit_families", args=[event.pk])

    def cancel_url(self):
        return reverse("cases:visit_list")


class VisitUpdate(AroundMixin, UpdatePage):
    queryset = WITH_PLACE
    permission = RECORD
    view_permission = VIEW
    form_class = VisitForm
    title = gettext_lazy("Change the visit")

    def usual_municipality(self):
        place = self.object.place
        return place.municipality_id if place else self.object.municipality_id

    def form_arguments(self):
        return super().form_arguments() | {"user": self.request.user}


class VisitDetail(RecordPage):
    """One visit: what was said, the families and what each intends, photos and lists."""

    queryset = WITH_PLACE
    permission = VIEW
    template_name = "cases/visit_detail.html"
    actions = (
        Action(
            gettext_lazy("Add families"),
            "cases:visit_families",
            RECORD,
            primary=True,
            icon="plus",
        ),
        Action(gettext_lazy("Add a photo or file"), "cases:visit_file", RECORD),
        Action(gettext_lazy("Change the visit"), "cases:visit_update", RECORD),
    )

    def header(self, obj):
        return {
            "title": obj.title,
            "reference": obj.reference,
            "meta": [obj.municipality.name],
        }

    def crumbs(self, obj):
        return [{"label": _("Visits"), "url": reverse("cases:visit_list")}]

    def more(self, obj):
        return {
            "families": obj.households.select_related(
                "household__head", "household__place_of_return"
            ),
            "documents": documents_of(obj, self.request.user),
            "may_record": self.request.user.has_perm(RECORD, obj),
        }


def documents_of(obj, user) -> list[dict]:
    """The files of a visit, as pages list them."""
    files = Document.objects.visible_to(user, VIEW).filter(record_id=obj.pk)
    return [
        {
            "name": each.name,
            "size": each.size,
            "at": each.added_at,
            "url": reverse("cases:document_download", args=[each.pk]),
        }
        for each in files
    ]


class VisitFamilies(ObjectFormPage):
    """Look for families of the office and put many of them on the list at once."""

    queryset = WITH_PLACE
    permission = RECORD
    view_permission = VIEW
    form_class = FamiliesForm
    template_name = "cases/visit_families.html"
    title = gettext_lazy("Add families")
    submit_label = gettext_lazy("Put on the list")

    @property
    def typed(self) -> str:
        return self.request.GET.get("whom", "").strip()

    def offered(self):
        """Households of the visit's own office that fit what was typed and are not on the list."""
        own = Scope(municipalities=(self.object.municipality_id,))
        requests = search.matching(Request.objects.within(own), self.typed, own)
        known = self.object.households.values("household")
        households = Household.objects.within(own).filter(merged_into=None)
        found = households.exclude(pk__in=known).filter(
            pk__in=requests.values("household")
        )
        return found.select_related("head", "place_of_return").order_by("-pk")

    def form_arguments(self):
        # What is posted was offered on the page before; any family of the office may be chosen.
        shown = self.offered()
        if self.request.method == "GET":
            shown = shown[:MOST_FOUND]
        return {"offered": shown}

    def save(self, form):
        added = visits.add_families(
            event=self.object, households=form.cleaned_data["households"]
        )
        self.saved_message = _("Families put on the list: %(number)s") % {
            "number": added
        }
        return self.object.get_absolute_url()

    def more(self):
        return {"typed": self.typed, "about": self.object, "most": MOST_FOUND}


class VisitHouseholdUpdate(UpdatePage):
    """Who of the family attended, and what it said it intends."""

    queryset = LINES
    permission = RECORD
    view_permission = VIEW
    form_class = VisitHouseholdForm

    def page_title(self):
        return f"{self.object.household.title} – {self.object.event.title}"

    def done_url(self):
        return self.object.event.get_absolute_url()


class VisitHouseholdRemove(ObjectFormPage):
    """Take a family off the list of a visit it was not at."""

    queryset = LINES
    permission = RECORD
    view_permission = VIEW
    template_name = "layouts/confirm.html"
    title = gettext_lazy("Take off the list")
    submit_label = gettext_lazy("Take off the list")

    def tone(self):
        return "danger"

    def form(self, **posted):
        return PortalForm(**posted)

    def save(self, form):
        url = self.cancel_url()
        visits.remove_family(line=self.object)
        return url

    def cancel_url(self):
        return self.object.event.get_absolute_url()

    def more(self):
        household = self.object.household
        return {"record": {"title": household.title, "reference": household.reference}}


class FilePage(ObjectFormPage):
    """Attach a photo, a list of those present, or a filled sheet."""

    permission = RECORD
    view_permission = VIEW
    form_class = VisitFileForm
    title = gettext_lazy("Add a photo or file")

    def save(self, form):
        documents.attach(self.object, form.cleaned_data["file"], by=self.request.user)
        return self.cancel_url()


class VisitFile(FilePage):
    queryset = VisitEvent.objects.all()


class MonitoringFile(FilePage):
    queryset = Monitoring.objects.all()
