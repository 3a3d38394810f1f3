"""Every step of a transfer × every role × every stage × sender, receiver and a third office, read from the table."""

import pytest
from django.core.exceptions import PermissionDenied

from accounts.roles import REACH, Role
from cases.models import Transfer
from cases.workflow_transfers import TAKE_BACK, TRANSFER
from core.scoping import system
from core.workflow import MovedOn
from tests.authorisation import holds
from tests.world import World, undone

STEPS = TRANSFER.transitions
SENDER, RECEIVER, THIRD = "sender", "receiver", "third office"
SIDES = (SENDER, RECEIVER, THIRD)


def at_stage(world: World, side: str, status: str) -> Transfer:
    """A transfer with our own office on this side, put at a stage without walking there."""
    office = world.own if side == SENDER else world.other
    rows = Transfer.objects.filter(pk=office.transfer.pk)
    if side == RECEIVER:
        rows.update(to_municipality=world.own.place)
    answered = rows.get().created_at if status in ("accepted", "refused") else None
    rows.update(status=status, answered_at=answered)
    return rows.get()


def permitted(step, role: Role, side: str) -> bool:
    """Whether a role of our own office may make a step there at all, read from the declaration."""
    if not holds(role.value, step.permission):
        return False
    ours = SENDER if step.permission == TAKE_BACK else RECEIVER
    return side == ours or not REACH[role].municipal


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("side", SIDES)
def test_a_step_is_offered_exactly_where_the_table_says(world, role, side):
    user = world.people[role.value]
    for status in TRANSFER.stages:
        with undone(), system():
            steps = TRANSFER.available(at_stage(world, side, status), user)
        offered = {step.transition.name for step in steps}
        right = [step for step in STEPS if permitted(step, role, side)]
        assert offered == {step.name for step in right if status in step.sources}


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
def test_a_step_that_is_not_offered_changes_nothing(world, role, step):
    user = world.people[role.value]
    for side in SIDES:
        for status in TRANSFER.stages:
            fits = status in step.sources
            if fits and permitted(step, role, side):
                continue
            with undone(), system():
                transfer = at_stage(world, side, status)
                with pytest.raises(PermissionDenied if fits else MovedOn):
                    TRANSFER.apply(transfer, step.name, by=user, reason="why")
                assert Transfer.objects.get(pk=transfer.pk).status == status
