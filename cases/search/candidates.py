"""Which persons may be meant: fetched by equality on their keys, within the searcher's scope."""

from django.db import connection
from django.db.models import Prefetch

from cases.models import Household, Member, Person
from cases.search import pairs
from cases.search.query import Query
from cases.search.ranking import Candidate, Reading, names_of
from core.names import dictionary
from core.names.vocabulary import Vocabulary
from core.place_names import settlements_called
from core.scoping import Scope

MOST = 200
# How many persons one pair of sounds may bring, so that a common name leaves room for others.
MOST_OF_ONE_KEY = 50
FEWEST_LETTERS_OF_PLACE = 3
# The municipality stands in the statement, not only in row security: the index needs its equality.
KEYS = {"pair": ("cases_namepair", "pair"), "sound": ("cases_nametoken", "sound")}
STATEMENT = """
SELECT found.person_id FROM unnest(%(values)s) WITH ORDINALITY AS wanted (value, place)
CROSS JOIN LATERAL (
    SELECT known.person_id FROM {table} AS known
    WHERE known.{column} = wanted.value {of_scope} {of_year} {of_place} LIMIT %(most_of_one)s
) AS found ORDER BY wanted.place LIMIT %(most)s
"""
OF_YEAR = """AND EXISTS (SELECT FROM cases_person AS person WHERE person.id = known.person_id
    AND person.birth_date BETWEEN make_date(%(year)s - 1, 1, 1) AND make_date(%(year)s + 1, 12, 31))"""
OF_PLACE = """AND EXISTS (SELECT FROM cases_member AS member JOIN cases_household AS household
    ON household.id = member.household_id
    WHERE member.person_id = known.person_id AND household.place_of_return_id = ANY (%(places)s))"""


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
        frozenset(settlements_called(word.folded))
        if len(word.folded) >= FEWEST_LETTERS_OF_PLACE
        else frozenset()
        for word in query.words
    ]
    for length in range(len(named), 0, -1):
        for start in range(len(named) - length + 1):
            places = frozenset.intersection(*named[start : start + length])
            if places:
                return places, query.words[:start] + query.words[start + length :]
    return frozenset(), query.words


def candidates(query: Query, ways: list[Reading], known: Vocabulary, scope: Scope):
    """The persons to be ranked: one look into the dictionary, one for each way to read the words."""
    begun = query.words[-1].heard if query.begun and query.words else ""
    near = dictionary.stored_near(query.words, known, begun)
    ids: dict[int, None] = {}
    for reading in ways:
        meant = pairs.meant(reading, near, known, begun=query.begun)
        ids.update(dict.fromkeys(_ids(query, reading, meant, scope)))
    return [_candidate(person) for person in people(list(ids), scope)]


def _ids(query: Query, reading: Reading, meant, scope: Scope) -> list[int]:
    if not meant:
        return _heads_at(reading.places, scope)
    kind, values = pairs.keys(meant)
    found = []
    if query.year:
        # A common name: those of that year first, however many others there are.
        found = _fetch(kind, values, scope, places=reading.places, year=query.year)
    return found + _fetch(kind, values, scope, places=reading.places)


def _fetch(kind, values, scope: Scope, *, places=(), year: int | None = None):
    if not values:
        return []
    table, column = KEYS[kind]
    statement = STATEMENT.format(
        table=table,
        column=column,
        of_scope="" if scope.everything else _of_scope(scope),
        of_year=OF_YEAR if year else "",
        of_place=OF_PLACE if places else "",
    )
    with connection.cursor() as cursor:
        cursor.execute(
            statement,
            {
                "values": list(values),
                "places": list(places),
                "year": year,
                "own": scope.municipalities[0] if scope.municipalities else None,
                "several": list(scope.municipalities),
                "most_of_one": MOST_OF_ONE_KEY,
                "most": MOST,
            },
        )
        return [person for (person,) in cursor.fetchall()]


def _of_scope(scope: Scope) -> str:
    if len(scope.municipalities) == 1:
        return "AND known.municipality_id = %(own)s"
    return "AND known.municipality_id = ANY (%(several)s)"


def _heads_at(places, scope: Scope) -> list[int]:
    rows = Household.objects.all().within(scope).filter(place_of_return__in=places)
    return list(
        rows.exclude(head=None).order_by("-id").values_list("head", flat=True)[:MOST]
    )


def people(ids: list[int], scope: Scope) -> list[Person]:
    """These persons with the households they belong to now."""
    now = Member.objects.filter(left_on=None).select_related("household")
    rows = Person.objects.all().within(scope).filter(pk__in=ids)
    found = {
        person.pk: person
        for person in rows.prefetch_related(Prefetch("memberships", now, to_attr="now"))
    }
    return [found[pk] for pk in ids if pk in found]


def household_of(person: Person) -> Household | None:
    return person.now[0].household if person.now else None


def _candidate(person: Person) -> Candidate:
    household = household_of(person)
    place = household.place_of_return_id if household else None
    exact = person.birth_precision == Person.Precision.DAY
    return Candidate(
        key=person,
        names=names_of(person),
        year=person.birth_date.year if person.birth_date else None,
        born=person.birth_date if exact else None,
        places=frozenset([place] if place else []),
    )
