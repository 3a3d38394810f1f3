"""Families, requests and papers for tests and demonstration; every life is walked with the real steps."""

from cases.factories.answers import (
    LATER,
    NOT_PROVED,
    OUTCOMES,
    TRANSLATOR,
    answers,
    decision_answers,
    filled_in,
)
from cases.factories.assistance import deliver, make_assistance
from cases.factories.funding import make_fund, make_funding
from cases.factories.papers import hand_in, renew_checklist, scanned
from cases.factories.properties import TOLD_BY, make_property
from cases.factories.requests import PERSONAL, make_request
from cases.factories.rights import IDENTITY, RIGHTS_WAYS, make_subject_request
from cases.factories.verification import fill_worksheet, make_field_visit
from cases.factories.visits import come_home, look_at, make_visit, plan_visit
from cases.factories.walking import (
    BETWEEN,
    HEAD_STEPS,
    MINISTRY_STEPS,
    OF_A_HOUSE,
    REVIEWED,
    SECOND_STEPS,
    WAYS,
    walk,
)

__all__ = [
    "BETWEEN",
    "HEAD_STEPS",
    "IDENTITY",
    "LATER",
    "MINISTRY_STEPS",
    "NOT_PROVED",
    "OF_A_HOUSE",
    "OUTCOMES",
    "PERSONAL",
    "REVIEWED",
    "RIGHTS_WAYS",
    "SECOND_STEPS",
    "TOLD_BY",
    "TRANSLATOR",
    "WAYS",
    "answers",
    "come_home",
    "decision_answers",
    "deliver",
    "fill_worksheet",
    "filled_in",
    "hand_in",
    "look_at",
    "make_assistance",
    "make_fund",
    "make_funding",
    "make_field_visit",
    "make_property",
    "make_request",
    "make_subject_request",
    "make_visit",
    "plan_visit",
    "renew_checklist",
    "scanned",
    "walk",
]
