"""What the search found, a row for each household: who fits and why, who else belongs to it, what is open."""

from collections.abc import Iterable

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.search.found import Found
from cases.search.households import Group
from cases.tables import stage_badge, type_name
from core.place_names import municipality_name, settlement_name
from core.tables import Column, Table, escaped, link_parts


def _persons(found: Iterable[tuple]) -> SafeString:
    shown = "".join(
        f'<p><b>{escaped(name)}</b> <span class="muted">{escaped(about)}</span>'
        f'<small class="why d-block">{escaped(why)}</small></p>'
        for name, about, why in found
    )
    return mark_safe(f"<div>{shown}</div>")  # noqa: S308 -- every part is escaped


def _requests(opened: Iterable[tuple]) -> str:
    if not opened:
        return ""
    before, after = link_parts("cases:request_detail")
    shown = "".join(
        f'<p><a class="over nowrap" href="{before}{pk}{after}">{escaped(reference)}</a>'
        f' {stage_badge(status)} <small class="muted">{escaped(type_name(kind))}</small></p>'
        for pk, reference, status, kind in opened
    )
    return mark_safe(f"<div>{shown}</div>")  # noqa: S308 -- every part is escaped


HOUSEHOLDS = Table(
    (
        Column("household", gettext_lazy("Household"), ("reference",)),
        Column(
            "persons", gettext_lazy("Person"), ("persons",), show=_persons, css="who"
        ),
        Column(
            "others", gettext_lazy("Others in the household"), ("others",), css="who"
        ),
        Column(
            "municipality",
            gettext_lazy("Municipality"),
            ("municipality",),
            show=municipality_name,
        ),
        Column(
            "place",
            gettext_lazy("Place of return"),
            ("place",),
            show=settlement_name,
            css="place",
        ),
        Column("requests", gettext_lazy("Requests"), ("requests",), show=_requests),
    ),
    link="cases:household_detail",
)
HOUSEHOLDS_OF_ONE_PLACE = HOUSEHOLDS.without("municipality")
ALONE = Table(
    (
        Column("name", gettext_lazy("Person"), ("name",), css="who"),
        Column("about", gettext_lazy("Born"), ("about",)),
        Column("why", gettext_lazy("Why"), ("why",)),
    ),
    link="cases:person_update",
)
ALONE_UNLINKED = Table(ALONE.columns)


def drawn(groups: Iterable[Group], *, several_places: bool, may_change: bool) -> dict:
    """The tables of what was found: households, and persons who belong to none now."""
    groups = list(groups)
    households = HOUSEHOLDS if several_places else HOUSEHOLDS_OF_ONE_PLACE
    persons = ALONE if may_change else ALONE_UNLINKED
    homes = [_row(group, households.fields) for group in groups if group.household]
    alone = [
        (each.person.pk, *_person(each))
        for group in groups
        if not group.household
        for each in group.found
    ]
    return {
        "households": homes
        and {"head": households.head(), "body": households.body(homes)},
        "alone": alone and {"head": persons.head(), "body": persons.body(alone)},
    }


def _row(group: Group, fields: Iterable[str]) -> tuple:
    household = group.household
    values = {
        "pk": household.pk,
        "reference": household.reference,
        "persons": tuple(_person(each) for each in group.found),
        "others": "; ".join(_others(group)),
        "municipality": household.municipality_id,
        "place": household.place_of_return_id,
        "requests": tuple(group.requests),
    }
    return tuple(values[field] for field in fields)


def _others(group: Group) -> list[str]:
    """The members who were not found themselves."""
    found = {each.person.pk for each in group.found}
    return [name for pk, name in group.household.members if pk not in found]


def _person(found: Found) -> tuple[str, str, str]:
    """Name; year of birth and father; why."""
    person = found.person
    about = [str(person.birth_date.year)] if person.birth_date else []
    if person.father_name:
        about.append(_("father: %(name)s") % {"name": person.father_name})
    return str(person), ", ".join(about), " · ".join(found.why)
