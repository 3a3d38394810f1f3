"""From a family's wish to the decision on it: the steps, what must be so before each, what each leaves behind."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases import letters
from cases.checklists import missing
from cases.decision_forms import DecisionForm
from cases.forms import OpinionForm
from cases.models import (
    Agreement,
    Decision,
    DecisionText,
    Funding,
    Request,
    RequestType,
)
from cases.worksheet import unanswered
from core.models import StatusChange
from core.workflow import Guard, Transition

S = Request.Status
# Whoever made one of these steps takes no part in the decision, also when it is made anew.
EARLIER_PART = (
    "verify", "give_opinion",
    "grant_appeal", "take_back_approval", "return_appeal", "dismiss_appeal", "keep_approval", "keep_agreement",
)  # fmt: skip


# Guards


def _has_head(request, by) -> bool:
    return request.household.head_id is not None


def _has_displacement(request, by) -> bool:
    return hasattr(request.household, "displacement")


def _has_place(request, by) -> bool:
    return request.household.place_of_return_id is not None


def _goes_to_a_commission(request, by) -> bool:
    return request.request_type.way != RequestType.Way.MONITORING


def _is_back_if_only_visited(request, by) -> bool:
    return request.already_returned or _goes_to_a_commission(request, by)


def _has_papers(request, by) -> bool:
    return not missing(request)


def _lacks_papers(request, by) -> bool:
    return bool(missing(request))


def _has_findings(request, by) -> bool:
    return not unanswered(request)


def _is_second_person(request, by) -> bool:
    """Whoever prepared a file, or decided an appeal in it, does not decide it."""
    part = StatusChange.objects.filter(
        record_id=request.pk, transition__in=EARLIER_PART, by=by
    )
    return by is None or not part.exists()


HEAD = Guard(
    _("Head of household"),
    _("Say who is the head of the household."),
    _has_head,
    fix="cases:request_household",
    fix_label=_("fill in"),
)
DISPLACED = Guard(
    _("From where and when the family was displaced"),
    _("Fill in from where the family was displaced."),
    _has_displacement,
    fix="cases:displacement_update",
    fix_label=_("fill in"),
)
PLACE = Guard(
    _("Place of return"),
    _("Fill in the place of return."),
    _has_place,
    fix="cases:request_household_update",
    fix_label=_("fill in"),
)
BACK = Guard(
    _("Whoever is only visited has returned"),
    _("Say that the family has returned, or choose what it asks for."),
    _is_back_if_only_visited,
    fix="cases:request_update",
    fix_label=_("fill in"),
)
PAPERS = Guard(
    _("All mandatory papers, or what stands in for them"),
    _("Mandatory papers are missing: attach them or say what stands in for them."),
    _has_papers,
    fix="cases:request_papers",
    fix_label=_("see papers"),
)
PAPERS_MISSING = Guard(
    _("A mandatory paper is missing"),
    _("Nothing is missing: the request can be verified."),
    _lacks_papers,
    on_checklist=False,
)
WORKSHEET = Guard(
    _("Verification worksheet: a finding about every mandatory line"),
    _("Mandatory lines of the verification worksheet have no finding yet."),
    _has_findings,
    fix="cases:worksheet_update",
    fix_label=_("fill in"),
)
COMMISSION = Guard(
    _("A commission decides"),
    _("This family is only visited: no commission decides."),
    _goes_to_a_commission,
    on_checklist=False,
)
SECOND_PERSON = Guard(
    _("Decided by somebody who had no part in the file before"),
    _("You had a part in this file before: a colleague must decide."),
    _is_second_person,
)


# Effects


def _stamp_day(request, at) -> tuple[str, ...]:
    request.submitted_on = timezone.localdate(at)
    return ("submitted_on",)


def _give_receipt(request, *, change, by) -> None:
    letters.issue_receipt(request, by=by, at=change.at)


def _ask_for_papers(request, *, change, by) -> None:
    letters.issue_completion_notice(
        request,
        missing=missing(request),
        by=by,
        at=change.at,
    )


def decide(outcome: str, *, instance: int = 1):
    """The effect of a decision: it supersedes the one before, and the family gets it in writing."""

    def effect(request, *, change, by, texts=()) -> None:
        Decision.objects.filter(request=request, is_live=True).update(is_live=False)
        decision = Decision.objects.create(
            request=request,
            outcome=outcome,
            instance=instance,
            decided_on=timezone.localdate(change.at),
            decided_by=by,
        )
        for text in texts:
            DecisionText.objects.create(decision=decision, **text)
        decision.letter = letters.issue_decision(decision, by=by, at=change.at)
        decision.save(update_fields=["letter"])

    return effect


def end_agreement(request, *, change, by) -> None:
    """What was agreed ends with the file, and says why."""
    Agreement.objects.filter(request=request, is_live=True).update(
        is_live=False,
        ended_on=timezone.localdate(change.at),
        ended_because=change.reason[:500] or change.transition,
    )


def end_what_followed(request, *, change, by) -> None:
    """With the file, or with the decision it rests on, the agreement ends and the funds are free for others."""
    end_agreement(request, change=change, by=by)
    Funding.objects.filter(request=request, is_live=True).update(
        is_live=False,
        released_on=timezone.localdate(change.at),
        released_by=by,
        released_because=change.reason[:500] or change.transition,
    )


FUNDS_ARE_FREE = _("Funds that are committed become free for others.")


TO_THE_DECISION = (
    Transition(
        "submit",
        _("Submit the request"),
        (S.DRAFT,),
        S.SUBMITTED,
        "cases.submit_request",
        guards=(HEAD, DISPLACED, PLACE, BACK),
        sets=_stamp_day,
        effect=_give_receipt,
        consequences=(
            _("The family gets a receipt with number and code."),
            _("The time to decide begins."),
        ),
    ),
    Transition(
        "complete",
        _("Papers are complete"),
        (S.INCOMPLETE,),
        S.SUBMITTED,
        "cases.submit_request",
        guards=(PAPERS,),
        consequences=(_("The time to decide runs on."),),
    ),
    Transition(
        "verify",
        _("Verify"),
        (S.SUBMITTED,),
        S.VERIFIED,
        "cases.verify_request",
        guards=(PAPERS, WORKSHEET),
        consequences=(
            _("The findings of the worksheet go with the file and stay as they are."),
        ),
    ),
    Transition(
        "return",
        _("Return for completion"),
        (S.SUBMITTED,),
        S.INCOMPLETE,
        "cases.return_request",
        guards=(PAPERS_MISSING,),
        effect=_ask_for_papers,
        tone="secondary",
        consequences=(
            _("The family gets a letter that names what is missing."),
            _("The time to decide stops until the papers are complete."),
        ),
    ),
    Transition(
        "forward",
        _("Send to the municipal commission"),
        (S.VERIFIED,),
        S.MUNICIPAL_REVIEW,
        "cases.forward_request",
        guards=(COMMISSION,),
    ),
    Transition(
        "ask_donors",
        _("Put before the donor board"),
        (S.CENTRAL_REVIEW,),
        S.DONOR_REVIEW,
        "cases.send_back_request",
        needs_reason=True,
        tone="secondary",
    ),
    Transition(
        "back_from_donors",
        _("Take back from the donor board"),
        (S.DONOR_REVIEW,),
        S.CENTRAL_REVIEW,
        "cases.send_back_request",
        needs_reason=True,
        tone="secondary",
    ),
    Transition(
        "give_opinion",
        _("Record the opinion"),
        (S.MUNICIPAL_REVIEW,),
        S.CENTRAL_REVIEW,
        "cases.give_opinion",
        form=OpinionForm,
        needs_reason=True,
        keeps=("opinion",),
        consequences=(_("The file goes to the ministry."),),
    ),
    Transition(
        "approve",
        _("Approve"),
        (S.CENTRAL_REVIEW, S.DONOR_REVIEW),
        S.APPROVED,
        "cases.decide_request",
        guards=(SECOND_PERSON,),
        form=DecisionForm.for_outcome("approved"),
        effect=decide("approved"),
        consequences=(
            _(
                "The decision letter is made in the languages of the family and the office."
            ),
            _(
                "The request is on the waiting list until a colleague commits funds for it."
            ),
        ),
    ),
    Transition(
        "reject",
        _("Reject"),
        (S.CENTRAL_REVIEW, S.DONOR_REVIEW),
        S.REJECTED,
        "cases.decide_request",
        guards=(SECOND_PERSON,),
        form=DecisionForm.for_outcome("rejected"),
        effect=decide("rejected"),
        tone="danger",
        consequences=(
            _("The family gets the reasons and the legal remedy in writing."),
        ),
    ),
    Transition(
        "send_back",
        _("Send back to the municipality"),
        (S.CENTRAL_REVIEW,),
        S.MUNICIPAL_REVIEW,
        "cases.send_back_request",
        needs_reason=True,
        tone="secondary",
    ),
    Transition(
        "withdraw",
        _("Withdraw the request"),
        (
            S.DRAFT,
            S.SUBMITTED,
            S.INCOMPLETE,
            S.VERIFIED,
            S.MUNICIPAL_REVIEW,
            S.CENTRAL_REVIEW,
            S.DONOR_REVIEW,
            S.APPROVED,
            S.AGREED,
        ),
        S.WITHDRAWN,
        "cases.withdraw_request",
        needs_reason=True,
        effect=end_what_followed,
        tone="danger",
        consequences=(
            _("The file is closed at the wish of the family."),
            _("An agreement that was signed ends."),
            FUNDS_ARE_FREE,
        ),
    ),
)
