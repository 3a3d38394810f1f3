"""Commissions and sittings for tests and demonstration, made with the real services and steps."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from accounts.models import User
from commissions import services
from commissions.models import Commission, Member, Sitting
from commissions.workflow import SITTING
from core.models import Municipality


def make_commission(
    *,
    by: User,
    secretary: User,
    voters: list[User],
    at: Municipality | None = None,
    substitutes: dict[User, User] | None = None,
    **act,
) -> Commission:
    """A commission whose first voter is the chair; `substitutes` says who stands in for whom."""
    kind = Commission.Kind.MUNICIPAL if at else Commission.Kind.CENTRAL
    commission = services.appoint_commission(
        commission=Commission(
            municipality=at,
            **{
                "kind": kind,
                "act_number": "01-4711",
                "act_date": date(2026, 1, 15),
                "term_from": date(2026, 1, 20),
                "quorum": len(voters) // 2 + 1,
            }
            | act,
        ),
        by=by,
    )
    seat(commission, secretary, Member.Role.SECRETARY)
    for number, user in enumerate(voters):
        role = Member.Role.MEMBER if number else Member.Role.CHAIR
        holder = seat(commission, user, role)
        if user in (substitutes or {}):
            seat(commission, substitutes[user], role, substitute_for=holder)
    return commission


def seat(commission: Commission, user: User, role: str, **details) -> Member:
    """Somebody is appointed to a commission for its whole term."""
    return Member.objects.create(
        commission=commission,
        user=user,
        role=role,
        valid_from=commission.term_from,
        **details,
    )


def plan(
    commission: Commission,
    records,
    *,
    by: User,
    starts_at: datetime | None = None,
    place: str = "1",
) -> Sitting:
    """A planned sitting with these records on its agenda."""
    sitting = services.plan_sitting(
        sitting=Sitting(
            commission=commission,
            starts_at=starts_at or timezone.now() + timedelta(hours=1),
            place=place,
        ),
        by=by,
    )
    services.take_up(
        sitting=sitting, record_ids=[record.pk for record in records], by=by
    )
    return sitting


def convene(sitting: Sitting, *, by: User, absent: tuple[User, ...] = ()) -> Sitting:
    """Write down who is there and open the sitting."""
    members = Member.objects.filter(commission=sitting.commission_id)
    away = {user.pk for user in absent}
    there = {each.pk for each in members if each.user_id not in away}
    services.note_attendance(sitting=sitting, present=there)
    return SITTING.apply(sitting, "open", by=by)
