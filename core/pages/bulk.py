"""Steps for many records: asking for one, watching it, its result row by row, taking it back."""

import json
import tempfile
from copy import copy
from pathlib import Path
from urllib.parse import urlsplit

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from core import bulk, form_tokens, jobs, printing, readlog, rules, sheets
from core.filters import Choice, Filter, Filtered
from core.forms import PortalForm, ReasonForm
from core.models import BulkRow, BulkRun, Job
from core.pages.base import Page
from core.pages.edits import FormPage
from core.pages.files import XLSX, private_file
from core.pages.lists import ListPage, back_address, chosen_numbers
from core.rules import SIGNED_IN
from core.tables import Column, Table, badge, link_parts
from core.templatetags.portal import moment

NOT_DONE = (BulkRow.State.WAITING, BulkRow.State.REFUSED)
LINK = '<a class="ref" href="{}">{}</a>'
STATES = dict(BulkRow.State.choices)
TONES = {"waiting": "waiting", "done": "good", "refused": "bad", "undone": "neutral", "stays": "progress"}  # fmt: skip


class BulkStart(Page):
    """Ask for one step with the ticked rows, or with all that the filter of the list finds."""

    action: bulk.Action
    # The list from which it is asked for, and its address.
    list_page = ListPage
    list_route = ""
    nothing = gettext_lazy("Choose at least one row first.")

    def post(self, request):
        wanted = self._wanted()
        if not wanted:
            messages.warning(request, self.nothing)
            return HttpResponseRedirect(self._back())
        if len(wanted) > bulk.MOST:
            messages.warning(request, self._too_many())
            return HttpResponseRedirect(self._back())
        if "confirmed" not in request.POST:
            return self._ask(bulk.asked(self.action, user=request.user), wanted)
        form = bulk.asked(self.action, user=request.user, data=request.POST)
        if not form.is_valid():
            return self._ask(form, wanted, status=422)
        return self._start(form, wanted)

    def _start(self, form: PortalForm, wanted: list[int]):
        token = form_tokens.read(self.request.POST)
        if token is None or not form_tokens.claim(token, user_id=self.request.user.pk):
            messages.info(self.request, _("This was already done."))
            return HttpResponseRedirect(self._back())
        run = bulk.start(
            action=self.action,
            record_ids=wanted,
            answers={name: form[name].value() for name in form.fields},
            by=self.request.user,
        )
        return HttpResponseRedirect(reverse("bulk_detail", args=[run.pk]))

    def _wanted(self) -> list[int]:
        """The records: ticked ones, or one more than is possible of what the filter finds."""
        if self.request.POST.get("all"):
            found = self._found().order_by("pk").values_list("pk", flat=True)
            return self.targets(list(found[: bulk.MOST + 1]))
        return self.targets(chosen_numbers(self.request.POST, most=ListPage.MOST_TICKED))  # fmt: skip

    def targets(self, ids: list[int]) -> list[int]:
        """The records of the step that belong to these rows of the list: usually the same."""
        return ids

    def _found(self):
        """The rows of the list as the person saw it."""
        looked_at = copy(self.request)
        looked_at.GET = QueryDict(urlsplit(self._back()).query)
        page = self.list_page()
        page.setup(looked_at)
        return Filtered(page.filters, looked_at).keep(page.rows())

    def _ask(self, form: PortalForm, wanted: list[int], *, status: int = 200):
        everything = bool(self.request.POST.get("all"))
        context = {
            "page": {
                "title": self.action.label,
                "submit_label": self.action.label,
                "cancel_url": self._back(),
            },
            "form": form,
            "form_token": form_tokens.new(),
            "notes": self.action.notes,
            "number": len(wanted),
            "everything": everything,
            "chosen": [] if everything else self.request.POST.getlist("chosen"),
            "next": self._back(),
        }
        return render(self.request, "layouts/bulk_start.html", context, status=status)

    def _too_many(self) -> str:
        return _("At most %(number)s rows at once: narrow the list with a filter.") % {
            "number": bulk.MOST
        }

    def _back(self) -> str:
        return back_address(self.request, reverse(self.list_route))


class OwnRun(Page):
    """A page about a step for many that this person asked for; others' do not exist."""

    permission = SIGNED_IN

    @cached_property
    def run(self) -> BulkRun:
        own = BulkRun.objects.filter(owner=self.request.user, pk=self.kwargs["pk"])
        run = own.select_related("job", "undo_job").first()
        if run is None:
            raise Http404
        return run

    @property
    def action(self) -> bulk.Action:
        return bulk.ACTIONS[self.run.action]

    @property
    def job(self) -> Job:
        """What runs or ran last."""
        return self.run.undo_job or self.run.job


class BulkList(Page):
    """The steps for many that this person asked for, the last first."""

    permission = SIGNED_IN
    MOST = 50

    def get(self, request):
        own = BulkRun.objects.filter(owner=request.user).select_related("job", "undo_job")  # fmt: skip
        runs = list(own.annotate(number=Count("rows"))[: self.MOST])
        context = {
            "page": {"title": _("Steps for many files")},
            "runs": [
                {"run": run, "label": bulk.ACTIONS[run.action].label} for run in runs
            ],
        }
        return render(request, "layouts/bulk_list.html", context)


def _why(explanation) -> str:
    said = json.loads(explanation) if isinstance(explanation, str) else explanation
    return said.get(get_language(), "")


