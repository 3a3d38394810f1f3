"""Families, requests and papers for tests and demonstration; every life is walked with the real steps."""

import io
from datetime import date, datetime, timedelta
from functools import cache

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image, ImageDraw

from accounts.models import User
from cases import services
from cases.checklists import missing
from cases.decision_forms import DecisionForm, field_name
from cases.forms import VerificationForm
from cases.models import (
    Displacement,
    Paper,
    Person,
    Request,
    RequestType,
    SubjectRequest,
)
from cases.workflow import REQUEST
from cases.workflow_rights import SUBJECT_REQUEST
from core.languages import editions_for
from core.models import Country, Municipality, Settlement
from core.uploads import CleanFile, clean_upload

# The steps that lead to each stage, in order.
WAYS = {
    "draft": (),
    "submitted": ("submit",),
    "incomplete": ("submit", "return"),
    "verified": ("submit", "papers", "verify"),
    "municipal_review": ("submit", "papers", "verify", "forward"),
    "central_review": ("submit", "papers", "verify", "forward", "give_opinion"),
    "approved": ("submit", "papers", "verify", "forward", "give_opinion", "approve"),
    "waitlisted": ("submit", "papers", "verify", "forward", "give_opinion", "waitlist"),
    "rejected": ("submit", "papers", "verify", "forward", "give_opinion", "reject"),
    "withdrawn": ("submit", "withdraw"),
}
MINISTRY_STEPS = {"approve", "waitlist", "reject", "send_back", "fund"}
HEAD_STEPS = {"give_opinion"}
NOT_PROVED = {
    "sq": "prona nuk është dëshmuar.",
    "sr": "својина није доказана.",
    "sr-latn": "svojina nije dokazana.",
    "en": "title to the property was not proved.",
    "tr": "mülkiyet kanıtlanmadı.",
    "bs": "vlasništvo nije dokazano.",
}


def make_request(
    *,
    at: Municipality,
    by: User,
    surname: str = "Ђорђевић",
    given_name: str = "Милена",
    language: str = "sr",
    request_type: str = "house",
    registered: datetime | None = None,
    birth_date: date = date(1963, 5, 3),
    **details,
) -> Request:
    """A registered family with its draft request, displacement filled in."""
    facts = {name: details.pop(name) for name in PERSONAL if name in details}
    person = Person(
        surname=surname, given_name=given_name, birth_date=birth_date, **facts
    )
    country = details.pop("country", "RS")
    place = details.pop("place", None)
    request = services.register_household(
        by=by,
        municipality=at,
        person=person,
        language=language,
        request_type=RequestType.objects.get(code=request_type),
        place_of_return=place or Settlement.objects.filter(municipality=at).first(),
        paper_kind="identity_card",
        at=registered,
        **details,
    )
    _displace(request, country)
    return request


PERSONAL = ("father_name", "sex", "community")


def _displace(request: Request, country: str) -> None:
    services.save_displacement(
        household=request.household,
        displacement=Displacement(
            place_of_origin=request.household.place_of_return,
            country=Country.objects.get(iso2=country),
            displaced_on=date(1999, 6, 15),
            displaced_precision="month",
        ),
    )


def walk(
    request: Request,
    stage: str,
    *,
    officer: User,
    head: User,
    ministry: User,
    days_apart: int = 0,
) -> Request:
    """Lead a draft request to a stage with the real steps, a few days apart if wished."""
    moment = request.created_at
    for step in WAYS[stage]:
        moment = min(moment + timedelta(days=days_apart), timezone.now())
        if step == "papers":
            hand_in(request, by=officer)
            continue
        by = (
            ministry
            if step in MINISTRY_STEPS
            else head
            if step in HEAD_STEPS
            else officer
        )
        request = REQUEST.apply(
            request, step, by=by, at=moment, **answers(request, step)
        )
    return request


def answers(request: Request, step: str) -> dict:
    """What a sensible person would answer in the form of a step."""
    if step == "verify":
        return dict.fromkeys(VerificationForm.QUESTIONS, True)
    if step == "give_opinion":
        return {
            "opinion": "favourable",
            "reason": "The family wishes to return and its land is free.",
        }
    if step in {"approve", "waitlist", "reject", "fund"}:
        return decision_answers(request, step)
    if step in {"withdraw", "send_back"}:
        return {"reason": "The family has changed its plans."}
    return {}


def decision_answers(request: Request, step: str) -> dict:
    outcome = {
        "approve": "approved",
        "fund": "approved",
        "waitlist": "waitlisted",
        "reject": "rejected",
    }[step]
    form = DecisionForm.for_outcome(outcome).for_record(request, by=None)
    initial = {name: field.initial for name, field in form.fields.items()}
    if step == "reject":
        for language in form.languages:
            initial[field_name("reasons", language)] += f" {NOT_PROVED[language]}"
    filled = DecisionForm.for_outcome(outcome)(
        languages=editions_for(request.household.language), data=initial
    )
    if not filled.is_valid():
        raise ValueError(filled.errors)
    return filled.cleaned_data


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


def hand_in(request: Request, *, by: User) -> None:
    """Attach every paper that is still missing."""
    for line in missing(request):
        services.add_paper(
            request=request,
            paper=Paper(
                paper_kind=line.paper_kind, number="99-4711", issuer="Demonstration"
            ),
            file=scanned(str(line.paper_kind.code)),
            by=by,
        )


@cache
def scanned(name: str) -> CleanFile:
    """A picture that looks a little like a scanned paper and says that it is none."""
    picture = Image.new("RGB", (620, 877), "white")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((40, 40, 580, 837), outline="#1f4e79", width=3)
    draw.text((80, 90), f"DEMONSTRATION\n\n{name.replace('_', ' ')}", fill="#16263a")
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    return clean_upload(
        SimpleUploadedFile(f"{name}.png", buffer.getvalue(), "image/png")
    )
