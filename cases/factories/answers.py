"""What a sensible person would answer in the form of each step."""

from datetime import date

from django.utils import timezone

from cases.decision_forms import AppealOutcomeForm, DecisionForm, field_name
from cases.models import (
    Request,
)
from cases.workflow import REQUEST

NOT_PROVED = {
    "sq": "prona nuk është dëshmuar.",
    "sr": "својина није доказана.",
    "sr-latn": "svojina nije dokazana.",
    "en": "title to the property was not proved.",
    "tr": "mülkiyet kanıtlanmadı.",
    "bs": "vlasništvo nije dokazano.",
}


def answers(request: Request, step: str, *, on: date | None = None) -> dict:
    """What a sensible person would answer in the form of a step taken on a day."""
    if step in LATER:
        return LATER[step](request, on or timezone.localdate())
    if step == "give_opinion":
        return {
            "opinion": "favourable",
            "reason": "The family wishes to return and its land is free.",
        }
    if step in OUTCOMES:
        return decision_answers(request, step)
    if REQUEST.by_name[step].needs_reason:
        return {"reason": "The family has changed its plans."}
    return {}


def _appeal(request: Request, on: date) -> dict:
    return {
        "filed_on": on,
        "filed_by": str(request.household.head),
        "grounds": "The possession list was handed in with the request.",
        "why_late": "",
    }


def _outcome_of_appeal(outcome: str):
    def answer(request: Request, on: date) -> dict:
        return filled_in(AppealOutcomeForm.for_outcome(outcome), request)

    return answer


def _ruling(request: Request, on: date) -> dict:
    return {"ruled_on": on, "reason": "The court has heard both sides."}


LATER = {
    "appeal": _appeal,
    "return_appeal": _outcome_of_appeal("returned"),
    **dict.fromkeys(
        ("dismiss_appeal", "keep_approval", "keep_agreement"),
        _outcome_of_appeal("dismissed"),
    ),
    "sue": lambda request, on: {
        "court": "Basic Court of Prishtina",
        "case_number": "A. 17/26",
        "filed_on": on,
    },
    "court_confirms": _ruling,
    "court_annuls": _ruling,
    "sign_agreement": lambda request, on: {
        "signed_on": on,
        "signed_by": str(request.household.head),
        "obligations": "The family moves in and lives in the house.",
        "no_sale_until": None,
    },
    **dict.fromkeys(
        ("move_in", "follow"),
        lambda request, on: {"returned_on": on, "way": "assisted"},
    ),
    "accept_works": lambda request, on: {
        "looked_on": on,
        "members": "Engineer of the ministry, engineer of the municipality",
        "result": "accepted",
        "defects": "",
        "mended_by": None,
    },
    "refuse_works": lambda request, on: {
        "looked_on": on,
        "members": "Engineer of the ministry",
        "defects": "Water comes through the roof.",
        "mended_by": None,
    },
    "hand_over": lambda request, on: {
        "handed_on": on,
        "received_by": str(request.household.head),
        "keys": 2,
        "electricity": "00421",
        "water": "00017",
        "defects": "",
    },
}


OUTCOMES = {
    "approve": "approved",
    "reject": "rejected",
    "grant_appeal": "approved",
    "take_back_approval": "rejected",
}


def decision_answers(request: Request, step: str) -> dict:
    """A decision as the form proposes it; a refusal says why."""
    return filled_in(DecisionForm.for_outcome(OUTCOMES[step]), request)


def filled_in(form_class, request: Request) -> dict:
    """The texts of a letter in its languages as the form proposes them, with a reason where one is asked for."""
    form = form_class.for_record(request, by=None)
    initial = {name: field.initial for name, field in form.fields.items()}
    for language in form.languages:
        if (translator := field_name("translator", language)) in initial:
            initial[translator] = TRANSLATOR
        if form.outcome != "approved":
            initial[field_name("reasons", language)] += f" {NOT_PROVED[language]}"
    filled = form_class.for_record(request, by=None, data=initial)
    if not filled.is_valid():
        raise ValueError(filled.errors)
    return filled.cleaned_data


TRANSLATOR = "Vjosa Hasani"
