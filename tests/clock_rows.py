"""What happened to the deadlines of an office: more time, a moved day, somebody told, an institution asked."""

from datetime import timedelta

from django.utils import timezone

from cases.models import Request
from core.institution_requests import ask_institution
from core.models import (
    Clock,
    ClockChange,
    ClockExtension,
    Digest,
    Escalation,
    EscalationStep,
    Institution,
    InstitutionRequest,
)


def clock_rows(request: Request, *, by) -> Clock:
    """A clock of a request with one row of each kind; returns another one, to which nothing happened."""
    today = timezone.localdate()
    clock, *_others, spare = Clock.objects.filter(record_id=request.pk).order_by("pk")
    whose = {"clock": clock, "municipality_id": clock.municipality_id}
    ClockExtension.objects.create(
        **whose,
        days=5,
        total_days=5,
        reason="The cadastre is closed.",
        legal_basis="a law",
        granted_by=by,
        granted_on=today,
    )
    ClockChange.objects.create(
        **whose, old_due=today, new_due=today + timedelta(days=1)
    )
    step = EscalationStep.objects.filter(key=clock.key).first()
    Escalation.objects.create(**whose, step=step, role=step.role, told_on=today)
    question = InstitutionRequest(
        institution=Institution.objects.first(),
        question="Whose is the parcel?",
        asked_on=today,
    )
    ask_institution(record=request, question=question, by=by)
    Digest.objects.create(owner=by, on=today, waiting=1, late=1, told=0)
    return spare
