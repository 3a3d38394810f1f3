"""How much each colleague has: open and late files, the longest wait, what was closed lately; nobody's files too."""

from dataclasses import dataclass, fields
from datetime import datetime

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.places import acting_for
from cases.forms.requests import ASSIGNABLE
from cases.models import Request
from cases.querysets import IS_OPEN, closed_lately

ASSIGN = "cases.assign_request"
NOBODY = "none"


@dataclass
class Load:
    """One colleague's files, in numbers; `officer` is what the list of requests is asked for."""

    officer: str
    name: str
    place: str
    open: int = 0
    late: int = 0
    oldest: int | None = None
    since: datetime | None = None
    closed: int = 0

    def row(self, names: tuple[str, ...]) -> tuple:
        """The values of these columns."""
        known = {each.name: getattr(self, each.name) for each in fields(self)}
        return tuple(known.get(name) for name in names)


def loads(user) -> list[Load]:
    """Nobody's files first, then colleagues, the latest first; three questions whatever their number."""
    rows = Request.objects.visible_to(user, ASSIGN)
    numbers, oldest = _numbers(rows), _oldest(rows)
    colleagues = User.objects.working_in(user.scope_for(ASSIGN), ASSIGNABLE)
    people = User.objects.with_appointments().filter(
        Q(pk__in=colleagues.values("pk")) | Q(pk__in=[pk for pk in numbers if pk])
    )
    found = [_load(str(each.pk), str(each), acting_for(each), numbers.get(each.pk), oldest.get(each.pk)) for each in people]  # fmt: skip
    found.sort(key=lambda each: (-each.late, -each.open, each.name))
    nobody = _load(NOBODY, _("nobody"), "", numbers.get(None), oldest.get(None))
    return [nobody, *found]


def _numbers(rows) -> dict:
    late, closed = Q(due_on__lt=timezone.localdate()), closed_lately()
    counted = (
        rows.filter(IS_OPEN | late | closed)
        .values("assigned_to")
        .annotate(
            open=Count("pk", filter=IS_OPEN),
            late=Count("pk", filter=late),
            closed=Count("pk", filter=closed),
        )
        .order_by()
    )
    return {each.pop("assigned_to"): each for each in counted}


def _oldest(rows) -> dict:
    """The open file of each colleague that has not moved for the longest time."""
    first = rows.open().order_by("assigned_to", "status_since", "pk")
    found = first.distinct("assigned_to")
    return {
        officer: {"oldest": pk, "since": since}
        for officer, pk, since in found.values_list("assigned_to", "pk", "status_since")
    }


def _load(officer: str, name: str, place: str, numbers, oldest) -> Load:
    return Load(officer, name, place, **(numbers or {}), **(oldest or {}))
