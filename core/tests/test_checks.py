"""When the portal starts it looks at every declared life and finds each kind of mistake."""

from dataclasses import replace

import pytest
from django.core.checks import run_checks

from core.checks import problems_of
from core.workflow import Stage, Transition, Workflow

REAL = Workflow.registry["cases.request"]
STAGES = tuple(REAL.stages.values())


@pytest.fixture
def life(monkeypatch):
    """The real life of a request, with a mistake in it."""
    monkeypatch.setattr(Workflow, "registry", {})

    def made(*, stages=STAGES, transitions=REAL.transitions):
        return Workflow("cases.request", stages=stages, transitions=transitions)

    return made


def test_the_declared_lives_are_sane():
    assert Workflow.registry
    for life in Workflow.registry.values():
        assert problems_of(life) == []


def test_a_life_without_one_of_the_models_stages_is_found(life):
    without = tuple(stage for stage in STAGES if stage.status != "court")
    assert "the stage court is not declared" in problems_of(life(stages=without))


def test_a_stage_the_model_does_not_know_is_found(life):
    strange = Stage("lost", "Lost", "", "bad", final=True)
    found = problems_of(life(stages=(*STAGES, strange)))
    assert "the stage lost is not declared" in found


def test_two_steps_of_one_name_are_found(life):
    twice = (*REAL.transitions, REAL.by_name["verify"])
    assert problems_of(life(transitions=twice)) == ["two steps are called verify"]


@pytest.mark.parametrize("where", [{"target": "moon"}, {"sources": ("moon",)}])
def test_a_step_from_or_to_nowhere_is_found(life, where):
    strange = replace(REAL.by_name["verify"], name="fly", **where)
    found = problems_of(life(transitions=(*REAL.transitions, strange)))
    assert "fly names the unknown stage moon" in found


def test_a_permission_nobody_declared_is_found(life):
    strange = replace(REAL.by_name["verify"], name="fly", permission="cases.fly")
    found = problems_of(life(transitions=(*REAL.transitions, strange)))
    assert found == ["fly asks for the undeclared cases.fly"]


def test_a_stage_nothing_leads_to_is_found(life):
    fewer = tuple(t for t in REAL.transitions if t.target != "court")
    assert "nothing leads to court" in problems_of(life(transitions=fewer))


def test_a_circle_that_is_not_tied_to_the_beginning_is_found(life):
    fewer = tuple(t for t in REAL.transitions if t.name not in {"submit", "withdraw"})
    found = problems_of(life(transitions=fewer))
    assert {"nothing leads to submitted", "nothing leads to incomplete"} <= set(found)


def test_a_dead_end_that_does_not_say_so_is_found(life):
    stages = tuple(
        replace(s, final=False) if s.status == "withdrawn" else s for s in STAGES
    )
    found = problems_of(life(stages=stages))
    assert found == ["nothing leads on from withdrawn"]


def test_a_broken_life_stops_the_portal_from_starting(life):
    life(transitions=(Transition("fly", "", ("draft",), "moon", "cases.fly"),))
    errors = [e for e in run_checks() if e.id == "core.E001"]
    assert errors
    assert all(error.is_serious() for error in errors)
    assert "cases.request" in errors[0].msg
