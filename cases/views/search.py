"""The search of the registry, its suggestions while typing, and the search before a registration."""

from urllib.parse import urlencode

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import search
from cases.forms import RegistrationSearchForm
from cases.search.elsewhere import QUESTIONS, known_elsewhere
from cases.search.found import MOST_FOUND
from cases.search.households import grouped
from cases.search.registering import as_names
from cases.tables_found import drawn
from core import readlog, rules, throttle
from core.models import Municipality
from core.pages import Page
from core.place_names import reference_name

VIEW = "cases.view_request"
REGISTER = "cases.register_household"
CHANGE = "cases.propose_change"
MOST_SUGGESTED = 8
# The likeliest first; who wants all of them says so.
SHOWN_FIRST = 20


class Search(Page):
    """One box: who is found, by household, and why."""

    permission = VIEW
    title = gettext_lazy("Search")

    def get(self, request):
        typed = request.GET.get("q", "")
        if request.GET.get("part") == "suggestions":
            found = search.search(typed, self.scope(), most=MOST_SUGGESTED)
            shown = {
                "found": found,
                "typed": bool(typed.strip()),
                "may_change": rules.may(self.request.user, CHANGE),
            }
            return render(request, "cases/_suggestions.html", shown)
        found = search.search(typed, self.scope(), most=self.most())
        context = self.context(found, typed) | {"typed": typed.strip()}
        return render(request, "cases/search.html", context)

    def scope(self):
        return self.request.user.scope_for(VIEW)

    def most(self) -> int:
        """How many are looked for: one more than are shown first tells that there are more."""
        return MOST_FOUND if self.wants_all() else SHOWN_FIRST + 1

    def wants_all(self) -> bool:
        return "all" in self.request.GET

    def context(self, found, typed: str) -> dict:
        more = len(found) > SHOWN_FIRST and not self.wants_all()
        shown = found[:SHOWN_FIRST] if more else found
        register_url = self.register_url(typed)
        return {
            "page": {"title": self.title},
            "tables": self.tables(shown, typed),
            "people": len(shown),
            "all_url": more and f"?{self.asked()}",
            "list_url": _address("cases:request_list", {"q": typed}),
            "register_url": register_url,
            "empty": not found and self.empty(register_url),
        }

    def asked(self) -> str:
        return urlencode(self.request.GET.dict() | {"all": 1})

    def tables(self, found, typed: str) -> dict:
        scope, asked = self.scope(), search.read(typed)
        several = scope.everything or len(scope.municipalities) > 1
        return drawn(
            grouped(found, scope, references=asked.references),
            several_places=several,
            may_change=rules.may(self.request.user, CHANGE),
        )

    def register_url(self, typed: str) -> str:
        """Where what was typed goes on to, for those who may register."""
        if not rules.may(self.request.user, REGISTER):
            return ""
        return _address("cases:registration_search", as_names(search.read(typed)))

    def empty(self, register_url: str) -> dict:
        return {
            "title": _("Nobody is found"),
            "text": _("Try fewer words, another spelling, or the number of a paper."),
            "action_url": register_url,
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
        found = search.search(
            f"{names} ", self.scope(), year=typed["birth_year"], most=self.most()
        )
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
