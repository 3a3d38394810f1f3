"""The life of a follow-up: a family left or lost what it had, somebody takes it up, and says how it ended."""

from django.utils.translation import gettext_lazy as _

from cases.forms.monitoring import TakeUpForm
from cases.models import FollowUp
from core.clocks import Deadline
from core.models import Turn
from core.workflow import Stage, Transition, Workflow

S = FollowUp.Status


def _agree_on_day(follow_up, *, change, by, until=None) -> None:
    """Whoever takes it up works on it; the day agreed on is due, unless the law says an earlier one."""
    follow_up.assigned_to = by
    days = [day for day in (follow_up.due_on, until) if day]
    follow_up.due_on = min(days, default=None)
    follow_up.save(update_fields=["assigned_to", "due_on"])


FOLLOW_UP = Workflow(
    "cases.followup",
    stages=(
        Stage(S.RAISED, S.RAISED.label, S.RAISED.label, "neutral", Turn.OFFICE),
        Stage(S.OPEN, S.OPEN.label, S.OPEN.label, "waiting", Turn.OFFICE),
        Stage(S.TAKEN_UP, S.TAKEN_UP.label, S.TAKEN_UP.label, "progress", Turn.OFFICE),
        Stage(
            S.CLOSED,
            S.CLOSED.label,
            S.CLOSED.label,
            "good",
            Turn.NOBODY,
            final=True,
        ),
    ),
    path=(S.OPEN, S.TAKEN_UP, S.CLOSED),
    deadlines=(
        Deadline(
            "follow_up_days",
            _("Look again at the support of the family"),
            starts=S.OPEN,
            ends=(S.CLOSED,),
        ),
    ),
    transitions=(
        # The clock of a life starts with a step, not with its beginning.
        Transition("open", _("Seen at a visit"), (S.RAISED,), S.OPEN, None),
        Transition(
            "take_up",
            _("Take up"),
            (S.OPEN,),
            S.TAKEN_UP,
            "cases.follow_up",
            form=TakeUpForm,
            effect=_agree_on_day,
            consequences=(
                _("You work on it from now on."),
                _("Nothing is taken from the family by this."),
            ),
        ),
        Transition(
            "close",
            _("Close"),
            (S.OPEN, S.TAKEN_UP),
            S.CLOSED,
            "cases.follow_up",
            needs_reason=True,
            tone="secondary",
            consequences=(_("Say what was done, or why the family needs nothing."),),
        ),
    ),
)
