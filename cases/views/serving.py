"""Service of letters: attempts, their results, and what was recorded wrongly."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.forms import ResultForm, ServiceForm
from cases.views.record_addresses import letters_url
from core import page_parts, rules, serving
from core.forms import ReasonForm
from core.models import Letter, Service
from core.pages import ObjectFormPage

SERVE = "cases.serve_letter"
VIEW = "cases.view_request"


def letters_of(user, record_id: int) -> dict:
    """The letters of a file with every attempt to serve them, and what this person may do next."""
    letters = Letter.objects.visible_to(user).filter(record_id=record_id)
    shown = list(serving.with_services(letters).order_by("-id"))
    return {
        "letters": [_with_state(letter) for letter in shown],
        "may_serve": bool(shown) and rules.may(user, SERVE, shown[0]),
    }


def _with_state(letter: Letter) -> dict:
    attempts = list(letter.services.all())
    live = [each for each in attempts if each.is_live]
    served = next((each for each in live if each.served_on), None)
    under_way = next((each for each in live if each.is_under_way), None)
    return {
        "letter": letter,
        "attempts": attempts,
        "needs_service": letter.kind not in serving.NOT_SERVED,
        "served": served,
        "due": None if served else page_parts.due(letter.serve_by),
        "under_way": under_way,
        "last": live[-1] if live else None,
    }


class ServiceCreate(ObjectFormPage):
    """Record that a letter was sent or handed over, and what came of it."""

    queryset = Letter.objects.select_related("record")
    permission = SERVE
    view_permission = VIEW
    form_class = ServiceForm

    @property
    def intro(self):
        if self.object.kind != "decision":
            return ""
        return _(
            "The time to appeal against a decision runs from the day on which it is served."
        )

    def form_arguments(self):
        letter = self.object
        return {
            "instance": Service(
                letter=letter, issued_on=letter.issued_on, addressee=letter.addressee
            )
        }

    def page_title(self):
        return _("Record service of %(letter)s") % {"letter": self.object.number}

    def save(self, form):
        serving.record_service(
            letter=self.object, by=self.request.user, **form.cleaned_data
        )
        return self.cancel_url()

    def cancel_url(self):
        return letters_url(self.object.record)


class OfService(ObjectFormPage):
    """A page about one attempt to serve a letter."""

    queryset = Service.objects.select_related("letter__record")
    permission = SERVE
    view_permission = VIEW

    def cancel_url(self):
        return letters_url(self.object.letter.record)


class ServiceOutcome(OfService):
    """Record what became of an attempt that was under way."""

    form_class = ResultForm
    title = gettext_lazy("Record the result of service")

    def form_arguments(self):
        return {"instance": self.object}

    def save(self, form):
        serving.record_outcome(
            service=self.object, by=self.request.user, **form.cleaned_data
        )
        return self.cancel_url()


class ServiceCancel(OfService):
    """Cancel a wrong row; it stays in the file with the reason."""

    form_class = ReasonForm
    title = gettext_lazy("Cancel a wrong record of service")
    intro = gettext_lazy(
        "The row stays in the file with your reason. Record the service anew afterwards."
    )
    submit_label = gettext_lazy("Cancel the row")

    def save(self, form):
        serving.cancel_service(
            service=self.object,
            reason=form.cleaned_data["reason"],
            by=self.request.user,
        )
        return self.cancel_url()
