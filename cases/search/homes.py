"""To which households persons belong now, and who else does: as the search shows them."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import connection

from core.scoping import Scope

STATEMENT = """
SELECT found.person_id, other.person_id, person.surname || ', ' || person.given_name,
    household.id, household.reference, household.municipality_id, household.place_of_return_id
FROM cases_member AS found JOIN cases_household AS household ON household.id = found.household_id
JOIN cases_member AS other ON other.household_id = household.id AND other.left_on IS NULL
JOIN cases_person AS person ON person.id = other.person_id
WHERE found.person_id = ANY (%(persons)s) AND found.left_on IS NULL
    AND (%(everything)s OR found.municipality_id = ANY (%(municipalities)s))
ORDER BY other.id
"""


@dataclass
class Home:
    """The household to which a person belongs now."""

    pk: int
    reference: str
    municipality_id: int
    place_of_return_id: int | None
    # All who belong to it now, by id and name, in the order in which they were entered.
    members: list[tuple[int, str]] = field(default_factory=list)


def homes_of(persons: Iterable[int], scope: Scope) -> dict[int, Home]:
    """The households to which these persons belong now, with all their members, in one statement."""
    values = {
        "persons": list(persons),
        "everything": scope.everything,
        "municipalities": list(scope.municipalities),
    }
    homes: dict[int, Home] = {}
    with connection.cursor() as cursor:
        cursor.execute(STATEMENT, values)
        for person, *member, pk, reference, municipality, place in cursor.fetchall():
            home = homes.setdefault(person, Home(pk, reference, municipality, place))
            home.members.append(tuple(member))
    return homes
