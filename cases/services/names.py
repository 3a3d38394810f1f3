"""The words under which persons are found, for one person as for a whole register."""

from collections.abc import Iterable
from itertools import combinations

from cases.models import NamePair, NameToken, Person
from core.names import dictionary, fold
from core.names.sounds import sound, words

NAME_FIELDS = ("given_name", "surname", "father_name", "maiden_name")


def index_names(persons: Iterable[Person]) -> None:
    """Write the words of these persons' names anew, in a few statements however many they are."""
    persons = list(persons)
    tokens = {
        person.pk: {} if person.merged_into_id else tokens_of(person)
        for person in persons
    }
    # A person is found under the names of merged entries too, and those lead to nobody else.
    for merged in Person.objects.filter(merged_into__in=persons):
        tokens[merged.merged_into_id] |= tokens_of(merged)
    dictionary.learn(word for found in tokens.values() for word in found.items())
    NameToken.objects.filter(person__in=persons).delete()
    NamePair.objects.filter(person__in=persons).delete()
    NameToken.objects.bulk_create(
        NameToken(
            person=person,
            municipality_id=person.municipality_id,
            token=token,
            sound=heard,
        )
        for person in persons
        for token, heard in tokens[person.pk].items()
    )
    NamePair.objects.bulk_create(
        NamePair(person=person, municipality_id=person.municipality_id, pair=pair)
        for person in persons
        for pair in pairs_of(tokens[person.pk].values())
    )


def pairs_of(sounds: Iterable[str]) -> list[str]:
    """Every two of these sounds, in alphabetical order."""
    return [" ".join(two) for two in combinations(sorted(set(sounds)), 2)]


def tokens_of(person) -> dict[str, str]:
    """The words of all of a person's names: as written and folded, with their sounds."""
    found = {
        fold(word)[:150]: sound(word)[:150]
        for name in NAME_FIELDS
        for word in words(getattr(person, name))
    }
    return {token: heard for token, heard in found.items() if token and heard}
