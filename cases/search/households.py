"""What was found, by household: who belongs to it, where it returns, what is open."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from cases.models import Request
from cases.search.found import Found
from cases.search.homes import Home
from core.scoping import Scope


@dataclass
class Group:
    """A household with those of it who were found; without a household, one person alone."""

    household: Home | None
    found: list[Found] = field(default_factory=list)
    # Open requests: id, reference, status and kind.
    requests: list[tuple] = field(default_factory=list)


def grouped(found: Iterable[Found], scope: Scope) -> list[Group]:
    """Households in the order of the best person in each, in one further statement however many they are."""
    groups: dict[object, Group] = {}
    for each in found:
        key = each.household.pk if each.household else f"person {each.person.pk}"
        groups.setdefault(key, Group(each.household)).found.append(each)
    households = [key for key in groups if isinstance(key, int)]
    rows = Request.objects.all().within(scope).filter(household__in=households).open()
    fields = ("household_id", "pk", "reference", "status", "request_type_id")
    for household, *request in rows.order_by("-id").values_list(*fields):
        groups[household].requests.append(tuple(request))
    return list(groups.values())
