"""Commissions, their sittings, and what is decided in them."""

from commissions.models.agenda import AgendaItem, Conflict, Vote
from commissions.models.commissions import Commission, Member
from commissions.models.sittings import Attendance, Sitting

__all__ = [
    "AgendaItem",
    "Attendance",
    "Commission",
    "Conflict",
    "Member",
    "Sitting",
    "Vote",
]
