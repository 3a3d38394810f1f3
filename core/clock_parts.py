"""Parts of record pages about time: each deadline with all that moved it, and where the days went."""

from collections.abc import Callable
from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import deadlines, waiting
from core.extensions import can_be_extended
from core.models import (
    Clock,
    ClockChange,
    ClockExtension,
    Escalation,
    InstitutionRequest,
    StatusChange,
    Turn,
)
from core.place_names import holiday_names
from core.workflow import Workflow


def why_due(
    obj, workflow: Workflow, *, extend_url: Callable[[Clock], str] | None = None
) -> list[dict]:
    """Each running deadline with the reckoning behind its date, what moved it, who was told, and whether its law was verified."""
    labels = {rule.key: rule.label for rule in workflow.deadlines}
    running = list(_running(obj))
    names = holiday_names()
    today = timezone.localdate()
    return [
        {
            "label": labels.get(clock.key, clock.key),
            "due": clock.due_on,
            "paused_on": clock.paused_on,
            "waits": clock.due_on is None and bool(clock.trace),
            "reckoning": deadlines.describe(deadlines.from_json(clock.trace), names),
            "legal_basis": clock.provision.legal_basis,
            "is_verified": clock.provision.is_verified,
            "moves": [_moved(move, names) for move in clock.moves],
            "extensions": [_dated(more, "on") for more in clock.more_time],
            "told": [_dated(said, "on") for said in clock.told],
            "extend_url": extend_url(clock)
            if extend_url and can_be_extended(clock, on=today)
            else "",
        }
        for clock in running
    ]


def questions_of(obj) -> list[InstitutionRequest]:
    """What other institutions were asked about a record, the newest first."""
    return list(
        InstitutionRequest.objects.filter(record_id=obj.pk).select_related(
            "institution"
        )
    )


def time_spent(
    workflow: Workflow,
    changes: list[StatusChange],
    questions: list[InstitutionRequest],
) -> list[dict]:
    """With whom the file was for how many days, to the end of its life or today."""
    today = timezone.localdate()
    stays = [
        waiting.Stay(
            timezone.localdate(change.at), workflow.stage(change.to_status).turn
        )
        for change in changes
    ]
    asked = [(question.asked_on, question.answered_on) for question in questions]
    labels = dict(Turn.choices) | {waiting.INSTITUTION: _("another institution")}
    spent = waiting.days_by_turn(stays, asked, until=today)
    return [
        {
            "label": labels[turn],
            "days": ngettext("%(days)s day", "%(days)s days", days) % {"days": days},
        }
        for turn, days in spent.items()
    ]


def _running(obj) -> QuerySet:
    """The open clocks of a record with all that hangs on them, in one query."""
    return (
        Clock.objects.filter(record_id=obj.pk, closed_on=None)
        .select_related("provision")
        .annotate(
            moves=_hanging(ClockChange, old="old_due", new="new_due", why="holidays"),
            more_time=_hanging(
                ClockExtension,
                days="days",
                on="granted_on",
                who="granted_by__full_name",
                reason="reason",
                legal_basis="legal_basis",
                most="most_days",
            ),
            told=_hanging(Escalation, role="role", on="told_on"),
        )
        .order_by("pk")
    )


def _hanging(model, **columns) -> ArraySubquery:
    rows = model.objects.filter(clock=OuterRef("pk")).order_by("pk")
    return ArraySubquery(rows.values_list(JSONObject(**columns)))


def _moved(move: dict, names: dict[date, str]) -> dict:
    """One move of a due date, and the days because of which it moved."""
    because = [
        {
            "day": date.fromisoformat(day),
            "name": names.get(date.fromisoformat(day), name),
            "is_holiday": is_holiday,
        }
        for day, name, is_holiday in move["why"]
    ]
    return _dated(move, "old", "new") | {"because": because}


def _dated(row: dict, *names: str) -> dict:
    """The same with days instead of their letters."""
    return row | {name: date.fromisoformat(row[name]) for name in names}
