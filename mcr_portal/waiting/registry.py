"""What waits in the registry: requests, appeals, changes, merges, duplicates, requests about own data."""

from django.db.models import Exists, F, OuterRef, Q, TextField, Value
from django.db.models.functions import Coalesce, Concat, NullIf
from django.utils.translation import gettext_lazy as _

from cases.models import Change, DuplicatePair, Funding, Merge, Request, SubjectRequest
from cases.workflow import REQUEST
from cases.workflow_changes import CHANGE
from cases.workflow_rights import SUBJECT_REQUEST
from mcr_portal.digests import our_turn
from mcr_portal.waiting.kind import NOTHING, Kind, Next
from mcr_portal.waiting.who import (
    VIEW,
    assigned,
    may_step,
    mine_or_of_my_families,
    name_of,
    nobodys_own,
    of_my_families,
    step,
)

S = Request.Status

# The usual next step of a request in each stage; where it depends on what is asked for, by its way.
USUAL = {
    S.DRAFT: {"": "submit"},
    S.SUBMITTED: {"": "verify"},
    S.VERIFIED: {"": "forward", "monitoring": "follow"},
    S.MUNICIPAL_REVIEW: {"": "give_opinion"},
    S.CENTRAL_REVIEW: {"": "approve"},
    S.DONOR_REVIEW: {"": "approve"},
    S.APPROVED: {"": "sign_agreement"},
    S.COURT: {"": "court_annuls"},
    S.AGREED: {"": "start_works", "delivery": "deliver"},
    S.WORKS: {"": "accept_works"},
    S.ACCEPTED: {"": "hand_over"},
    S.KEYS: {"": "move_in"},
}
# Where several steps are equally usual the file is opened, and this is what is to be done.
WEIGHED = {
    S.SUBMITTED: _("Check papers and verify"),
    S.MUNICIPAL_REVIEW: _("Record the opinion"),
    S.CENTRAL_REVIEW: _("Decide"),
    S.DONOR_REVIEW: _("Decide"),
    S.COURT: _("Enter the ruling"),
}
OF_RIGHTS = {
    "received": "confirm_first",
    "identified": "confirm_again",
    "prepared": "hand_over",
    "asked": "examine",
    "examined": "correct",
}

# Requests

LIVE_FUNDING = Funding.objects.filter(request=OuterRef("pk"), is_live=True)


def _requests(user):
    first = {status: ways[""] for status, ways in USUAL.items()}
    rows = Request.objects.visible_to(user, VIEW).filter(turn=our_turn(user))
    # Without funds there is no agreement to sign: that is a kind of its own.
    rows = rows.exclude(Q(status=S.APPROVED) & ~Exists(LIVE_FUNDING))
    return rows.filter(may_step(user, REQUEST, first)).order_by(
        "due_on", "created_at", "pk"
    )


def _next_of_request(state: str) -> Next:
    status, _separator, way = state.partition(" ")
    if status in WEIGHED:
        return Next(WEIGHED[status], "cases:request_detail")
    ways = USUAL[status]
    return step(REQUEST, "cases:request_transition", ways.get(way, ways[""]))


REQUESTS = Kind(
    key="requests",
    label=_("Requests"),
    permission=VIEW,
    rows=_requests,
    mine=assigned,
    whose=name_of("household__head"),
    due=F("due_on"),
    state=Concat("status", Value(" "), "request_type__way", output_field=TextField()),
    next=_next_of_request,
    route="cases:request_detail",
    listed=("cases:request_list", "?show=turn"),
)
APPEALS = Kind(
    key="appeals",
    label=_("Appeals to decide"),
    permission="cases.decide_appeal",
    rows=lambda user: (
        Request.objects.visible_to(user, "cases.decide_appeal")
        .filter(status=S.APPEALED)
        .order_by("due_on", "created_at", "pk")
    ),
    mine=assigned,
    whose=name_of("household__head"),
    due=F("due_on"),
    next=lambda state: Next(_("Decide on the appeal"), "cases:request_detail"),
    route="cases:request_detail",
    listed=("cases:request_list", "?stage=appealed"),
)

# The registry

CHANGED = Coalesce(NullIf(name_of("person"), Value(", ")), name_of("household__head"))
CHANGES = Kind(
    key="changes",
    label=_("Changes to approve"),
    permission="cases.approve_change",
    rows=lambda user: (
        Change.objects.visible_to(user, "cases.approve_change")
        .filter(status=Change.Status.PROPOSED)
        .exclude(created_by=user.pk)
        .order_by("created_at", "pk")
    ),
    mine=of_my_families,
    whose=CHANGED,
    due=F("due_on"),
    next=lambda state: Next(CHANGE.by_name["approve"].label, "cases:change_detail"),
    route="cases:change_detail",
    listed=("cases:change_list", "?show=waiting"),
)
RETURNED_CHANGES = Kind(
    key="returned_changes",
    label=_("Changes returned for evidence"),
    permission="cases.propose_change",
    rows=lambda user: (
        Change.objects.visible_to(user, "cases.propose_change")
        .filter(status=Change.Status.RETURNED)
        .order_by("created_at", "pk")
    ),
    mine=lambda user: Q(created_by=user.pk),
    whose=CHANGED,
    due=F("due_on"),
    next=lambda state: step(CHANGE, "cases:change_transition", "complete"),
    route="cases:change_detail",
    listed=("cases:change_list", "?show=returned"),
)
MERGES = Kind(
    key="merges",
    label=_("Merges to confirm"),
    permission="cases.confirm_merge",
    rows=lambda user: (
        Merge.objects.visible_to(user, "cases.confirm_merge")
        .filter(state=Merge.State.PROPOSED)
        .exclude(merged_by=user.pk)
        .order_by("merged_at", "pk")
    ),
    mine=nobodys_own,
    what=NOTHING,
    whose=Coalesce(
        NullIf(name_of("kept_person"), Value(", ")), F("kept_household__reference")
    ),
    next=lambda state: Next(_("Look at the merge"), "cases:merge_detail"),
    route="cases:merge_detail",
    listed=("cases:merge_list", "?state=proposed"),
)


def _duplicates(user):
    permission = "cases.review_duplicates"
    pairs = DuplicatePair.objects.with_other_side().visible_to(user, permission)
    return pairs.waiting_for(user.scope_for(permission))


DUPLICATES = Kind(
    key="duplicates",
    label=_("Possible duplicates"),
    permission="cases.review_duplicates",
    rows=_duplicates,
    mine=nobodys_own,
    what=NOTHING,
    whose=name_of("person"),
    next=lambda state: Next(_("Compare the entries"), "cases:duplicate_review"),
    route="cases:duplicate_review",
    listed=("cases:duplicate_list", "?show=waiting"),
)


def _rights(user):
    rows = SubjectRequest.objects.visible_to(user, "cases.handle_right")
    # Whoever confirmed the identity first does not confirm it again.
    own = Q(status="identified", first_by=user.pk)
    return (
        rows.filter(may_step(user, SUBJECT_REQUEST, OF_RIGHTS))
        .exclude(own)
        .order_by("due_on", "pk")
    )


RIGHTS = Kind(
    key="rights",
    label=_("Requests about own data"),
    permission="cases.handle_right",
    rows=_rights,
    mine=mine_or_of_my_families,
    whose=name_of("person"),
    due=F("due_on"),
    state=F("status"),
    next=lambda state: step(
        SUBJECT_REQUEST, "cases:subject_request_transition", OF_RIGHTS[state]
    ),
    route="cases:subject_request_detail",
    listed=("cases:subject_request_list", "?show=open"),
)
