"""Files of other offices: read for a while after a transfer, or opened in an emergency and looked at afterwards."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import foreign_file
from cases.forms.transfers import EmergencyForm, EmergencyReviewForm
from cases.models import EmergencyReading
from cases.services import foreign_reading
from cases.tables_transfers import EMERGENCIES, EMERGENCY_FILTERS
from core import readlog
from core.pages import (
    Action,
    CreatePage,
    ListPage,
    ObjectFormPage,
    Page,
    RecordPage,
)
from core.place_names import municipality_name

EMERGENCY_ROWS = EmergencyReading.objects.select_related("opened_by", "reviewed_by")


class ForeignFile(Page):
    """A file of another office, to read only; without a right of today it does not exist."""

    permission = "cases.read_foreign"

    def get(self, request, pk):
        right = foreign_reading.readable_by(request.user, pk)
        if right is None:
            raise Http404
        with foreign_reading.reading(right, by=request.user):
            found = foreign_file.compact(right.household_id)
            readlog.note(request, found["household"])
        shown = found | {"right": right, "is_emergency": hasattr(right, "opened_by_id")}
        return render(request, "cases/foreign_file.html", shown)


class EmergencyCreate(CreatePage):
    """Open a file of another office by its number, with the reason."""

    permission = "cases.open_emergency"
    form_class = EmergencyForm
    title = gettext_lazy("Open a file of another office")
    intro = gettext_lazy(
        "Only when it cannot wait: the family stands at your counter, or somebody is in danger. You read the file for a short time. The office that has it and the data-protection officer see at once that you opened it and why, and another person judges afterwards."
    )
    submit_label = gettext_lazy("Open the file")
    saved_message = gettext_lazy("The file is open for a short time.")

    def accept(self, request):
        # Here, because a refusal takes back everything that saving has done.
        self.may_try = foreign_reading.count_try(by=request.user)
        return super().accept(request)

    def save(self, form):
        opened = foreign_reading.open_in_emergency(
            by=self.request.user, may_try=self.may_try, **form.cleaned_data
        )
        return reverse("cases:foreign_file", args=[opened.household_id])

    def cancel_url(self):
        return reverse("cases:emergency_list")


class EmergencyList(ListPage):
    queryset = EmergencyReading.objects.all()
    permission = "cases.view_emergency"
    title = gettext_lazy("Opened in an emergency")
    table = EMERGENCIES
    filters = EMERGENCY_FILTERS
    order_key = "opened_at"
    actions = (
        Action(
            gettext_lazy("Open a file of another office"),
            "cases:emergency_create",
            "cases.open_emergency",
        ),
    )
    empty = (
        gettext_lazy("Nothing was opened"),
        gettext_lazy(
            "Files that another office opened without being their office stand here, each with its reason."
        ),
    )


class EmergencyDetail(RecordPage):
    """Who opened which file of another office, why, and what another person found."""

    queryset = EMERGENCY_ROWS
    permission = "cases.view_emergency"
    template_name = "cases/emergency_detail.html"
    actions = (
        Action(
            gettext_lazy("Say whether it was justified"),
            "cases:emergency_review",
            "cases.review_emergency",
            primary=True,
        ),
    )

    def header(self, obj):
        return {
            "title": _("Opened in an emergency"),
            "reference": obj.household_number,
            "meta": [municipality_name(obj.municipality_id)],
        }

    def context(self, obj):
        context = super().context(obj)
        return context | {"actions": [] if obj.verdict else context["actions"]}

    def crumbs(self, obj):
        url = reverse("cases:emergency_list")
        return [{"label": _("Opened in an emergency"), "url": url}]

    def more(self, obj):
        is_mine = obj.is_open and obj.opened_by_id == self.request.user.pk
        return {"is_mine": is_mine, "reader": municipality_name(obj.reader_id)}


class EmergencyReview(ObjectFormPage):
    """Another person says afterwards whether the reason was pressing."""

    queryset = EMERGENCY_ROWS
    permission = "cases.review_emergency"
    view_permission = "cases.view_emergency"
    form_class = EmergencyReviewForm
    title = gettext_lazy("Was it justified?")

    def page_title(self):
        return f"{self.title} {self.object.household_number}"

    @property
    def intro(self):
        return _("%(name)s gave this reason: %(reason)s") % {
            "name": self.object.opened_by,
            "reason": self.object.reason,
        }

    def save(self, form):
        reviewed = foreign_reading.review_emergency(
            reading=self.object, by=self.request.user, **form.cleaned_data
        )
        return reviewed.get_absolute_url()
