"""The life of a sitting: planned, open, closed once."""

from django.utils.translation import gettext_lazy as _

from commissions import closing, reckoning
from commissions.agenda import members_of
from commissions.models import Attendance, Sitting
from core.models import Turn
from core.workflow import Guard, Stage, Transition, Workflow

S = Sitting.Status
RUN = "commissions.run_sitting"


# Guards


def _has_items(sitting, by) -> bool:
    return sitting.items.exists()


def _knows_quorum(sitting, by) -> bool:
    return reckoning.quorum_of(sitting.commission, on=sitting.day) is not None


def _has_quorum(sitting, by) -> bool:
    """Enough of those who vote are there, a substitute for whoever is away."""
    quorum = reckoning.quorum_of(sitting.commission, on=sitting.day)
    present = set(
        Attendance.objects.filter(sitting=sitting, is_present=True).values_list(
            "member", flat=True
        )
    )
    there = reckoning.sitting_on_item(
        members_of(sitting), present=present, conflicted=set()
    )
    return quorum is not None and len(there) >= quorum


ITEMS = Guard(
    _("Something on the agenda"),
    _("The agenda is empty."),
    _has_items,
    fix="commissions:agenda_fill",
    fix_label=_("fill the agenda"),
)
QUORUM_KNOWN = Guard(
    _("How many must be present is known"),
    _(
        "How many members must be present is to be verified in the law; until then write down what the appointment act says."
    ),
    _knows_quorum,
)
QUORUM = Guard(
    _("Enough members are present"),
    _("Too few members are present: write down who is there."),
    _has_quorum,
    fix="commissions:sitting_attendance",
    fix_label=_("who is there"),
)


# Effects


def _settle(sitting, *, change, by) -> None:
    closing.settle(sitting, by=by, at=change.at)


def _let_go(sitting, *, change, by) -> None:
    closing.adjourn_all(sitting, why=_("The sitting was cancelled."))


SITTING = Workflow(
    "commissions.sitting",
    stages=(
        Stage(S.PLANNED, S.PLANNED.label, S.PLANNED.label, "waiting", Turn.OFFICE),
        Stage(S.OPEN, S.OPEN.label, S.OPEN.label, "progress", Turn.OFFICE),
        Stage(S.CLOSED, S.CLOSED.label, S.CLOSED.label, "good", final=True),
        Stage(S.CANCELLED, S.CANCELLED.label, S.CANCELLED.label, "neutral", final=True),
    ),
    path=(S.PLANNED, S.OPEN, S.CLOSED),
    transitions=(
        Transition(
            "open",
            _("Open the sitting"),
            (S.PLANNED,),
            S.OPEN,
            RUN,
            guards=(ITEMS, QUORUM_KNOWN, QUORUM),
            consequences=(
                _("The agenda can no longer be made shorter."),
                _("The members can vote."),
            ),
        ),
        Transition(
            "close",
            _("Close the sitting"),
            (S.OPEN,),
            S.CLOSED,
            RUN,
            effect=_settle,
            consequences=(
                _("Every decision below is carried out, with its letter."),
                _("What is not decided can be taken by a later sitting."),
                _("The minutes are made in Albanian and Serbian."),
                _("Nobody can vote any more."),
            ),
        ),
        Transition(
            "cancel",
            _("Cancel the sitting"),
            (S.PLANNED,),
            S.CANCELLED,
            RUN,
            needs_reason=True,
            effect=_let_go,
            tone="danger",
            consequences=(_("Its files can be taken by another sitting."),),
        ),
    ),
)
