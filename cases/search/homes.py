"""To which households persons belong now, and who else does: as the search shows them."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from cases.models import Member
from core.scoping import Scope

FOUND = "household__members__person"
MEMBER = ("person_id", "person__surname", "person__given_name")
HOUSEHOLD = (
    "household_id",
    "household__reference",
    "household__municipality_id",
    "household__place_of_return_id",
)


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
    now = {"left_on": None, "household__members__left_on": None}
    rows = Member.objects.all().within(scope).filter(**{f"{FOUND}__in": persons}, **now)
    homes: dict[int, Home] = {}
    for person, member, surname, given_name, *household in rows.order_by(
        "id"
    ).values_list(FOUND, *MEMBER, *HOUSEHOLD):
        home = homes.setdefault(person, Home(*household))
        home.members.append((member, f"{surname}, {given_name}"))
    return homes
