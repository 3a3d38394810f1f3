"""A known person joins a household: looked for with the one box, chosen among the few who fit best."""

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext_lazy

from cases.forms.membership import KnownPersonForm
from cases.models import Change
from cases.search.joining import free_persons, who_may_join
from cases.views.membership import HOUSEHOLDS, EventPage
from core.scoping import Scope


class MemberJoin(EventPage):
    """First whom, then since when and as what; without script in two steps."""

    kind = Change.Kind.JOIN
    form_class = KnownPersonForm
    title = gettext_lazy("A known person joins")

    def get(self, request, *args, **kwargs):
        if request.GET.get("part") == "suggestions":
            return self.suggestions()
        return super().get(request, *args, **kwargs)

    def suggestions(self):
        """Whom one may mean while typing; the household itself is not opened by it."""
        seen = HOUSEHOLDS.all().visible_to(self.request.user, self.permission)
        household = seen.filter(pk=self.kwargs["pk"]).first()
        if household is None:
            raise Http404
        shown = {"found": self.found(household), "typed": self.typed}
        return render(self.request, "cases/_join_suggestions.html", shown)

    @property
    def typed(self) -> str:
        return self.request.GET.get("whom", "").strip()

    def found(self, household) -> list:
        return who_may_join(self.request.GET.get("whom", ""), scope_of(household))

    def form_arguments(self):
        free = free_persons(scope_of(self.household))
        found = self.found(self.household)
        told = self.request.POST.get("person") or self.request.GET.get("person", "")
        offered = {each.person.pk: each.person for each in found}
        if told.isascii() and told.isdigit() and len(told) < 19:
            # Whoever was chosen stays in the list, whatever is in the box now.
            offered |= {each.pk: each for each in free.filter(pk=told)}
        self.offered = list(offered.values())
        chosen = told or (self.offered[0].pk if len(self.offered) == 1 else None)
        return super().form_arguments() | {
            "free": free,
            "offered": self.offered,
            "why": {each.person.pk: " · ".join(each.why) for each in found},
            "initial": {"person": chosen},
        }

    @property
    def template_name(self):
        found = self.offered or self.request.method == "POST"
        return "cases/member_join.html" if found else "cases/member_join_find.html"

    def more(self):
        return super().more() | {"typed": self.typed}


def scope_of(household) -> Scope:
    """The municipality of the household: whoever joins is known there."""
    return Scope(municipalities=(household.municipality_id,))
