"""What persons ask about their own data."""

from accounts.models import User
from cases import services
from cases.models import (
    Request,
    SubjectRequest,
)
from cases.workflow_rights import SUBJECT_REQUEST


def make_subject_request(
    request: Request, stage: str, *, by: User, second: User, **wish
) -> SubjectRequest:
    """The head of a family asks to see their own data; led to a stage with the real steps."""
    right = services.receive_wish(
        by=by,
        household=request.household,
        person=request.household.head,
        **{"kind": SubjectRequest.Kind.ACCESS, **wish},
    )
    for step in RIGHTS_WAYS[stage]:
        who = second if step == "confirm_again" else by
        answers = IDENTITY if step.startswith("confirm") else {}
        if step == "prepared":
            answers = {"pdf": b"%PDF-", "data": b"{}"}
        right = SUBJECT_REQUEST.apply(right, step, by=who, **answers)
    return right


RIGHTS_WAYS = {
    "received": (),
    "asked": (),
    "identified": ("confirm_first",),
    "confirmed": ("confirm_first", "confirm_again"),
    "prepared": ("confirm_first", "confirm_again", "prepared"),
}


IDENTITY = {"document": "identity_card", "digits": "4711"}
