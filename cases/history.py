"""The history of a household: who came and went, what was changed, who visited it, in one row of days."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cases.models import (
    Change,
    Homecoming,
    Household,
    Member,
    Monitoring,
    Transfer,
    VisitHousehold,
)
from cases.workflow_changes import CHANGE
from cases.workflow_transfers import TRANSFER
from core.place_names import municipality_name


@dataclass(frozen=True)
class Visits:
    """What is told of a household's return and visits."""

    lines: Iterable[VisitHousehold] = ()
    made: Iterable[Monitoring] = ()
    homecomings: Iterable[Homecoming] = ()


def timeline(
    household: Household,
    members: list[Member],
    changes: list[Change],
    visits: Visits,
):
    """Newest first; a membership or visit stands on its day, a change at the moment it was made."""
    entries = [
        *_memberships(members),
        *map(_change, changes),
        *map(_at_visit, visits.lines),
        *map(_looked_at, visits.made),
        *map(_came_home, visits.homecomings),
        _registered(household),
    ]
    return sorted(entries, key=lambda entry: _moment(entry["at"]), reverse=True)


def with_transfers(entries: list[dict], transfers: Iterable[Transfer]) -> list[dict]:
    """The same with the offices between which the file was asked for and went."""
    told = [*entries, *map(_transferred, transfers)]
    return sorted(told, key=lambda entry: _moment(entry["at"]), reverse=True)


def _transferred(transfer: Transfer) -> dict:
    places = (transfer.from_municipality_id, transfer.to_municipality_id)
    return {
        "title": _("Transfer to another office"),
        "text": f"{' → '.join(map(municipality_name, places))}: {TRANSFER.stage(transfer.status).label}",
        "note": transfer.answer or transfer.reason,
        "at": transfer.status_since,
        "by": str(transfer.answered_by or ""),
        "act": True,
        "links": [{"label": transfer.reference, "url": transfer.get_absolute_url()}],
    }


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


def _at_visit(line: VisitHousehold) -> dict:
    said = line.get_intention_display() if line.intention else ""
    event = line.event
    return {
        "title": event.title,
        "text": said and _("The family intends: %(intention)s") % {"intention": said},
        "at": event.held_on,
        "act": True,
        "links": [{"label": event.reference, "url": event.get_absolute_url()}],
    }


def _looked_at(visit: Monitoring) -> dict:
    return {
        "title": _("Monitoring visit"),
        "text": visit.get_presence_display(),
        "note": visit.why,
        "at": visit.done_on,
        "by": visit.visited_by or str(visit.done_by),
        "act": True,
        "links": [{"label": visit.reference, "url": visit.get_absolute_url()}],
    }


def _came_home(homecoming: Homecoming) -> dict:
    return {
        "title": _("The family has returned"),
        "text": homecoming.get_way_display(),
        "at": homecoming.returned_on,
        "by": str(homecoming.recorded_by or ""),
        "act": True,
    }
