"""Follow-ups: families that left or lost what they had, and who looks at their support again."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import FollowUp
from cases.tables_visits import FOLLOW_UP_FILTERS, FOLLOW_UPS, of_reader
from cases.workflow_visits import FOLLOW_UP
from core import page_parts
from core.pages import Action, ListPage, RecordPage, TransitionPage

VIEW = "cases.view_request"
WITH_VISIT = FollowUp.objects.select_related(
    "household__head", "household__place_of_return", "monitoring", "municipality", "assigned_to"
)  # fmt: skip


class FollowUpList(ListPage):
    queryset = FollowUp.objects.all()
    permission = VIEW
    title = gettext_lazy("Follow-ups")
    table = FOLLOW_UPS
    filters = FOLLOW_UP_FILTERS
    actions = (Action(gettext_lazy("Monitoring plan"), "cases:monitoring_list", VIEW),)
    empty = (
        gettext_lazy("No follow-up fits"),
        gettext_lazy(
            "When a visit shows that a family has left or lost what it had, its support is looked at again here."
        ),
    )

    def columns(self):
        return of_reader(self.table, self.request.user.scope_for(self.permission))


class FollowUpDetail(RecordPage):
    queryset = WITH_VISIT
    permission = VIEW
    template_name = "cases/follow_up_detail.html"
    workflow = FOLLOW_UP
    transition_route = "cases:follow_up_transition"

    def header(self, obj):
        stage = FOLLOW_UP.stage(obj.status)
        return {
            "title": obj.title,
            "reference": obj.reference,
            "status": {"label": stage.label, "tone": stage.tone},
            "due": page_parts.due(obj.due_on),
            "meta": [
                obj.household.title,
                obj.municipality.name,
                _("officer: %(name)s") % {"name": obj.assigned_to or "–"},
            ],
        }

    def crumbs(self, obj):
        return [{"label": _("Follow-ups"), "url": reverse("cases:follow_up_list")}]

    def more(self, obj):
        return {"answers": obj.monitoring.answers.filter(criterion=obj.criterion)}


class FollowUpTransition(TransitionPage):
    queryset = WITH_VISIT
    permission = VIEW
    workflow = FOLLOW_UP
