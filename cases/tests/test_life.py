"""Whatever people try with a request in whatever order and however long it takes, its file stays true to itself.

`MCR_LIVES=3000 .venv/bin/python -m pytest cases/tests/test_life.py` walks as many lives, also without each condition.
"""

import os
from dataclasses import replace

import pytest
from django.db import DatabaseError
from hypothesis import Phase, settings

from cases.tests.life_model import Expected
from cases.tests.lives import STEADY, STEPS, Life, walk
from cases.tests.request_life import MAP, MAY
from cases.workflow import REQUEST


@pytest.fixture
def people(request, db):
    return {name: request.getfixturevalue(name) for name in MAY}


def test_any_order_of_steps_leaves_a_sound_file(people):
    walk(people)
    # Otherwise the lives were too short to say anything.
    assert len(Life.reached) > len(MAP) * 3 / 4, Life.reached


def guarded_steps():
    """Every condition that the plain model knows too: (step, the condition's place)."""
    known = [s for s in STEPS if hasattr(Expected, f"_before_{s}")]
    return [
        (step, place)
        for step in known
        for place, _ in enumerate(REQUEST.by_name[step].guards)
    ]


# The others are looked for, one by one, when many lives are asked for.
QUICKLY_MISSED = [("complete", 0), ("approve", 0), ("sign_agreement", 0)]
SABOTAGED = guarded_steps() if "MCR_LIVES" in os.environ else QUICKLY_MISSED


@pytest.mark.parametrize(("step", "place"), SABOTAGED)
def test_a_condition_taken_away_is_missed(people, monkeypatch, step, place):
    """The control: without one of its conditions a step leaves a file that the lives find unsound."""
    guards = REQUEST.by_name[step].guards
    standing = guards[:place] + guards[place + 1 :]
    broken = replace(REQUEST.by_name[step], guards=standing)
    monkeypatch.setitem(REQUEST.by_name, step, broken)
    once = settings(STEADY, phases=[Phase.generate], report_multiple_bugs=False)
    with pytest.raises((AssertionError, DatabaseError)):
        walk(people, once)
