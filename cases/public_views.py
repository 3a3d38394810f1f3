"""Pages without an account: where a request stands, whether a letter is genuine; they name nobody."""

from django import forms
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView, View

from cases.models import Request
from cases.workflow import REQUEST
from core import page_parts, public_access
from core.forms import PortalForm
from core.models import Letter
from core.scoping import Scope, acting


class TicketForm(PortalForm):
    """Number and code as they stand on the paper."""

    number = forms.CharField(
        label=_("Number"), max_length=40, help_text=_("For example RR-2026-000412.")
    )
    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        help_text=_("The letters and digits under the square picture."),
    )


class PublicHome(TemplateView):
    template_name = "public/home.html"


TOO_MANY = _("Too many attempts. Wait a quarter of an hour and try again.")
NOT_FOUND = _("Number and code do not fit together. Look at the paper again.")


class TicketPage(View):
    """Ask for number and code, by hand or from a QR code, then answer for exactly that record."""

    template_name = ""
    title = ""

    def get(self, request):
        if "code" in request.GET:
            return self.answer(TicketForm(request.GET))
        return self.ask(TicketForm(initial={"number": request.GET.get("number", "")}))

    def post(self, request):
        return self.answer(TicketForm(request.POST))

    def ask(self, form, *, status: int = 200):
        context = {"form": form, "page": {"title": self.title}}
        return render(self.request, self.template_name, context, status=status)

    def answer(self, form):
        if not form.is_valid():
            return self.ask(form, status=422)
        try:
            found = self.find(**form.cleaned_data)
        except public_access.TooMany:
            form.add_error(None, TOO_MANY)
            return self.ask(form, status=429)
        if not found:
            form.add_error(None, NOT_FOUND)
            return self.ask(form, status=422)
        context = {"page": {"title": self.title}, **found}
        return render(self.request, self.template_name, context)

    def find(self, number: str, code: str) -> dict | None:
        """What may be said about the record behind number and code."""
        ticket = public_access.find(number, code)
        if ticket is None:
            return None
        # The narrowest context that can answer: the municipality of this one record; the ministry's papers have none.
        place = ticket.municipality_id
        scope = Scope(municipalities=(place,)) if place else Scope(everything=True)
        with acting(scope, request_id=self.request.id):
            return self.look_up(ticket)

    def look_up(self, ticket) -> dict | None:
        raise NotImplementedError(type(self).__name__)


class RequestStatus(TicketPage):
    template_name = "public/request_status.html"
    title = _("Where does my request stand?")

    def look_up(self, ticket):
        obj = Request.objects.filter(pk=ticket.record_id).first()
        if obj is None:
            return None
        stage = REQUEST.stage(obj.status)
        steps = page_parts.steps(REQUEST, obj, page_parts.changes_of(obj))
        return {
            "reference": obj.reference,
            "stage": stage,
            "stands": _stands(obj) or stage.public_label,
            "since": obj.status_since,
            "due_on": obj.due_on,
            "applicant_acts": obj.turn == "applicant",
            "steps": [step | {"label": step["public_label"]} for step in steps],
        }


def _stands(request: Request) -> str:
    """What an approval alone does not tell the family: whether there are funds; no place on a list that may change."""
    if request.status != Request.Status.APPROVED:
        return ""
    if request.fundings.filter(is_live=True).exists():
        return _("Approved; funds are committed")
    return _("Approved; waits for funds")


class LetterCheck(TicketPage):
    template_name = "public/letter_check.html"
    title = _("Is this letter genuine?")

    def look_up(self, ticket):
        letter = Letter.objects.filter(pk=ticket.letter_id).first()
        if letter is None:
            return None
        return {"letter": letter}
