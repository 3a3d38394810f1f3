"""What follows a decision: funds, agreement, works, acceptance, handover."""

from django.urls import reverse
from django.utils.translation import gettext_lazy

from cases import services
from cases.forms import ScanForm, WorksReportForm
from cases.models import Acceptance, Funding, Handover, Request, WorksReport
from cases.views.requests import RequestPage
from core.pages import ObjectFormPage

COMMIT, VIEW = "cases.commit_funds", "cases.view_request"
REPORT, ACCEPT = "cases.report_works", "cases.accept_works"
HAND_OVER = "cases.hand_over"


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
        reports = list(obj.works_reports.select_related("reported_by", "scan"))
        may_commit = obj.status == obj.Status.APPROVED and user.has_perm(COMMIT, obj)
        return {
            "fundings": fundings,
            "waits": is_waiting(obj, fundings),
            "may_commit": may_commit,
            "agreements": obj.agreements.select_related("letter"),
            "reports": reports,
            "acceptances": obj.acceptances.select_related("scan"),
            "handover": getattr(obj, "handover", None),
            "may_report": user.has_perm(REPORT, obj),
            "may_scan": self.may_scan(obj, reports),
        }

    def may_scan(self, obj, reports: list) -> dict:
        """Which signed papers this person attaches, also when nothing is built any more: paper comes late."""
        user = self.request.user
        return {
            "report": bool(reports) and user.has_perm(REPORT, reports[0]),
            "acceptance": user.has_perm(ACCEPT, obj),
            "handover": user.has_perm(HAND_OVER, obj),
        }


class WorksReportCreate(ObjectFormPage):
    """How far the house has come, told by whoever was there."""

    queryset = Request.objects.all()
    permission = REPORT
    view_permission = VIEW
    form_class = WorksReportForm
    title = gettext_lazy("Report on the works")
    saved_message = gettext_lazy("The report is in the file.")

    def save(self, form):
        services.report_works(
            request=self.object,
            report=form.save(commit=False),
            scan=form.cleaned_data["scan"],
            by=self.request.user,
        )
        return self.cancel_url()

    def cancel_url(self):
        return reverse("cases:request_works", args=[self.object.pk])


class ScanAttach(ObjectFormPage):
    """The paper that was signed, for what was written down before."""

    view_permission = VIEW
    form_class = ScanForm
    title = gettext_lazy("Attach the signed paper")
    saved_message = gettext_lazy("The signed paper is in the file.")

    def save(self, form):
        services.attach_scan(
            paper=self.object, scan=form.cleaned_data["scan"], by=self.request.user
        )
        return self.cancel_url()

    def cancel_url(self):
        return reverse("cases:request_works", args=[self.object.request_id])


class WorksReportScan(ScanAttach):
    queryset = WorksReport.objects.all()
    permission = REPORT


class AcceptanceScan(ScanAttach):
    queryset = Acceptance.objects.all()
    permission = ACCEPT


class HandoverScan(ScanAttach):
    queryset = Handover.objects.all()
    permission = HAND_OVER
