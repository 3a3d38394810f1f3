"""Checks when the portal starts: every declared life is sane, every permission asked for is declared."""

from django.apps import apps
from django.core.checks import Error, register

from core.rules import RULES
from core.workflow import Workflow


@register()
def check_workflows(app_configs, **kwargs):
    return [
        Error(f"{label}: {problem}", id="core.E001")
        for label, workflow in Workflow.registry.items()
        for problem in problems_of(workflow)
    ]


def problems_of(workflow: Workflow) -> list[str]:
    """What is wrong with a table: unknown or unreachable stages, dead ends, undeclared permissions, doubles."""
    model = apps.get_model(workflow.model_label)
    known = set(model.Status.values)
    problems = [
        f"the stage {status} is not declared" for status in known ^ set(workflow.stages)
    ]
    names = [transition.name for transition in workflow.transitions]
    problems += [
        f"two steps are called {name}" for name in set(names) if names.count(name) > 1
    ]
    for transition in workflow.transitions:
        problems += _problems_of_step(transition, known)
    return problems + _unreachable(workflow) + _dead_ends(workflow)


def _problems_of_step(transition, known: set[str]) -> list[str]:
    strange = {transition.target, *transition.sources} - known
    problems = [
        f"{transition.name} names the unknown stage {status}" for status in strange
    ]
    if transition.permission and transition.permission not in RULES:
        problems.append(
            f"{transition.name} asks for the undeclared {transition.permission}"
        )
    return problems


def _unreachable(workflow: Workflow) -> list[str]:
    reached, grew = {workflow.initial}, True
    while grew:
        found = {t.target for t in workflow.transitions if reached & set(t.sources)}
        grew = not found <= reached
        reached |= found
    return [f"nothing leads to {status}" for status in set(workflow.stages) - reached]


def _dead_ends(workflow: Workflow) -> list[str]:
    left = {
        source for transition in workflow.transitions for source in transition.sources
    }
    return [
        f"nothing leads on from {stage.status}"
        for stage in workflow.stages.values()
        if stage.status not in left and not stage.final
    ]
