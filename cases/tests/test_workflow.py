"""The life of a request: who may take which step when, and what each step leaves behind."""

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from cases.factories import WAYS, answers, fill_worksheet, hand_in
from cases.models import Decision, Request
from cases.tests.request_life import MAP, MAY
from cases.workflow import REQUEST
from cases.workflow_decision import (
    DISPLACED,
    HEAD,
    PAPERS,
    PAPERS_MISSING,
    PLACE,
    WORKSHEET,
)
from core import deadlines
from core.models import Clock, Letter, StatusChange, Turn
from core.scoping import system
from core.workflow import MovedOn


class Undo(Exception):
    """Ends an attempt without a trace."""


@pytest.fixture
def everybody(request):
    return {name: request.getfixturevalue(name) for name in MAY}


@pytest.fixture(autouse=True)
def _as_the_portal(db):
    with system():
        yield


def attempt(file, step, person):
    """What happens when this person tries this step, without leaving a trace."""
    try:
        with transaction.atomic():
            moved = REQUEST.apply(file, step, by=person, **answers(file, step))
            raise Undo
    except Undo:
        return moved.status
    except (MovedOn, PermissionDenied) as refusal:
        return type(refusal)
    except ValidationError as refusal:
        return tuple(refusal.messages)


def test_the_map_names_every_stage_and_every_step():
    assert set(MAP) == set(Request.Status.values)
    assert {name for steps in MAP.values() for name in steps} == set(REQUEST.by_name)


@pytest.mark.parametrize("stage", MAP)
def test_what_is_offered_is_exactly_what_succeeds(stage, request_at, everybody):
    file = request_at(stage)
    for step in REQUEST.by_name.keys() - MAP[stage]:
        # Whoever tries: the stage is asked about first.
        assert attempt(file, step, everybody["luan"]) is MovedOn, step
    for name, person in everybody.items():
        offered = {s.transition.name: s for s in REQUEST.available(file, person)}
        assert set(offered) == MAP[stage].keys() & MAY[name], name
        for step in MAP[stage]:
            outcome = attempt(file, step, person)
            if step not in offered:
                assert outcome is PermissionDenied, (name, step)
            elif offered[step].is_ready:
                assert outcome == MAP[stage][step], (name, step)
            else:
                sentences = tuple(str(g.refusal) for g in offered[step].missing)
                assert outcome == sentences, (name, step)


def test_a_request_is_submitted_only_when_it_says_from_where_and_whereto(
    register, jelena
):
    file = register()
    household = file.household
    household.place_of_return = household.head = None
    household.save()
    assert attempt(file, "submit", jelena) == (str(HEAD.refusal), str(PLACE.refusal))


def test_a_request_of_a_family_that_was_not_displaced_is_not_submitted(
    jelena, registration, office
):
    office.post("/requests/register/", registration)
    file = Request.objects.get()
    assert attempt(file, "submit", jelena) == (str(DISPLACED.refusal),)


def test_papers_decide_between_verifying_and_returning(request_at, jelena):
    file = request_at("submitted")
    assert attempt(file, "verify", jelena) == (
        str(PAPERS.refusal),
        str(WORKSHEET.refusal),
    )
    assert attempt(file, "return", jelena) == "incomplete"
    hand_in(file, by=jelena)
    assert attempt(file, "verify", jelena) == (str(WORKSHEET.refusal),)
    fill_worksheet(file, by=jelena)
    assert attempt(file, "verify", jelena) == "verified"
    assert attempt(file, "return", jelena) == (str(PAPERS_MISSING.refusal),)


@pytest.mark.parametrize("step", ["withdraw", "send_back", "give_opinion"])
@pytest.mark.parametrize("reason", ["", "  \n"])
def test_some_steps_are_not_taken_without_a_reason(
    request_at, step, reason, dragan, luan
):
    stage = {"withdraw": "draft", "send_back": "central_review"}.get(
        step, "municipal_review"
    )
    person = luan if step == "send_back" else dragan
    with pytest.raises(ValidationError, match="Give the reason"):
        REQUEST.apply(request_at(stage), step, by=person, reason=reason)


@pytest.mark.parametrize("part", ["verify", "give_opinion", "return_appeal"])
@pytest.mark.parametrize("step", ["approve", "reject"])
def test_whoever_had_a_part_in_the_file_does_not_decide_it(
    request_at, luan, part, step
):
    file = request_at("central_review")
    StatusChange.objects.create(
        record_id=file.pk,
        municipality=file.municipality,
        transition=part,
        from_status="x",
        to_status="y",
        by=luan,
    )
    assert attempt(file, step, luan) == (
        "You had a part in this file before: a colleague must decide.",
    )
    offered = {s.transition.name: s.is_ready for s in REQUEST.available(file, luan)}
    assert offered[step] is False
    assert offered["send_back"] is True


@pytest.mark.parametrize("stage", WAYS)
def test_history_has_no_gap(request_at, stage):
    file = request_at(stage)
    steps = list(StatusChange.objects.filter(record_id=file.pk))
    assert steps[0].transition == "begin"
    assert steps[0].from_status == ""
    for before, after in zip(steps, steps[1:], strict=False):
        assert after.from_status == before.to_status
        assert after.at >= before.at
    assert steps[-1].to_status == file.status == stage
    assert file.status_since == steps[-1].at
    assert file.version == len(steps)


