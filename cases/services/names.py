"""The words under which persons are found, for one person as for a whole register."""

from collections.abc import Iterable
from itertools import combinations

from django.db import connection

from cases.models import NamePair, NameToken, Person
from core.models import NameSlip, NameSound
from core.names import dictionary, fold
from core.names.sounds import sound, words
from core.scoping import system

# One lock for the whole dictionary: many may learn at once, whoever forgets does so alone.
DICTIONARY = 4_217
COUNTED = """
UPDATE core_namesound AS known SET commonness = counted.power FROM (
    SELECT sound, floor(log(2, count(*))) AS power FROM cases_nametoken GROUP BY sound
) AS counted WHERE known.sound = counted.sound AND known.commonness <> counted.power
"""
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
    hold_dictionary()
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


def hold_dictionary(*, alone: bool = False) -> None:
    """Keep others from forgetting words while some are learnt, until the end of the transaction."""
    lock = "pg_advisory_xact_lock" if alone else "pg_advisory_xact_lock_shared"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {lock}(%s)", [DICTIONARY])


def forget_names(words: Iterable[tuple[str, str]]) -> None:
    """Take words, as folded and heard, out of the dictionary, with the keys that no name anywhere has any more."""
    gone = set(words)
    sounds = {heard for _token, heard in gone}
    hold_dictionary(alone=True)
    with system():
        tokens = NameToken.objects.filter(sound__in=sounds)
        left = set(tokens.values_list("token", "sound").distinct())
        keys = _keys(gone) - _keys(left)
        rows = NameSlip.objects.filter(slip__in={slip for slip, _heard in keys})
        known = rows.values_list("pk", "slip", "sound")
        ids = [pk for pk, slip, heard in known if (slip, heard) in keys]
        NameSlip.objects.filter(pk__in=ids).delete()
        unheard = sounds - {heard for _token, heard in left}
        NameSound.objects.filter(sound__in=unheard).delete()


def _keys(words: set[tuple[str, str]]) -> set[tuple[str, str]]:
    return {
        (slip, heard)
        for token, heard in words
        for slip in dictionary.all_slips(token, heard)
    }


def count_names() -> int:
    """Count anew how many people bear each name, as a power of two; how many counts have changed."""
    with system(), connection.cursor() as cursor:
        cursor.execute(COUNTED)
        return cursor.rowcount


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