def _rows_table(route: str) -> Table:
    """Every row with its outcome; the number leads to the record."""
    before, after = link_parts(route)

    def numbered(pk: int, reference: str):
        return format_html(LINK, f"{before}{pk}{after}", reference)

    return Table(
        (
            Column("reference", gettext_lazy("Number"), ("record_id", "reference"), show=numbered, export=lambda _pk, reference: reference),
            Column("state", gettext_lazy("Result"), ("state",), show=lambda state: badge(STATES[state], TONES[state]), export=lambda state: str(STATES[state])),
            Column("why", gettext_lazy("Why not"), ("explanation",), show=_why, export=_why),
            Column("at", gettext_lazy("When"), ("at",), show=lambda at: moment(at) or "–", export=lambda at: at),
        )
    )  # fmt: skip


def _states(request) -> list[Choice]:
    return [Choice(state, label, Q(state=state)) for state, label in STATES.items()]


class BulkDetail(OwnRun, ListPage):
    """How far it is, and what became of every row."""

    queryset = BulkRow.objects.all()
    template_name = "layouts/bulk_detail.html"
    filters = (Filter("state", gettext_lazy("Result"), _states),)
    order_key = "record_id"
    empty = (gettext_lazy("No row has this result"), "")

    def get(self, request, pk):
        self.title = self.action.label
        return super().get(request)

    def columns(self):
        return _rows_table(self.action.route)

    def rows(self):
        return BulkRow.objects.filter(owner=self.request.user, run=self.run)

    def _same_rows(self):
        return None

    def context(self, rows, filtered, page):
        pk, job = self.run.pk, self.job
        export = {"label": "XLSX", "url": reverse("bulk_sheet", args=[pk])}
        return super().context(rows, filtered, page) | {
            "crumbs": [{"label": _("Steps for many files"), "url": reverse("bulk_list")}],
            "run": self.run,
            "job": job,
            "progress": progress(job, pk),
            "exports": [export],
            "paper": bool(printing.path_of(self.run.file)),
            "may_undo": self.may_undo(),
        }  # fmt: skip

    def may_undo(self) -> bool:
        """Whether there is something that can be taken back now."""
        run = self.run
        if self.action.undo is None or run.undo_job_id or run.job.is_open:
            return False
        return run.rows.filter(state=BulkRow.State.DONE).exists()


def progress(job: Job, pk: int) -> dict:
    """How far a job is, and what can be done with it."""
    stopped = job.state in {Job.State.FAILED, Job.State.CANCELLED}
    steps = {"cancel": job.is_open, "retry": stopped}
    urls = {
        f"{step}_url": reverse("bulk_step", args=[pk, step])
        for step, possible in steps.items()
        if possible
    }
    return {
        "label": job.get_state_display(),
        "done": job.done,
        "total": job.total,
        "percent": 100 * job.done // job.total if job.total else 0,
        "state": job.state,
        **urls,
    }


class BulkStep(OwnRun):
    """Cancel or retry what runs."""

    def post(self, request, pk, step):
        {"cancel": jobs.cancel, "retry": jobs.retry}[step](self.job)
        return HttpResponseRedirect(reverse("bulk_detail", args=[pk]))


class BulkUndo(OwnRun, FormPage):
    """Take back what was done, as far as it is still so."""

    title = gettext_lazy("Take back")
    submit_label = gettext_lazy("Take back")
    saved_message = gettext_lazy("It is being taken back, row by row.")

    def prepare(self):
        if self.action.undo is None:
            raise Http404

    @property
    def intro(self):
        done = self.run.rows.filter(state=BulkRow.State.DONE).count()
        return ngettext(
            "%(number)s row is taken back if it is still as this step left it; otherwise it stays and says why.",
            "%(number)s rows are taken back if they are still as this step left them; the others stay and say why.",
            done,
        ) % {"number": done}

    def form(self, **posted):
        form_class = ReasonForm if self.action.undo_needs_reason else PortalForm
        return form_class(**posted)

    def save(self, form):
        reason = form.cleaned_data.get("reason", "")
        bulk.take_back(run=self.run, reason=reason, by=self.request.user)
        return self.cancel_url()

    def cancel_url(self):
        return reverse("bulk_detail", args=[self.run.pk])

    def tone(self):
        return "danger"


class BulkSheet(OwnRun):
    """The result of every row as a sheet."""

    def get(self, request, pk):
        table = _rows_table(self.action.route)
        rows = BulkRow.objects.filter(owner=request.user, run=self.run).order_by("pk")
        lines = table.sheet_rows(rows.values_list(*table.fields).iterator())
        readlog.note_export(request, what="core.bulkrow", row_id=self.run.pk)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "results.xlsx"
            sheets.write_xlsx(path, str(self.action.label), table.sheet_head(), lines)
            return private_file(path, f"results-{self.run.pk}.xlsx", XLSX)


class BulkPaper(OwnRun):
    """What the step made of all rows together, to print; each file of which a part is given out is logged as read."""

    def get(self, request, pk):
        path, rows = printing.path_of(self.run.file), self._rows()
        if path is None or not rows:
            raise Http404
        readlog.note_all(request, rows)
        return private_file(path, f"print-{pk}.pdf", "application/pdf")

    def _rows(self) -> list:
        """The records in it, if this person may still see every one of them."""
        user, action = self.request.user, self.action
        gathered = self.run.rows.exclude(state__in=NOT_DONE).values("record_id")
        if not rules.may(user, action.permission):
            return []
        seen = action.rows().visible_to(user, action.permission)
        rows = list(seen.filter(pk__in=gathered))
        return rows if len(rows) == len(gathered) else []
