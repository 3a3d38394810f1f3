"""Changes: the proposals that wait, and each one with what is so now beside what shall be."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import facts
from cases.change_tables import CHANGE_FILTERS, CHANGES
from cases.models import Change
from cases.workflow_changes import CHANGE
from core.models import Document
from core.pages import ListPage, RecordPage, TransitionPage

WITH_ALL = Change.objects.select_related(
    "household__head", "person", "other_household", "created_by", "approved_by"
)


class ChangeList(ListPage):
    queryset = Change.objects.proposals()
    permission = "cases.view_request"
    title = gettext_lazy("Changes")
    table = CHANGES
    filters = CHANGE_FILTERS
    empty = (
        gettext_lazy("No change fits"),
        gettext_lazy(
            "What colleagues propose about persons and members of households appears here."
        ),
    )


class ChangeDetail(RecordPage):
    """One change: the facts now and as proposed, and the paper that shows it."""

    queryset = WITH_ALL
    permission = "cases.view_request"
    template_name = "cases/change_detail.html"
    workflow = CHANGE
    transition_route = "cases:change_transition"

    def header(self, obj):
        stage = CHANGE.stage(obj.status)
        return {
            "title": obj.title,
            "reference": obj.reference,
            "status": {"label": stage.label, "tone": stage.tone},
            "meta": [_("proposed by %(name)s") % {"name": obj.created_by or "–"}],
        }

    def crumbs(self, obj):
        return [{"label": _("Changes"), "url": reverse("cases:change_list")}]

    def more(self, obj):
        papers = Document.objects.visible_to(self.request.user, self.permission)
        return {
            "rows": facts.side_by_side(obj),
            "documents": papers.filter(record_id=obj.pk),
        }


class ChangeTransition(TransitionPage):
    queryset = WITH_ALL
    permission = "cases.view_request"
    workflow = CHANGE

    def save(self, form):
        url = super().save(form)
        if self.transition.name == "undo" and self.object.household:
            # Whoever takes back what was just saved looks at the household, not at the change.
            return self.object.household.get_absolute_url()
        return url
