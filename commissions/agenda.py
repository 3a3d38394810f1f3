"""The agenda as it stands: each item with its file, who sits on it, the votes, and what is still missing.

Read whole by a fixed number of questions, however many items there are.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext_lazy as _

from commissions import reckoning
from commissions.decidable import REGISTRY, Decidable, Outcome
from commissions.freezing import packs_of
from commissions.models import AgendaItem, Attendance, Conflict, Member, Sitting, Vote
from commissions.reckoning import Tally

NOTHING_PROPOSED = _("Nothing is proposed, or its wording is not prepared.")
CHANGED = _("The file has changed since it was frozen: freeze it again and vote anew.")
NO_QUORUM = _("Too few without a conflict of interest are present.")
TOO_FEW_VOTES = _("Too few have voted.")
TIED = _("The votes are equal.")
NOT_ACCEPTED = _("The proposal was not accepted.")
ONE_PERSON = _("Whoever prepared the decision cannot be the only one to vote for it.")
SECRETARY = _("The secretary had a part in this file before: a colleague must close.")


@dataclass
class Line:
    """One item of the agenda and everything that says what becomes of it."""

    item: AgendaItem
    decidable: Decidable | None
    record: object | None = None
    changed: bool = False
    # (member, source, reason): those who take no part.
    conflicts: list[tuple[Member, str, str]] = field(default_factory=list)
    # Declared and taken back by whoever declared it: no reason to take no part, and not forgotten.
    taken_back: list[Conflict] = field(default_factory=list)
    # Everybody's current vote; the one on the proposal that stands now counts.
    votes: dict[int, Vote] = field(default_factory=dict)
    voters: list[Member] = field(default_factory=list)
    tally: Tally | None = None
    missing: list[str] = field(default_factory=list)

    @property
    def title(self) -> str:
        """Whose file it is, where the reader may see the file."""
        return self.record.title if self.record else self.item.reference

    @property
    def frozen_parts(self) -> list[dict]:
        """What was frozen of the records that belong to the file."""
        return [
            part | {"day": date.fromisoformat(part["day"])}
            for part in self.item.pack.get("parts", ())
        ]

    @property
    def proposed(self) -> Outcome | None:
        if self.decidable is None:
            return None
        asked = self.decidable.told if self.item.result else self.decidable.outcome
        return asked(self.item.proposed)

    @property
    def decided(self) -> Outcome | None:
        return self.decidable and self.decidable.told(self.item.decided)

    @property
    def is_ready(self) -> bool:
        """Whether closing the sitting would apply a decision."""
        return not self.missing

    @property
    def shown_conflicts(self) -> list[dict]:
        """Who takes no part, and why in words."""
        return [
            {"member": member, "why": reason or Conflict.Source(source).label}
            for member, source, reason in self.conflicts
        ]

    def own_conflict(self, user) -> bool:
        """Whether this person has declared a conflict that still stands."""
        return any(
            member.user_id == user.pk and source == Conflict.Source.DECLARED
            for member, source, _reason in self.conflicts
        )

    def seat_of(self, user) -> Member | None:
        """The seat this person holds for this item, if any."""
        return next((each for each in self.voters if each.user_id == user.pk), None)


def members_of(sitting: Sitting) -> list[Member]:
    """Everybody who belongs to the commission on the day of the sitting."""
    return list(
        Member.objects.filter(commission=sitting.commission_id)
        .on(sitting.day)
        .select_related("user")
    )


def lines_of(sitting: Sitting, *, items=None, closing=None) -> list[Line]:
    """The lines of a sitting, or some of them, as this person would close it."""
    items = list(sitting.items.all() if items is None else items)
    kind = sitting.commission.kind
    lines = [Line(item, REGISTRY.get((kind, item.record_kind))) for item in items]
    members = members_of(sitting)
    _fetch_records(lines)
    _fetch_conflicts(lines, sitting, members)
    _fetch_votes(lines)
    _reckon(lines, sitting, members, closing)
    return lines


def line_of(item: AgendaItem) -> Line:
    """The line of one item."""
    return lines_of(item.sitting, items=[item])[0]


def _fetch_records(lines: list[Line]) -> None:
    for decidable in {id(line.decidable): line.decidable for line in lines}.values():
        if decidable is None:
            continue
        mine = [line for line in lines if line.decidable is decidable]
        rows = decidable.rows().filter(pk__in=[line.item.record_id for line in mine])
        records, packs = {row.pk: row for row in rows}, packs_of(decidable, rows)
        for line in mine:
            line.record = records.get(line.item.record_id)
            pack = packs.get(line.item.record_id)
            # What was decided has changed the file itself.
            line.changed = not line.item.result and pack != line.item.pack


def _fetch_conflicts(lines: list[Line], sitting: Sitting, members: list) -> None:
    by_pk = {each.pk: each for each in members}
    by_item = {line.item.pk: line for line in lines}
    for kept in Conflict.objects.filter(item__in=by_item).select_related(
        "member__user"
    ):
        if kept.taken_back_at:
            by_item[kept.item_id].taken_back.append(kept)
        elif kept.member_id in by_pk:
            entry = (by_pk[kept.member_id], kept.source, kept.reason)
            by_item[kept.item_id].conflicts.append(entry)
    # What was settled is told as it was kept.
    pending = [line for line in lines if not line.item.result]
    found = computed_conflicts(pending, sitting, members) if pending else {}
    for line in pending:
        for member in members:
            for source in found[line.item.record_id, member.user_id]:
                line.conflicts.append((member, source, ""))


def computed_conflicts(lines: list[Line], sitting: Sitting, members) -> dict:
    """(record, account) -> sources: what the apps above know, and votes in another commission."""
    users = [each.user for each in members]
    found: dict[tuple[int, int], set[str]] = defaultdict(set)
    for decidable in {id(line.decidable): line.decidable for line in lines}.values():
        mine = [line.item.record_id for line in lines if line.decidable is decidable]
        if decidable is not None:
            for record_id, user_id, source in decidable.conflicts(mine, users):
                found[record_id, user_id].add(source)
    earlier = Vote.objects.filter(
        item__record__in=[line.item.record_id for line in lines],
        member__user__in=users,
    ).exclude(member__commission=sitting.commission_id)
    for pair in earlier.values_list("item__record", "member__user").distinct():
        found[pair].add(Conflict.Source.EARLIER_VOTE)
    return found


def _fetch_votes(lines: list[Line]) -> None:
    by_item = {line.item.pk: line for line in lines}
    for vote in Vote.objects.filter(item__in=by_item, is_current=True):
        line = by_item[vote.item_id]
        if vote.proposed == line.item.proposed:
            line.votes[vote.member_id] = vote


def _reckon(lines: list[Line], sitting: Sitting, members: list, closing) -> None:
    present = set(
        Attendance.objects.filter(sitting=sitting, is_present=True).values_list(
            "member", flat=True
        )
    )
    quorum = reckoning.quorum_of(sitting.commission, on=sitting.day)
    seats = len(reckoning.seats_with_vote(members))
    for line in lines:
        line.voters = reckoning.sitting_on_item(
            members,
            present=present,
            conflicted={member.pk for member, _source, _reason in line.conflicts},
            voted=set(line.votes),
        )
        line.tally = reckoning.count(
            sitting.commission, line.voters, line.votes, seats=seats
        )
        line.missing = _missing(line, quorum, closing)


def _missing(line: Line, quorum: int | None, closing) -> list[str]:
    """Why nothing would be decided; empty when the decision can be applied."""
    item = line.item
    if line.proposed is None or not item.prepared_by_id:
        return [NOTHING_PROPOSED]
    if line.changed:
        return [CHANGED]
    if quorum is None or len(line.voters) < quorum:
        return [NO_QUORUM]
    if line.tally.voted < quorum:
        return [TOO_FEW_VOTES]
    if not line.tally.accepted:
        return [TIED if line.tally.tied else NOT_ACCEPTED]
    return _wrong_people(line, closing)


def _wrong_people(line: Line, closing) -> list[str]:
    """Two people at least decide, and whoever had a part before does not close."""
    for_it = {
        each.user_id
        for each in line.voters
        if each.pk in line.votes and line.votes[each.pk].choice == Vote.Choice.FOR
    }
    if for_it == {line.item.prepared_by_id}:
        return [ONE_PERSON]
    recused = {member.user_id for member, _source, _reason in line.conflicts}
    return [SECRETARY] if closing and closing.pk in recused else []
