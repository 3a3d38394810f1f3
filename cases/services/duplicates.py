"""Pairs of entries that may be one person: found in the background, judged by people, never merged by itself."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.comparison import Entry, agreement_of, entries_of, likelihood_of, weigh
from cases.matching import ASK, PROPOSE, REVIEW, Facts, Verdict
from cases.models import DuplicatePair, Person
from cases.services.duplicate_candidates import candidates, near_sounds
from cases.services.name_frequencies import frequencies_of
from core import edit_versions, jobs
from core.models import Job
from core.scoping import Scope, ScopedQuerySet, system

KIND = "find_duplicates"
# What one transaction holds comfortably, and what one job ends long before its time is over.
CHUNK, MOST_IN_A_JOB = 200, 1_000
Pair = tuple[int, int]


def ask_to_refresh(person_ids: Iterable[int]) -> None:
    """Have the pairs of these persons brought up to date soon; nobody waits for it.

    A request that still waits is enough: it will read what is saved now. One that is being taken up this
    moment may have read already, so it does not count.
    """
    with system():
        for ids in in_chunks(sorted(set(person_ids)), MOST_IN_A_JOB):
            params = {"persons": ids}
            waiting = Job.objects.select_for_update(skip_locked=True).filter(
                kind=KIND, state=Job.State.QUEUED, params=params
            )
            if waiting.first() is None:
                jobs.enqueue(KIND, by=None, params=params)


def refresh(person_ids: Iterable[int]) -> None:
    """Bring the pairs of these persons up to date: thirteen queries and one for each person.

    New pairs are written, open ones weighed anew or taken away; what somebody has judged stays as it is.
    """
    for ids in in_chunks(sorted(set(person_ids))):
        _refresh(ids)


def keep_sides(person_ids: Iterable[int]) -> None:
    """Say of each pair with these persons whether its entries belong to one municipality now."""
    elsewhere = Person.objects.filter(pk=OuterRef("other")).exclude(
        municipality=OuterRef("municipality")
    )
    pairs = DuplicatePair.objects.filter(
        Q(person__in=person_ids) | Q(other__in=person_ids)
    )
    pairs.update(across=Exists(elsewhere))


def in_chunks(ids: list[int], size: int = CHUNK) -> Iterator[list[int]]:
    """So many persons at a time."""
    return (ids[start : start + size] for start in range(0, len(ids), size))


def likely_duplicates(facts: Facts, scope: Scope) -> list[tuple[int, Verdict]]:
    """Persons within this scope whom somebody with these facts is likely to be, likeliest first."""
    near = near_sounds([facts])
    found_ids = candidates(facts, near, scope) - {facts.key}
    persons = comparable().within(scope).filter(pk__in=found_ids)
    found = [
        (pk, weigh(facts, entry.facts)) for pk, entry in entries_of(persons).items()
    ]
    likely = [each for each in found if each[1].score >= ASK]
    return sorted(likely, key=lambda each: (-each[1].score, each[0]))


@transaction.atomic
def judge_pair(
    *, pair: DuplicatePair, verdict: str, reason: str = "", by
) -> DuplicatePair:
    """Keep what an office says about a pair, unless another officer was quicker or the ministry has decided."""
    if pair.settled:
        raise ValidationError(_("The ministry has decided about this pair already."))
    edit_versions.take(pair)
    pair.verdict, pair.reason = verdict, reason
    pair.decided_by, pair.decided_at = by, timezone.now()
    pair.save()
    return pair


@transaction.atomic
def settle_pair(
    *, pair: DuplicatePair, verdict: str, reason: str = "", by
) -> DuplicatePair:
    """Decide for the ministry about a pair of two municipalities, once both offices have answered."""
    twin = DuplicatePair.objects.filter(
        person=pair.other_id, other=pair.person_id
    ).first()
    if not (twin and pair.verdict and twin.verdict):
        raise ValidationError(_("The two offices have not both answered yet."))
    for side in (pair, twin):
        edit_versions.take(side)
        side.settled, side.settled_reason = verdict, reason
        side.settled_by, side.settled_at = by, timezone.now()
        side.save()
    return pair


@transaction.atomic
def _refresh(ids: list[int]) -> None:
    own = entries_of(comparable().filter(pk__in=ids))
    kept = _kept(ids)
    near = near_sounds(entry.facts for entry in own.values())
    pairs = set(kept) | {
        (min(pk, other), max(pk, other))
        for pk, entry in own.items()
        for other in candidates(entry.facts, near)
        if other != pk
    }
    missing = {pk for pair in pairs for pk in pair} - set(own)
    entries = own | entries_of(comparable().filter(pk__in=missing))
    _weigh(pairs, entries, kept)


@transaction.atomic
def weigh_anew(pairs: Iterable[Pair]) -> None:
    """Bring these pairs up to date, each the lower number first; in eight queries however many they are."""
    pairs = set(pairs)
    ids = {pk for pair in pairs for pk in pair}
    _weigh(pairs, entries_of(comparable().filter(pk__in=ids)), _kept(ids))


def _weigh(pairs: Iterable[Pair], entries: dict, kept: dict) -> None:
    frequencies = frequencies_of(entry.facts for entry in entries.values())
    _write([_weighed(pair, entries, kept[pair], frequencies) for pair in sorted(pairs)])


def comparable() -> ScopedQuerySet:
    """The entries that stand for a person, merged ones left out."""
    return Person.objects.filter(merged_into=None)


def _kept(ids: list[int]) -> dict[Pair, list[DuplicatePair]]:
    """What is kept of pairs with these persons, both sides together."""
    kept = defaultdict(list)
    for row in DuplicatePair.objects.filter(Q(person__in=ids) | Q(other__in=ids)):
        pair = sorted((row.person_id, row.other_id))
        kept[tuple(pair)].append(row)
    return kept


class _Weighed:
    """What becomes of one pair: rows that come, change and go."""

    def __init__(self):
        self.new, self.changed, self.gone = [], [], []


def _weighed(pair: Pair, entries: dict, kept: list, frequencies) -> _Weighed:
    wanted, weighed = _wanted(pair, entries, frequencies), _Weighed()
    is_judged = any(row.verdict or row.settled for row in kept)
    for row in kept:
        side = wanted.pop((row.person_id, row.other_id), None)
        if side is None and not is_judged:
            weighed.gone.append(row)
        elif side and not row.outcome and _take_over(row, side):
            weighed.changed.append(row)
    if not is_judged:
        weighed.new += wanted.values()
    return weighed


def _wanted(pair: Pair, entries: dict, frequencies) -> dict[Pair, DuplicatePair]:
    """The rows that should be there for a pair; none when too little speaks for it or an entry is gone."""
    one, other = (entries.get(pk) for pk in pair)
    if not (one and other):
        return {}
    verdict = weigh(one.facts, other.facts, frequencies)
    across = one.person.municipality_id != other.person.municipality_id
    # A blind pair tells an office that somebody is known elsewhere: only when that is likely.
    least = PROPOSE if across else REVIEW
    return {} if verdict.score < least else _sides(one, other, verdict, across)


def _sides(one: Entry, other: Entry, verdict: Verdict, across: bool) -> dict:
    """One row within a municipality, one for each office between two."""
    ways = [(one, other), (other, one)] if across else [(one, other)]
    return {
        (own.person.pk, theirs.person.pk): DuplicatePair(
            person=own.person,
            other=theirs.person,
            municipality_id=own.person.municipality_id,
            across=across,
            likelihood=likelihood_of(verdict),
            comparison=agreement_of(own.facts, theirs.facts, verdict),
        )
        for own, theirs in ways
    }


WEIGHED = ("across", "likelihood", "comparison")


def _take_over(row: DuplicatePair, side: DuplicatePair) -> bool:
    """Bring an open row up to date; says whether that changed anything."""
    changed = [name for name in WEIGHED if getattr(row, name) != getattr(side, name)]
    for name in changed:
        setattr(row, name, getattr(side, name))
    return bool(changed)


def _write(all_weighed: list[_Weighed]) -> None:
    new = [row for each in all_weighed for row in each.new]
    changed = [row for each in all_weighed for row in each.changed]
    gone = [row.pk for each in all_weighed for row in each.gone]
    # Somebody else may find the same pair, or judge one, at this moment.
    DuplicatePair.objects.bulk_create(new, ignore_conflicts=True)
    DuplicatePair.objects.bulk_update(changed, WEIGHED, batch_size=500)
    DuplicatePair.objects.filter(pk__in=gone, verdict="", settled="").delete()
