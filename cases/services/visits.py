"""Recording visits, entering monitoring, and raising what must be looked at again."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cases.models import (
    Criterion,
    CriterionAnswer,
    FollowUp,
    Household,
    Monitoring,
    VisitEvent,
    VisitHousehold,
)
from cases.workflow_visits import FOLLOW_UP
from core import documents

Answer = CriterionAnswer.Answer
ALREADY_OVER = _("This visit was made or called off already.")


def record_visit(*, event: VisitEvent, by) -> VisitEvent:
    """Write a visit down once, for all families that will be on its list."""
    event.created_by = by
    event.save()
    return event


@transaction.atomic
def add_families(*, event: VisitEvent, households: Iterable[Household]) -> int:
    """Put families of the same office on the list of a visit; those who are on it stay as they are."""
    known = set(event.households.values_list("household", flat=True))
    new = [each for each in households if each.pk not in known]
    for household in new:
        VisitHousehold.objects.create(event=event, household=household)
    return len(new)


def remove_family(*, line: VisitHousehold) -> None:
    """Take a family off the list of a visit it was not at."""
    line.delete()


def call_off(*, visit: Monitoring) -> Monitoring:
    """Say why a planned visit will not be made."""
    visit.save()
    return visit


@transaction.atomic
def enter_visit(
    *, visit: Monitoring, found: dict[str, tuple[str, str]], file=None, by
) -> Monitoring:
    """Keep what was found at a visit; a family that left or lost what it had is to be looked at again."""
    # One after the other, so that two sheets of one family do not raise the same thing twice.
    Household.objects.select_for_update().get(pk=visit.household_id)
    if visit.called_off:
        raise ValidationError(ALREADY_OVER)
    visit.done_by = visit.done_by or by
    visit.save()
    for criterion, (answer, observation) in found.items():
        CriterionAnswer.objects.update_or_create(
            monitoring=visit,
            criterion=criterion,
            defaults={"answer": answer, "observation": observation},
        )
    if file:
        documents.attach(visit, file, by=by)
    for cause, criterion in causes_of(visit):
        _raise(visit, cause, criterion, by=by)
    return visit


def causes_of(visit: Monitoring) -> list[tuple[str, str]]:
    """Why support is looked at again after a visit: (cause, criterion); an older sheet typed late says nothing new."""
    done = Monitoring.objects.filter(household=visit.household_id)
    done = done.filter(done_on__isnull=False).exclude(pk=visit.pk)
    if done.filter(done_on__gt=visit.done_on).exists():
        return []
    gone = visit.presence == Monitoring.Presence.LEFT
    causes = [(FollowUp.Cause.LEFT, "")] if gone else []
    return causes + [(FollowUp.Cause.LOST, each) for each in lost_criteria(visit)]


def lost_criteria(visit: Monitoring) -> list[str]:
    """The criteria that are not met now and were met when they were last asked."""
    now = dict(visit.answers.values_list("criterion", "answer"))
    before = last_known(visit)
    return [
        each
        for each in Criterion.values
        if now.get(each) == Answer.NOT_MET and before.get(each) == Answer.MET
    ]


def last_known(visit: Monitoring) -> dict[str, str]:
    """What was last found of each criterion before a visit, where it was asked and applied."""
    earlier = CriterionAnswer.objects.filter(
        monitoring__household=visit.household_id,
        monitoring__done_on__lte=visit.done_on,
        answer__in=(Answer.MET, Answer.NOT_MET),
    ).exclude(monitoring=visit)
    ordered = earlier.order_by("monitoring__done_on", "monitoring_id")
    return dict(ordered.values_list("criterion", "answer"))


def _raise(visit: Monitoring, cause: str, criterion: str, *, by) -> None:
    """Have it looked at once: not again while it is open, nor twice after one visit."""
    same = FollowUp.objects.filter(
        household=visit.household_id, cause=cause, criterion=criterion
    )
    if same.open().exists() or same.filter(monitoring=visit).exists():
        return
    follow_up = FollowUp(
        household_id=visit.household_id,
        municipality_id=visit.municipality_id,
        monitoring=visit,
        cause=cause,
        criterion=criterion,
    )
    FOLLOW_UP.apply(FOLLOW_UP.begin(follow_up, by=by), "open", by=by)
