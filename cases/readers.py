"""Who opened a file: the read log of a household, a request or a person, one by one and summed up."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import TruncDate, TruncMonth
from django.utils import formats, timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Appointment, User
from accounts.roles import Role
from cases import personal_data
from cases.models import (
    AssistanceLine,
    FieldVisit,
    FollowUp,
    Household,
    Member,
    Monitoring,
    Person,
    Request,
    SubjectRequest,
)
from core import walls
from core.models import ReadEntry, Record
from core.place_names import municipality_name
from core.tables import Column, Table, escaped

ROLES = dict(Role.choices)


def reads_of(
    records: Mapping[int, date | None], persons: Mapping[int, date | None]
) -> QuerySet:
    """What was opened of these records and persons, each up to its last day."""
    condition = Q(pk__in=[])
    for last, keys in _by_last_day(records).items():
        condition |= Q(record_id__in=keys) & _until(last)
    # A person is no record: its reads are found by what and row.
    for last, keys in _by_last_day(persons).items():
        rows = Q(row_id__in=[str(key) for key in keys])
        what = Q(record_id=None, what=Person._meta.label_lower)
        condition |= what & rows & _until(last)
    return ReadEntry.objects.filter(condition)


def _by_last_day(rows: Mapping[int, date | None]) -> dict[date | None, list[int]]:
    return {
        last: [key for key, until in rows.items() if until == last]
        for last in set(rows.values())
    }


def _until(last: date | None) -> Q:
    return Q() if last is None else Q(at__date__lte=last)


def reads_of_household(household: Household) -> QuerySet:
    """What was opened of a family's file: its contact, requests, assistance, papers, letters, visits and persons."""
    records = [household.pk]
    visits = FieldVisit.objects.filter(request__household=household)
    records += visits.values_list("pk", flat=True)
    records += household.merged_entries.values_list("pk", flat=True)
    for kind in (Request, SubjectRequest, AssistanceLine, Monitoring, FollowUp):
        records += kind.objects.filter(household=household).values_list("pk", flat=True)
    rows = Member.objects.filter(household=household).order_by("joined_on")
    stays = dict(rows.values_list("person", "left_on"))
    merged = Person.objects.filter(merged_into__in=stays)
    stays |= {
        entry: stays[kept] for entry, kept in merged.values_list("pk", "merged_into")
    }
    return reads_of(dict.fromkeys(records), stays)


def reads_of_request(request: Request) -> QuerySet:
    """What was opened of one request: its pages, papers, letters and field visits."""
    visits = request.field_visits.values_list("pk", flat=True)
    return reads_of(dict.fromkeys([request.pk, *visits]), {})


def with_readers(reads: QuerySet) -> QuerySet:
    """The reads with the reader's name, and role and office on that day."""
    held = Appointment.objects.filter(
        Q(valid_until=None) | Q(valid_until__gte=OuterRef("day")),
        user=OuterRef("user_id"),
        valid_from__lte=OuterRef("day"),
    ).order_by("pk")
    return reads.annotate(
        day=TruncDate("at"),
        reader=Subquery(
            User.objects.filter(pk=OuterRef("user_id")).values("full_name")[:1]
        ),
        role=Subquery(held.values("role")[:1]),
        place=Subquery(held.values("municipality")[:1]),
        reference=Subquery(
            Record.objects.filter(pk=OuterRef("record_id")).values("reference")[:1]
        ),
    )


@dataclass(frozen=True)
class Opened:
    """How often people of one role opened a file in one month."""

    month: date
    role: str
    times: int

    @property
    def month_name(self) -> str:
        return formats.date_format(self.month, "YEAR_MONTH_FORMAT")


def summary(reads: QuerySet) -> list[Opened]:
    """How often a file was opened, by month and role; names nobody."""
    counted = (
        with_readers(reads)
        .annotate(month=TruncMonth("at"))
        .values("month", "role")
        .annotate(times=Count("pk"))
        .order_by("-month", "role")
    )
    return [
        Opened(timezone.localdate(row["month"]), role_name(row["role"]), row["times"])
        for row in counted
    ]


def role_name(role: str | None) -> str:
    return str(ROLES[role]) if role in ROLES else _("no role any more")


def _when(at: datetime) -> str:
    return formats.date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT")


def _role(role: str | None, place: int | None) -> str:
    office = municipality_name(place) if place else _("ministry")
    return f"{role_name(role)}, {office}" if role else role_name(role)


@cache
def _tables() -> dict:
    return {model._meta.label_lower: model for model in walls.our_models()}


def _what(what: str, reference: str | None) -> str:
    model = _tables().get(what)
    return f"{personal_data.title_of(model) if model else what} {reference or ''}"


class Log(Table):
    """A list whose rows lead nowhere."""

    def __init__(self, columns):
        super().__init__(columns, link="")

    def body(self, rows, *, selectable: bool = False) -> SafeString:
        parts = []
        for row in rows:
            parts.append("<tr>")
            for column, places in zip(self.columns, self._places, strict=True):
                text = escaped(column.show(*(row[place] for place in places)))
                parts.append(f'<td data-label="{escaped(column.label)}">{text}</td>')
            parts.append("</tr>")
        return mark_safe("".join(parts))  # noqa: S308 -- every cell is escaped above


READERS = Log(
    (
        Column("at", gettext_lazy("When"), ("at",), show=_when),
        Column("who", gettext_lazy("Who"), ("reader",), show=lambda name: name or "–"),
        Column("role", gettext_lazy("Role and office"), ("role", "place"), show=_role),
        Column(
            "what", gettext_lazy("What was opened"), ("what", "reference"), show=_what
        ),
    )
)
