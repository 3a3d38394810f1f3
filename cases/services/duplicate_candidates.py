"""Who is worth comparing with somebody: found by equality only, so that row security keeps its indexes.

Two words of the names by their sounds (as heard or a slip away), a date of birth with one word, a document number.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import combinations, islice, product

from django.db.models import Case, Count, Min, Value, When

from cases.matching import Facts
from cases.models import NamePair, Person, PersonPaper
from cases.services.names import pairs_of, tokens_of
from core.models import NameSlip
from core.names.likeness import distance
from core.names.sounds import slips
from core.scoping import SYSTEM, Scope

# Of very common names only so many are compared, those first with which more agrees.
MOST_CANDIDATES, MOST_NEAR, MOST_PAIRS = 100, 30, 3_000
# A word this short is a slip away from too many others.
SHORTEST_TO_SLIP = 4

Near = dict[str, list[str]]


def near_sounds(all_facts: Iterable[Facts]) -> Near:
    """For each word of these names, by its sound, the sounds in the dictionary that are at most a slip away."""
    own = {heard for facts in all_facts for heard in tokens_of(facts).values()}
    by_slip = defaultdict(set)
    for heard in own:
        if len(heard) >= SHORTEST_TO_SLIP:
            for slip in slips(heard):
                by_slip[slip].add(heard)
    near = {heard: {heard} for heard in own}
    rows = NameSlip.objects.filter(slip__in=by_slip).values_list("slip", "sound")
    for slip, heard in rows:
        for word in by_slip[slip]:
            near[word].add(heard)
    return {word: _nearest(word, found) for word, found in near.items()}


def _nearest(word: str, found: set[str]) -> list[str]:
    return sorted(found, key=lambda heard: (distance(word, heard), heard))[:MOST_NEAR]


def candidates(facts: Facts, near: Near, scope: Scope = SYSTEM) -> set[int]:
    """The persons worth comparing with these facts, in one query."""
    heard = sorted(set(tokens_of(facts).values()))
    found = [
        *_by_names(facts, heard, near, scope),
        *_by_birth(facts, heard, near, scope),
        *_by_document(facts, scope),
    ]
    return {pk for (pk,) in found[0].union(*found[1:])} if found else set()


def _by_names(facts: Facts, heard: list[str], near: Near, scope: Scope) -> Iterator:
    pairs = list(islice(_pairs_near(heard, near), MOST_PAIRS))
    if pairs:
        # More words in common first, but before that whoever was born then.
        yield (
            NamePair.objects.within(scope)
            .filter(pair__in=pairs)
            .values("person_id")
            .annotate(apart=Min(_apart(facts)), shared=Count("pk"))
            .order_by("apart", "-shared", "person_id")
            .values_list("person_id")[:MOST_CANDIDATES]
        )


def _pairs_near(heard: list[str], near: Near) -> Iterator[str]:
    """Pairs of words as they are heard, then with a slip in one or both."""
    yield from pairs_of(heard)
    for one, other in combinations(heard, 2):
        for two in product(near[one], near[other]):
            yield from pairs_of(two)


def _apart(facts: Facts) -> Case:
    """How far another person's birth lies from this one's: same day, same year, or else."""
    if not facts.birth_date:
        return Case(default=Value(0))
    return Case(
        When(person__birth_date=facts.birth_date, then=Value(0)),
        When(person__birth_date__year=facts.birth_date.year, then=Value(1)),
        default=Value(2),
    )


def _by_birth(facts: Facts, heard: list[str], near: Near, scope: Scope) -> Iterator:
    dates = dates_of(facts)
    words = {sound for word in heard for sound in near[word]}
    if dates and words:
        yield (
            Person.objects.within(scope)
            .filter(birth_date__in=dates, name_tokens__sound__in=words)
            .order_by("pk")
            .values_list("pk")
            .distinct()[:MOST_CANDIDATES]
        )


def dates_of(facts: Facts) -> list[date]:
    """The date of birth, also with day and month the other way round; 1 January says too little."""
    born = facts.birth_date
    if not born or facts.birth_precision != "day" or (born.month, born.day) == (1, 1):
        return []
    return [born, born.replace(month=born.day, day=born.month)] if born.day <= 12 else [born]  # fmt: skip


def _by_document(facts: Facts, scope: Scope) -> Iterator:
    if facts.documents:
        papers = PersonPaper.objects.within(scope)
        held = papers.filter(number_key__in=facts.documents).order_by("person_id")
        yield held.values_list("person_id")[:MOST_CANDIDATES]
