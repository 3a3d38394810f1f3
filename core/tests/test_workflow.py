"""The machinery of lives: what it refuses, what it writes down, and that it does all or nothing."""

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError

from core.models import Note, StatusChange
from core.scoping import system
from core.workflow import (
    Guard,
    MovedOn,
    Stage,
    Transition,
    Workflow,
    fix_url,
    transitioned,
)

NEVER = Guard("Something", "Something is missing.", lambda obj, by: False)
ALSO_NEVER = Guard("Another", "Another thing is missing.", lambda obj, by: False)
ALWAYS = Guard("Sure", "Cannot be said.", lambda obj, by: True)
WITHDRAW = "cases.withdraw_request"


@pytest.fixture
def life(monkeypatch):
    """A life of two stages with one step; `life(guards=…, effect=…)` gives the step its rules."""
    monkeypatch.setattr(Workflow, "registry", {})

    def made(**rules):
        values = {"permission": WITHDRAW} | rules
        status = apps.get_model("cases.Request").Status
        return Workflow(
            "cases.request",
            stages=(
                Stage("draft", status.DRAFT.label, "", "neutral"),
                Stage("withdrawn", status.WITHDRAWN.label, "", "good", final=True),
            ),
            transitions=(Transition("end", "End", ("draft",), "withdrawn", **values),),
        )

    return made


@pytest.fixture
def draft(register):
    with system():
        yield register()


def steps_of(request):
    return list(StatusChange.objects.filter(record_id=request.pk))


def test_a_step_moves_the_record_and_is_written_down(life, draft, jelena):
    ended = life().apply(draft, "end", by=jelena, reason=" They stay. ")
    step = steps_of(draft)[-1]
    assert (ended.status, ended.version) == ("withdrawn", draft.version + 1)
    assert (step.from_status, step.to_status) == ("draft", "withdrawn")
    assert (step.by, step.reason, step.at) == (jelena, "They stay.", ended.status_since)


def test_a_record_elsewhere_has_moved_on(life, draft, jelena):
    life().apply(draft, "end", by=jelena)
    with pytest.raises(MovedOn, match="Somebody else has moved this file on"):
        life().apply(draft, "end", by=jelena)
    assert len(steps_of(draft)) == 2


def test_the_step_looks_at_the_database_not_at_the_page(life, draft, jelena):
    seen_earlier = type(draft).objects.get(pk=draft.pk)
    life().apply(draft, "end", by=jelena)
    assert seen_earlier.status == "draft"
    with pytest.raises(MovedOn):
        life().apply(seen_earlier, "end", by=jelena)


def test_all_that_is_missing_is_said_at_once(life, draft, jelena):
    broken = life(guards=(NEVER, ALWAYS, ALSO_NEVER))
    with pytest.raises(ValidationError) as refusal:
        broken.apply(draft, "end", by=jelena)
    assert refusal.value.messages == [NEVER.refusal, ALSO_NEVER.refusal]
    draft.refresh_from_db()
    assert draft.status == "draft"


@pytest.mark.parametrize("reason", ["", "   ", "\n\t"])
def test_a_step_that_needs_a_reason_asks_for_it(life, draft, jelena, reason):
    with pytest.raises(ValidationError, match="Give the reason"):
        life(needs_reason=True).apply(draft, "end", by=jelena, reason=reason)
    assert life(needs_reason=True).apply(draft, "end", by=jelena, reason="So").pk


def test_whoever_may_not_is_refused_even_when_all_is_there(life, draft, arta, ana):
    for person in (arta, ana):
        with pytest.raises(PermissionDenied):
            life().apply(draft, "end", by=person)
    assert len(steps_of(draft)) == 1


def test_a_consequence_is_never_offered_but_the_portal_may_do_it(
    life, draft, jelena, luan
):
    consequence = life(permission=None)
    assert consequence.available(draft, jelena) == []
    assert consequence.available(draft, luan) == []
    assert consequence.apply(draft, "end", by=None).status == "withdrawn"
    assert steps_of(draft)[-1].by is None


def test_what_is_offered_says_what_is_missing(life, draft, jelena):
    (step,) = life(guards=(ALWAYS, NEVER)).available(draft, jelena)
    assert (step.is_ready, step.missing) == (False, (NEVER,))
    (step,) = life(guards=(ALWAYS,)).available(draft, jelena)
    assert (step.is_ready, step.missing) == (True, ())


def test_a_failing_effect_undoes_the_step_and_itself(life, draft, jelena):
    def writes_and_fails(obj, *, change, by):
        Note.objects.create(record_id=obj.pk, municipality=obj.municipality, text="x")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        life(effect=writes_and_fails).apply(draft, "end", by=jelena)
    draft.refresh_from_db()
    assert (draft.status, draft.version) == ("draft", 1)
    assert len(steps_of(draft)) == 1
    assert not Note.objects.filter(record_id=draft.pk).exists()


def test_an_effect_sees_the_record_in_its_new_stage(life, draft, jelena):
    seen = []
    effect = lambda obj, *, change, by, colour: seen.append(  # noqa: E731 -- a whole test in view
        (obj.status, change.to_status, by, colour)
    )
    life(effect=effect).apply(draft, "end", by=jelena, colour="red")
    assert seen == [("withdrawn", "withdrawn", jelena, "red")]


def test_answers_that_are_history_are_kept_with_the_step(life, draft, jelena):
    effect = lambda obj, *, change, by: None  # noqa: E731 -- a whole test in view
    told = life(keeps=("opinion",), effect=effect)
    told.apply(draft, "end", by=jelena, opinion="favourable")
    assert steps_of(draft)[-1].details == {"opinion": "favourable"}


def test_others_hear_of_a_step_only_after_commit(
    life, draft, jelena, django_capture_on_commit_callbacks
):
    heard = []

    def listen(obj, change, **kwargs):
        heard.append((obj.pk, change.transition))

    transitioned.connect(listen)
    try:
        with django_capture_on_commit_callbacks() as waiting:
            life().apply(draft, "end", by=jelena)
        assert heard == []
        for callback in waiting:
            callback()
    finally:
        transitioned.disconnect(listen)
    assert heard == [(draft.pk, "end")]


def test_the_missing_thing_leads_to_where_it_is_filled_in(draft):
    there = Guard("Papers", "", lambda obj, by: False, fix="cases:request_papers")
    assert fix_url(there, draft) == f"/requests/{draft.pk}/papers/"
    assert fix_url(NEVER, draft) == ""
