"""The words of the letters after a decision: receipt of an appeal, its outcome, the funds, the agreement, the handover protocol."""

from datetime import date, datetime

from django.utils import formats
from django.utils.translation import gettext as _

from cases.letters import facts, issue, office, paragraphs
from cases.models import Agreement, Appeal, Funding, Handover
from core.letters import Edition, Section
from core.models import Letter


def issue_appeal_receipt(appeal: Appeal, *, by, at: datetime) -> Letter:
    """The receipt that says when an appeal came, and that nothing goes on until it is decided."""

    def edition(language: str) -> Edition:
        return Edition(
            language=language,
            title=_("Receipt of an appeal"),
            facts=(*facts(appeal.request), *_appeal_facts(appeal)),
            sections=(
                Section(
                    (
                        _("Your appeal was received."),
                        _(
                            "Until it is decided, nothing that rests on the decision goes on."
                        ),
                        _("It is decided by persons who had no part in the decision."),
                    )
                ),
            ),
            office=office(appeal.request),
        )

    return issue(appeal.request, "appeal_receipt", "NL", edition, by=by, at=at)


OUTCOMES = {
    Appeal.Outcome.DISMISSED: lambda: _("The appeal is dismissed."),
    Appeal.Outcome.RETURNED: lambda: _(
        "The decision is annulled; the request is decided anew."
    ),
}


def issue_appeal_outcome(appeal: Appeal, *, texts, by, at: datetime) -> Letter:
    """Why an appeal has this outcome, with legal basis and remedy, in each language."""
    said = {text["language"]: text for text in texts}

    def edition(language: str) -> Edition:
        text = said[language]
        return Edition(
            language=language,
            title=_("Answer to an appeal"),
            facts=(*facts(appeal.request), *_appeal_facts(appeal)),
            sections=(
                Section((OUTCOMES[appeal.outcome](),)),
                Section((text["legal_basis"],), heading=_("Legal basis")),
                Section(paragraphs(text["reasons"]), heading=_("Reasons")),
                Section(paragraphs(text["remedy"]), heading=_("Legal remedy")),
            ),
            office=_("Second instance"),
            signature=(str(by),),
        )

    return issue(appeal.request, "appeal_outcome", "DL", edition, by=by, at=at)


def issue_agreement(agreement: Agreement, *, by, at: datetime) -> Letter:
    """What the family and the ministry agree, to be signed by both."""

    def edition(language: str) -> Edition:
        return Edition(
            language=language,
            title=_("Agreement"),
            facts=(
                *facts(agreement.request),
                (_("Signed on"), _day(agreement.signed_on)),
                (_("Signed for the family by"), agreement.signed_by),
                *_resale_ban(agreement.no_sale_until),
            ),
            sections=(
                Section(paragraphs(agreement.obligations), heading=_("What is agreed")),
            ),
            office=office(agreement.request),
            signature=(str(by), agreement.signed_by),
        )

    return issue(agreement.request, "agreement", "DL", edition, by=by, at=at)


def issue_funding(funding: Funding, *, by, at: datetime) -> Letter:
    """The notice that funds are committed, from whose money, and what comes next."""

    def edition(language: str) -> Edition:
        return Edition(
            language=language,
            title=_("Funds are committed"),
            facts=(
                *facts(funding.request),
                (_("Source of the funds"), str(funding.fund.source)),
                (_("Budget year"), str(funding.fund.year)),
                (_("Committed on"), _day(funding.committed_on)),
            ),
            sections=(
                Section(
                    (
                        _(
                            "Funds are committed for your request, which was approved. It is no longer on the waiting list."
                        ),
                        _(
                            "The next step is the agreement: we will invite you to sign it."
                        ),
                    )
                ),
            ),
            signature=(str(by),),
        )

    return issue(funding.request, "funding", "NL", edition, by=by, at=at)


def issue_release(funding: Funding, *, by, at: datetime) -> Letter:
    """The notice that committed funds were released; the approval stands."""

    def edition(language: str) -> Edition:
        return Edition(
            language=language,
            title=_("Funds were released"),
            facts=(
                *facts(funding.request),
                (_("Source of the funds"), str(funding.fund.source)),
                (_("Released on"), _day(funding.released_on)),
            ),
            sections=(
                Section(
                    (
                        _(
                            "The funds that were committed for your request are no longer available for it."
                        ),
                        _(
                            "The approval stands. Your request is on the waiting list again, by the day of its approval."
                        ),
                        _("Ask the municipal office if you wish to know why."),
                    )
                ),
            ),
            signature=(str(by),),
        )

    return issue(funding.request, "funding_released", "NL", edition, by=by, at=at)


def issue_handover(handover: Handover, *, by, at: datetime) -> Letter:
    """The protocol of the day on which the family got its key."""

    def edition(language: str) -> Edition:
        return Edition(
            language=language,
            title=_("Handover protocol"),
            facts=(
                *facts(handover.request),
                (_("Handed over on"), _day(handover.handed_on)),
                (_("Who got the keys"), handover.received_by),
                (_("Number of keys"), str(handover.keys)),
                (_("Electricity meter"), handover.electricity or "–"),
                (_("Water meter"), handover.water or "–"),
            ),
            sections=(
                Section(
                    paragraphs(handover.defects) or (_("No defects were found."),),
                    heading=_("Defects"),
                ),
            ),
            office=office(handover.request),
            signature=(str(by), handover.received_by),
        )

    return issue(handover.request, "handover", "NL", edition, by=by, at=at)


def _appeal_facts(appeal: Appeal) -> tuple[tuple[str, str], ...]:
    return (
        (_("Who appeals"), appeal.filed_by),
        (_("Appealed on"), _day(appeal.filed_on)),
        (_("Against the decision of"), _day(appeal.decision.decided_on)),
    )


def _resale_ban(until: date | None) -> tuple[tuple[str, str], ...]:
    return ((_("May not be sold before"), _day(until)),) if until else ()


def _day(day: date) -> str:
    return formats.date_format(day, "DATE_FORMAT")
