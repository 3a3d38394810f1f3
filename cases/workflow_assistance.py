"""The life of assistance: planned, granted in the light of what the family has had, delivered; or told by others."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases import earlier_assistance
from cases.forms.assistance import GrantForm
from cases.models import AssistanceLine
from core.models import Turn
from core.workflow import Guard, Stage, Transition, Workflow

S = AssistanceLine.Status
PLAN, GRANT = "cases.plan_assistance", "cases.grant_assistance"
# What was granted may be delivered, and now and then something more comes after the last delivery.
DELIVERABLE = (S.GRANTED, S.PARTLY, S.DELIVERED)
NEEDS_REASON = _(
    "The family has had such assistance: say why it is granted all the same."
)


# Guards


def _is_own(line, by) -> bool:
    return not line.is_told


OWN = Guard(
    _("It is ours to give"),
    _("What others gave is neither granted nor delivered here."),
    _is_own,
    on_checklist=False,
)


# Effects


def _stamp_day(line, at) -> tuple[str, ...]:
    line.granted_on = timezone.localdate(at)
    return ("granted_on",)


def _keep_what_was_known(line, *, change, by) -> None:
    """Look once more with the family held: a colleague may have granted the same a moment ago."""
    earlier_assistance.hold(line)
    known = earlier_assistance.known_to(line, by)
    if known.is_double and not change.reason:
        raise ValidationError(NEEDS_REASON, code="double")
    line.doubles = known.references
    line.double_reason = change.reason if known.is_double else ""
    line.save(update_fields=["doubles", "double_reason"])


ASSISTANCE = Workflow(
    "cases.assistanceline",
    stages=(
        Stage(S.PLANNED, S.PLANNED.label, S.PLANNED.label, "neutral", Turn.OFFICE),
        Stage(S.GRANTED, S.GRANTED.label, S.GRANTED.label, "progress", Turn.OFFICE),
        Stage(S.PARTLY, S.PARTLY.label, S.PARTLY.label, "waiting", Turn.OFFICE),
        Stage(S.DELIVERED, S.DELIVERED.label, S.DELIVERED.label, "good", final=True),
        Stage(S.KNOWN, S.KNOWN.label, S.KNOWN.label, "neutral", final=True),
        Stage(S.CANCELLED, S.CANCELLED.label, S.CANCELLED.label, "bad", final=True),
    ),
    path=(S.PLANNED, S.GRANTED, S.PARTLY, S.DELIVERED),
    transitions=(
        Transition(
            "grant",
            _("Grant the assistance"),
            (S.PLANNED,),
            S.GRANTED,
            GRANT,
            guards=(OWN,),
            form=GrantForm,
            sets=_stamp_day,
            effect=_keep_what_was_known,
            consequences=(_("Deliveries can be recorded from now on."),),
        ),
        Transition(
            "withdraw",
            _("Do not grant"),
            (S.PLANNED,),
            S.CANCELLED,
            PLAN,
            needs_reason=True,
            tone="danger",
            consequences=(_("The line stays in the ledger as cancelled."),),
        ),
        Transition(
            "cancel",
            _("Cancel the assistance"),
            (S.GRANTED, S.PARTLY, S.KNOWN),
            S.CANCELLED,
            GRANT,
            needs_reason=True,
            tone="danger",
            consequences=(
                _("Nothing more is delivered; the line stays in the ledger."),
                _("What was delivered already still counts."),
            ),
        ),
        # Consequences of what the service writes: an entry, a delivery, a delivery that is cancelled.
        Transition("tell", S.KNOWN.label, (S.PLANNED,), S.KNOWN, None),
        Transition("deliver_part", _("Delivery recorded"), DELIVERABLE, S.PARTLY, None),
        Transition(
            "deliver_all", _("Delivery recorded"), DELIVERABLE, S.DELIVERED, None
        ),
        Transition(
            "take_back_part",
            _("Delivery cancelled"),
            (S.PARTLY, S.DELIVERED),
            S.PARTLY,
            None,
            needs_reason=True,
        ),
        Transition(
            "take_back_all",
            _("Delivery cancelled"),
            (S.PARTLY, S.DELIVERED),
            S.GRANTED,
            None,
            needs_reason=True,
        ),
        Transition(
            "still_all",
            _("Delivery cancelled"),
            (S.DELIVERED,),
            S.DELIVERED,
            None,
            needs_reason=True,
        ),
    ),
)
