"""For whom something waits, and whose file it is: conditions that several kinds share."""

from django.db.models import Q, Value
from django.db.models.functions import Concat

from cases.models import Request
from core.workflow import Workflow
from mcr_portal.waiting.kind import Next

VIEW = "cases.view_request"


def name_of(person: str) -> Concat:
    """Surname and given name of a person some relations away."""
    return Concat(f"{person}__surname", Value(", "), f"{person}__given_name")


def step(workflow: Workflow, route: str, name: str) -> Next:
    """One step of a life as the next action."""
    return Next(workflow.by_name[name].label, route, name)


def may_step(user, workflow: Workflow, steps: dict[str, str]) -> Q:
    """Rows in a stage whose usual step this person may make, where they may make it."""
    found = Q(pk__in=())
    for status, name in steps.items():
        scope = user.scope_for(workflow.by_name[name].permission)
        if scope is None:
            continue
        places = Q() if scope.everything else Q(municipality__in=scope.municipalities)
        found |= Q(status=status) & places
    return found


def assigned(user) -> Q:
    return Q(assigned_to=user.pk)


def my_files(user):
    """The requests this person works on."""
    return Request.objects.visible_to(user, VIEW).filter(assigned_to=user.pk)


def of_my_families(user) -> Q:
    """What belongs to a household whose request this person works on."""
    return Q(household__in=my_files(user).values("household"))


def mine_or_of_my_families(user) -> Q:
    return assigned(user) | of_my_families(user)


def nobodys_own(user) -> Q:
    """What waits for whoever of the office comes first."""
    return Q(pk__in=())


def all_mine(user) -> Q:
    """What waits for this person alone."""
    return Q()
