"""Did they stay? Families that returned, by municipality, programme and year, and how each was last seen."""

from collections.abc import Iterator

from django.db.models import Count, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, ExtractYear
from django.utils.translation import get_language, gettext_lazy, ngettext

from cases.models import Homecoming, Monitoring
from core.names import alphabet_key
from core.place_names import municipality_name
from core.tables import Column, Table

# In a smaller group a family could be told by what is said of the group.
SMALLEST_GROUP = 5
TOO_FEW = f"1–{SMALLEST_GROUP - 1}"
HEAD = (
    (gettext_lazy("Municipality"), False),
    (gettext_lazy("Programme or donor"), False),
    (gettext_lazy("Year of return"), True),
    (gettext_lazy("Families that returned"), True),
    (gettext_lazy("Last seen there"), True),
    (gettext_lazy("Last seen temporarily absent"), True),
    (gettext_lazy("Have left"), True),
    (gettext_lazy("Never visited"), True),
    (gettext_lazy("Stayed, % of those visited"), True),
)
# The files hold the same groups as the page: a row for each family would say what the groups hide.
SHEET = Table(
    Column(str(number), label, (), show=str)
    for number, (label, _num) in enumerate(HEAD)
)


def homecomings(scope):
    """The last return of each family of this scope; a family that returned twice counts once."""
    last = Homecoming.objects.filter(household=OuterRef("household"))
    newest = last.order_by("-returned_on", "-pk").values("pk")[:1]
    own = Homecoming.objects.within(scope)
    return own.filter(pk=Subquery(newest), household__merged_into=None)


def last_seen(rows):
    """Each return with how the family was last seen since; empty where nobody was there."""
    looks = Monitoring.objects.filter(
        household=OuterRef("household"), done_on__gte=OuterRef("returned_on")
    )
    seen = looks.order_by("-done_on", "-pk").values("presence")[:1]
    return rows.annotate(
        seen=Coalesce(Subquery(seen), Value("")), year=ExtractYear("returned_on")
    )


def counted(rows):
    """One row per municipality, programme and year, all of it counted by the database."""
    groups = last_seen(rows).order_by().values("municipality", "programme", "year")
    return groups.annotate(
        families=Count("pk"),
        present=Count("pk", filter=Q(seen="present")),
        absent=Count("pk", filter=Q(seen="absent")),
        left=Count("pk", filter=Q(seen="left")),
        unseen=Count("pk", filter=Q(seen="")),
    ).annotate(visited=F("families") - F("unseen"))


def summarise(rows) -> list[tuple]:
    """The groups as lines; of a group of fewer than five families only that it exists."""
    language = get_language()
    lines = [_line(group) for group in counted(rows)]
    return sorted(
        lines, key=lambda line: (alphabet_key(line[0], language), line[1], line[2])
    )


def _line(group: dict) -> tuple:
    named = (
        municipality_name(group["municipality"]),
        group["programme"] or "–",
        group["year"],
    )
    if group["families"] < SMALLEST_GROUP:
        return (*named, TOO_FEW, *(None,) * 5)
    numbers = (
        group[name] for name in ("families", "present", "absent", "left", "unseen")
    )
    return (*named, *numbers, rate(group["visited"], group["left"]))


def rate(visited: int, left: int) -> int | None:
    """Of a hundred families that were visited, how many have not left; None where nobody was visited."""
    return round(100 * (visited - left) / visited) if visited else None


def by_municipality(lines: list[tuple]) -> list[tuple]:
    """For the picture: families last seen as living there, temporarily absent ones included, per municipality."""
    totals: dict[str, int] = {}
    for place, _programme, _year, families, present, absent, *_rest in lines:
        if families != TOO_FEW:
            totals[place] = totals.get(place, 0) + present + absent
    return sorted(totals.items(), key=lambda entry: -entry[1])


def sheet_rows(rows, *, in_scope) -> Iterator[list]:
    """The same groups as on the page."""
    with in_scope():
        lines = summarise(rows)
    yield from (list(line) for line in lines)


def covers(rows: int) -> str:
    """What is in the report, in words."""
    return ngettext(
        "%(rows)s family that returned is in it: what you may see, at the time it was made. Of groups of fewer than five families no details are shown.",
        "%(rows)s families that returned are in it: what you may see, at the time it was made. Of groups of fewer than five families no details are shown.",
        rows,
    ) % {"rows": rows}
