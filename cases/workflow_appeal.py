"""What is undertaken against a decision: appeal, second instance, court; a changed outcome undoes what followed."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases import letters_return as letters
from cases.decision_forms import AppealOutcomeForm, DecisionForm
from cases.forms import AppealForm, LawsuitForm, RulingForm
from cases.models import Appeal, CourtCase, Decision, Request
from cases.workflow_decision import (
    FUNDS_ARE_FREE,
    decide,
    end_agreement,
    end_what_followed,
)
from core.models import StatusChange
from core.workflow import Guard, Transition

S = Request.Status
# The last two are of lives from before funds were a fact of their own.
FIRST_INSTANCE = ("verify", "give_opinion", "approve", "reject", "waitlist", "fund")


# Guards


def _live_decision(request) -> Decision | None:
    return request.decisions.filter(is_live=True).first()


def _is_of_first_instance(request, by) -> bool:
    decision = _live_decision(request)
    if decision is None or decision.instance != 1:
        return False
    return not decision.appeals.exclude(outcome="").exists()


def _went_through_appeal(request, by) -> bool:
    decision = _live_decision(request)
    if decision is None:
        return False
    return decision.instance == 2 or decision.appeals.exclude(outcome="").exists()


def _had_no_part(request, by) -> bool:
    part = StatusChange.objects.filter(
        record_id=request.pk, transition__in=FIRST_INSTANCE, by=by
    )
    return by is None or not part.exists()


def _has_no_rival(request, by) -> bool:
    """Once it is open again, it must be the only one of its kind that has not ended."""
    return request.rival is None


def _rival(request) -> str:
    return request.rival.get_absolute_url()


def _stood_at(status: str) -> Guard:
    def holds(request, by) -> bool:
        return request.appeals.filter(outcome="", stood_at=status).exists()

    return Guard(
        _("The stage before the appeal"),
        _("The request stood elsewhere when the appeal came."),
        holds,
        on_checklist=False,
    )


def _changes_what_was_granted(request, by) -> bool:
    return request.appeals.filter(outcome="").exclude(stood_at=S.REJECTED).exists()


APPEALABLE = Guard(
    _("A decision of the first instance"),
    _("There is no decision against which an appeal is still possible."),
    _is_of_first_instance,
    on_checklist=False,
)
AFTER_APPEAL = Guard(
    _("The second instance has decided"),
    _("A lawsuit is possible once the second instance has decided."),
    _went_through_appeal,
    on_checklist=False,
)
OTHER_PERSON = Guard(
    _("Decided by somebody who had no part in the first instance"),
    _("You had a part in the first decision: a colleague must decide the appeal."),
    _had_no_part,
)
NO_RIVAL = Guard(
    _("No other open request of this kind"),
    _("The family has another open request of this kind: withdraw or end it first."),
    _has_no_rival,
    where=_rival,
    fix_label=_("see the other request"),
)
WAS_GRANTED = Guard(
    _("Something was granted before the appeal"),
    _("The request was rejected before the appeal."),
    _changes_what_was_granted,
    on_checklist=False,
)


# Effects


def _receive(request, *, change, by, **appeal) -> None:
    received = Appeal.objects.create(
        request=request,
        decision=_live_decision(request),
        received_by=by,
        stood_at=change.from_status,
        **appeal,
    )
    letters.issue_appeal_receipt(received, by=by, at=change.at)


def _settle(request, outcome: str, *, change, by) -> Appeal:
    appeal = request.appeals.get(outcome="")
    appeal.outcome, appeal.decided_by = outcome, by
    appeal.decided_on = timezone.localdate(change.at)
    appeal.save(update_fields=["outcome", "decided_by", "decided_on"])
    return appeal


def _decide_anew(outcome: str, *, ends=end_agreement):
    """The second instance changes the decision; what followed from the first one ends.

    A family whose request is approved anew keeps the funds it has; with a rejection they are released.
    """
    of_second_instance = decide(outcome, instance=2)

    def effect(request, *, change, by, texts=()) -> None:
        _settle(request, Appeal.Outcome.GRANTED, change=change, by=by)
        ends(request, change=change, by=by)
        of_second_instance(request, change=change, by=by, texts=texts)

    return effect


def _dismiss(request, *, change, by, texts=()) -> None:
    appeal = _settle(request, Appeal.Outcome.DISMISSED, change=change, by=by)
    letters.issue_appeal_outcome(appeal, texts=texts, by=by, at=change.at)


def _return(request, *, change, by, texts=()) -> None:
    """The decision falls and with it what followed; the first instance decides anew."""
    appeal = _settle(request, Appeal.Outcome.RETURNED, change=change, by=by)
    _annul(request, change=change, by=by)
    letters.issue_appeal_outcome(appeal, texts=texts, by=by, at=change.at)


def _annul(request, *, change, by) -> None:
    end_what_followed(request, change=change, by=by)
    Decision.objects.filter(request=request, is_live=True).update(is_live=False)


def _sue(request, *, change, by, **lawsuit) -> None:
    CourtCase.objects.create(
        request=request, decision=_live_decision(request), **lawsuit
    )


def _rule(outcome: str):
    def effect(request, *, change, by, ruled_on) -> None:
        case = request.court_cases.get(outcome="")
        case.outcome, case.ruled_on = outcome, ruled_on
        case.save(update_fields=["outcome", "ruled_on"])
        if outcome == CourtCase.Outcome.ANNULLED:
            _annul(request, change=change, by=by)

    return effect


def _dismissal(name: str, status: str) -> Transition:
    """The decision stands, and the request stands again where it stood."""
    return Transition(
        name,
        _("Dismiss the appeal"),
        (S.APPEALED,),
        status,
        "cases.decide_appeal",
        guards=(_stood_at(status), OTHER_PERSON),
        form=AppealOutcomeForm.for_outcome(Appeal.Outcome.DISMISSED),
        effect=_dismiss,
        tone="danger",
        consequences=(
            _("The decision stands; the family gets the reasons in writing."),
        ),
    )


APPEALS = (
    Transition(
        "appeal",
        _("Enter an appeal"),
        (S.REJECTED, S.APPROVED, S.AGREED),
        S.APPEALED,
        "cases.receive_appeal",
        guards=(APPEALABLE,),
        form=AppealForm,
        effect=_receive,
        tone="secondary",
        consequences=(
            _("Nothing that rests on the decision goes on until the appeal is decided."),
            _("Whoever appeals gets a receipt."),
        ),
    ),
    Transition(
        "grant_appeal",
        _("Grant the appeal: approve"),
        (S.APPEALED,),
        S.APPROVED,
        "cases.decide_appeal",
        guards=(OTHER_PERSON, NO_RIVAL),
        form=DecisionForm.for_outcome("approved", instance=2),
        effect=_decide_anew("approved"),
        consequences=(
            _("A new decision takes the place of the first one; an agreement that was signed ends."),
        ),
    ),
    Transition(
        "take_back_approval",
        _("Grant the appeal: reject the request"),
        (S.APPEALED,),
        S.REJECTED,
        "cases.decide_appeal",
        guards=(WAS_GRANTED, OTHER_PERSON),
        form=DecisionForm.for_outcome("rejected", instance=2),
        effect=_decide_anew("rejected", ends=end_what_followed),
        tone="danger",
        consequences=(
            _("A new decision takes the place of the first one; an agreement that was signed ends."),
            FUNDS_ARE_FREE,
        ),
    ),
    Transition(
        "return_appeal",
        _("Return to be decided anew"),
        (S.APPEALED,),
        S.CENTRAL_REVIEW,
        "cases.decide_appeal",
        guards=(OTHER_PERSON, NO_RIVAL),
        form=AppealOutcomeForm.for_outcome(Appeal.Outcome.RETURNED),
        effect=_return,
        tone="secondary",
        consequences=(
            _("The decision falls and an agreement that was signed ends; the central commission decides anew."),
            FUNDS_ARE_FREE,
        ),
    ),
    _dismissal("dismiss_appeal", S.REJECTED),
    _dismissal("keep_approval", S.APPROVED),
    _dismissal("keep_agreement", S.AGREED),
    Transition(
        "sue",
        _("Enter a lawsuit"),
        (S.REJECTED,),
        S.COURT,
        "cases.record_court",
        guards=(AFTER_APPEAL,),
        form=LawsuitForm,
        effect=_sue,
        tone="secondary",
    ),
    Transition(
        "court_confirms",
        _("The court lets the decision stand"),
        (S.COURT,),
        S.REJECTED,
        "cases.record_court",
        form=RulingForm,
        effect=_rule(CourtCase.Outcome.CONFIRMED),
        tone="secondary",
    ),
    Transition(
        "court_annuls",
        _("The court annuls the decision"),
        (S.COURT,),
        S.CENTRAL_REVIEW,
        "cases.record_court",
        guards=(NO_RIVAL,),
        form=RulingForm,
        effect=_rule(CourtCase.Outcome.ANNULLED),
        consequences=(_("The decision falls; the central commission decides anew."),),
    ),
)  # fmt: skip
