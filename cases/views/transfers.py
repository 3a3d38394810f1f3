"""Transfers between offices: asked from a household, answered by the other office."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.forms.transfers import TransferForm
from cases.models import Household, RequestType, Transfer
from cases.services import foreign_reading, transfers
from cases.tables_transfers import TRANSFER_FILTERS, TRANSFERS
from cases.workflow import REQUEST
from cases.workflow_transfers import TRANSFER
from core import edit_versions
from core.pages import ListPage, ObjectFormPage, RecordPage, TransitionPage
from core.place_names import municipality_name, reference_name
from core.scoping import across_offices
from core.workflow import MovedOn

# No join with the household: the other office may not read it.
TRANSFER_ROWS = Transfer.objects.select_related("created_by", "answered_by")


class TransferList(ListPage):
    queryset = Transfer.objects.all()
    permission = "cases.view_transfer"
    title = gettext_lazy("Transfers")
    table = TRANSFERS
    filters = TRANSFER_FILTERS
    empty = (
        gettext_lazy("No transfer fits"),
        gettext_lazy(
            "A family that moves to another municipality is transferred from the page of its household."
        ),
    )


class TransferCreate(ObjectFormPage):
    """Ask another office to take a family over."""

    queryset = Household.objects.select_related("head")
    permission = "cases.ask_transfer"
    view_permission = "cases.view_request"
    form_class = TransferForm
    title = gettext_lazy("Transfer to another office")
    intro = gettext_lazy(
        "The other office is asked. It reads the name, how many the family are, what they asked for and how far it is, and your reason; it reads the file only once it has taken the family over."
    )
    submit_label = gettext_lazy("Ask the other office")
    saved_message = gettext_lazy("The other office has been asked.")

    def form_arguments(self):
        return {"places": transfers.municipalities_but(self.object.municipality_id)}

    def save(self, form):
        transfer = transfers.ask_for_transfer(
            household=self.object, by=self.request.user, **form.cleaned_data
        )
        return transfer.get_absolute_url()


class TransferDetail(RecordPage):
    """What one office tells the other, and what was answered."""

    queryset = TRANSFER_ROWS
    permission = "cases.view_transfer"
    template_name = "cases/transfer_detail.html"
    workflow = TRANSFER
    transition_route = "cases:transfer_transition"

    def context(self, obj):
        # Its history and what stands in the way lie in the office that has the file.
        with across_offices(self.request.user):
            return super().context(obj)

    def header(self, obj):
        stage = TRANSFER.stage(obj.status)
        return {
            "title": obj.title,
            "reference": obj.reference,
            "status": {"label": stage.label, "tone": stage.tone},
            "meta": [
                f"{municipality_name(obj.from_municipality_id)} → {municipality_name(obj.to_municipality_id)}"
            ],
        }

    def crumbs(self, obj):
        return [{"label": _("Transfers"), "url": reverse("cases:transfer_list")}]

    def more(self, obj):
        user = self.request.user
        mine = user.scope_for("cases.view_request")
        is_ours = mine is not None and mine.covers(obj.municipality_id)
        return {
            "told": [_told(each) for each in obj.requests],
            "household_url": reverse("cases:household_detail", args=[obj.household_id])
            if is_ours
            else "",
            "right": foreign_reading.readable_by(user, obj.household_id),
        }


def _told(request: dict) -> dict:
    return {
        "number": request["number"],
        "kind": reference_name(RequestType, request["kind"]),
        "stage": REQUEST.stage(request["status"]),
    }


class TransferTransition(TransitionPage):
    """Take over, refuse, or ask no longer."""

    queryset = TRANSFER_ROWS
    permission = "cases.view_transfer"
    workflow = TRANSFER

    def prepare(self):
        with across_offices(self.request.user):
            super().prepare()

    def more(self):
        with across_offices(self.request.user):
            return super().more()

    def save(self, form):
        if edit_versions.is_stale(self.object, self.request.POST):
            raise MovedOn
        transfer = transfers.take_step(
            transfer=self.object,
            step=self.transition.name,
            reason=form.cleaned_data.get("reason", ""),
            version=self.object.version,
            by=self.request.user,
        )
        self.saved_message = TRANSFER.stage(transfer.status).label
        return transfer.get_absolute_url()
