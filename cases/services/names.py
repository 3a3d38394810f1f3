"""The words under which persons are found, for one person as for a whole register."""

from collections.abc import Iterable
from itertools import combinations

from cases.models import NamePair, NameToken, Person
from core.models import NameSlip, NameSound
from core.names import fold
from core.names.sounds import coarse, slips, sound, words

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
    _learn({heard for found in tokens.values() for heard in found.values()})
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


def _learn(sounds: set[str]) -> None:
    """Put what is new into the dictionary; a word that somebody else adds meanwhile is no conflict."""
    known = set(
        NameSound.objects.filter(sound__in=sounds).values_list("sound", flat=True)
    )
    # In one order everywhere, so that two registrations never wait for each other in a circle.
    new = sorted(sounds - known)
    NameSound.objects.bulk_create(
        [NameSound(sound=each, skeleton=coarse(each)) for each in new],
        ignore_conflicts=True,
    )
    NameSlip.objects.bulk_create(
        [NameSlip(slip=slip, sound=each) for each in new for slip in slips(each)],
        ignore_conflicts=True,
    )
