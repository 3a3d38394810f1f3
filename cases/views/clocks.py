"""More time for a deadline of a request, and questions about it to other institutions."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Request
from core.clock_forms import (
    ExtensionForm,
    InstitutionAnswerForm,
    InstitutionRequestForm,
)
from core.extensions import extend
from core.institution_requests import ask_institution, record_answer
from core.models import Clock, InstitutionRequest
from core.pages import ObjectFormPage


class BesideRequest(ObjectFormPage):
    """A form about something that hangs on a request."""

    view_permission = "cases.view_request"

    def cancel_url(self):
        return reverse("cases:request_detail", args=[self.object.record_id])


class DeadlineExtend(BesideRequest):
    """Give a running deadline more time."""

    queryset = Clock.objects.filter(record__kind="cases.request")
    permission = "cases.extend_deadline"
    form_class = ExtensionForm
    title = gettext_lazy("Give more time")
    intro = gettext_lazy(
        "The days are added to the deadline. Your name, the reason and the day stay in the file."
    )
    saved_message = gettext_lazy("The deadline has more time.")

    def save(self, form):
        extend(clock=self.object, by=self.request.user, **form.cleaned_data)
        return self.cancel_url()


class InstitutionAsk(ObjectFormPage):
    """Write down that another institution was asked."""

    queryset = Request.objects.all()
    permission = "cases.ask_institution"
    view_permission = "cases.view_request"
    form_class = InstitutionRequestForm
    title = gettext_lazy("Another institution is asked")
    intro = gettext_lazy(
        "The days until the answer are counted as the institution's, not as ours."
    )

    def save(self, form):
        ask_institution(
            record=self.object, question=form.instance, by=self.request.user
        )
        return self.cancel_url()


class InstitutionAnswer(BesideRequest):
    """Write down what another institution answered."""

    queryset = InstitutionRequest.objects.filter(
        record__kind="cases.request"
    ).select_related("institution")
    permission = "cases.ask_institution"
    form_class = InstitutionAnswerForm
    title = gettext_lazy("Record the answer")

    def page_title(self):
        return _("Answer of %(institution)s") % {"institution": self.object.institution}

    def save(self, form):
        answer = form.cleaned_data
        record_answer(
            question=self.object,
            on=answer["answered_on"],
            outcome=answer["outcome"],
            answer=answer["answer"],
            by=self.request.user,
        )
        return self.cancel_url()
