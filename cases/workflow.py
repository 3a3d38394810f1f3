"""The life of a request: read this file to know it. Guards first, effects second, the table last."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases import letters
from cases.checklists import missing
from cases.decision_forms import DecisionForm
from cases.forms import OpinionForm, VerificationForm
from cases.models import Decision, DecisionText, Request
from core.clocks import Deadline
from core.models import StatusChange, Turn
from core.workflow import Guard, Stage, Transition, Workflow

S = Request.Status


# Guards


def _has_head(request, by) -> bool:
    return request.household.head_id is not None


def _has_displacement(request, by) -> bool:
    return hasattr(request.household, "displacement")


def _has_place(request, by) -> bool:
    return request.household.place_of_return_id is not None


def _has_papers(request, by) -> bool:
    return not missing(request)


def _lacks_papers(request, by) -> bool:
    return bool(missing(request))


def _is_second_person(request, by) -> bool:
    """Whoever verified a file or gave the opinion on it does not decide it."""
    part = StatusChange.objects.filter(
        record_id=request.pk, transition__in=("verify", "give_opinion"), by=by
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
SECOND_PERSON = Guard(
    _("Decided by somebody who had no part in the file before"),
    _("You verified this file or gave the opinion on it: a colleague must decide."),
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
        missing=[line.paper_kind for line in missing(request)],
        by=by,
        at=change.at,
    )


def _decide(outcome: str):
    def effect(request, *, change, by, texts=()) -> None:
        Decision.objects.filter(request=request, is_live=True).update(is_live=False)
        decision = Decision.objects.create(
            request=request,
            outcome=outcome,
            decided_on=timezone.localdate(change.at),
            decided_by=by,
        )
        for text in texts:
            DecisionText.objects.create(decision=decision, **text)
        decision.letter = letters.issue_decision(decision, by=by, at=change.at)
        decision.save(update_fields=["letter"])

    return effect


REQUEST = Workflow(
    "cases.request",
    stages=(
        # status            staff label              what the family reads                                     colour      whose turn
        Stage(S.DRAFT, S.DRAFT.label, _("Being prepared"), "neutral", Turn.OFFICE),
        Stage(
            S.SUBMITTED,
            S.SUBMITTED.label,
            _("Received; the municipal office checks it"),
            "progress",
            Turn.OFFICE,
        ),
        Stage(
            S.INCOMPLETE,
            S.INCOMPLETE.label,
            _("Papers are missing"),
            "waiting",
            Turn.APPLICANT,
        ),
        Stage(
            S.VERIFIED,
            S.VERIFIED.label,
            _("Checked; goes to the municipal commission"),
            "progress",
            Turn.OFFICE,
        ),
        Stage(
            S.MUNICIPAL_REVIEW,
            S.MUNICIPAL_REVIEW.label,
            _("With the municipal commission"),
            "progress",
            Turn.OFFICE,
        ),
        Stage(
            S.CENTRAL_REVIEW,
            S.CENTRAL_REVIEW.label,
            _("With the central commission of the ministry"),
            "progress",
            Turn.MINISTRY,
        ),
        Stage(
            S.APPROVED, S.APPROVED.label, _("Approved"), "good", Turn.NOBODY, final=True
        ),
        Stage(
            S.WAITLISTED,
            S.WAITLISTED.label,
            _("Approved, waiting for funds"),
            "waiting",
            Turn.MINISTRY,
        ),
        Stage(
            S.REJECTED, S.REJECTED.label, _("Rejected"), "bad", Turn.NOBODY, final=True
        ),
        Stage(
            S.WITHDRAWN,
            S.WITHDRAWN.label,
            _("Withdrawn by the family"),
            "neutral",
            Turn.NOBODY,
            final=True,
        ),
    ),
    path=(
        S.DRAFT,
        S.SUBMITTED,
        S.VERIFIED,
        S.MUNICIPAL_REVIEW,
        S.CENTRAL_REVIEW,
        S.APPROVED,
    ),
    deadlines=(
        Deadline(
            "decision_days",
            _("Decision on the request"),
            starts=S.SUBMITTED,
            pauses=(S.INCOMPLETE,),
            ends=(S.APPROVED, S.WAITLISTED, S.REJECTED, S.WITHDRAWN),
        ),
        Deadline(
            "completion_days",
            _("Papers from the family"),
            starts=S.INCOMPLETE,
            ends=(S.SUBMITTED, S.WITHDRAWN),
        ),
        Deadline(
            "verification_days",
            _("Check by the municipal office"),
            starts=S.SUBMITTED,
            pauses=(S.INCOMPLETE,),
            ends=(S.VERIFIED, S.WITHDRAWN),
        ),
        Deadline(
            "municipal_review_days",
            _("Opinion of the municipal commission"),
            starts=S.MUNICIPAL_REVIEW,
            ends=(S.CENTRAL_REVIEW, S.WITHDRAWN),
        ),
        Deadline(
            "central_review_days",
            _("Review by the central commission"),
            starts=S.CENTRAL_REVIEW,
            ends=(
                S.MUNICIPAL_REVIEW,
                S.APPROVED,
                S.WAITLISTED,
                S.REJECTED,
                S.WITHDRAWN,
            ),
        ),
    ),
    transitions=(
        Transition(
            "submit",
            _("Submit the request"),
            (S.DRAFT,),
            S.SUBMITTED,
            "cases.submit_request",
            guards=(HEAD, DISPLACED, PLACE),
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
            guards=(PAPERS,),
            form=VerificationForm,
            keeps=VerificationForm.QUESTIONS,
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
            (S.CENTRAL_REVIEW,),
            S.APPROVED,
            "cases.decide_request",
            guards=(SECOND_PERSON,),
            form=DecisionForm.for_outcome("approved"),
            effect=_decide("approved"),
            consequences=(
                _(
                    "The decision letter is made in the languages of the family and the office."
                ),
            ),
        ),
        Transition(
            "fund",
            _("Funds are found: approve"),
            (S.WAITLISTED,),
            S.APPROVED,
            "cases.decide_request",
            guards=(SECOND_PERSON,),
            form=DecisionForm.for_outcome("approved"),
            effect=_decide("approved"),
        ),
        Transition(
            "waitlist",
            _("Approve, waiting for funds"),
            (S.CENTRAL_REVIEW,),
            S.WAITLISTED,
            "cases.decide_request",
            guards=(SECOND_PERSON,),
            form=DecisionForm.for_outcome("waitlisted"),
            effect=_decide("waitlisted"),
            tone="secondary",
        ),
        Transition(
            "reject",
            _("Reject"),
            (S.CENTRAL_REVIEW,),
            S.REJECTED,
            "cases.decide_request",
            guards=(SECOND_PERSON,),
            form=DecisionForm.for_outcome("rejected"),
            effect=_decide("rejected"),
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
                S.WAITLISTED,
            ),
            S.WITHDRAWN,
            "cases.withdraw_request",
            needs_reason=True,
            tone="danger",
            consequences=(_("The file is closed at the wish of the family."),),
        ),
    ),
)
