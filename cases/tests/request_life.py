"""The life of a request on paper: stage, step, where it leads, and who may take it."""

from cases.factories import answers
from cases.workflow import REQUEST

# Worked out from process.md, not from the code: stage -> step -> where it leads.
MAP = {
    "draft": {"submit": "submitted", "withdraw": "withdrawn"},
    "submitted": {
        "verify": "verified",
        "return": "incomplete",
        "withdraw": "withdrawn",
    },
    "incomplete": {"complete": "submitted", "withdraw": "withdrawn"},
    "verified": {
        "forward": "municipal_review",
        "follow": "monitoring",
        "withdraw": "withdrawn",
    },
    "municipal_review": {"give_opinion": "central_review", "withdraw": "withdrawn"},
    "central_review": {
        "ask_donors": "donor_review",
        "approve": "approved",
        "reject": "rejected",
        "send_back": "municipal_review",
        "withdraw": "withdrawn",
    },
    "donor_review": {
        "back_from_donors": "central_review",
        "approve": "approved",
        "reject": "rejected",
        "withdraw": "withdrawn",
    },
    "approved": {
        "sign_agreement": "agreed",
        "appeal": "appealed",
        "close_after_death": "closed",
        "terminate": "closed",
        "withdraw": "withdrawn",
    },
    "rejected": {"appeal": "appealed", "sue": "court"},
    "withdrawn": {},
    "appealed": {
        "grant_appeal": "approved",
        "take_back_approval": "rejected",
        "return_appeal": "central_review",
        "dismiss_appeal": "rejected",
        "keep_approval": "approved",
        "keep_agreement": "agreed",
    },
    "court": {"court_confirms": "rejected", "court_annuls": "central_review"},
    "agreed": {
        "start_works": "works",
        "deliver": "monitoring",
        "appeal": "appealed",
        "close_after_death": "closed",
        "terminate": "closed",
        "withdraw": "withdrawn",
    },
    "works": {
        "accept_works": "accepted",
        "refuse_works": "works",
        "close_after_death": "closed",
        "terminate": "closed",
    },
    "accepted": {
        "hand_over": "keys",
        "close_after_death": "closed",
        "terminate": "closed",
    },
    "keys": {
        "move_in": "monitoring",
        "close_after_death": "closed",
        "terminate": "closed",
    },
    "monitoring": {
        "close": "closed",
        "close_after_death": "closed",
        "terminate": "closed",
    },
    "closed": {"reopen": "monitoring"},
}

OFFICE = {
    "submit", "verify", "return", "complete", "forward", "withdraw",
    "appeal", "start_works", "hand_over", "move_in", "deliver", "follow",
}  # fmt: skip

CLOSING = {"close", "close_after_death", "reopen"}

DESK = {
    "send_back", "ask_donors", "back_from_donors", "withdraw", "appeal", "sue", "court_confirms",
    "court_annuls", "sign_agreement", "start_works", "accept_works", "refuse_works", "hand_over",
    *CLOSING,
}  # fmt: skip

MAY = {
    "jelena": OFFICE,
    "dragan": OFFICE | CLOSING | {"give_opinion"},
    "milan": {"give_opinion"},
    "ana": set(),
    "arta": set(),
    "mirjeta": DESK | {"move_in", "deliver", "follow"},
    "luan": (DESK | {"approve", "reject", "terminate"}) - {"withdraw"},
    "zana": {
        "appeal", "grant_appeal", "take_back_approval", "return_appeal", "dismiss_appeal",
        "keep_approval", "keep_agreement", "sue", "court_confirms", "court_annuls",
    },
    "agron": set(),
    "stranger": set(),
}  # fmt: skip


def go(file, step, by, **more):
    """One step as a sensible person would take it."""
    return REQUEST.apply(file, step, by=by, **answers(file, step) | more)


def offered(file, person) -> set[str]:
    """The steps that make sense for this person now."""
    return {
        step.transition.name
        for step in REQUEST.available(file, person)
        if step.makes_sense
    }
