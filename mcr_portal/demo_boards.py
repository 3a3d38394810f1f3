"""The demonstration of what stands above single files: commissions, checklists, families between two offices."""

from datetime import timedelta

from django.utils import timezone

from cases.factories import renew_checklist
from cases.models import Request
from cases.services.foreign_reading import open_in_emergency
from cases.services.transfers import ask_for_transfer
from commissions.factories import convene, make_commission, plan
from commissions.models import Commission
from commissions.services import propose_usual
from core.models import Municipality
from mcr_portal.demo_people import GRACANICA, STRPCE


def checklists() -> None:
    """Houses have a second checklist for a month now: older files keep the first."""
    renew_checklist(
        "house",
        on=timezone.localdate() - timedelta(days=30),
        stand_ins={"witnesses": "displaced_card"},
        source="Demonstration: an example of a paper that stands in for another.",
        note="Not verified, no law.",
    )


def between_offices(users: dict) -> None:
    """Two offices ask each other to take a family over; one has opened a file of the other in an emergency."""
    ways = (("strpce", STRPCE, GRACANICA), ("gracanica", GRACANICA, STRPCE))
    for office, here, there in ways:
        drafts = Request.objects.filter(municipality__code=here, status="draft")
        household = drafts.order_by("-pk").first().household
        ask_for_transfer(
            household=household,
            to=Municipality.objects.get(code=there),
            reason="The family returns to its house there.",
            by=users[f"officer.{office}"],
        )
    open_in_emergency(
        number=household.reference,
        reason="The family stands at our counter and needs its number.",
        by=users["officer.strpce"],
    )


def commissions(users: dict) -> None:
    """A municipal sitting and one of the donors that are planned, and a central one that is open with two proposals."""
    municipal = make_commission(
        at=Municipality.objects.get(code=STRPCE),
        by=users["head.strpce"],
        secretary=users["secretary.strpce"],
        voters=[users["chair.strpce"], users["member.strpce"]],
        substitutes={users["member.strpce"]: users["substitute.strpce"]},
        quorum=2,
    )
    central = make_commission(
        by=users["central.secretary"],
        secretary=users["central.secretary"],
        voters=[users["central.chair"], users["central.member"]],
        quorum=2,
        act_number="02-0815",
        chair_breaks_ties=True,
    )
    donors = make_commission(
        by=users["central.secretary"],
        kind=Commission.Kind.DONOR_BOARD,
        secretary=users["central.secretary"],
        voters=[users["central.chair"], users["central.member"]],
        act_number="02-0816",
    )
    secretary = users["central.secretary"]
    days = timezone.now() + timedelta(days=6)
    ready = Request.objects.order_by("pk")
    for_opinion = ready.filter(status="municipal_review", municipality__code=STRPCE)
    plan(municipal, for_opinion[:3], by=users["secretary.strpce"], starts_at=days)
    plan(donors, ready.filter(status="donor_review"), by=secretary, starts_at=days)
    sitting = plan(central, ready.filter(status="central_review")[:5], by=secretary)
    sitting = convene(sitting, by=secretary)
    for item in sitting.items.select_related("sitting__commission")[:2]:
        propose_usual(item=item, key="approve", by=secretary)
