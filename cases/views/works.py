"""What follows a decision: agreement, works, acceptance, handover."""

from django.urls import reverse
from django.utils.translation import gettext_lazy

from cases import services
from cases.forms import WorksReportForm
from cases.models import Request
from cases.views.requests import RequestPage
from core.pages import ObjectFormPage


class RequestWorks(RequestPage):
    """From the agreement to the key, the latest first."""

    template_name = "cases/request_works.html"
    tab = "request_works"

    def section(self, obj):
        return {
            "agreements": obj.agreements.select_related("letter"),
            "reports": obj.works_reports.select_related("reported_by"),
            "acceptances": obj.acceptances.all(),
            "handover": getattr(obj, "handover", None),
            "may_report": self.request.user.has_perm("cases.report_works", obj),
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
