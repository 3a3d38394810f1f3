"""The words of the letters families get: receipt, notice of missing papers, decision, refusal of a right."""

from datetime import datetime

from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _

from cases.models import (
    Decision,
    DecisionText,
    Household,
    Member,
    Person,
    Request,
    SubjectRequest,
)
from core import correspondence
from core.languages import editions_for, language_name
from core.letters import Edition, Section
from core.models import Letter


def issue_receipt(request: Request, *, by, at: datetime) -> Letter:
    """The receipt with the number and the code under which the family can ask."""

    def edition(language: str) -> Edition:
        return Edition(
            language=language,
            title=_("Receipt of a request"),
            facts=facts(request),
            sections=(
                Section(
                    (
                        _(
                            "Your request was received. You can see where it stands with the number and"
                            " the code on this paper, on any phone, without an account."
                        ),
                        _(
                            "Keep this paper. Do not show the code to anybody you do not trust."
                        ),
                    )
                ),
            ),
            office=office(request),
        )

    return issue(request, "receipt", "NL", edition, by=by, at=at, opens_status=True)


def issue_completion_notice(request: Request, *, missing, by, at: datetime) -> Letter:
    """The notice that names every missing paper, what may stand in for it, and says that the clock stands still."""

    def edition(language: str) -> Edition:
        names = tuple(f"– {_wanted(line)}" for line in missing)
        return Edition(
            language=language,
            title=_("Papers are missing"),
            facts=facts(request),
            sections=(
                Section(names, heading=_("Please bring or send:")),
                Section(
                    (
                        _(
                            "If you cannot get a paper, tell us why: another paper may stand in for it."
                        ),
                        _(
                            "Until the papers are complete the time to decide stands still."
                        ),
                    )
                ),
            ),
            office=office(request),
        )

    return issue(request, "completion_notice", "NL", edition, by=by, at=at)


def _wanted(line) -> str:
    """A missing paper with what the checklist lets stand in for it, in the active language."""
    if not line.stand_ins:
        return str(line.paper_kind)
    others = ", ".join(str(kind) for kind in line.stand_ins)
    return _("%(paper)s (or instead: %(others)s)") % {
        "paper": line.paper_kind,
        "others": others,
    }


OUTCOMES = {
    Decision.Outcome.APPROVED: lambda: _("The request is approved."),
    Decision.Outcome.REJECTED: lambda: _("The request is rejected."),
}


def issue_decision(decision: Decision, *, by, at: datetime) -> Letter:
    """The decision with legal basis, facts, reasons and remedy in each of its languages; one number, one hash."""
    texts = {text.language: text for text in decision.texts.all()}
    original = next(
        (each for each in texts.values() if each.origin == "original"), None
    )

    def edition(language: str) -> Edition:
        text = texts[language]
        return Edition(
            language=language,
            title=_("Decision"),
            facts=facts(decision.request),
            sections=(
                Section((OUTCOMES[decision.outcome](), *_funds(decision))),
                Section((text.legal_basis,), heading=_("Legal basis")),
                *_established(text),
                Section(paragraphs(text.reasons), heading=_("Reasons")),
                Section(paragraphs(text.remedy), heading=_("Legal remedy")),
            ),
            office=_("Central Review Commission"),
            closing=_version(text, original),
            signature=(str(by),),
        )

    return issue(decision.request, "decision", "DL", edition, by=by, at=at)


def _funds(decision: Decision) -> tuple[str, ...]:
    """What an approval does not promise, unless funds that are committed stay with the request."""
    if decision.outcome != Decision.Outcome.APPROVED:
        return ()
    if decision.request.fundings.filter(is_live=True).exists():
        return (_("The funds that are committed for the request stay with it."),)
    return (
        _(
            "This decision commits no funds: that is a separate act. Until then the request is on the waiting list; you will be told in writing when funds are committed."
        ),
    )


def _established(text: DecisionText) -> tuple[Section, ...]:
    if not text.facts:
        return ()
    return (Section(paragraphs(text.facts), heading=_("Established facts")),)


def _version(text: DecisionText, original: DecisionText | None) -> str:
    """Whether this version is the original, or who translated it from which."""
    if original is None:
        return ""
    if text == original:
        return _("This version is the original.")
    return _("Translated by %(translator)s. The original: %(language)s.") % {
        "translator": text.translator,
        "language": language_name(original.language),
    }


WISHES = {
    SubjectRequest.Kind.ACCESS: lambda: _("To see their own data"),
    SubjectRequest.Kind.CORRECTION: lambda: _("To have their own data corrected"),
}


def issue_refusal(right: SubjectRequest, *, texts, by, at: datetime) -> Letter:
    """Why somebody does not get to see or to correct their own data, and what they can do, in each language."""
    said = {text["language"]: text for text in texts}

    def edition(language: str) -> Edition:
        text = said[language]
        return Edition(
            language=language,
            title=_("Refusal"),
            facts=(
                (_("Number of the request"), right.reference),
                (_("Asks for"), WISHES[right.kind]()),
                (_("Received on"), _day_of(right)),
            ),
            sections=(
                Section((_("What you asked about your own data is refused."),)),
                Section(paragraphs(text["reasons"]), heading=_("Reasons")),
                Section(paragraphs(text["remedy"]), heading=_("Legal remedy")),
            ),
            office=office(right),
            signature=(str(by),),
        )

    to = _recipient_of(right.household, right.person)
    return issue(right, "right_refused", "DL", edition, by=by, at=at, recipient=to)


def _day_of(right: SubjectRequest) -> str:
    return formats.date_format(timezone.localdate(right.created_at), "DATE_FORMAT")


def issue(
    request: Request | SubjectRequest,
    kind: str,
    number_kind: str,
    edition,
    *,
    by,
    at,
    recipient=(),
    **how,
) -> Letter:
    """Issue a letter in the languages of the family and the office; `edition` says it in the active one."""
    editions = []
    for language in editions_for(request.household.language):
        with translation.override(language):
            editions.append(edition(language))
    return correspondence.issue(
        request,
        kind=kind,
        number_kind=number_kind,
        recipient=recipient or _recipient(request.household, request.household.head),
        editions=editions,
        by=by,
        at=at,
        **how,
    )


def _recipient(household: Household, person: Person) -> tuple[str, ...]:
    lines = (f"{person.given_name} {person.surname}", household.current_address)
    return tuple(line for line in lines if line)


def _recipient_of(household: Household, person: Person) -> tuple[str, ...]:
    """Whoever has left the household is not told where it lives now."""
    stays = Member.objects.filter(household=household, person=person, left_on=None)
    lines = _recipient(household, person)
    return lines if stays.exists() else lines[:1]


def facts(request: Request) -> tuple[tuple[str, str], ...]:
    """What every letter about a request names, in the active language."""
    return (
        (_("Number of the request"), request.reference),
        (_("Asks for"), str(request.request_type)),
        (_("Municipality of return"), request.municipality.official_pair()),
        (_("Submitted on"), formats.date_format(request.submitted_on, "DATE_FORMAT")),
    )


def office(request: Request | SubjectRequest) -> str:
    """The municipal office that writes, in the active language."""
    return _("Municipal Office for Communities and Return, %(municipality)s") % {
        "municipality": request.municipality.official_pair()
    }


def paragraphs(text: str) -> tuple[str, ...]:
    """What was typed, line by line."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())
