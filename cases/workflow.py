"""The life of a request: its stages here, its steps beside, each with what must be so before it.

`workflow_decision` leads to the decision, `workflow_appeal` against it, `workflow_return` from it to the closed file.
"""

from django.utils.translation import gettext_lazy as _

from cases.models import Request, RequestType
from cases.workflow_appeal import APPEALS
from cases.workflow_decision import TO_THE_DECISION
from cases.workflow_return import TO_THE_KEY
from core.clocks import Deadline
from core.models import Turn
from core.workflow import Stage, Workflow

S = Request.Status
Way = RequestType.Way
OFFICE, MINISTRY = Turn.OFFICE, Turn.MINISTRY

# The usual way through, by what follows the approval.
BEGINNING = (S.DRAFT, S.SUBMITTED, S.VERIFIED)
DECISION = (S.MUNICIPAL_REVIEW, S.CENTRAL_REVIEW, S.APPROVED)
END = (S.MONITORING, S.CLOSED)
PATHS = {
    Way.WORKS: (*BEGINNING, *DECISION, S.AGREED, S.WORKS, S.ACCEPTED, S.KEYS, *END),
    Way.DELIVERY: (*BEGINNING, *DECISION, S.AGREED, *END),
    Way.MONITORING: (*BEGINNING, *END),
}


def _stage(status, public_label, tone: str, turn=Turn.NOBODY, *, final=False) -> Stage:
    return Stage(status, status.label, public_label, tone, turn, final)


REQUEST = Workflow(
    "cases.request",
    stages=(
        # status, what the family reads, colour, whose turn
        _stage(S.DRAFT, _("Being prepared"), "neutral", OFFICE),
        _stage(
            S.SUBMITTED,
            _("Received; the municipal office checks it"),
            "progress",
            OFFICE,
        ),
        _stage(S.INCOMPLETE, _("Papers are missing"), "waiting", Turn.APPLICANT),
        _stage(
            S.VERIFIED,
            _("Checked; goes to the municipal commission"),
            "progress",
            OFFICE,
        ),
        _stage(
            S.MUNICIPAL_REVIEW, _("With the municipal commission"), "progress", OFFICE
        ),
        _stage(
            S.CENTRAL_REVIEW,
            _("With the central commission of the ministry"),
            "progress",
            MINISTRY,
        ),
        _stage(S.DONOR_REVIEW, _("With the board of donors"), "progress", MINISTRY),
        _stage(S.APPROVED, _("Approved"), "good", MINISTRY),
        _stage(S.REJECTED, _("Rejected"), "bad", final=True),
        _stage(S.WITHDRAWN, _("Withdrawn by the family"), "neutral", final=True),
        _stage(
            S.APPEALED, _("Appealed; the second instance decides"), "waiting", MINISTRY
        ),
        # The ministry follows the case up.
        _stage(S.COURT, _("Before the court"), "waiting", MINISTRY),
        _stage(S.AGREED, _("The agreement is signed"), "good", MINISTRY),
        _stage(S.WORKS, _("The house is being built"), "progress", MINISTRY),
        _stage(S.ACCEPTED, _("The house is finished and accepted"), "good", MINISTRY),
        _stage(S.KEYS, _("The keys are handed over"), "good", OFFICE),
        _stage(S.MONITORING, _("The office visits the family"), "progress", OFFICE),
        _stage(S.CLOSED, _("Closed"), "neutral", final=True),
    ),
    path=lambda request: PATHS[request.request_type.way],
    deadlines=(
        Deadline(
            "decision_days",
            _("Decision on the request"),
            starts=S.SUBMITTED,
            pauses=(S.INCOMPLETE,),
            ends=(S.APPROVED, S.REJECTED, S.WITHDRAWN, S.MONITORING),
            waits_for_institutions=True,
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
            waits_for_institutions=True,
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
                S.DONOR_REVIEW,
                S.APPROVED,
                S.REJECTED,
                S.WITHDRAWN,
            ),
        ),
        Deadline(
            "appeal_decision_days",
            _("Decision on the appeal"),
            starts=S.APPEALED,
            ends=(
                S.APPROVED,
                S.REJECTED,
                S.AGREED,
                S.CENTRAL_REVIEW,
            ),
        ),
    ),
    transitions=(*TO_THE_DECISION, *APPEALS, *TO_THE_KEY),
    # Until funds were a fact of their own, waiting for them was a stage.
    former_stages=(
        Stage(
            "waitlisted",
            _("Waiting list"),
            _("Approved, waiting for funds"),
            "waiting",
            MINISTRY,
        ),
    ),
    former_steps={
        "waitlist": _("Approve, waiting for funds"),
        "fund": _("Funds are found: approve"),
        "keep_waiting": _("Dismiss the appeal"),
        "end_waitlist": _("The waiting list is no longer a stage"),
    },
)
