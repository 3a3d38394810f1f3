"""What was found, by household: who belongs to it, where it returns, what is open."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q

from cases.models import Request
from cases.querysets import IS_OPEN
from cases.search.found import Found
from cases.search.homes import Home
from core.scoping import Scope


@dataclass
class Group:
    """A household with those of it who were found; without a household, one person alone."""

    household: Home | None
    found: list[Found] = field(default_factory=list)
    # Open requests and the one that was asked for: id, reference, status and kind.
    requests: list[tuple] = field(default_factory=list)


def grouped(
    found: Iterable[Found], scope: Scope, *, references: tuple[str, ...] = ()
) -> list[Group]:
    """Households in the order of the best person in each, in one further statement however many they are.

    A request whose number was typed is shown also when its life has ended.
    """
    groups: dict[object, Group] = {}
    for each in found:
        key = each.household.pk if each.household else f"person {each.person.pk}"
        groups.setdefault(key, Group(each.household)).found.append(each)
    households = [key for key in groups if isinstance(key, int)]
    rows = Request.objects.all().within(scope).filter(household__in=households)
    rows = rows.filter(IS_OPEN | Q(reference__in=references))
    fields = ("household_id", "pk", "reference", "status", "request_type_id")
    for household, *request in rows.order_by("-id").values_list(*fields):
        groups[household].requests.append(tuple(request))
    return list(groups.values())
