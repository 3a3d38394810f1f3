"""What waits between offices, and for money: families to take over, readings to judge, approved requests without funds."""

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.models import EmergencyReading, Request, Transfer
from cases.querysets import LINE
from mcr_portal.waiting.kind import Kind, Next
from mcr_portal.waiting.who import assigned, name_of, nobodys_own

ANSWER, REVIEW = "cases.answer_transfer", "cases.review_emergency"
COMMIT = "cases.commit_funds"


def _own(user, permission: str, place: str) -> Q:
    """Rows which this person answers for in one of the two offices that they name."""
    scope = user.scope_for(permission)
    return Q() if scope.everything else Q(**{f"{place}__in": scope.municipalities})


TRANSFERS = Kind(
    key="transfers",
    label=_("Families to take over"),
    permission=ANSWER,
    rows=lambda user: (
        Transfer.objects.visible_to(user, ANSWER)
        .filter(_own(user, ANSWER, "to_municipality"), status=Transfer.Status.ASKED)
        .order_by("created_at", "pk")
    ),
    mine=nobodys_own,
    whose=F("family"),
    due=F("due_on"),
    next=lambda state: Next(_("Answer"), "cases:transfer_detail"),
    route="cases:transfer_detail",
    listed=("cases:transfer_list", "?show=answer"),
)
EMERGENCIES = Kind(
    key="emergencies",
    label=_("Files opened in an emergency"),
    permission=REVIEW,
    rows=lambda user: (
        EmergencyReading.objects.visible_to(user, REVIEW)
        .filter(_own(user, REVIEW, "municipality"), verdict="")
        .exclude(opened_by=user.pk)
        .order_by("opened_at", "pk")
    ),
    mine=nobodys_own,
    what=F("household_number"),
    whose=F("opened_by__full_name"),
    next=lambda state: Next(_("Judge the reading"), "cases:emergency_review"),
    route="cases:emergency_detail",
    listed=("cases:emergency_list", "?show=waits"),
)
FUNDS = Kind(
    key="funds",
    label=_("Approved requests without funds"),
    permission=COMMIT,
    # Whoever decided does not commit.
    rows=lambda user: (
        Request.objects.visible_to(user, COMMIT)
        .waiting_for_funds()
        .exclude(approved_by=user.pk)
        .order_by(*LINE)
    ),
    mine=assigned,
    whose=name_of("household__head"),
    next=lambda state: Next(_("Commit funds"), "cases:funding_create"),
    route="cases:request_detail",
    listed=("cases:waiting_list", ""),
)
