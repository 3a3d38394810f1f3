"""The search of the registry, its suggestions while typing, and the search before a registration."""

from urllib.parse import urlencode

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import search
from cases.forms import RegistrationSearchForm
from cases.search.elsewhere import QUESTIONS, known_elsewhere
from cases.search.households import grouped
from cases.search.registering import as_names
from core import readlog, rules, throttle
from core.models import Municipality
from core.pages import Page
from core.place_names import reference_name

VIEW = "cases.view_request"
REGISTER = "cases.register_household"
MOST_SUGGESTED = 8


class Search(Page):
    """One box: who is found, by household, and why."""

    permission = VIEW
    title = gettext_lazy("Search")

    def get(self, request):
        typed = request.GET.get("q", "")
        found = search.search(typed, self.scope())
        if request.GET.get("part") == "suggestions":
            shown = {"found": found[:MOST_SUGGESTED], "typed": bool(typed.strip())}
            return render(request, "cases/_suggestions.html", shown)
        context = self.context(found, typed) | {"typed": typed.strip()}
        return render(request, "cases/search.html", context)

    def scope(self):
        return self.request.user.scope_for(VIEW)

    def context(self, found, typed: str) -> dict:
        return {
            "page": {"title": self.title},
            "groups": grouped(found, self.scope()),
            "people": len(found),
            "may_change": rules.may(self.request.user, "cases.propose_change"),
            "list_url": _address("cases:request_list", {"q": typed}),
            "empty": self.empty(typed),
        }

    def empty(self, typed: str) -> dict:
        may = rules.may(self.request.user, REGISTER)
        names = as_names(search.read(typed))
        return {
            "title": _("Nobody is found"),
            "text": _("Try fewer words, another spelling, or the number of a paper."),
            "action_url": may and _address("cases:registration_search", names),
            "action_label": _("Register a household"),
        }


class RegistrationSearch(Search):
    """Before a family is registered it is looked for; what was typed fills the form."""

    permission = REGISTER
    title = gettext_lazy("Register a household")

    def get(self, request):
        # A link brings what is known so far; the form itself always sends both names.
        sent = {"surname", "given_name"} <= set(request.GET)
        form = RegistrationSearchForm(
            request.GET if sent else None, initial=request.GET.dict()
        )
        context = {"page": {"title": self.title}, "form": form}
        if form.is_valid():
            context |= self.answer(form.cleaned_data)
        return render(request, "cases/search_registration.html", context)

    def answer(self, typed: dict) -> dict:
        names = " ".join(typed[n] for n in ("given_name", "surname", "father_name"))
        found = search.search(f"{names} ", self.scope(), year=typed["birth_year"])
        return self.context(found, names) | {
            "searched": True,
            "elsewhere": self.elsewhere(typed),
            "register_url": _address("cases:request_register", typed),
        }

    def elsewhere(self, typed: dict) -> str:
        """The one sentence that may be said about other offices; every question counts and is written down."""
        user = self.request.user
        if not throttle.count(f"known elsewhere {user.pk}", QUESTIONS):
            return _(
                "You have asked about many people in a short time. Ask the ministry whether another office knows this one."
            )
        person = known_elsewhere(
            given_name=typed["given_name"],
            surname=typed["surname"],
            year=typed["birth_year"],
            own=user.scope_for(REGISTER),
        )
        readlog.note_export(
            self.request, what="known elsewhere", row_id=person.pk if person else ""
        )
        if person is None:
            return ""
        return _(
            "A person like this may be known in another office (%(office)s). Ask the ministry or that office before registering."
        ) % {"office": reference_name(Municipality, person.municipality_id)}


def _address(route: str, typed: dict) -> str:
    asked = {name: value for name, value in typed.items() if value}
    return f"{reverse(route)}?{urlencode(asked)}" if asked else reverse(route)
