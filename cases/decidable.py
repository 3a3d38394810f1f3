"""What commissions decide about requests: the opinion of the municipality, the decisions of the ministry and the donors."""

from collections.abc import Iterable, Sequence

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.models import FieldVisit, Request
from cases.workflow_decision import EARLIER_PART
from commissions.decidable import Decidable, Outcome, Part, Reading, declare
from commissions.models import Commission, Conflict
from core.models import StatusChange

S = Request.Status
# As many last digits say that two telephones are one, however the country is written.
DIGITS = 8


def _rows():
    return Request.objects.select_related("household__head", "request_type")


def _field_visits(record_ids: Sequence[int]) -> Iterable[Part]:
    """What was seen at the place is frozen with the file: words, point and photos."""
    visits = FieldVisit.objects.filter(request__in=record_ids)
    for visit in visits:
        said = ("visited_on", "visited_by", "found", "latitude", "longitude")
        yield Part(
            record_id=visit.request_id,
            pk=visit.pk,
            reference=visit.reference,
            day=visit.visited_on,
            point=visit.point,
            content={name: getattr(visit, name) for name in said},
        )


def _readings(request: Request, user) -> list[Reading]:
    """The papers, the worksheet and the visits to the place, for whoever may read the file."""
    if not user.has_perm("cases.view_request", request):
        return []
    papers = reverse("cases:request_papers", args=[request.pk])
    verification = reverse("cases:request_verification", args=[request.pk])
    visits = gettext("Field visits: %(number)s")
    visits %= {"number": request.field_visits.count()}
    return [
        Reading(gettext("Papers"), papers),
        Reading(gettext("Verification worksheet"), verification),
        Reading(visits, f"{verification}#field-visits"),
    ]


def conflicts_after(*steps: str):
    """Whoever made one of these steps with a file takes no part in deciding it; nor whom its family's phone reaches."""

    def conflicts(record_ids: Sequence[int], users: Sequence) -> Iterable[tuple]:
        made = StatusChange.objects.filter(
            record__in=record_ids, transition__in=steps, by__in=users
        )
        for record_id, user_id in made.values_list("record", "by").distinct():
            yield record_id, user_id, Conflict.Source.EARLIER_PART
        yield from _same_telephone(record_ids, users)

    return conflicts


def _same_telephone(record_ids: Sequence[int], users: Sequence) -> Iterable[tuple]:
    """Accounts with the telephone of the household: the only tie to a family that the portal itself can see."""
    by_phone = {digits: user.pk for user in users if (digits := _digits(user.phone))}
    if not by_phone:
        return
    rows = Request.objects.filter(pk__in=record_ids)
    for record_id, phone in rows.values_list("pk", "household__phone"):
        if (digits := _digits(phone)) in by_phone:
            yield record_id, by_phone[digits], Conflict.Source.RELATION


def _digits(phone: str) -> str:
    digits = "".join(filter(str.isdigit, phone))
    return digits[-DIGITS:] if len(digits) >= DIGITS else ""


declare(
    Decidable(
        commission=Commission.Kind.MUNICIPAL,
        model_label="cases.request",
        status=S.MUNICIPAL_REVIEW,
        outcomes=(
            Outcome(
                "favourable",
                _("Favourable opinion"),
                "give_opinion",
                {"opinion": "favourable"},
            ),
            Outcome(
                "unfavourable",
                _("Unfavourable opinion"),
                "give_opinion",
                {"opinion": "unfavourable"},
            ),
        ),
        rows=_rows,
        parts=_field_visits,
        readings=_readings,
        conflicts=conflicts_after("verify"),
    )
)
declare(
    Decidable(
        commission=Commission.Kind.CENTRAL,
        model_label="cases.request",
        status=S.CENTRAL_REVIEW,
        outcomes=(
            Outcome("approve", _("Approve"), "approve"),
            Outcome("reject", _("Reject"), "reject"),
            Outcome("send_back", _("Send back to the municipality"), "send_back"),
        ),
        former=(Outcome("waitlist", _("Approve, waiting for funds"), "waitlist"),),
        rows=_rows,
        parts=_field_visits,
        readings=_readings,
        conflicts=conflicts_after(*EARLIER_PART),
    )
)
declare(
    Decidable(
        commission=Commission.Kind.DONOR_BOARD,
        model_label="cases.request",
        status=S.DONOR_REVIEW,
        outcomes=(
            Outcome("approve", _("Approve"), "approve"),
            Outcome("reject", _("Reject"), "reject"),
            Outcome(
                "back_from_donors",
                _("Send back to the central commission"),
                "back_from_donors",
            ),
        ),
        rows=_rows,
        parts=_field_visits,
        readings=_readings,
        conflicts=conflicts_after(*EARLIER_PART),
    )
)
