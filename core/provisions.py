"""Legal numbers by key and date; the list of all keys that the portal knows."""

from datetime import date
from typing import NamedTuple

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.models import Provision
from core.models.provisions import Unit


class Known(NamedTuple):
    """What a key governs, and what its number counts."""

    label: str
    unit: str


KNOWN = {
    "decision_days": Known(_("Days to decide on a request"), Unit.CALENDAR_DAYS),
    "appeal_days": Known(_("Days to appeal against a decision"), Unit.CALENDAR_DAYS),
    "decision_service_days": Known(
        _("Days in which a decision letter is to be served"), Unit.CALENDAR_DAYS
    ),
    "completion_days": Known(
        _("Days to hand in what is missing from a request"), Unit.CALENDAR_DAYS
    ),
    "verification_days": Known(
        _("Days to verify a submitted request"), Unit.CALENDAR_DAYS
    ),
    "municipal_review_days": Known(
        _("Days for the municipal review"), Unit.CALENDAR_DAYS
    ),
    "central_review_days": Known(_("Days for the central review"), Unit.CALENDAR_DAYS),
    "appeal_decision_days": Known(_("Days to decide on an appeal"), Unit.CALENDAR_DAYS),
    "resale_ban_years": Known(
        _("Years in which a house that was given may not be sold"), Unit.YEARS
    ),
    "municipal_commission_quorum": Known(
        _("Members who must be present in a municipal commission"), Unit.COUNT
    ),
    "central_commission_quorum": Known(
        _("Members who must be present in the central commission"), Unit.COUNT
    ),
    "donor_board_quorum": Known(
        _("Members who must be present in a donor board"), Unit.COUNT
    ),
    "subject_access_days": Known(
        _("Days to answer a person who asks to see their own data"), Unit.CALENDAR_DAYS
    ),
    "correction_days": Known(
        _("Days to answer a person who asks for a correction"), Unit.CALENDAR_DAYS
    ),
    "monitoring_first_months": Known(
        _("Months from the return to the first monitoring visit"), Unit.MONTHS
    ),
    "monitoring_second_months": Known(
        _("Months from the return to the second monitoring visit"), Unit.MONTHS
    ),
    "monitoring_third_months": Known(
        _("Months from the return to the third monitoring visit"), Unit.MONTHS
    ),
    "monitoring_fourth_months": Known(
        _("Months from the return to the fourth monitoring visit"), Unit.MONTHS
    ),
    "follow_up_days": Known(
        _("Days to look again at the support of a family"), Unit.CALENDAR_DAYS
    ),
    "courtesy_reading": Known(
        _("Days in which an office may still read a file that it gave away"),
        Unit.CALENDAR_DAYS,
    ),
    "emergency_reading": Known(
        _("Hours for which a file of another office is open in an emergency"),
        Unit.COUNT,
    ),
    **{
        key: Known(_("Days by which a deadline may be extended"), Unit.CALENDAR_DAYS)
        for key in (
            "decision_extension_days",
            "completion_extension_days",
            "verification_extension_days",
            "municipal_review_extension_days",
            "central_review_extension_days",
            "subject_access_extension_days",
            "correction_extension_days",
        )
    },
    "retention_case_years": Known(_("Years to keep a family's file"), Unit.YEARS),
    "retention_sensitive_years": Known(
        _("Years to keep community and special needs"), Unit.YEARS
    ),
    "retention_staff_years": Known(_("Years to keep who did what"), Unit.YEARS),
}


def provision(key: str, *, on: date) -> Provision:
    """Return what the law sets for a key on a day."""
    if key not in KNOWN:
        raise LookupError(f"The provision {key!r} is not declared in core.provisions.")
    found = Provision.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=on), key=key, valid_from__lte=on
    ).first()
    if found is None:
        raise LookupError(f"No row of the provision {key!r} is valid on {on}.")
    return found
