"""Persons registered already whom rows of a file may be: asked in eight questions for a portion, however many its rows.

Found by equality only, as cases.services.duplicate_candidates finds them for one person, and weighed by the same
rule; only within the municipality into which the register is taken over.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import permutations

from django.db.models import Max, Min

from cases.comparison import score_of_likely
from cases.matching import ASK, Facts
from cases.matching.birth import birth_agreement
from cases.matching.weights import BIRTH
from cases.models import Import, ImportRow, Member, NamePair, Person, PersonPaper
from cases.register_import.alike import settlements
from cases.services.duplicate_candidates import Near, dates_of, near_sounds
from cases.services.duplicates import comparable
from cases.services.names import pairs_of, tokens_of

# Of persons who may be meant the likeliest are kept; of sounds near a word so many are looked for.
MOST_ALIKE, MOST_NEAR, MOST_OF_A_ROW = 5, 4, 100
SAID = ("pk", "given_name", "surname", "father_name", "maiden_name", "sex", "birth_date", "birth_precision")  # fmt: skip
# The words of each row's names by their sounds; a row of the portion and a person who may be meant.
Heard = list[list[str]]
Met = tuple[int, int]


@dataclass(frozen=True)
class Registered:
    """The persons of a municipality who were registered before a run began."""

    municipality: int
    newest: int

    @classmethod
    def before(cls, register: Import) -> "Registered":
        """Whoever this run makes itself is met among the rows of its file."""
        made = ImportRow.objects.filter(run=register, made__has_key="person")
        first = made.aggregate(first=Min("person"))["first"]
        here = Person.objects.filter(municipality=register.municipality_id)
        newest = here.aggregate(newest=Max("pk"))["newest"] or 0
        return cls(register.municipality_id, first - 1 if first else newest)

    def find_like(self, rows: list[Facts]) -> list[list[int]]:
        """For each of these rows the persons who are likely to be meant, likeliest first."""
        if not (rows and self.newest):
            return [[] for _row in rows]
        near = near_sounds(rows)
        heard = [sorted(set(tokens_of(row).values())) for row in rows]
        found = [set() for _row in rows]
        for at, person in (
            *self._by_names(rows, heard, near),
            *self._by_birth(rows, heard, near),
            *self._by_document(rows),
        ):
            found[at].add(person)
        known = self._facts(set().union(*found))
        return [
            _likeliest(row, [known[pk] for pk in pks if pk in known])
            for row, pks in zip(rows, found, strict=True)
        ]

    def _within(self, queryset, person: str):
        """The municipality stands in the statement, not only in row security: the index needs its equality."""
        return queryset.filter(
            municipality=self.municipality, **{f"{person}__lte": self.newest}
        )

    def _by_names(self, rows: list[Facts], heard: Heard, near: Near) -> Iterator[Met]:
        """Whoever shares two words; three where the dates of birth speak against it."""
        wanted = _wanted((at, pair) for at, words in enumerate(heard) for pair in _pairs(words, near))  # fmt: skip
        pairs = self._within(NamePair.objects, "person").filter(pair__in=list(wanted))
        met = defaultdict(int)
        born = {}
        for pair, pk, *birth in pairs.values_list(
            "pair", "person", "person__birth_date", "person__birth_precision"
        ):
            born[pk] = Facts(pk, birth_date=birth[0], birth_precision=birth[1])
            for at in wanted[pair]:
                met[at, pk] += 1
        for (at, pk), shared in met.items():
            if shared > 1 or _may_be_born(rows[at], born[pk]):
                yield at, pk

    def _by_birth(self, rows: list[Facts], heard: Heard, near: Near) -> Iterator[Met]:
        """Whoever was born on that day, also with day and month swapped, and shares one word."""
        days = _wanted((at, day) for at, row in enumerate(rows) for day in dates_of(row))  # fmt: skip
        words = _wanted(
            (at, sound)
            for at, own in enumerate(heard)
            for word in own
            for sound in near[word]
        )
        persons = self._within(Person.objects, "pk").filter(
            birth_date__in=list(days), name_tokens__sound__in=list(words)
        )
        for pk, day, sound in persons.values_list(
            "pk", "birth_date", "name_tokens__sound"
        ):
            yield from ((at, pk) for at in days[day] & words[sound])

    def _by_document(self, rows: list[Facts]) -> Iterator[Met]:
        numbers = _wanted((at, number) for at, row in enumerate(rows) for number in row.documents)  # fmt: skip
        papers = self._within(PersonPaper.objects, "person").filter(
            number_key__in=list(numbers)
        )
        for pk, number in papers.values_list("person", "number_key"):
            yield from ((at, pk) for at in numbers[number])

    def _facts(self, persons: set[int]) -> dict[int, Facts]:
        """These persons as they are compared, in three statements."""
        documents, places = defaultdict(set), {}
        papers = PersonPaper.objects.filter(person__in=persons).exclude(number_key="")
        for pk, number in papers.values_list("person", "number_key"):
            documents[pk].add(number)
        homes = Member.objects.filter(person__in=persons, left_on=None).values_list(
            "person",
            "household__displacement__place_of_origin",
            "household__place_of_return",
        )
        for pk, origin, place in homes:
            places[pk] = origin or place
        return {
            pk: Facts(
                pk,
                *said,
                settlements=settlements(places.get(pk)),
                documents=frozenset(documents[pk]),
            )
            for pk, *said in comparable().filter(pk__in=persons).values_list(*SAID)
        }


def _wanted(pairs: Iterable[tuple[int, object]]) -> dict:
    """The rows of a portion by what leads to them."""
    found = defaultdict(set)
    for at, key in pairs:
        found[key].add(at)
    return found


def _pairs(heard: list[str], near: Near) -> Iterator[str]:
    """Every two words of the names as they are heard, then with a slip in one of them."""
    yield from pairs_of(heard)
    for word, other in permutations(heard, 2):
        # The nearest to a word is the word itself.
        for slipped in near[word][1 : MOST_NEAR + 1]:
            yield from pairs_of((slipped, other))


def _may_be_born(one: Facts, other: Facts) -> bool:
    return BIRTH.get(birth_agreement(one, other), 0.0) > BIRTH["birth_near_year"]


def _likeliest(row: Facts, persons: list[Facts]) -> list[int]:
    # Of very many the ones born that day are compared first.
    persons.sort(key=lambda each: (each.birth_date != row.birth_date, each.key))
    scored = sorted(
        (-score_of_likely(row, each), each.key) for each in persons[:MOST_OF_A_ROW]
    )
    return [pk for score, pk in scored[:MOST_ALIKE] if -score >= ASK]
