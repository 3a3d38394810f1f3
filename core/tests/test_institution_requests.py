"""Other institutions: who was asked what, and what that does to the clocks that wait for them."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from core.clocks import Deadline, follow, holidays_known
from core.deadlines import due_date
from core.institution_requests import ask_institution, record_answer
from core.models import Clock, Institution, InstitutionRequest
from core.scoping import system

WAITING = Deadline(
    "decision_days", "Decision", starts="asked", pauses=("waits",), ends=("over",),
    waits_for_institutions=True,
)  # fmt: skip
RUNNING_ON = Deadline("appeal_days", "Appeal", starts="asked", ends=("over",))


def ago(days):
    return timezone.localdate() - timedelta(days)


@pytest.fixture
def file(register):
    """A file twenty days old with a clock that waits for institutions and one that does not."""
    with system():
        file = register()
        type(file).objects.filter(pk=file.pk).update(
            created_at=timezone.now() - timedelta(20)
        )
        follow(file, (WAITING, RUNNING_ON), status="asked", on=ago(20))
        yield file


def ask(file, *, by, on, number=0, **details):
    question = InstitutionRequest(
        institution=Institution.objects.order_by("pk")[number],
        question="Whose is the parcel?",
        asked_on=on,
        **details,
    )
    return ask_institution(record=file, question=question, by=by)


def answered(question, *, by, on, **details):
    values = {"outcome": "answered", "answer": "It is theirs."} | details
    return record_answer(question=question, on=on, by=by, **values)


def due(file, key="decision_days"):
    return Clock.objects.get(record_id=file.pk, key=key).due_on


def on_record(file):
    return type(file).objects.get(pk=file.pk).due_on


def test_our_clock_stands_until_the_answer_and_the_other_runs_on(file, jelena):
    other = due(file, "appeal_days")
    question = ask(file, by=jelena, on=ago(10))
    assert due(file) is None
    assert due(file, "appeal_days") == other == on_record(file)
    answered(question, by=jelena, on=ago(3))
    expected = due_date(
        ago(20),
        45,
        unit="calendar_days",
        holidays=holidays_known(),
        pauses=[(ago(10), ago(3))],
    )
    assert due(file) == expected.due


def test_a_week_lost_to_two_institutions_at_once_is_one_week(file, jelena):
    first = ask(file, by=jelena, on=ago(10))
    second = ask(file, by=jelena, on=ago(8), number=1)
    answered(first, by=jelena, on=ago(3))
    assert due(file) is None
    answered(second, by=jelena, on=ago(5))
    clock = Clock.objects.get(record_id=file.pk, key="decision_days")
    stopped = [day for code, day, _name in clock.trace if code == "stopped"]
    assert stopped == [ago(10).isoformat()]


def test_papers_and_an_institution_at_once_are_counted_once(file, jelena):
    follow(file, (WAITING,), status="waits", on=ago(12))
    question = ask(file, by=jelena, on=ago(10))
    follow(file, (WAITING,), status="asked", on=ago(6))
    assert due(file) is None
    answered(question, by=jelena, on=ago(2))
    clock = Clock.objects.get(record_id=file.pk, key="decision_days")
    codes = [code for code, _day, _name in clock.trace]
    assert codes.count("stopped") == 1


def test_the_answer_is_written_down_once(file, jelena):
    question = ask(file, by=jelena, on=ago(10))
    answered(question, by=jelena, on=ago(3))
    with pytest.raises(ValidationError, match="already"):
        answered(question, by=jelena, on=ago(2))


def test_an_institution_has_one_open_question(file, jelena):
    ask(file, by=jelena, on=ago(10))
    with pytest.raises(ValidationError, match="still open"):
        ask(file, by=jelena, on=ago(5))
    ask(file, by=jelena, on=ago(5), number=1)


def test_days_must_be_in_order(file, jelena):
    with pytest.raises(ValidationError, match="in the future"):
        ask(file, by=jelena, on=ago(-1))
    with pytest.raises(ValidationError, match="registered only after"):
        ask(file, by=jelena, on=ago(21))
    with pytest.raises(ValidationError, match="before the question"):
        ask(file, by=jelena, on=ago(10), expected_on=ago(11))
    question = ask(file, by=jelena, on=ago(10))
    with pytest.raises(ValidationError, match="lies before"):
        answered(question, by=jelena, on=ago(11))


def test_the_database_refuses_half_an_answer(file, jelena):
    question = ask(file, by=jelena, on=ago(10))
    half = InstitutionRequest.objects.filter(pk=question.pk)
    with pytest.raises(IntegrityError, match="answer_is_whole"), transaction.atomic():
        half.update(answered_on=ago(1))
