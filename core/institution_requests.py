"""Questions to other institutions about a file: while one is open, clocks that wait for it stand, and its days are counted."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import clocks
from core.models import Clock, InstitutionRequest


@transaction.atomic
def ask_institution(*, record, question: InstitutionRequest, by) -> InstitutionRequest:
    """Write down that an institution was asked about a record."""
    obj = clocks.lock(record.pk)
    _not_in_future(question.asked_on)
    if question.asked_on < timezone.localdate(obj.created_at):
        raise ValidationError(
            {"asked_on": _("The file was registered only after this day.")}
        )
    question.record_id, question.municipality_id = obj.pk, obj.municipality_id
    question.asked_by = by
    question.validate_constraints()
    question.save()
    _reckon(obj)
    return question


@transaction.atomic
def record_answer(
    *, question: InstitutionRequest, on: date, outcome: str, answer: str, by
) -> InstitutionRequest:
    """Write down what an institution answered; our clocks run again from the day of the answer."""
    obj = clocks.lock(question.record_id)
    question = InstitutionRequest.objects.get(pk=question.pk)
    if question.answered_on:
        raise ValidationError(_("The answer was written down already."), code="late")
    _not_in_future(on)
    question.answered_on, question.answered_by = on, by
    question.outcome, question.answer = outcome, answer.strip()
    question.validate_constraints()
    question.save()
    _reckon(obj)
    return question


def overdue(questions: QuerySet, *, on: date) -> QuerySet:
    """Questions whose answer was expected before this day and has not come."""
    return questions.filter(answered_on=None, expected_on__lt=on)


def _not_in_future(day: date) -> None:
    if day > timezone.localdate():
        raise ValidationError(_("This day lies in the future."))


def _reckon(obj) -> None:
    """Only clocks that wait for institutions are reckoned anew; all others run on."""
    for clock in Clock.objects.filter(
        record_id=obj.pk, closed_on=None, waits_for_institutions=True
    ):
        clocks.calculate_again(clock)
