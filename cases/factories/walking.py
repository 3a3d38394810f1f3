"""Every life is walked with the real steps: which lead to each stage, and who takes them."""

from datetime import date, timedelta

from django.utils import timezone

from accounts.models import User
from cases import services
from cases.factories.answers import answers
from cases.factories.funding import make_funding
from cases.factories.papers import hand_in
from cases.factories.properties import make_property
from cases.factories.verification import fill_worksheet
from cases.models import (
    Request,
    WorksReport,
)
from cases.workflow import REQUEST

# The steps that lead to each stage, in order.
WAYS = {
    "draft": (),
    "submitted": ("submit",),
    "incomplete": ("submit", "return"),
    "verified": ("submit", "papers", "worksheet", "verify"),
    "municipal_review": ("submit", "papers", "worksheet", "verify", "forward"),
    "central_review": (
        "submit",
        "papers",
        "worksheet",
        "verify",
        "forward",
        "give_opinion",
    ),
    "approved": (
        "submit",
        "papers",
        "worksheet",
        "verify",
        "forward",
        "give_opinion",
        "approve",
    ),
    "rejected": (
        "submit",
        "papers",
        "worksheet",
        "verify",
        "forward",
        "give_opinion",
        "reject",
    ),
    "withdrawn": ("submit", "withdraw"),
}


REVIEWED = WAYS["central_review"]


WAYS |= {
    "donor_review": (*REVIEWED, "ask_donors"),
    "appealed": (*REVIEWED, "reject", "appeal"),
    "court": (*REVIEWED, "reject", "appeal", "dismiss_appeal", "sue"),
    "agreed": (*REVIEWED, "approve", "funds", "home", "sign_agreement"),
}


WAYS["works"] = (*WAYS["agreed"], "start_works")


WAYS["accepted"] = (*WAYS["works"], "finish", "accept_works")


WAYS["keys"] = (*WAYS["accepted"], "hand_over")


WAYS["monitoring"] = (*WAYS["keys"], "move_in")


WAYS["closed"] = (*WAYS["monitoring"], "close")


# The stages of a request that need a house to be built.
OF_A_HOUSE = ("works", "accepted", "keys", "monitoring", "closed")


MINISTRY_STEPS = {
    "approve", "reject", "send_back", "ask_donors", "sue",
    "sign_agreement", "start_works", "accept_works", "hand_over",
}  # fmt: skip


HEAD_STEPS = {"give_opinion", "close"}


SECOND_STEPS = {"dismiss_appeal", "grant_appeal", "return_appeal"}


def walk(
    request: Request,
    stage: str,
    *,
    officer: User,
    head: User,
    ministry: User,
    second: User | None = None,
    funder: User | None = None,
    days_apart: int = 0,
) -> Request:
    """Lead a draft request to a stage with the real steps, a few days apart if wished.

    `funder` is a second person of the ministry: whoever decided commits no funds.
    """
    moment = request.created_at
    acting = dict.fromkeys(MINISTRY_STEPS, ministry)
    acting |= dict.fromkeys(HEAD_STEPS, head) | dict.fromkeys(SECOND_STEPS, second)
    acting["funds"] = funder
    for step in WAYS[stage]:
        moment = min(moment + timedelta(days=days_apart), timezone.now())
        by, on = acting.get(step, officer), timezone.localdate(moment)
        if step in BETWEEN:
            BETWEEN[step](request, by=by, on=on)
            continue
        request = REQUEST.apply(
            request, step, by=by, at=moment, **answers(request, step, on=on)
        )
    return request


def _have_a_home(request: Request, *, by: User, on: date) -> None:
    """Nothing is agreed about a house before it is known where it is to stand."""
    if not request.household.properties.exists():
        make_property(request.household, by=by)


def _finish(request: Request, *, by: User, on: date) -> None:
    report = WorksReport(
        seen_on=on, percent=100, words="Roof, windows and bath are in."
    )
    services.report_works(request=request, report=report, by=by)


# What happens between the steps.
BETWEEN = {
    "papers": lambda request, *, by, on: hand_in(request, by=by),
    "funds": make_funding,
    "worksheet": lambda request, *, by, on: fill_worksheet(request, by=by, on=on),
    "finish": _finish,
    "home": _have_a_home,
}