def test_history_is_never_rewritten(request_at):
    step = StatusChange.objects.filter(record_id=request_at("submitted").pk).last()
    step.reason = "Another one"
    for change in (step.save, step.delete):
        with (
            pytest.raises(Exception, match="permission denied"),
            transaction.atomic(),
        ):
            change()


@pytest.mark.parametrize(
    ("stage", "turn"),
    [
        ("draft", Turn.OFFICE),
        ("submitted", Turn.OFFICE),
        ("incomplete", Turn.APPLICANT),
        ("central_review", Turn.MINISTRY),
        ("approved", Turn.MINISTRY),
        ("rejected", Turn.NOBODY),
        ("appealed", Turn.MINISTRY),
        ("works", Turn.MINISTRY),
        ("monitoring", Turn.OFFICE),
        ("closed", Turn.NOBODY),
        ("withdrawn", Turn.NOBODY),
    ],
)
def test_everybody_knows_whose_turn_it_is(request_at, stage, turn):
    assert request_at(stage).turn == turn


def open_clocks(file):
    return set(
        Clock.objects.filter(record_id=file.pk, closed_on=None).values_list(
            "key", flat=True
        )
    )


@pytest.mark.parametrize(
    ("stage", "clocks"),
    [
        ("draft", set()),
        ("submitted", {"decision_days", "verification_days"}),
        ("incomplete", {"decision_days", "verification_days", "completion_days"}),
        ("verified", {"decision_days"}),
        ("municipal_review", {"decision_days", "municipal_review_days"}),
        ("central_review", {"decision_days", "central_review_days"}),
        ("approved", set()),
        ("rejected", set()),
        ("withdrawn", set()),
    ],
)
def test_each_stage_has_its_clocks(request_at, stage, clocks):
    file = request_at(stage)
    assert open_clocks(file) == clocks
    assert (file.due_on is not None) == (bool(clocks) and stage != "incomplete")


def test_the_days_the_family_needs_for_its_papers_are_not_the_offices(register, jelena):
    # A fixed day: a deadline that ends on a Sunday moves on, and so would hide one of the ten days.
    begin = datetime(2026, 3, 2, 10, tzinfo=deadlines.ZONE)
    file = register(registered=begin)
    file = REQUEST.apply(file, "submit", by=jelena, at=begin)
    first = file.due_on
    later = begin + timedelta(days=12)
    file = REQUEST.apply(file, "return", by=jelena, at=begin + timedelta(days=2))
    assert file.due_on is None
    hand_in(file, by=jelena)
    file = REQUEST.apply(file, "complete", by=jelena, at=later)
    assert file.due_on >= first + timedelta(days=10)


def test_the_day_of_submission_is_the_first_one(register, jelena):
    begin = timezone.now() - timedelta(days=20)
    file = REQUEST.apply(register(registered=begin), "submit", by=jelena, at=begin)
    assert file.submitted_on == timezone.localdate(begin)
    file = REQUEST.apply(file, "return", by=jelena)
    hand_in(file, by=jelena)
    file = REQUEST.apply(file, "complete", by=jelena)
    assert file.submitted_on == timezone.localdate(begin)


@pytest.mark.parametrize("stage", ["approved", "rejected"])
def test_a_decision_says_who_decided_what_and_why(request_at, stage, luan):
    decision = Decision.objects.get(request=request_at(stage))
    assert (decision.outcome, decision.decided_by) == (stage, luan)
    assert decision.letter.kind == "decision"
    texts = {text.language: text for text in decision.texts.all()}
    assert set(texts) == {"sr", "sq"}
    for text in texts.values():
        assert text.legal_basis
        assert text.reasons
        assert text.remedy


def test_a_later_decision_supersedes_the_earlier(request_at, zana):
    file = request_at("appealed")
    REQUEST.apply(file, "grant_appeal", by=zana, **answers(file, "grant_appeal"))
    decisions = Decision.objects.filter(request=file).order_by("id")
    assert [(d.outcome, d.is_live) for d in decisions] == [
        ("rejected", False),
        ("approved", True),
    ]


@pytest.mark.parametrize(
    ("stage", "kinds"),
    [
        ("draft", []),
        ("submitted", ["receipt"]),
        ("incomplete", ["receipt", "completion_notice"]),
        ("approved", ["receipt", "decision"]),
        ("withdrawn", ["receipt"]),
    ],
)
def test_the_family_has_a_letter_of_what_happened(request_at, stage, kinds):
    file = request_at(stage)
    letters = Letter.objects.filter(record_id=file.pk)
    assert [letter.kind for letter in letters] == kinds


def test_when_the_letter_cannot_be_made_there_is_no_decision(
    request_at, luan, settings, tmp_path
):
    """The disk refuses the PDF: the step, the decision and the number are all given back."""
    file = request_at("central_review")
    before = (Decision.objects.count(), Letter.objects.count(), file.version)
    from_disk = tmp_path / "a file where a folder is wanted"
    from_disk.write_text("")
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": from_disk},
        }
    }
    with pytest.raises(OSError):  # noqa: PT011 -- any refusal of the file system
        REQUEST.apply(file, "approve", by=luan, **answers(file, "approve"))
    file.refresh_from_db()
    assert file.status == "central_review"
    assert before == (Decision.objects.count(), Letter.objects.count(), file.version)
    assert open_clocks(file) == {"decision_days", "central_review_days"}
