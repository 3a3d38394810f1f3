"""Asking another office to take a family over, and what it answers."""

from django.db import transaction

from cases.models import Household, Member, Request, Transfer
from cases.services import transfers_moving
from cases.workflow_transfers import TRANSFER, refuse_what_is_in_flight
from core.models import Municipality
from core.scoping import across_offices


@transaction.atomic
def ask_for_transfer(
    *, household: Household, to: Municipality, reason: str, by
) -> Transfer:
    """Ask the office of another municipality to take this family over; it is told only what it needs to decide."""
    transfer = Transfer(
        household=household,
        municipality_id=household.municipality_id,
        from_municipality_id=household.municipality_id,
        to_municipality=to,
        family=household.title,
        household_number=household.reference,
        size=Member.objects.filter(household=household, left_on=None).count(),
        requests=_told(household),
        reason=reason.strip(),
    )
    transfer.validate_constraints()
    with across_offices(by):
        refuse_what_is_in_flight(transfer)
    return TRANSFER.begin(transfer, by=by)


def _told(household: Household) -> list[dict]:
    rows = Request.objects.filter(household=household).order_by("pk")
    return [
        {"number": number, "kind": kind, "status": status}
        for number, kind, status in rows.values_list(
            "reference", "request_type", "status"
        )
    ]


@transaction.atomic
def take_step(
    *, transfer: Transfer, step: str, reason: str = "", by, **also
) -> Transfer:
    """Accept, refuse or take back, in the name of both offices; the family's files are held meanwhile."""
    with across_offices(by):
        if step == "accept":
            household = Household.objects.get(pk=transfer.household_id)
            transfers_moving.hold(household)
        return TRANSFER.apply(transfer, step, by=by, reason=reason, **also)


def municipalities_but(own: int):
    """To which offices a family may go."""
    return Municipality.objects.exclude(pk=own)
