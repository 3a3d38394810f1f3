"""What follows when two entries become one: a rule for every relation to a person, a household or its record.

Complete by construction: a relation without a rule stops every merge, and a test walks the models. An app above
declares the rules of its own tables with `declare`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from cases.merge_fields import DISPLACEMENT, DROPPED, facts
from cases.models import (
    Change,
    Household,
    Member,
    Person,
    Request,
    SubjectRequest,
)
from cases.models.changes import WAITING
from cases.models.rights import OVER
from cases.querysets import IS_OPEN
from cases.services.merges_log import Log
from core.models import Record
from core.walls import our_models


@dataclass(frozen=True)
class Rule:
    """What happens to the rows of one relation, what they are called, and what stands in the way."""

    act: Callable[[Log, "Reference"], None]
    # Empty for rows that tell nothing in a preview.
    label: str = ""
    refuses: Callable[["Reference"], list[str]] | None = None
    # Which of the rows will belong to the entry that is kept, if not all.
    moves: Callable[["Reference"], QuerySet] | None = None
    # Said by their own names where that needs no further query.
    is_named: bool = False


@dataclass(frozen=True)
class Reference:
    """One relation of one merge: the rows that point to the entry that is given up."""

    model: type[Model]
    name: str
    kept: Model
    dropped: Model

    @property
    def label(self) -> str:
        return f"{self.model._meta.label}.{self.name}"

    @property
    def rule(self) -> Rule:
        return RULES[self.label]

    def moving(self) -> QuerySet:
        """The rows that will belong to the entry that is kept."""
        return self.rule.moves(self) if self.rule.moves else self.rows()

    def rows(self, *entries: Model) -> QuerySet:
        """The rows that point to these entries, or to the one given up."""
        keys = [entry.pk for entry in entries or (self.dropped,)]
        return self.model._base_manager.filter(**{f"{self.name}__in": keys})


RULES: dict[str, Rule] = {}


def declare(relation: str, act: Callable, label: str = "", **details) -> None:
    """Say what happens to the rows of a relation, written "app.Model.field", when its entry is given up."""
    RULES[relation] = Rule(act, label, **details)


def relations(*targets: type[Model]) -> list[tuple[type[Model], str]]:
    """Every foreign key of our own tables to one of these, hidden ones included."""
    return [
        (model, field.name)
        for model in our_models()
        for field in model._meta.concrete_fields
        if field.is_relation and field.related_model in targets
    ]


def references(kept: Model, dropped: Model) -> list[Reference]:
    """Everything that may point to the entry that is given up."""
    kind = type(kept)
    targets = (kind, Record) if kind is Household else (kind,)
    return [Reference(*relation, kept, dropped) for relation in relations(*targets)]


# What may happen to rows


def follow(log: Log, reference: Reference) -> None:
    """They point to the entry that is kept."""
    log.change(reference.rows(), **{reference.name: reference.kept.pk})


def stay(log: Log, reference: Reference) -> None:
    """They tell what was, and remain."""


def _take_away(log: Log, reference: Reference) -> None:
    log.remove(reference.rows(reference.kept, reference.dropped))


def _new_papers(reference: Reference) -> QuerySet:
    """The same paper of the same person is there once; its second row stays behind."""
    known = reference.rows(reference.kept).exclude(number_key="")
    double = Q(pk__in=())
    for kind, number in known.values_list("kind", "number_key"):
        double |= Q(kind=kind, number_key=number)
    return reference.rows().exclude(double)


def _follow_unless_known(log: Log, reference: Reference) -> None:
    log.change(_new_papers(reference), person=reference.kept.pk)


def _overlapping(member: Member, of: Person) -> QuerySet:
    """The times of a person in any household that lie within this one."""
    others = Member.objects.filter(person=of).filter(
        Q(left_on=None) | Q(left_on__gt=member.joined_on)
    )
    if member.left_on:
        others = others.filter(joined_on__lt=member.left_on)
    return others.order_by("pk")


def _join_memberships(log: Log, reference: Reference) -> None:
    """Times in one household become one time; the second row ends on the day it began and stays behind."""
    for member in reference.rows().order_by("pk"):
        ours = list(_overlapping(member, reference.kept))
        if not ours:
            log.change(Member.objects.filter(pk=member.pk), person=reference.kept.pk)
            continue
        for each in (member, *ours[1:]):
            closed = Member.objects.filter(pk=each.pk)
            log.change(closed, left_on=each.joined_on)
        _widen(log, ours[0], (member, *ours))


def _widen(log: Log, member: Member, times: tuple[Member, ...]) -> None:
    ends = [each.left_on for each in times]
    is_head = any(each.relation == Member.Relation.HEAD for each in times)
    log.change(
        Member.objects.filter(pk=member.pk),
        joined_on=min(each.joined_on for each in times),
        left_on=None if None in ends else max(ends),
        relation=Member.Relation.HEAD if is_head else member.relation,
    )


def _two_households(reference: Reference) -> list[str]:
    """Nobody lives in two households at a time: they are merged first, or one time is ended."""
    return [
        _(
            "The two entries belong to different households at the same time (%(first)s and %(second)s). Merge the households first, or enter when the person left one of them."
        )
        % {"first": ours.household, "second": theirs.household}
        for theirs in reference.rows().select_related("household")
        for ours in _overlapping(theirs, reference.kept).select_related("household")
        if ours.household_id != theirs.household_id
    ]


def _move_in(log: Log, reference: Reference) -> None:
    """Members follow; whoever is no longer the head is one of the others, before two heads meet."""
    heads = reference.rows(reference.kept, reference.dropped).filter(
        relation=Member.Relation.HEAD, left_on=None
    )
    chosen = log.merge.values.get("head", {})
    head = chosen.get("value", reference.kept.head_id)
    if head:
        log.change(heads.exclude(person=head), relation=Member.Relation.OTHER)
    follow(log, reference)


def _on_the_way(reference: Reference) -> list[str]:
    """What was asked for is one of the two entries: it is answered before they become one."""
    rows = reference.rows(reference.kept, reference.dropped)
    return [
        _("The other office has not answered yet whether it takes %(number)s over.")
        % {"number": transfer.household_number}
        for transfer in rows.filter(status=reference.model.Status.ASKED)
    ]


def _only_displacement(reference: Reference) -> QuerySet:
    rows = reference.rows()
    return rows.none() if reference.rows(reference.kept) else rows


def _one_displacement(log: Log, reference: Reference) -> None:
    """One displacement stays; it takes the other's facts if those were chosen."""
    ours = reference.rows(reference.kept)
    theirs = reference.rows().values(*facts()).first()
    if theirs is None:
        return
    if not ours:
        follow(log, reference)
    elif log.merge.values.get(DISPLACEMENT, {}).get("chosen") == DROPPED:
        log.change(ours, **theirs)


