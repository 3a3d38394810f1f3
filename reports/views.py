"""The catalogue, asking for a report, watching it, reading it, taking it along."""

from django import forms
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core import jobs, readlog
from core.forms import PortalForm
from core.models import Job
from core.pages import FormPage, Page
from core.pages.files import XLSX, private_file
from reports import services
from reports.catalogue import CATALOGUE

MEDIA_TYPES = {
    "xlsx": XLSX,
    "csv": "text/csv; charset=utf-8",
    "pdf": "application/pdf",
}
RUN = "reports.run_report"


class PurposeForm(PortalForm):
    """Every report says what it was for."""

    purpose = forms.CharField(
        label=_("What do you need it for?"),
        max_length=200,
        help_text=_("It stands in the log beside your name."),
    )


TONES = {
    Job.State.SUCCEEDED: "good",
    Job.State.FAILED: "bad",
    Job.State.CANCELLED: "neutral",
}


def own_runs(user):
    return Job.objects.filter(owner=user, kind=services.KIND)


def drawn(job: Job) -> dict:
    """A run in the list of one's own."""
    title = CATALOGUE[job.params["report"]].title
    return {"job": job, "title": title, "tone": TONES.get(job.state, "progress")}


def progress(job: Job) -> dict:
    """How far a run is, and what can be done with it."""
    stopped = job.state in {Job.State.FAILED, Job.State.CANCELLED}
    steps = {"cancel": job.is_open, "retry": stopped}
    urls = {
        f"{step}_url": reverse("reports:run_step", args=[job.pk, step])
        for step, possible in steps.items()
        if possible
    }
    percent = 100 * job.done // job.total if job.total else 0
    return {
        "label": job.get_state_display(),
        "done": job.done,
        "total": job.total,
        "percent": percent,
        "state": job.state,
        **urls,
    }


def cells(report, line) -> list[dict]:
    return [
        {"label": label, "number": number, "value": value}
        for (label, number), value in zip(report.head, line, strict=True)
    ]


class ReportList(Page):
    permission = RUN

    def get(self, request):
        nightly = services.wished_every_night(request.user)
        context = {
            "page": {"title": _("Reports")},
            "reports": [
                {"report": report, "nightly": report.key in nightly}
                for report in CATALOGUE.values()
                if request.user.has_perm(report.permission)
            ],
            "runs": [drawn(job) for job in own_runs(request.user)[:20]],
        }
        return render(request, "reports/report_list.html", context)


class ReportRequest(FormPage):
    """Ask for a report."""

    permission = RUN
    form_class = PurposeForm
    submit_label = _("Make the report")
    saved_message = _(
        "The report is being made. You may leave this page; it appears here when it is ready."
    )

    def prepare(self):
        self.report = CATALOGUE.get(self.kwargs["key"])
        if self.report is None:
            raise Http404
        self.title, self.intro = self.report.title, self.report.question

    def save(self, form):
        job = services.ask_for(
            self.report, by=self.request.user, purpose=form.cleaned_data["purpose"]
        )
        return reverse("reports:run_detail", args=[job.pk])

    def cancel_url(self):
        return reverse("reports:report_list")


class RunPage(Page):
    """A run of one's own; others' runs do not exist."""

    permission = RUN

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated:
            self.job = own_runs(request.user).filter(pk=kwargs["pk"]).first()
        return super().dispatch(request, *args, **kwargs)

    def found(self) -> Job:
        if self.job is None:
            raise Http404
        return self.job


class RunDetail(RunPage):
    def get(self, request, pk):
        job = self.found()
        report = CATALOGUE[job.params["report"]]
        lines = job.result.get("lines", [])
        context = {
            "page": {"title": report.title},
            "job": job,
            "report": report,
            "progress": progress(job),
            "lines": lines,
            "rows": [cells(report, line) for line in lines],
            "picture": report.picture(lines),
            "covers": report.covers(job.result.get("rows", 0)),
            "files": [name for name in services.FORMATS if services.file_of(job, name)],
        }
        return render(request, "reports/run_detail.html", context)


class RunFile(RunPage):
    def get(self, request, pk, format_name):
        job = self.found()
        path = services.file_of(job, format_name)
        if path is None:
            raise Http404
        readlog.note_export(request, what=f"reports.{format_name}", row_id=job.pk)
        name = f"{job.params['report']}-{job.pk}.{format_name}"
        return private_file(path, name, MEDIA_TYPES[format_name])


class RunStep(RunPage):
    """Cancel or retry a run."""

    def post(self, request, pk, step):
        job = self.found()
        {"cancel": jobs.cancel, "retry": jobs.retry}[step](job)
        return HttpResponseRedirect(reverse("reports:run_detail", args=[pk]))


class Nightly(Page):
    """Have a report every night, or no longer."""

    permission = RUN

    def post(self, request, key):
        if key not in CATALOGUE:
            raise Http404
        # The button says which of the two is wanted, so a double click does it once.
        wanted = request.POST.get("wanted") == "yes"
        services.wish_every_night(key, by=request.user, wanted=wanted)
        return HttpResponseRedirect(reverse("reports:report_list"))
