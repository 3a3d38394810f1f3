"""Worksheets and field visits as an officer would fill them in."""

from datetime import date

from django.utils import timezone

from accounts.models import User
from cases.factories.papers import scanned
from cases.models import Check, FieldVisit, Finding, Request
from cases.services import verification


def fill_worksheet(
    request: Request, *, by: User, on: date | None = None, **other
) -> list[Finding]:
    """Whatever was open is in order, but for lines that are named with another (result, note)."""
    known = request.findings.exclude(result="").values_list("about", flat=True)
    findings = dict.fromkeys(
        set(Check.values) - set(known), (Finding.Result.IN_ORDER, "")
    )
    return verification.fill_worksheet(
        request=request, findings=findings | other, by=by, on=on
    )


def make_field_visit(
    request: Request, *, by: User, photos=("house",), **details
) -> FieldVisit:
    """Somebody was at the house, took photos and wrote down where it is."""
    facts = {
        "visited_on": timezone.localdate(),
        "visited_by": str(by),
        "found": "The house has no roof; the land is free.",
        "latitude": "42.23104",
        "longitude": "21.02311",
    }
    return verification.record_field_visit(
        request=request,
        visit=FieldVisit(**facts | details),
        photos=map(scanned, photos),
        by=by,
    )