def _open_twice(reference: Reference) -> list[str]:
    """A household has one open request of a kind."""
    ours = Request.objects.filter(household=reference.kept).filter(IS_OPEN)
    theirs = reference.rows().filter(IS_OPEN).select_related("request_type")
    known = dict(ours.values_list("request_type", "reference"))
    return [
        _(
            "Both have an open request of the kind “%(kind)s” (%(first)s and %(second)s). Withdraw one of them first."
        )
        % {
            "kind": each.request_type,
            "first": known[each.request_type_id],
            "second": each.reference,
        }
        for each in theirs
        if each.request_type_id in known
    ]


def _asked_twice(reference: Reference) -> list[str]:
    """A person asks once at a time to see their own data."""
    open_ones = [
        SubjectRequest.objects.filter(person=each, kind=SubjectRequest.Kind.ACCESS)
        .exclude(status__in=OVER)
        .first()
        for each in (reference.kept, reference.dropped)
    ]
    if not all(open_ones):
        return []
    first, second = open_ones
    return [
        _(
            "Both have asked to see their own data (%(first)s and %(second)s). Withdraw one of the two first."
        )
        % {"first": first, "second": second}
    ]


def _proposed_twice(reference: Reference) -> list[str]:
    """Two proposals about one person would be decided about different facts."""
    both = Change.objects.filter(
        person__in=(reference.kept, reference.dropped), status__in=WAITING
    )
    if len(open_ones := [str(each) for each in both]) < 2:
        return []
    return [
        _("Changes of both are proposed (%(first)s and %(second)s). Decide them first.")
        % dict(zip(("first", "second"), open_ones, strict=True))
    ]


