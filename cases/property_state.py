"""The state of a property, told by its dated events alone: never typed, whatever the order in which they were entered.

Three things run beside one another: who holds it, in what condition it is, whether an agency administers it. For
each a table says which event leads from where to where; what stands in no row cannot happen.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.models import PropertyEvent

K = PropertyEvent.Kind


class Possession(models.TextChoices):
    """Who holds a property."""

    FREE = "free", _("never occupied, as far as known")
    OCCUPIED = "occupied", pgettext_lazy("property", "occupied")
    VACATED = "vacated", _("vacated")
    REOCCUPIED = "reoccupied", _("re-occupied")


class Condition(models.TextChoices):
    """In what condition a property is."""

    UNDAMAGED = "undamaged", _("no damage known")
    PARTLY_DESTROYED = "partly_destroyed", _("partly destroyed")
    DESTROYED = "destroyed", _("destroyed")
    REBUILT = "rebuilt", _("rebuilt")


class Administration(models.TextChoices):
    """Whether an agency administers a property."""

    NONE = "none", _("not administered")
    ADMINISTERED = "administered", _("under administration")
    ENDED = "ended", _("administration ended")


HELD = {
    (Possession.FREE, K.OCCUPIED): Possession.OCCUPIED,
    (Possession.OCCUPIED, K.VACATED): Possession.VACATED,
    (Possession.OCCUPIED, K.EVICTED): Possession.VACATED,
    (Possession.VACATED, K.REOCCUPIED): Possession.REOCCUPIED,
    (Possession.REOCCUPIED, K.VACATED): Possession.VACATED,
    (Possession.REOCCUPIED, K.EVICTED): Possession.VACATED,
}
DAMAGED = {
    (Condition.UNDAMAGED, K.PARTLY_DESTROYED): Condition.PARTLY_DESTROYED,
    (Condition.UNDAMAGED, K.DESTROYED): Condition.DESTROYED,
    (Condition.PARTLY_DESTROYED, K.DESTROYED): Condition.DESTROYED,
    (Condition.PARTLY_DESTROYED, K.REBUILT): Condition.REBUILT,
    (Condition.DESTROYED, K.REBUILT): Condition.REBUILT,
    (Condition.REBUILT, K.PARTLY_DESTROYED): Condition.PARTLY_DESTROYED,
    (Condition.REBUILT, K.DESTROYED): Condition.DESTROYED,
}
ADMINISTERED = {
    (Administration.NONE, K.ADMINISTERED): Administration.ADMINISTERED,
    (Administration.ADMINISTERED, K.ADMINISTRATION_ENDED): Administration.ENDED,
    (Administration.ENDED, K.ADMINISTERED): Administration.ADMINISTERED,
}
# What is said about an event that cannot have happened then.
IMPOSSIBLE = {
    K.OCCUPIED: _(
        "Occupied on %(day)s: the property was occupied before. Write “re-occupied”, and before it when it was vacated."
    ),
    K.VACATED: _(
        "Vacated on %(day)s: nobody is known to have occupied the property then. Enter first since when it was occupied."
    ),
    K.EVICTED: _(
        "Occupants evicted on %(day)s: nobody is known to have occupied the property then. Enter first since when it was occupied."
    ),
    K.REOCCUPIED: _(
        "Re-occupied on %(day)s: the property was not vacated before. Enter first when it was occupied and when it was vacated."
    ),
    K.PARTLY_DESTROYED: _(
        "Partly destroyed on %(day)s: the property was damaged before. Enter first when it was rebuilt."
    ),
    K.DESTROYED: _(
        "Destroyed on %(day)s: the property was destroyed before. Enter first when it was rebuilt."
    ),
    K.REBUILT: _(
        "Rebuilt on %(day)s: no damage is known before. Enter first when the property was destroyed."
    ),
    K.ADMINISTERED: _(
        "Placed under administration on %(day)s: it was administered already. Enter first when that ended."
    ),
    K.ADMINISTRATION_ENDED: _(
        "Administration ended on %(day)s: the property was not administered then. Enter first when it was placed under administration."
    ),
}
RANK = {kind: number for number, kind in enumerate(K)}


@dataclass(frozen=True)
class State:
    """How a property stands after everything that happened."""

    possession: Possession
    condition: Condition
    administration: Administration
    evictions: int
    # Events that cannot have happened where they stand; they are left out of the rest.
    impossible: tuple[PropertyEvent, ...]

    @property
    def problems(self) -> list[str]:
        return [
            str(IMPOSSIBLE[event.kind]) % {"day": event.day}
            for event in self.impossible
        ]


def state_of(events: Iterable[PropertyEvent]) -> State:
    """What the events tell together; those taken back tell nothing."""
    counting = sorted(
        (event for event in events if not event.taken_back),
        key=lambda event: (event.happened_on, RANK[event.kind]),
    )
    possession, odd_holders = _led(Possession.FREE, HELD, counting)
    condition, odd_damages = _led(Condition.UNDAMAGED, DAMAGED, counting)
    administration, odd_offices = _led(Administration.NONE, ADMINISTERED, counting)
    impossible = (*odd_holders, *odd_damages, *odd_offices)
    evicted = [event for event in counting if event.kind == K.EVICTED]
    return State(
        possession,
        condition,
        administration,
        sum(event not in impossible for event in evicted),
        impossible,
    )


def _led(here, table: dict, events: list) -> tuple:
    """Where one table leads from the beginning, day by day, and what fits nowhere."""
    kinds = {kind for _from, kind in table}
    mine = [event for event in events if event.kind in kinds]
    odd = []
    for _day, of_day in groupby(mine, key=lambda event: event.happened_on):
        waiting = list(of_day)
        for event in _possible_order(here, table, waiting) or waiting:
            if (here, event.kind) in table:
                here = table[here, event.kind]
            else:
                odd.append(event)
    return here, odd


def _possible_order(here, table: dict, waiting: list) -> list | None:
    """The first order in which the events of one day can have followed one another."""
    if not waiting:
        return []
    for event in waiting:
        if (here, event.kind) not in table:
            continue
        others = [other for other in waiting if other is not event]
        rest = _possible_order(table[here, event.kind], table, others)
        if rest is not None:
            return [event, *rest]
    return None
