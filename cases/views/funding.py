"""Money for approved requests: the waiting list, the funds, what is committed and what is released."""

import tempfile
from pathlib import Path

from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import bulk, services
from cases.forms import FundForm, FundingForm
from cases.models import Fund, Funding, Request
from cases.tables_funding import (
    FUND_FILTERS,
    FUNDS,
    ORDER,
    WAITING_FILTERS,
    committing,
    waiting_table,
)
from cases.views.protocol import XLSX
from core import edit_versions, paging, readlog, sheets
from core.filters import Filtered
from core.forms import ReasonForm
from core.pages import (
    Action,
    CreatePage,
    ListPage,
    ObjectFormPage,
    Page,
    UpdatePage,
)
from core.pages.files import private_file

VIEW, COMMIT, KEEP = "cases.view_request", "cases.commit_funds", "cases.keep_funds"
WAITING = gettext_lazy("Waiting list")
FUND_LIST = reverse_lazy("cases:fund_list")


def is_of_one_place(user) -> bool:
    scope = user.scope_for(VIEW)
    return not scope.everything and len(scope.municipalities) == 1


class WaitingList(ListPage):
    """Who is approved and has no funds yet, in the order of a rule that stands above the list."""

    queryset = Request.objects.all()
    permission = VIEW
    template_name = "cases/waiting_list.html"
    title = WAITING
    filters = WAITING_FILTERS
    actions = (
        Action(gettext_lazy("All funds"), "cases:fund_list", KEEP, icon="money"),
    )
    bulk_runs = (("cases:waiting_commit", bulk.COMMIT),)
    empty = (
        gettext_lazy("Nobody waits for funds"),
        gettext_lazy("Requests that are approved and have no funds yet appear here."),
    )

    def columns(self):
        # Filled once the rows are known.
        self.places: dict[int, int] = {}
        user = self.request.user
        action = committing(user) if user.has_perm(COMMIT) else None
        table = waiting_table(self.places.get, action=action)
        return table.without("municipality") if is_of_one_place(user) else table

    def rows(self):
        return super().rows().waiting_for_funds()

    def fetched(self, rows, filtered, cursor):
        page = paging.in_order(
            filtered.keep(rows), self.table.fields, order=ORDER, cursor=cursor
        )
        # Counted in the whole list, whatever is filtered out of sight.
        line = self.queryset.visible_to(self.request.user, VIEW)
        self.places |= line.places_in_line([row[0] for row in page.rows])
        return page

    def context(self, rows, filtered, page):
        sheet = reverse("cases:waiting_sheet") + filtered.address()
        scope = self.request.user.scope_for(VIEW)
        return super().context(rows, filtered, page) | {
            "exports": [{"label": "XLSX", "url": sheet}],
            "is_part": not scope.everything,
        }


class WaitingSheet(Page):
    """The whole list as a sheet, as the page filters it."""

    permission = VIEW

    def get(self, request):
        line = Request.objects.visible_to(request.user, VIEW)
        kept = Filtered(WAITING_FILTERS, request).keep(line.waiting_for_funds())
        ids = list(kept.order_by().values_list("pk", flat=True))
        table = waiting_table(line.places_in_line(ids).get)
        rows = kept.order_by(*dict(ORDER)).values_list(*table.fields)
        readlog.note_export(request, what="cases.request", row_id="")
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "waiting.xlsx"
            lines = table.sheet_rows(rows.iterator())
            sheets.write_xlsx(path, str(WAITING), table.sheet_head(), lines)
            name = f"waiting-list-{timezone.localdate().isoformat()}.xlsx"
            return private_file(path, name, XLSX)


class FundList(ListPage):
    """The budget lines, the newest first, with what is left of each."""

    # The columns are named one by one, as every list reads them.
    queryset = Fund.objects.rewrite(False)
    permission = KEEP
    title = gettext_lazy("Funds of the ministry and the donors")
    table = FUNDS
    filters = FUND_FILTERS
    order_key = "id"
    actions = (
        Action(
            gettext_lazy("Enter a fund"),
            "cases:fund_create",
            KEEP,
            primary=True,
            icon="plus",
        ),
        Action(WAITING, "cases:waiting_list", VIEW),
    )
    empty = (
        gettext_lazy("No fund fits"),
        gettext_lazy(
            "Budget lines of the ministry and money of donors are entered here, each for one year."
        ),
    )


class FundCreate(CreatePage):
    permission = KEEP
    form_class = FundForm
    title = gettext_lazy("Enter a fund")

    def form_arguments(self):
        return {"instance": Fund(), "initial": {"year": timezone.localdate().year}}

    def save(self, form):
        return services.save_fund(fund=form.save(commit=False)).get_absolute_url()

    def cancel_url(self):
        return FUND_LIST


class FundUpdate(UpdatePage):
    queryset = Fund.objects.all()
    permission = KEEP
    form_class = FundForm
    title = gettext_lazy("Change a fund")
    intro = gettext_lazy("The amount cannot be less than what is committed already.")

    def save(self, form):
        edit_versions.take(self.object)
        services.save_fund(fund=form.save(commit=False))
        return self.done_url()


class FundingCreate(ObjectFormPage):
    """Commit funds to an approved request."""

    queryset = Request.objects.select_related("household__head", "request_type")
    permission = COMMIT
    view_permission = VIEW
    form_class = FundingForm
    title = gettext_lazy("Commit funds")
    submit_label = gettext_lazy("Commit")
    saved_message = gettext_lazy(
        "The funds are committed and the family's letter is made."
    )

    @property
    def intro(self):
        return _("%(family)s, %(request)s: %(kind)s.") % {
            "family": self.object.title,
            "request": self.object,
            "kind": self.object.request_type,
        }

    def form_arguments(self):
        return {"request": self.object, "instance": Funding()}

    def save(self, form):
        services.commit_funds(
            request=self.object, by=self.request.user, **form.cleaned_data
        )
        return self.cancel_url()

    def cancel_url(self):
        if self.request.GET.get("from") == "list":
            return reverse("cases:waiting_list")
        return reverse("cases:request_works", args=[self.object.pk])


class FundingRelease(ObjectFormPage):
    """Take committed funds back before an agreement rests on them."""

    queryset = Funding.objects.select_related("request", "fund")
    permission = COMMIT
    view_permission = VIEW
    form_class = ReasonForm
    title = gettext_lazy("Release funds")
    intro = gettext_lazy(
        "The request is on the waiting list again, by the day of its approval, and the family is told in writing."
    )
    submit_label = gettext_lazy("Release")
    saved_message = gettext_lazy(
        "The funds are released and the family's letter is made."
    )

    def save(self, form):
        services.release_funds(
            funding=self.object,
            reason=form.cleaned_data["reason"],
            by=self.request.user,
        )
        return self.cancel_url()

    def cancel_url(self):
        return reverse("cases:request_works", args=[self.object.request_id])

    def tone(self):
        return "danger"