declare("cases.NameToken.person", _take_away)
declare("cases.NamePair.person", _take_away)
declare(
    "cases.PersonPaper.person",
    _follow_unless_known,
    _("Papers"),
    moves=_new_papers,
    is_named=True,
)
declare(
    "cases.Member.person",
    _join_memberships,
    _("Memberships in households"),
    refuses=_two_households,
)
declare("cases.Household.head", follow, _("Head of household"), is_named=True)
declare("cases.Member.household", _move_in, _("Members of the household"))
declare(
    "cases.Displacement.household",
    _one_displacement,
    _("Displacement"),
    moves=_only_displacement,
)
declare(
    "cases.Request.household",
    follow,
    _("Requests"),
    refuses=_open_twice,
    is_named=True,
)
# Two lines of one kind are no obstacle: the ledger tells what was given, and who grants next sees both.
declare("cases.AssistanceLine.household", follow, _("Assistance"), is_named=True)
declare("cases.Delivery.received_by", follow)
# Shares, events and claims hang on the property and go with it.
declare("cases.Property.household", follow, _("Properties"))
declare(
    "cases.SubjectRequest.person",
    follow,
    _("Requests about their own data"),
    refuses=_asked_twice,
    is_named=True,
)
declare("cases.SubjectRequest.household", follow)
declare(
    "cases.Change.person", follow, _("Changes"), refuses=_proposed_twice, is_named=True
)
declare("cases.Change.household", follow, _("Changes"), is_named=True)
declare("cases.Change.other_household", follow)
for entry in ("person", "household"):
    declare(f"cases.ExternalIdentifier.{entry}", follow)
    declare(f"cases.ImportRow.{entry}", stay)
for side in ("person", "other"):
    # Open pairs of the entry given up are taken away when its duplicates are looked for anew.
    declare(f"cases.DuplicatePair.{side}", stay)
declare("core.Document.record", follow, _("Documents"), is_named=True)
declare("core.Letter.record", follow, _("Letters"), is_named=True)
declare("core.ProtocolEntry.record", follow, _("Protocol book"))
declare("core.Note.record", follow, _("Notes"))
declare("core.Clock.record", follow, _("Deadlines"))
declare("core.InstitutionRequest.record", follow, _("Questions to institutions"))
declare("core.StatusChange.record", stay)
declare("cases.Transfer.household", follow, _("Transfers"), refuses=_on_the_way)
declare("cases.CourtesyView.household", follow)
declare("cases.EmergencyReading.household", follow)
# Commissions decide about requests, which are not merged.
declare("commissions.AgendaItem.record", stay)
for entry in ("Person", "Household"):
    # Who was merged before leads on to the entry that is kept now.
    declare(f"cases.{entry}.merged_into", follow, _("Merged entries"))
    declare(f"cases.Merge.kept_{entry.lower()}", stay)
    declare(f"cases.Merge.dropped_{entry.lower()}", stay)


def obstacles(kept: Model, dropped: Model) -> list[str]:
    """What must be done first, in sentences."""
    return [
        sentence
        for reference in references(kept, dropped)
        if reference.rule.refuses
        for sentence in reference.rule.refuses(reference)
    ]
