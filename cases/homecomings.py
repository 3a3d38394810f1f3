"""Since when a family is back, and the visits that follow from it: written down by steps of a request and by a page alike."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from cases.models import Fund, Homecoming, Household, Monitoring, Request
from core.provisions import provision

Occasion = Monitoring.Occasion
LONGEST = Homecoming._meta.get_field("programme").max_length
# Which provision says how long after a return a household is visited on which occasion.
INTERVALS = {
    Occasion.FIRST: "monitoring_first_months",
    Occasion.SECOND: "monitoring_second_months",
    Occasion.THIRD: "monitoring_third_months",
    Occasion.FOURTH: "monitoring_fourth_months",
}


@transaction.atomic
def record_homecoming(*, homecoming: Homecoming, by) -> list[Monitoring]:
    """Write down since when a family is back, and plan the visits whose intervals are known."""
    homecoming.recorded_by = by
    homecoming.save()
    return plan_by_provisions(
        household=homecoming.household, since=homecoming.returned_on, by=by
    )


def family_is_back(
    *, request: Request, returned_on: date, way: str, evidence: str, by
) -> None:
    """Write down with a step of a request that its family is back, unless that day is known already."""
    household = request.household
    if household.homecomings.filter(returned_on=returned_on).exists():
        return
    funding = request.fundings.filter(is_live=True).select_related("fund").first()
    homecoming = Homecoming(
        household=household,
        returned_on=returned_on,
        way=way,
        evidence=evidence,
        source=request.reference,
        programme=_programme(funding.fund) if funding else "",
    )
    record_homecoming(homecoming=homecoming, by=by)


def _programme(fund: Fund) -> str:
    """The fund in both official languages: whoever records it, it counts as one programme."""
    return f"{fund.name_sq} / {fund.name_sr_latn}"[:LONGEST]


def plan_by_provisions(*, household: Household, since: date, by) -> list[Monitoring]:
    """Plan a visit for each interval that is stated and lies ahead; what is empty is planned by hand."""
    today = timezone.localdate()
    open_ones = Monitoring.objects.open().filter(household=household)
    planned = set(open_ones.values_list("occasion", flat=True))
    visits = []
    for occasion, key in INTERVALS.items():
        months = provision(key, on=today).value
        if months is None or occasion in planned:
            continue
        day = months_after(since, int(months))
        if day >= today:
            visit = Monitoring(household=household, occasion=occasion, planned_for=day)
            visits.append(plan_visit(visit=visit, by=by))
    return visits


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last day of a shorter month."""
    number = day.month - 1 + months
    first = date(day.year + number // 12, number % 12 + 1, 1)
    for last in (day.day, 30, 29, 28):
        try:
            return first.replace(day=last)
        except ValueError:
            continue
    return first


def plan_visit(*, visit: Monitoring, by) -> Monitoring:
    """Plan to look how a household lives."""
    visit.created_by = by
    visit.save()
    return visit
