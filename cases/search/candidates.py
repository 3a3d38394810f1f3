"""Which persons may be meant: fetched by equality on their keys, within the searcher's scope."""

from collections.abc import Iterable
from datetime import date
from functools import partial
from typing import NamedTuple

from django.db import connection

from cases.models import Household, Person
from cases.search import pairs
from cases.search.pairs import Key
from cases.search.query import Query
from cases.search.ranking import Candidate, Reading, names_of
from core.names import dictionary
from core.names.dictionary import Word
from core.names.vocabulary import Vocabulary
from core.place_names import settlements_called
from core.scoping import Scope

MOST = 100
FEWEST_LETTERS_OF_PLACE = 3
# The municipality stands in the statement, not only in row security: the index needs its equality.
KEYS = {"pair": ("cases_namepair", "pair"), "sound": ("cases_nametoken", "sound")}
BY_KEYS = """
SELECT {entry}, NULL FROM unnest(%(values)s, %(room)s) WITH ORDINALITY AS wanted (value, room, place)
CROSS JOIN LATERAL (
    SELECT known.person_id FROM {table} AS known {of_year}
    WHERE known.{column} = wanted.value {of_scope} LIMIT wanted.room
) AS found JOIN cases_person AS person ON person.id = found.person_id
ORDER BY wanted.place LIMIT %(most)s
"""
# From the place or from the name, whichever is rarer: the database knows.
AT_PLACES = """
SELECT {entry}, household.place_of_return_id FROM cases_household AS household
JOIN cases_member AS member ON member.household_id = household.id AND member.left_on IS NULL
JOIN {table} AS known ON known.person_id = member.person_id
JOIN cases_person AS person ON person.id = known.person_id {of_year}
WHERE household.place_of_return_id = ANY (%(places)s)
    AND known.{column} = ANY (%(values)s) {of_scope} LIMIT %(most)s
"""
BORN = "{person}.birth_date BETWEEN make_date(%(year)s - 1, 1, 1) AND make_date(%(year)s + 1, 12, 31)"


class Entry(NamedTuple):
    """A person as the search shows one: names, birth, office."""

    pk: int
    given_name: str
    surname: str
    father_name: str
    maiden_name: str
    birth_date: date | None
    birth_precision: str
    municipality_id: int

    def __str__(self):
        return Person.__str__(self)


COLUMNS = ", ".join(
    f"person.{'id' if name == 'pk' else name}" for name in Entry._fields
)


def readings(query: Query) -> list[Reading]:
    """All words as names; and, where some of them name a place, the others as names of people there."""
    found = [Reading(query.words)]
    places, others = _places(query)
    if places:
        found.append(Reading(others, places))
    return found


def _places(query: Query) -> tuple[frozenset[int], tuple]:
    """The settlements that the most neighbouring words name together, and the words that remain."""
    named = [
        _named(word, begun=query.begun and word is query.words[-1])
        for word in query.words
    ]
    for length in range(len(named), 0, -1):
        for start in range(len(named) - length + 1):
            places = frozenset.intersection(*named[start : start + length])
            if places:
                return places, query.words[:start] + query.words[start + length :]
    return frozenset(), query.words


def _named(word: Word, *, begun: bool) -> frozenset[int]:
    if len(word.folded) < FEWEST_LETTERS_OF_PLACE:
        return frozenset()
    return frozenset(settlements_called(word.folded, begun=begun))


def candidates(
    query: Query, ways: list[Reading], known: Vocabulary, scope: Scope, most: int = MOST
) -> list[Candidate]:
    """The persons to be ranked: one look into the dictionary, one for each way to read the words."""
    begun = query.words[-1].heard if query.begun and query.words else ""
    near = dictionary.stored_near(query.words, known, begun)
    found: dict[int, Candidate] = {}
    for reading in ways:
        meant = pairs.meant(reading, near, known, begun=query.begun)
        for *entry, place in _rows(query, reading, meant, scope, most):
            found[entry[0]] = _candidate(Entry(*entry), place)
        # Where somebody is called so, the words are a name, though a village has it too.
        if any(_is_called(each, reading) for each in found.values()):
            break
    return list(found.values())


def _is_called(candidate: Candidate, reading: Reading) -> bool:
    heard = {name.heard for name in candidate.names}
    return not reading.places and heard.issuperset(w.heard for w in reading.words)


def _rows(
    query: Query, reading: Reading, meant, scope: Scope, most: int
) -> list[tuple]:
    if not meant:
        return _heads_at(reading.places, scope, most)
    kind, wanted = pairs.keys(meant)
    if not wanted:
        return []
    fetch = partial(_fetch, kind, wanted, scope, reading.places, most)
    # A common name: those of that year first, however many others there are.
    return (fetch(query.year) if query.year else []) + fetch()


def _fetch(
    kind: str,
    wanted: list[Key],
    scope: Scope,
    places: Iterable[int],
    most: int,
    year: int | None = None,
) -> list[tuple]:
    statement = (AT_PLACES if places else BY_KEYS).format(
        entry=COLUMNS,
        of_scope="" if scope.everything else _of_scope(scope),
        of_year=_of_year(places) if year else "",
        **dict(zip(("table", "column"), KEYS[kind], strict=True)),
    )
    values = {
        "values": [key.value for key in wanted],
        "room": [key.most for key in wanted],
        "places": list(places),
        "year": year,
        "own": scope.municipalities[0] if scope.municipalities else None,
        "several": list(scope.municipalities),
        "most": most,
    }
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


def _of_year(places) -> str:
    if places:
        return "AND " + BORN.format(person="person")
    born = BORN.format(person="born")
    return f"JOIN cases_person AS born ON born.id = known.person_id AND {born}"


def _of_scope(scope: Scope) -> str:
    if len(scope.municipalities) == 1:
        return "AND known.municipality_id = %(own)s"
    return "AND known.municipality_id = ANY (%(several)s)"


def _heads_at(places: Iterable[int], scope: Scope, most: int) -> list[tuple]:
    rows = Household.objects.all().within(scope).filter(place_of_return__in=places)
    fields = [f"head__{name}" for name in Entry._fields]
    rows = rows.exclude(head=None).order_by("-id")
    return list(rows.values_list(*fields, "place_of_return_id")[:most])


def _candidate(person: Entry, place: int | None) -> Candidate:
    exact = person.birth_precision == Person.Precision.DAY
    return Candidate(
        key=person,
        names=names_of(person),
        year=person.birth_date.year if person.birth_date else None,
        born=person.birth_date if exact else None,
        places=frozenset([place] if place else []),
    )
