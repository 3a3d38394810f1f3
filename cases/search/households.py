"""What was found, by household: who belongs to it, where it returns, what is open."""

from dataclasses import dataclass, field

from cases.models import Household, Member, Request
from cases.search.found import Found
from cases.workflow import REQUEST
from core.place_names import municipality_name, settlement_name
from core.scoping import Scope


@dataclass
class Group:
    """A household with those of it who were found; without a household, one person alone."""

    household: Household | None
    found: list[Found] = field(default_factory=list)
    members: list[Member] = field(default_factory=list)
    requests: list[dict] = field(default_factory=list)

    @property
    def municipality(self) -> str:
        return municipality_name(self.household.municipality_id)

    @property
    def place(self) -> str:
        return settlement_name(self.household.place_of_return_id)


def grouped(found: list[Found], scope: Scope) -> list[Group]:
    """Households in the order of the best person in each, in two further statements however many they are."""
    groups: dict[object, Group] = {}
    for each in found:
        key = each.household.pk if each.household else f"person {each.person.pk}"
        groups.setdefault(key, Group(each.household)).found.append(each)
    now = _rows(Member, groups, scope).filter(left_on=None)
    for member in now.select_related("person"):
        groups[member.household_id].members.append(member)
    opened = _rows(Request, groups, scope).open()
    for request in opened.select_related("request_type").order_by("-id"):
        stage = REQUEST.stage(request.status)
        groups[request.household_id].requests.append(
            {"request": request, "stage": stage}
        )
    return list(groups.values())


def _rows(model, groups: dict, scope: Scope):
    ids = [key for key in groups if isinstance(key, int)]
    return model.objects.all().within(scope).filter(household__in=ids)
