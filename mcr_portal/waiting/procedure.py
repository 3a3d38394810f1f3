"""What waits beside a request: visits, follow-ups, assistance, letters, answers of institutions, commissions."""

from django.db.models import Exists, F, OuterRef, Q, Subquery, TextField, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.models import AssistanceLine, FollowUp, Monitoring, Request
from cases.tables_visits import end_of_month
from cases.workflow_assistance import ASSISTANCE
from cases.workflow_visits import FOLLOW_UP
from commissions.models import AgendaItem, Attendance, Conflict, Member, Sitting, Vote
from core import institution_requests, serving
from core.models import InstitutionRequest, Letter, Service
from mcr_portal.waiting.kind import Kind, Next
from mcr_portal.waiting.who import (
    all_mine,
    mine_or_of_my_families,
    my_files,
    name_of,
    of_my_families,
    step,
)

L = AssistanceLine.Status
FAMILY = name_of("household__head")
OF_FOLLOW_UPS = {"open": "take_up", "taken_up": "close"}

VISITS = Kind(
    key="visits",
    in_calendar="visit",
    label=_("Families to visit"),
    permission="cases.enter_visit",
    rows=lambda user: (
        Monitoring.objects.visible_to(user, "cases.enter_visit")
        .open()
        .filter(planned_for__lte=end_of_month(timezone.localdate()))
        .order_by("-urgency", "-pk")
    ),
    mine=of_my_families,
    whose=FAMILY,
    due=F("planned_for"),
    next=lambda state: Next(_("Enter the visit"), "cases:monitoring_entry"),
    route="cases:monitoring_detail",
    listed=("cases:monitoring_list", "?show=due"),
)
FOLLOW_UPS = Kind(
    key="follow_ups",
    label=_("Follow-ups"),
    permission="cases.follow_up",
    rows=lambda user: (
        FollowUp.objects.visible_to(user, "cases.follow_up")
        .filter(status__in=OF_FOLLOW_UPS)
        .order_by("due_on", "created_at", "pk")
    ),
    mine=mine_or_of_my_families,
    whose=FAMILY,
    due=F("due_on"),
    state=F("status"),
    next=lambda state: step(
        FOLLOW_UP, "cases:follow_up_transition", OF_FOLLOW_UPS[state]
    ),
    route="cases:follow_up_detail",
    listed=("cases:follow_up_list", "?show=open"),
)
TO_GRANT = Kind(
    key="to_grant",
    label=_("Assistance to grant"),
    permission="cases.grant_assistance",
    rows=lambda user: (
        AssistanceLine.objects.visible_to(user, "cases.grant_assistance")
        .filter(status=L.PLANNED, said_by="")
        .order_by("created_at", "pk")
    ),
    mine=mine_or_of_my_families,
    whose=FAMILY,
    due=F("due_on"),
    next=lambda state: step(ASSISTANCE, "cases:assistance_transition", "grant"),
    route="cases:assistance_detail",
    listed=("cases:assistance_list", "?stage=planned"),
)
TO_DELIVER = Kind(
    key="to_deliver",
    label=_("Assistance to deliver"),
    permission="cases.deliver_assistance",
    rows=lambda user: (
        AssistanceLine.objects.visible_to(user, "cases.deliver_assistance")
        .to_deliver()
        .order_by("granted_on", "pk")
    ),
    mine=mine_or_of_my_families,
    whose=FAMILY,
    due=F("due_on"),
    next=lambda state: Next(_("Record a delivery"), "cases:delivery_create"),
    route="cases:assistance_detail",
    listed=("cases:assistance_list", "?show=deliver"),
)

# Letters and answers

UNDER_WAY = Service.objects.filter(
    letter=OuterRef("pk"), outcome="", cancelled_at=None
).values("pk")[:1]
LETTERS = Kind(
    key="letters",
    label=_("Letters to serve"),
    permission="cases.serve_letter",
    rows=lambda user: serving.unserved(
        Letter.objects.visible_to(user, "cases.serve_letter")
    ).order_by(F("serve_by").asc(nulls_last=True), "created_at", "pk"),
    mine=lambda user: Q(record__in=my_files(user).values("pk")) | Q(issued_by=user.pk),
    what=F("number"),
    whose=KT("content__recipient__0"),
    due=F("serve_by"),
    state=Coalesce(
        Subquery(UNDER_WAY.annotate(sent=Value("sent")).values("sent")),
        Value(""),
        output_field=TextField(),
    ),
    at=Coalesce(Subquery(UNDER_WAY), F("pk")),
    next=lambda state: (
        Next(_("Record the result"), "cases:service_outcome")
        if state
        else Next(_("Record the service"), "cases:service_create")
    ),
    listed=("cases:letter_list", "?show=waiting"),
)
ANSWERS = Kind(
    key="answers",
    label=_("Institutions that owe an answer"),
    permission="cases.ask_institution",
    rows=lambda user: institution_requests.overdue(
        InstitutionRequest.objects.visible_to(user, "cases.ask_institution"),
        on=timezone.localdate(),
    ).order_by("expected_on", "pk"),
    mine=lambda user: Q(asked_by=user.pk),
    what=F("record__reference"),
    whose=Subquery(
        Request.objects.filter(pk=OuterRef("record_id"))
        .annotate(family=FAMILY)
        .values("family")[:1]
    ),
    due=F("expected_on"),
    next=lambda state: Next(_("Record the answer"), "cases:institution_answer"),
    listed=("cases:request_list", "?told=answer"),
)

# Commissions


def _seats(user):
    return Member.objects.on(timezone.localdate()).filter(user=user.pk)


def _votes(user):
    """Items of open sittings at which this person sits and has not voted on what is proposed."""
    seats = _seats(user).exclude(role=Member.Role.SECRETARY).values("pk")
    voted = Vote.objects.filter(
        item=OuterRef("pk"),
        member__in=seats,
        proposed=OuterRef("proposed"),
        is_current=True,
    )
    present = Attendance.objects.filter(
        sitting=OuterRef("sitting"), member__in=seats, is_present=True
    )
    recused = Conflict.objects.standing().filter(item=OuterRef("pk"), member__in=seats)
    return (
        AgendaItem.objects.visible_to(user, "commissions.vote")
        .filter(
            Exists(present),
            ~Exists(voted),
            ~Exists(recused),
            result="",
            sitting__status=Sitting.Status.OPEN,
        )
        .exclude(proposed="")
        .order_by("sitting__starts_at", "position", "pk")
    )


VOTES = Kind(
    key="votes",
    in_calendar="",
    label=_("Votes"),
    permission="commissions.vote",
    rows=_votes,
    mine=all_mine,
    due=TruncDate("sitting__starts_at"),
    next=lambda state: Next(_("Vote"), "commissions:item_review"),
    route="commissions:item_review",
    listed=("commissions:commission_list", ""),
)


def sittings_of(user):
    """Sittings to come of the commissions to which this person belongs."""
    return (
        Sitting.objects.visible_to(user, "commissions.view_commission")
        .filter(
            status__in=(Sitting.Status.PLANNED, Sitting.Status.OPEN),
            commission__in=_seats(user).values("commission"),
        )
        .order_by("starts_at", "pk")
    )


SITTINGS = Kind(
    key="sittings",
    in_calendar="",
    label=_("Sittings"),
    permission="commissions.view_commission",
    rows=sittings_of,
    mine=all_mine,
    whose=F("place"),
    due=TruncDate("starts_at"),
    next=lambda state: Next(_("Open the agenda"), "commissions:sitting_detail"),
    route="commissions:sitting_detail",
    listed=("commissions:commission_list", ""),
)
