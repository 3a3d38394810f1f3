"""Every step of a request's life × every role × every stage × own and other municipality, read from the table."""

import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from accounts.roles import REACH, Role
from cases.models import Request
from cases.workflow import REQUEST
from core.models import StatusChange
from core.scoping import system
from core.workflow import MovedOn
from tests.authorisation import OTHER, OWN, holds
from tests.world import World, undone

STATUSES = tuple(REQUEST.stages)
STEPS = REQUEST.transitions


def at_stage(world: World, where: str, status: str) -> Request:
    """The draft of an office, put at a stage without walking there."""
    request = Request.objects.select_related("household").get(
        pk=getattr(world, where).draft.pk
    )
    Request.objects.filter(pk=request.pk).update(
        status=status,
        submitted_on="2026-01-05",
        closed_as="durable" if status == "closed" else "",
    )
    request.refresh_from_db()
    return request


def permitted(step, role: str, where: str) -> bool:
    """Whether a role may make a step there at all, read from the declaration."""
    if step.permission is None or not holds(role, step.permission):
        return False
    return where == OWN or not REACH[Role(role)].municipal


@pytest.mark.parametrize("role", [role.value for role in Role])
@pytest.mark.parametrize("where", [OWN, OTHER])
def test_a_step_is_offered_exactly_where_the_table_says(world, role, where):
    user = world.people[role]
    with system():
        for status in STATUSES:
            offered = {
                s.transition.name
                for s in REQUEST.available(at_stage(world, where, status), user)
            }
            right = {
                step.name
                for step in STEPS
                if status in step.sources and permitted(step, role, where)
            }
            assert offered == right, status


@pytest.mark.parametrize("role", [role.value for role in Role])
@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
def test_a_step_that_is_not_offered_changes_nothing(world, role, step):
    user = world.people[role]
    for where in (OWN, OTHER):
        for status in STATUSES:
            fits = status in step.sources
            if fits and permitted(step, role, where):
                continue
            with undone(), system():
                request = at_stage(world, where, status)
                with pytest.raises(PermissionDenied if fits else MovedOn):
                    REQUEST.apply(request, step.name, by=user, reason="why")
                assert Request.objects.get(pk=request.pk).status == status


@pytest.mark.parametrize("role", [role.value for role in Role])
@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
def test_a_page_of_a_step_that_is_not_offered_is_not_there(world, role, step):
    client = world.client(role)
    closed = next(status for status in STATUSES if status not in step.sources)
    for status in (step.sources[0], closed):
        with undone():
            with system():
                request = at_stage(world, OWN, status)
                before = StatusChange.objects.filter(record_id=request.pk).count()
            url = reverse("cases:request_transition", args=[request.pk, step.name])
            asked, sent = (
                client.get(url),
                client.post(url, {"form_token": uuid.uuid4()}),
            )
            assert (asked.status_code, sent.status_code) in expected(step, role, status)
            with system():
                steps = (
                    StatusChange.objects.filter(record_id=request.pk).count() - before
                )
            assert steps == (1 if sent.status_code == 302 else 0)


def expected(step, role: str, status: str) -> set[tuple[int, int]]:
    """The right pairs of answers to a look and to a post without answers or version."""
    if not holds(role, "cases.view_request"):
        return {(403, 403)}
    if not permitted(step, role, OWN):
        return {(404, 404)}
    if status not in step.sources:
        # Somebody who may make the step is told that it was made in the meantime.
        return {(404, 422)}
    return {(200, 422)}


def test_an_unknown_step_is_not_there(world):
    client = world.client("office_head")
    url = reverse("cases:request_transition", args=[world.own.draft.pk, "no-such-step"])
    assert client.get(url).status_code == client.post(url).status_code == 404


def test_there_are_enough_cases_of_steps():
    assert len(STEPS) * len(Role) * len(STATUSES) * 2 >= 3_000
