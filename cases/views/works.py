"""What follows a decision: funds, agreement, works, acceptance, handover."""

from django.urls import reverse
from django.utils.translation import gettext_lazy

from cases import services
from cases.forms import WorksReportForm
from cases.models import Funding, Request
from cases.views.requests import RequestPage
from core.pages import ObjectFormPage

COMMIT = "cases.commit_funds"


def is_waiting(request: Request, fundings: list[Funding]) -> bool:
    """Whether a request is on the waiting list, as its fundings tell."""
    is_funded = any(each.is_live for each in fundings)
    return request.status == Request.Status.APPROVED and not is_funded


class RequestWorks(RequestPage):
    """From the agreement to the key, the latest first."""

    template_name = "cases/request_works.html"
    tab = "request_works"

    def section(self, obj):
        user = self.request.user
        fundings = list(
            obj.fundings.select_related(
                "fund__source", "letter", "committed_by", "released_by"
            )
        )
        may_commit = obj.status == obj.Status.APPROVED and user.has_perm(COMMIT, obj)
        return {
            "fundings": fundings,
            "waits": is_waiting(obj, fundings),
            "may_commit": may_commit,
            "agreements": obj.agreements.select_related("letter"),
            "reports": obj.works_reports.select_related("reported_by"),
            "acceptances": obj.acceptances.all(),
            "handover": getattr(obj, "handover", None),
            "may_report": user.has_perm("cases.report_works", obj),
        }


class WorksReportCreate(ObjectFormPage):
    """How far the house has come, told by whoever was there."""

    queryset = Request.objects.all()
    permission = "cases.report_works"
    view_permission = "cases.view_request"
    form_class = WorksReportForm
    title = gettext_lazy("Report on the works")
    saved_message = gettext_lazy("The report is in the file.")

    def save(self, form):
        services.report_works(
            request=self.object,
            report=form.save(commit=False),
            by=self.request.user,
        )
        return self.cancel_url()

    def cancel_url(self):
        return reverse("cases:request_works", args=[self.object.pk])
