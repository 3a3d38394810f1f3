"""My work: everything that waits for somebody or their office, late first, the next action one click away."""

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.pages import Action, Page
from core.pages.base import drawn_actions
from core.rules import SIGNED_IN
from mcr_portal.waiting import kind
from mcr_portal.waiting.declared import KINDS

ACTIONS = (
    Action(
        gettext_lazy("Load of colleagues"), "cases:load_list", "cases.assign_request"
    ),
    Action(gettext_lazy("Steps for many files"), "bulk_list", SIGNED_IN),
    Action(gettext_lazy("Calendar"), "calendar_address", SIGNED_IN, icon="calendar"),
)


class WorkList(Page):
    """What waits, in three groups: late, due within a week, everything else."""

    permission = SIGNED_IN

    def get(self, request):
        mine = request.GET.get("whose") == "mine"
        found = kind.found_for(request.user, KINDS, mine=mine)
        seen = kind.things(found)
        context = {
            "page": {
                "title": _("Everything that waits"),
                "actions": drawn_actions(ACTIONS, request.user),
            },
            "groups": self.groups(seen),
            "counts": kind.counts(found),
            "whose": self.whose(mine),
            "most": kind.SHOWN,
        }
        return render(request, "home/work_list.html", context)

    def groups(self, seen) -> list[dict]:
        labels = {
            "late": _("Late"),
            "soon": _("Due within a week"),
            "later": _("Everything else"),
        }
        groups = kind.grouped(seen, on=timezone.localdate())
        return [
            {"key": key, "label": labels[key], "things": found}
            for key, found in groups.items()
            if found
        ]

    def whose(self, mine: bool) -> list[dict]:
        """The two ways to look at it."""
        choices = (("", _("My office"), not mine), ("mine", _("Mine"), mine))
        return [
            {"label": label, "url": f"?whose={value}" if value else "?", "active": on}
            for value, label, on in choices
        ]
