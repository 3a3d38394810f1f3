"""The history of a household: who came and went, what was changed, in one row of days."""

from datetime import date, datetime, time

from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cases.models import Change, Household, Member
from cases.workflow_changes import CHANGE


def timeline(household: Household, members: list[Member], changes: list[Change]):
    """Newest first; a membership stands on its day, a change at the moment it was made."""
    entries = [*_memberships(members), *map(_change, changes), _registered(household)]
    return sorted(entries, key=lambda entry: _moment(entry["at"]), reverse=True)


def _moment(at: date | datetime) -> datetime:
    """A day begins at midnight: what was done on it stands above."""
    if isinstance(at, datetime):
        return at
    return timezone.make_aware(datetime.combine(at, time.min))


def _registered(household: Household) -> dict:
    return {"title": _("Household registered"), "at": household.created_at}


def _memberships(members: list[Member]) -> list[dict]:
    joined = [
        {
            "title": _("%(person)s: member") % {"person": member.person},
            "text": member.get_relation_display(),
            "at": member.joined_on,
        }
        for member in members
    ]
    left = [
        {
            "title": _("%(person)s: member no longer") % {"person": member.person},
            "at": member.left_on,
        }
        for member in members
        if member.left_on
    ]
    return joined + left


def _change(change: Change) -> dict:
    kind = change.get_kind_display()
    return {
        "title": change.title if change.person_id else capfirst(kind),
        "text": CHANGE.stage(change.status).label,
        "note": change.reason,
        "at": change.status_since,
        "by": str(change.approved_by or change.created_by or ""),
        "act": change.status == Change.Status.APPROVED,
        "links": [
            {
                "label": change.reference,
                "url": reverse("cases:change_detail", args=[change.pk]),
            }
        ],
    }
