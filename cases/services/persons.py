"""Persons and the words under which they are found."""

from django.db import transaction

from cases.models import NameToken, Person
from core import edit_versions
from core.names import tokens

NAME_FIELDS = ("given_name", "surname", "father_name", "maiden_name")


@transaction.atomic
def save_person(*, person: Person) -> Person:
    """Save a person and the words under which the person is found."""
    person.save()
    wanted = {
        token
        for name in NAME_FIELDS
        for token in [t[:150] for t in tokens(getattr(person, name))]
    }
    NameToken.objects.filter(person=person).exclude(token__in=wanted).delete()
    NameToken.objects.bulk_create(
        [
            NameToken(
                person=person, municipality_id=person.municipality_id, token=token
            )
            for token in sorted(wanted)
        ],
        ignore_conflicts=True,
    )
    return person


@transaction.atomic
def edit_person(*, person: Person) -> Person:
    """Save what an editor changed, unless another editor was quicker."""
    edit_versions.take(person)
    return save_person(person=person)
