"""From the approval to a closed file: agreement, works, acceptance, keys, monitoring, and the ways out."""

from django.utils.translation import gettext_lazy as _

from cases import homecomings
from cases import letters_return as letters
from cases.forms import (
    AcceptanceForm,
    AgreementForm,
    HandoverForm,
    RefusedWorksForm,
    ReturnedForm,
)
from cases.models import (
    Acceptance,
    Agreement,
    Handover,
    Homecoming,
    Request,
    RequestType,
)
from cases.models.works import FINISHED
from cases.property_rules import property_opens
from cases.workflow_appeal import NO_RIVAL
from cases.workflow_decision import FUNDS_ARE_FREE, end_what_followed
from core import documents
from core.workflow import Guard, Transition

S = Request.Status
Way = RequestType.Way
AFTER_APPROVAL = (S.APPROVED, S.AGREED, S.WORKS, S.ACCEPTED, S.KEYS, S.MONITORING)


# Guards


def _goes(way: str, label: str, refusal: str) -> Guard:
    def holds(request, by) -> bool:
        return request.request_type.way == way

    return Guard(label, refusal, holds, on_checklist=False)


def _is_finished(request, by) -> bool:
    last = request.works_reports.first()
    return last is not None and last.percent == FINISHED


def _has_funds(request, by) -> bool:
    return request.fundings.filter(is_live=True).exists()


def _property_opens(request, by) -> bool:
    return not property_opens(request)


def _was_durable(request, by) -> bool:
    return request.closed_as == Request.Closed.DURABLE


WORKS = _goes(Way.WORKS, _("A house is built"), _("For this request nothing is built."))
DELIVERY = _goes(
    Way.DELIVERY,
    _("Something is delivered or paid"),
    _("For this request a house is built first."),
)
VISITS = _goes(
    Way.MONITORING,
    _("The family is only visited"),
    _("A commission decides about this request first."),
)
DURABLE = Guard(
    _("Closed as a durable solution"),
    _("A file that ended otherwise is not opened again."),
    _was_durable,
    on_checklist=False,
)
OPEN_PROPERTY = Guard(
    _("The family's property opens the way to a house"),
    _("The family's property blocks the way to a house: see why."),
    _property_opens,
    fix="cases:request_property",
    fix_label=_("see why"),
)
FUNDED = Guard(
    _("Funds are committed"),
    _("No funds are committed for this request: it is on the waiting list."),
    _has_funds,
    fix="cases:funding_create",
    fix_label=_("commit funds"),
)
FINISHED_WORKS = Guard(
    _("The works are reported as finished"),
    _("The last report does not say that all is finished."),
    _is_finished,
    fix="cases:works_report_create",
    fix_label=_("report"),
)


# Effects


def _sign(request, *, change, by, **agreed) -> None:
    agreement = Agreement.objects.create(
        request=request, signed_for_ministry=by, **agreed
    )
    agreement.letter = letters.issue_agreement(agreement, by=by, at=change.at)
    agreement.save(update_fields=["letter"])


def _kept(request, scan, by):
    """The scan of what was signed, as a document of the file."""
    return scan and documents.attach(request, scan, by=by)


def _accept(request, *, change, by, scan=None, **found) -> None:
    Acceptance.objects.create(
        request=request, recorded_by=by, scan=_kept(request, scan, by), **found
    )


def _refuse(request, *, change, by, **found) -> None:
    _accept(request, change=change, by=by, result=Acceptance.Result.REFUSED, **found)


def _hand_over(request, *, change, by, scan=None, **protocol) -> None:
    handover = Handover.objects.create(
        request=request, handed_by=by, scan=_kept(request, scan, by), **protocol
    )
    handover.letter = letters.issue_handover(handover, by=by, at=change.at)
    handover.save(update_fields=["letter"])


def _comes_home(evidence: str):
    """The register learns since when the family is back, and its visits are planned."""

    def effect(request, *, change, by, returned_on, way) -> None:
        homecomings.family_is_back(
            request=request, returned_on=returned_on, way=way, evidence=evidence, by=by
        )

    return effect


