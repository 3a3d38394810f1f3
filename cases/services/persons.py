"""Persons and the words under which they are found."""

from django.db import transaction

from cases.models import Person
from cases.services.duplicates import ask_to_refresh
from cases.services.names import index_names


@transaction.atomic
def save_person(*, person: Person) -> Person:
    """Save a person and the words under which the person is found; duplicates are looked for afterwards."""
    person.save()
    index_names([person])
    ask_to_refresh([person.pk])
    return person
