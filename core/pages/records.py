"""The page of a record: where it is in its life, what is missing, who acts next, by when; then everything else."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from core import clock_parts, page_parts, rules
from core.pages.base import ObjectMixin, Page, drawn_actions


class RecordPage(ObjectMixin, Page):
    """One record: declare `queryset`, `workflow`, `tabs`; opening it is written to the read log first."""

    template_name = "layouts/detail.html"
    workflow = None
    transition_route = ""
    actions = ()
    # Who may give a deadline more time and ask other institutions, and on which pages.
    extend_permission = ask_permission = ""
    extend_route = ask_route = ""

    def get(self, request, pk):
        self.object = obj = self.get_object()
        return render(request, self.template_name, self.context(obj))

    def context(self, obj) -> dict:
        context = {
            "object": obj,
            "record": self.header(obj),
            "crumbs": self.crumbs(obj),
            "actions": drawn_actions(self.actions, self.request.user, obj),
        }
        if self.workflow:
            changes = page_parts.changes_of(obj)
            questions = clock_parts.questions_of(obj)
            context |= {
                "time_spent": clock_parts.time_spent(self.workflow, changes, questions),
                "questions": questions,
                **self.asking(obj),
                "steps": page_parts.steps(self.workflow, obj, changes),
                "next_step": self.next_step(obj),
                "timeline": page_parts.timeline(self.workflow, changes)
                + self.more_timeline(obj),
            }
            context["timeline"].sort(key=lambda entry: entry["at"], reverse=True)
        return context | self.more(obj)

    def header(self, obj) -> dict:
        return {"title": str(obj), "reference": obj.reference}

    def crumbs(self, obj) -> list[dict]:
        return []

    def more(self, obj) -> dict:
        return {}

    def more_timeline(self, obj) -> list[dict]:
        return []

    def asking(self, obj) -> dict:
        """Whether this person may ask other institutions about the record, and where."""
        if not self.ask_route or not rules.may(
            self.request.user, self.ask_permission, obj
        ):
            return {}
        url = "" if self.is_over(obj) else reverse(self.ask_route, args=[obj.pk])
        return {"ask_url": url, "may_answer": True}

    def why_due(self, obj) -> list[dict]:
        return clock_parts.why_due(obj, self.workflow, extend_url=self.extending(obj))

    def extending(self, obj):
        """Where a deadline gets more time, for those who may give it."""
        if not self.extend_route or not rules.may(
            self.request.user, self.extend_permission, obj
        ):
            return None
        return lambda clock: reverse(self.extend_route, args=[clock.pk])

    def is_over(self, obj) -> bool:
        return self.workflow.stage(obj.status).final

    def next_step(self, obj) -> dict:
        available = self.workflow.available(obj, self.request.user)
        steps = [step for step in available if step.makes_sense]
        main = next((step for step in steps if step.is_ready), None)
        stage = self.workflow.stage(obj.status)
        return {
            "title": _("Next step") if steps else stage.label,
            "turn": "" if stage.final else obj.get_turn_display(),
            "note": "" if steps else _("There is nothing for you to do here now."),
            "due": page_parts.due(obj.due_on),
            "why": self.why_due(obj),
            "items": page_parts.checklist(steps, obj),
            "actions": [
                {
                    "label": step.transition.label,
                    "url": reverse(
                        self.transition_route, args=[obj.pk, step.transition.name]
                    ),
                    "primary": step is main,
                    "disabled": not step.is_ready,
                    "tone": step.transition.tone,
                }
                for step in steps
            ],
        }
