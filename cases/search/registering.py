"""Which typed word is the given name: guessed from the names that are known, corrected by whoever registers."""

from cases.search.query import Query
from core.names import dictionary


def as_names(query: Query) -> dict[str, str | int]:
    """The words of the one box as answers of the registration form."""
    words = list(query.words)
    if not words:
        return {}
    known = dictionary.vocabulary().known
    given = next((word for word in words if word.heard in known), words[0])
    words.remove(given)
    names = {"given_name": given.written, "surname": ""}
    if words:
        names["surname"] = words.pop(0).written
    if words:
        names["father_name"] = words.pop(0).written
    return names | {"birth_year": query.year or ""}
