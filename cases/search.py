"""The one search box: a number, a document number, a name or a place."""

from django.db.models import Q

from cases.models import Member, NameToken, PersonPaper
from cases.models.persons import number_key
from core.names import clean_typed, tokens
from core.place_names import settlements_called

LAST_CHARACTER = "\U0010ffff"


def matching(rows, text: str):
    """The requests that fit every word of what was typed."""
    text = clean_typed(text)[:200]
    if not text:
        return rows
    number = Q(reference=text.upper()) | Q(household__reference=text.upper())
    document = number_key(text)
    if any(character.isdigit() for character in document):
        return rows.filter(
            number | Q(household__in=_households_with_document(document))
        )
    for word in tokens(text):
        rows = rows.filter(
            Q(household__in=_households_with_name(word))
            | Q(household__place_of_return__in=settlements_called(word))
        )
    return rows if tokens(text) else rows.none()


def _households_with_document(key: str):
    persons = PersonPaper.objects.filter(number_key=key).values("person")
    return Member.objects.filter(person__in=persons).values("household")


def _households_with_name(word: str):
    # A range instead of LIKE: row security lets only leakproof comparisons use the index.
    named = NameToken.objects.filter(token__gte=word, token__lt=word + LAST_CHARACTER)
    return Member.objects.filter(person__in=named.values("person")).values("household")
