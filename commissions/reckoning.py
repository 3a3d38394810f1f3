"""Who sits on an item, whether they are enough, and what their votes come to: pure functions."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from commissions.models import Commission, Member, Vote
from core.provisions import provision


def quorum_of(commission: Commission, *, on=None) -> int | None:
    """How many must be present: the law where somebody verified it, else the appointment act, else unknown."""
    law = provision(commission.quorum_key, on=on or timezone.localdate())
    if law.is_verified:
        return int(law.value)
    return commission.quorum


def seats_with_vote(members: Iterable[Member]) -> list[Member]:
    """The seats that count for a majority of all: without secretary and substitutes."""
    return [each for each in members if each.has_vote and not each.substitute_for_id]


def sitting_on_item(
    members: Iterable[Member],
    *,
    present: set[int],
    conflicted: set[int],
    voted: set[int] = frozenset(),
) -> list[Member]:
    """Who holds each seat for one item: the member, or the substitute where the member is away or recused."""
    members = list(members)
    stand_ins = {each.substitute_for_id: each for each in members}
    found = []
    for seat in seats_with_vote(members):
        able = [
            each
            for each in (seat, stand_ins.get(seat.pk))
            if each
            and each.pk not in conflicted
            and (each.pk in present or each.pk in voted)
        ]
        # Whoever has voted keeps the seat, also when the member comes later.
        holder = next((each for each in able if each.pk in voted), None)
        if able:
            found.append(holder or able[0])
    return found


@dataclass(frozen=True)
class Tally:
    """The votes on one item."""

    in_favour: int
    against: int
    abstained: int
    accepted: bool
    tied: bool

    @property
    def voted(self) -> int:
        return self.in_favour + self.against + self.abstained


def count(
    commission: Commission, voters: list[Member], votes: dict[int, Vote], *, seats: int
) -> Tally:
    """Whether a proposal is accepted under the rule of the appointment act."""
    choices = [votes[each.pk].choice for each in voters if each.pk in votes]
    in_favour, against, abstained = (choices.count(choice) for choice in Vote.Choice)
    base = {
        Commission.Majority.VOTING: in_favour + against,
        Commission.Majority.PRESENT: len(voters),
        Commission.Majority.ALL: seats,
    }[commission.majority]
    tied = 0 < base == 2 * in_favour
    accepted = 2 * in_favour > base or (
        tied and commission.chair_breaks_ties and _chair_is_for(voters, votes)
    )
    return Tally(in_favour, against, abstained, accepted, tied)


def _chair_is_for(voters: list[Member], votes: dict[int, Vote]) -> bool:
    """The chair, or who stands in for the chair: a substitute has the role of the seat."""
    return any(
        each.role == Member.Role.CHAIR
        and each.pk in votes
        and votes[each.pk].choice == Vote.Choice.FOR
        for each in voters
    )
