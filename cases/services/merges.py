"""Merging two entries of one person or household, and putting everything back as it was."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.merge_fields import DROPPED, GOES_WITH, KEPT, choosable, compared
from cases.models import (
    Decision,
    Household,
    Member,
    Merge,
    MergeChange,
    NamePair,
    NameToken,
    Person,
    Request,
)
from cases.services.duplicates import ask_to_refresh
from cases.services.merges_log import (
    MOVING,
    Log,
    add_back,
    expected,
    model_of,
    present,
    put_back,
)
from cases.services.merges_rules import obstacles, references
from cases.services.names import index_names
from core import edit_versions

KINDS = {Person: Merge.Kind.PERSON, Household: Merge.Kind.HOUSEHOLD}
GONE = _("One of the two entries was merged in the meantime. Look at it again.")
ELSEWHERE = _(
    "The two entries belong to different municipalities: only entries of one municipality can be merged. A transfer of one of the two households to the office of the other is asked first, on the page of the household."
)


@transaction.atomic
def merge_persons(
    *, keep: Person, drop: Person, choices: dict, reason: str, by
) -> Merge:
    """Make one person of two entries, or propose it where a decision is touched."""
    return _merge(keep, drop, choices=choices, reason=reason, by=by)


@transaction.atomic
def merge_households(
    *, keep: Household, drop: Household, choices: dict, reason: str, by
) -> Merge:
    """Make one household of two registrations, or propose it where a decision is touched."""
    return _merge(keep, drop, choices=choices, reason=reason, by=by)


@transaction.atomic
def confirm_merge(*, merge: Merge, by) -> Merge:
    """The second person agrees: what was proposed is done, unless an entry has changed since."""
    merge = _in_state(merge, Merge.State.PROPOSED)
    if merge.merged_by_id == by.pk:
        raise ValidationError(
            _("Another person than the one who proposed it confirms.")
        )
    compared_then = merge.kept_version, merge.dropped_version
    kept, dropped = _held(merge.kept, merge.dropped, versions=compared_then)
    merge.state, merge.confirmed_by = Merge.State.DONE, by
    merge.confirmed_at = timezone.now()
    merge.save()
    _carry_out(merge, kept, dropped)
    return merge


@transaction.atomic
def decline_merge(*, merge: Merge, by) -> Merge:
    """What was proposed is not done."""
    return _end(_in_state(merge, Merge.State.PROPOSED), Merge.State.DECLINED, by)


@transaction.atomic
def undo_merge(*, merge: Merge, by) -> Merge:
    """Put every row back as it was before the merge."""
    merge = _in_state(merge, Merge.State.DONE)
    if timezone.localdate() > merge.undo_until:
        raise ValidationError(_("The time in which this merge can be undone is over."))
    _lock(type(merge.kept), merge.kept.pk, merge.dropped.pk)
    _refuse_before_later_merges(merge)
    moved_on = _moved_on(merge)
    if merge.kind == Merge.Kind.PERSON:
        _forget_names(merge.kept_person, merge.dropped_person)
    put_back(merge, moved_on)
    for model in (NameToken, NamePair):
        add_back(merge, model)
    if merge.kind == Merge.Kind.PERSON:
        ask_to_refresh([merge.kept_person_id, merge.dropped_person_id])
    return _end(merge, Merge.State.UNDONE, by)


def why_not(kept: Person | Household, dropped: Person | Household) -> list[str]:
    """What stands in the way of a merge, in sentences."""
    if kept.merged_into_id or dropped.merged_into_id:
        return [GONE]
    if kept.municipality_id != dropped.municipality_id:
        return [ELSEWHERE]
    return obstacles(kept, dropped)


def what_follows(kept: Person | Household, dropped: Person | Household) -> list[dict]:
    """What will belong to the entry that is kept: how many of what, and their names where they have some."""
    found = []
    for reference in references(kept, dropped):
        rule, rows = reference.rule, reference.moving()
        if rule.label and (number := rows.count()):
            names = [str(row) for row in rows[:5]] if rule.is_named else []
            found.append({"label": rule.label, "number": number, "names": names})
    return found


def what_followed(merge: Merge) -> list[dict]:
    """What a merge moved to the kept entry, as its log tells; before it is done, what would follow."""
    if merge.state == Merge.State.PROPOSED:
        return what_follows(merge.kept, merge.dropped)
    own = Q(
        table_name=type(merge.kept)._meta.db_table,
        row_id__in=[merge.kept.pk, merge.dropped.pk],
    )
    changes = merge.changes.filter(action=MergeChange.Action.UPDATE).exclude(own)
    rows = changes.order_by().values_list("table_name")
    numbers = dict(rows.annotate(number=Count("row_id", distinct=True)))
    labels = {
        reference.model._meta.db_table: reference.rule.label
        for reference in references(merge.kept, merge.dropped)
    }
    return [
        {"label": label, "number": numbers[table]}
        for table, label in labels.items()
        if label and table in numbers
    ]


def touches_decision(kept: Person | Household, dropped: Person | Household) -> bool:
    """Whether a decision in force stands on a request of either entry."""
    requests = _requests_of(kept, dropped).values("pk")
    return Decision.objects.filter(request__in=requests, is_live=True).exists()


def _requests_of(kept: Person | Household, dropped: Person | Household) -> QuerySet:
    both = [kept.pk, dropped.pk]
    if isinstance(kept, Household):
        return Request.objects.filter(household__in=both)
    theirs = Member.objects.filter(person__in=both).values("household")
    headed = Household.objects.filter(head__in=both).values("pk")
    return Request.objects.filter(Q(household__in=theirs) | Q(household__in=headed))


def _merge(keep, drop, *, choices: dict, reason: str, by) -> Merge:
    kept, dropped = _held(keep, drop, versions=(keep.version, drop.version))
    # Held until the end, so that nobody decides on one of them meanwhile.
    list(_requests_of(kept, dropped).order_by("pk").select_for_update())
    waits = touches_decision(kept, dropped)
    kind = KINDS[type(kept)]
    merge = Merge.objects.create(
        municipality_id=kept.municipality_id,
        kind=kind,
        **{f"kept_{kind}": kept, f"dropped_{kind}": dropped},
        kept_version=kept.version,
        dropped_version=dropped.version,
        values=_chosen(kept, dropped, choices),
        reason=reason.strip(),
        needs_second_person=waits,
        state=Merge.State.PROPOSED if waits else Merge.State.DONE,
        merged_by=by,
    )
    if not waits:
        _carry_out(merge, kept, dropped)
    return merge


def _held(keep, drop, *, versions: tuple[int, int]):
    """Both entries as they were read; refused when somebody was quicker."""
    found = _lock(type(keep), keep.pk, drop.pk)
    kept, dropped = found[keep.pk], found[drop.pk]
    if refused := why_not(kept, dropped):
        raise ValidationError(refused)
    if (kept.version, dropped.version) != versions:
        raise ValidationError(edit_versions.STALE, code="stale")
    return kept, dropped


def _lock(kind, *keys: int) -> dict:
    """Entries held until the end, taken in one order everywhere so that nobody waits in a circle."""
    rows = kind._base_manager.filter(pk__in=keys).order_by("pk").select_for_update()
    return {row.pk: row for row in rows}


def _chosen(kept, dropped, choices: dict) -> dict:
    """Every fact that differs: which entry it is taken from, its value and the one given up."""
    values = {}
    fields = {field.name: field for field in choosable(type(kept))}
    for line in compared(kept, dropped):
        if not line.differs:
            continue
        field = fields.get(line.name)
        ours, theirs = (
            (field.value_from_object(kept), field.value_from_object(dropped))
            if field
            else (line.kept, line.dropped)
        )
        chosen = choices.get(line.name, line.usual)
        value, given_up = (theirs, ours) if chosen == DROPPED else (ours, theirs)
        values[line.name] = {"chosen": chosen, "value": value, "given_up": given_up}
    return values


def _carry_out(merge: Merge, kept, dropped) -> None:
    log, kind = Log(merge), type(kept)
    for reference in references(kept, dropped):
        reference.rule.act(log, reference)
    taken = {
        field.name: field.value_from_object(dropped)
        for field in choosable(kind)
        if merge.values.get(field.name, {}).get("chosen", KEPT) == DROPPED
    }
    taken |= {
        name: getattr(dropped, name)
        for name, source in GOES_WITH.items()
        if source in taken
    }
    log.change(kind._base_manager.filter(pk=kept.pk), whole=True, **taken)
    log.change(
        kind._base_manager.filter(pk=dropped.pk), whole=True, merged_into=kept.pk
    )
    if kind is Person:
        index_names([Person.objects.get(pk=kept.pk)])
        ask_to_refresh([kept.pk, dropped.pk])


def _in_state(merge: Merge, state: str) -> Merge:
    rows = Merge.objects.with_entries().select_for_update(of=("self",))
    locked = rows.get(pk=merge.pk)
    if locked.state != state:
        raise ValidationError(
            _("Somebody else has moved this file on in the meantime. Look at it again.")
        )
    return locked


def _end(merge: Merge, state: str, by) -> Merge:
    merge.state, merge.undone_by, merge.undone_at = state, by, timezone.now()
    merge.save()
    return merge


def _forget_names(*persons: Person) -> None:
    for model in (NameToken, NamePair):
        model.objects.filter(person__in=persons).delete()


def _refuse_before_later_merges(merge: Merge) -> None:
    """Merges over the same rows are undone in the opposite order."""
    last = merge.changes.aggregate(last=Max("id"))["last"]
    tables = {}
    for table, row_id in merge.changes.values_list("table_name", "row_id"):
        tables.setdefault(table, []).append(row_id)
    same = Q(pk__in=())
    for table, row_ids in tables.items():
        same |= Q(table_name=table, row_id__in=row_ids)
    later = MergeChange.objects.filter(same, pk__gt=last, merge__state=Merge.State.DONE)
    if later.exists():
        raise ValidationError(
            _("One of the entries was merged again later: undo that merge first.")
        )


def _moved_on(merge: Merge) -> set[tuple[str, int]]:
    """The rows that others have changed since; refused when that change would be lost."""
    moved, lost = set(), []
    entries = {merge.kept.pk, merge.dropped.pk}
    for (table, row_id), image in expected(merge).items():
        now = present(table, row_id) or {}
        differing = {key for key, value in image.items() if now.get(key) != value}
        is_entry = row_id in entries and model_of(table) is type(merge.kept)
        if differing - (set() if is_entry else MOVING):
            lost.append(_named(table, row_id, differing - MOVING))
        if differing:
            moved.add((table, row_id))
    if lost:
        raise ValidationError(
            _(
                "This can no longer be undone: what the merge changed was changed again since (%(what)s)."
            ),
            params={"what": "; ".join(lost)},
        )
    return moved


def _named(table: str, row_id: int, columns: set[str]) -> str:
    """A changed row in words: what it is and which of its facts differ."""
    model = model_of(table)
    row = model._base_manager.filter(pk=row_id).first()
    names = [
        str(field.verbose_name)
        for field in model._meta.concrete_fields
        if field.column in columns
    ]
    facts = f": {', '.join(names)}" if names else ""
    return f"{model._meta.verbose_name} {row or row_id}{facts}"
