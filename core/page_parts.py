"""Parts of record pages made from a record's life: steps, checklist, due date, timeline."""

from datetime import date

from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.models import StatusChange
from core.place_names import municipality_name
from core.workflow import CHANGED_OFFICE, Step, Workflow, fix_url


def changes_of(obj) -> list[StatusChange]:
    return list(StatusChange.objects.filter(record_id=obj.pk).select_related("by"))


def steps(workflow: Workflow, obj, changes: list[StatusChange]) -> list[dict]:
    """The usual way through with the dates it was reached; a detour shows where the record is now."""
    reached = {
        change.to_status: change.at
        for change in changes
        if change.transition != CHANGED_OFFICE
    }
    path = list(workflow.path_of(obj))
    if obj.status not in path:
        passed = [number for number, status in enumerate(path) if status in reached]
        path.insert(max(passed, default=0) + 1, obj.status)
        if workflow.stage(obj.status).final:
            path = path[: path.index(obj.status) + 1]
    here = path.index(obj.status)
    return [
        {
            "label": workflow.stage(status).label,
            "public_label": workflow.stage(status).public_label,
            "date": reached.get(status) if number <= here else None,
            "state": "now" if number == here else "past" if number < here else "future",
        }
        for number, status in enumerate(path)
    ]


def checklist(available: list[Step], obj) -> list[dict]:
    """What must be so for the steps on offer: done or open, with the place where it can be filled."""
    missing = {guard for step in available for guard in step.missing}
    guards = dict.fromkeys(
        guard
        for step in available
        for guard in step.transition.guards
        if guard.on_checklist
    )
    return [
        {
            "label": guard.label,
            "done": guard not in missing,
            "url": fix_url(guard, obj) if guard in missing else "",
            "link_label": guard.fix_label,
        }
        for guard in guards
    ]


def due(due_on: date | None, *, on: date | None = None) -> dict | None:
    """A due date in words and colour."""
    if due_on is None:
        return None
    days = (due_on - (on or timezone.localdate())).days
    full = formats.date_format(due_on, "DATE_FORMAT")
    return {"text": due_words(days, due_on), "tone": due_tone(days), "title": full}


def due_tone(days: int) -> str:
    if days < 0:
        return "late"
    return "soon" if days <= 2 else ""


def due_words(days: int, due_on: date) -> str:
    if days < 0:
        return ngettext("%(days)s day late", "%(days)s days late", -days) % {
            "days": -days
        }
    if days == 0:
        return _("today")
    if days == 1:
        return _("tomorrow")
    return formats.date_format(due_on, "SHORT_DATE_FORMAT")


def timeline(workflow: Workflow, changes: list[StatusChange]) -> list[dict]:
    return [
        {
            **_words(workflow, change),
            "note": change.reason,
            "at": change.at,
            "by": str(change.by) if change.by else "",
            "act": True,
            "kind": "step",
        }
        for change in changes
    ]


def _words(workflow: Workflow, change: StatusChange) -> dict:
    if change.transition == CHANGED_OFFICE:
        return {
            "title": _("The file has changed its office"),
            "text": f"{municipality_name(change.details['from'])} → {municipality_name(change.details['to'])}",
        }
    known = workflow.step_labels.get(change.transition, "")
    return {
        "title": workflow.stage(change.to_status).label,
        "text": known if change.from_status else _("Registered"),
    }