def _closed_as(how: str):
    def sets(request, at) -> tuple[str, ...]:
        request.closed_as = how
        return ("closed_as",)

    return sets


def _opened_again(request, at) -> tuple[str, ...]:
    request.closed_as = ""
    return ("closed_as",)


VISITS_FOLLOW = _("Visits to the family are planned where their intervals are known.")
TO_THE_KEY = (
    Transition(
        "sign_agreement",
        _("Sign the agreement"),
        (S.APPROVED,),
        S.AGREED,
        "cases.sign_agreement",
        guards=(FUNDED, OPEN_PROPERTY),
        form=AgreementForm,
        effect=_sign,
        consequences=(_("The agreement is made in the languages of the family and the office."),),
    ),
    Transition(
        "start_works",
        _("Works begin"),
        (S.AGREED,),
        S.WORKS,
        "cases.hand_over",
        guards=(WORKS,),
    ),
    Transition(
        "accept_works",
        _("Technical acceptance"),
        (S.WORKS,),
        S.ACCEPTED,
        "cases.accept_works",
        guards=(FINISHED_WORKS,),
        form=AcceptanceForm,
        effect=_accept,
    ),
    Transition(
        "refuse_works",
        _("Not accepted"),
        (S.WORKS,),
        S.WORKS,
        "cases.accept_works",
        guards=(FINISHED_WORKS,),
        form=RefusedWorksForm,
        effect=_refuse,
        tone="secondary",
    ),
    Transition(
        "hand_over",
        _("Hand over the keys"),
        (S.ACCEPTED,),
        S.KEYS,
        "cases.hand_over",
        form=HandoverForm,
        effect=_hand_over,
        consequences=(_("The protocol is made in the languages of the family and the office."),),
    ),
    Transition(
        "move_in",
        _("The family has moved in"),
        (S.KEYS,),
        S.MONITORING,
        "cases.follow_return",
        form=ReturnedForm,
        effect=_comes_home(Homecoming.Evidence.KEYS),
        consequences=(VISITS_FOLLOW,),
    ),
    Transition(
        "deliver",
        _("Everything is delivered"),
        (S.AGREED,),
        S.MONITORING,
        "cases.follow_return",
        guards=(DELIVERY,),
        needs_reason=True,
    ),
    Transition(
        "follow",
        _("Follow the family's return"),
        (S.VERIFIED,),
        S.MONITORING,
        "cases.follow_return",
        guards=(VISITS,),
        form=ReturnedForm,
        effect=_comes_home(Homecoming.Evidence.FAMILY),
        consequences=(VISITS_FOLLOW,),
    ),
    Transition(
        "close",
        _("Close: durable solution"),
        (S.MONITORING,),
        S.CLOSED,
        "cases.close_request",
        needs_reason=True,
        sets=_closed_as(Request.Closed.DURABLE),
        consequences=(_("The file is closed. It can be opened again."),),
    ),
    Transition(
        "close_after_death",
        _("Close: nobody of the family lives"),
        AFTER_APPROVAL,
        S.CLOSED,
        "cases.close_request",
        needs_reason=True,
        sets=_closed_as(Request.Closed.DIED),
        effect=end_what_followed,
        tone="danger",
        consequences=(FUNDS_ARE_FREE,),
    ),
    Transition(
        "terminate",
        _("Terminate"),
        AFTER_APPROVAL,
        S.CLOSED,
        "cases.decide_request",
        needs_reason=True,
        sets=_closed_as(Request.Closed.TERMINATED),
        effect=end_what_followed,
        tone="danger",
        consequences=(_("An agreement that was signed ends."), FUNDS_ARE_FREE),
    ),
    Transition(
        "reopen",
        _("Open the file again"),
        (S.CLOSED,),
        S.MONITORING,
        "cases.close_request",
        guards=(DURABLE, NO_RIVAL),
        needs_reason=True,
        sets=_opened_again,
        tone="secondary",
    ),
)  # fmt: skip
