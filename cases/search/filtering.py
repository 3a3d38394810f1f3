"""The one box over a list of requests: every request of a household that fits every word, however many."""

from django.db.models import Q

from cases.models import Household, Member, NameToken, PersonPaper
from cases.search.query import Query, read
from core.names import dictionary
from core.place_names import settlements_called
from core.scoping import Scope

# What is heard alike, is a form of the name or its beginning; only where nobody is called so, what is near.
ALIKE = 0.86


def matching(rows, text: str, scope: Scope):
    """The requests that fit what was typed, within this scope."""
    query = read(text)
    if not query.text:
        return rows
    if query.has_number:
        return rows.filter(_of_number(query, scope))
    if not query.words:
        return rows.none()
    known = dictionary.vocabulary()
    begun = query.words[-1].heard if query.begun else ""
    near = dictionary.stored_near(query.words, known, begun)
    for word in query.words:
        growing = query.begun and word is query.words[-1]
        meant = dictionary.meanings(
            word, near, known, begun=growing, most=dictionary.MOST_OF_ONE_KEY
        )
        rows = rows.filter(_called(_best(meant), scope) | _at_place(word))
    return rows


def _best(meant: list[dictionary.Meaning]) -> list[str]:
    alike = [meaning.sound for meaning in meant if meaning.value >= ALIKE]
    return alike or [meaning.sound for meaning in meant[: dictionary.MOST]]


def _called(sounds: list[str], scope: Scope) -> Q:
    tokens = NameToken.objects.all().within(scope).filter(sound__in=sounds)
    return Q(household__in=_households_of(tokens.values("person")))


def _at_place(word: dictionary.Word) -> Q:
    return Q(household__place_of_return__in=settlements_called(word.folded))


def _of_number(query: Query, scope: Scope) -> Q:
    papers = PersonPaper.objects.all().within(scope)
    persons = papers.filter(number_key__in=query.documents).values("person")
    households = Household.objects.all().within(scope)
    merged = households.filter(merged_entries__reference__in=query.references)
    return (
        Q(reference__in=query.references)
        | Q(household__reference__in=query.references)
        | Q(household__in=merged.values("pk"))
        | Q(household__in=_households_of(persons))
        | Q(household__in=households.filter(phone_key__in=query.phones).values("pk"))
    )


def _households_of(persons):
    return Member.objects.filter(person__in=persons).values("household")
