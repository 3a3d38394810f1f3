"""Every step of a line's life × every role × every stage × own and other municipality, read from the table."""

import pytest
from django.core.exceptions import PermissionDenied

from accounts.roles import REACH, Role
from cases.models import AssistanceLine
from cases.workflow_assistance import ASSISTANCE
from core.scoping import system
from core.workflow import MovedOn
from tests.authorisation import OTHER, OWN, holds
from tests.world import World, undone

STEPS = ASSISTANCE.transitions


def at_stage(world: World, where: str, status: str) -> AssistanceLine:
    """The granted line of an office, put at a stage without walking there."""
    line = getattr(world, where).assistance
    told = {"said_by": "family", "granted_on": None, "delivered_quantity": 0}
    also = told if status == "known" else {}
    AssistanceLine.objects.filter(pk=line.pk).update(status=status, **also)
    return AssistanceLine.objects.get(pk=line.pk)


def permitted(step, role: Role, where: str) -> bool:
    """Whether a role may make a step there at all, read from the declaration."""
    if step.permission is None or not holds(role.value, step.permission):
        return False
    return where == OWN or not REACH[role].municipal


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("where", [OWN, OTHER])
def test_a_step_is_offered_exactly_where_the_table_says(world, role, where):
    user = world.people[role.value]
    for status in ASSISTANCE.stages:
        with undone(), system():
            steps = ASSISTANCE.available(at_stage(world, where, status), user)
        offered = {step.transition.name for step in steps}
        right = [step for step in STEPS if permitted(step, role, where)]
        assert offered == {step.name for step in right if status in step.sources}


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
def test_a_step_that_is_not_offered_changes_nothing(world, role, step):
    user = world.people[role.value]
    for where in (OWN, OTHER):
        for status in ASSISTANCE.stages:
            fits = status in step.sources
            if fits and (permitted(step, role, where) or step.permission is None):
                continue
            with undone(), system():
                line = at_stage(world, where, status)
                with pytest.raises(PermissionDenied if fits else MovedOn):
                    ASSISTANCE.apply(line, step.name, by=user, reason="why")
                assert AssistanceLine.objects.get(pk=line.pk).status == status
