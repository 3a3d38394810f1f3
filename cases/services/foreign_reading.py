"""Reading a file of another office: for a while after it was given away, or for an hour in an emergency."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.models import CourtesyView, EmergencyReading, Household, Request
from core import throttle
from core.provisions import provision
from core.scoping import Scope, across_offices, acting

# While the ministry has not said for how long: the least in which a family at a counter can be helped.
HOURS_UNTIL_STATED = 1
TRIES = throttle.Limit(5, timedelta(minutes=15))
# A wrong number, a number of nobody and one try too many are answered alike: nothing can be learnt by trying.
NOT_OPENED = _(
    "No file of another office is opened with this number. Write it exactly as on the family's paper; after several wrong numbers wait a quarter of an hour."
)


def courtesy_until(*, on: date | None = None) -> date | None:
    """Until when an office may still read what it gives away today; never, until the ministry states the days."""
    today = on or timezone.localdate()
    days = provision("courtesy_reading", on=today).value
    return today + timedelta(days=int(days)) if days else None


def _emergency_hours() -> int:
    hours = provision("emergency_reading", on=timezone.localdate()).value
    return int(hours) if hours else HOURS_UNTIL_STATED


def readable_by(user, household_id: int) -> CourtesyView | EmergencyReading | None:
    """The right by which this person may read the file of another office now, if there is one."""
    mine = user.scope_for("cases.read_foreign")
    if mine is None:
        return None
    courtesy = CourtesyView.objects.within(mine).filter(
        household=household_id,
        reader__in=mine.municipalities,
        until__gte=timezone.localdate(),
    )
    emergency = EmergencyReading.objects.within(mine).filter(
        household=household_id, opened_by=user.pk, until__gt=timezone.now()
    )
    found = courtesy.first() or emergency.first()
    # A file that has come to the reader's own office is opened there.
    return None if found and found.municipality_id in mine.municipalities else found


@contextmanager
def reading(right: CourtesyView | EmergencyReading, *, by) -> Iterator[None]:
    """Look as a guest into the office where the file is now; whoever writes here is stopped by the page."""
    with acting(Scope(municipalities=(right.municipality_id,), user_id=by.pk)):
        yield


def count_try(*, by) -> bool:
    """Count that this person tries a number; false when it is one too many."""
    return throttle.count(f"emergency:{by.pk}", TRIES)


def open_in_emergency(
    *, number: str, reason: str, may_try: bool = True, by
) -> EmergencyReading:
    """Open a file of another office by its exact number; its office and the auditor see it at once."""
    if not may_try:
        raise ValidationError(NOT_OPENED, code="not_found")
    with across_offices(by):
        household = _household_of(number)
    mine = by.scope_for("cases.open_emergency")
    if household is None or mine.covers(household.municipality_id):
        raise ValidationError(NOT_OPENED, code="not_found")
    return _opened(household, mine.municipalities[0], reason, by)


def _household_of(number: str) -> Household | None:
    """The household of this number, or of the request of this number; a merged entry leads to the one that stands."""
    exact = number.strip()
    found = Household.objects.filter(reference=exact).select_related("merged_into")
    household = found.first()
    if household is None:
        request = Request.objects.filter(reference=exact).first()
        household = request and request.household
    if household and household.merged_into:
        return household.merged_into
    return household


@transaction.atomic
def _opened(household: Household, reader: int, reason: str, by) -> EmergencyReading:
    now = timezone.now()
    with across_offices(by):
        return EmergencyReading.objects.create(
            household=household,
            household_number=household.reference,
            municipality_id=household.municipality_id,
            reader_id=reader,
            opened_by=by,
            opened_at=now,
            until=now + timedelta(hours=_emergency_hours()),
            reason=reason.strip(),
        )


@transaction.atomic
def review_emergency(
    *, reading: EmergencyReading, verdict: str, note: str, by
) -> EmergencyReading:
    """Say afterwards whether the reason was pressing; once, and never by the person who opened the file."""
    held = EmergencyReading.objects.select_for_update().get(pk=reading.pk)
    if held.verdict:
        raise ValidationError(_("Somebody has looked at this already."), code="late")
    held.verdict, held.note = verdict, note.strip()
    held.reviewed_by, held.reviewed_at = by, timezone.now()
    held.save(update_fields=["verdict", "note", "reviewed_by", "reviewed_at"])
    return held
