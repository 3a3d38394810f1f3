"""Two entries side by side: which facts may be chosen from either, and how they read."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Model
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from cases.models import Displacement, Household, Person

KEPT, DROPPED = "kept", "dropped"
DISPLACEMENT = "displacement"
# What belongs to the entry and not to whom it describes; every other column can be chosen.
OF_THE_ENTRY = {
    "id", "municipality", "version", "changed_at", "merged_into",
    "registered_at", "reference", "created_at", "created_by",
}  # fmt: skip
# What is reckoned from another column and goes with it.
GOES_WITH = {"phone_key": "phone"}


@dataclass(frozen=True)
class Line:
    """One fact of two entries: how both read, and what is chosen if nobody says otherwise."""

    name: str
    label: str
    kept: str
    dropped: str
    differs: bool
    usual: str


def choosable(model: type[Model]) -> list:
    """The columns of a person or household whose value may be taken from either entry."""
    not_chosen = OF_THE_ENTRY | set(GOES_WITH)
    return [f for f in model._meta.concrete_fields if f.name not in not_chosen]


def compared(kept: Person | Household, dropped: Person | Household) -> list[Line]:
    """Every fact of two entries, in the order in which the model tells them."""
    lines = [_line(field, kept, dropped) for field in choosable(type(kept))]
    if isinstance(kept, Household):
        lines += _displacements(kept, dropped)
    return lines


def _line(field, kept, dropped) -> Line:
    ours, theirs = field.value_from_object(kept), field.value_from_object(dropped)
    empty = ours in field.empty_values
    return Line(
        name=field.name,
        label=str(field.verbose_name),
        kept=read(field, ours, of=kept),
        dropped=read(field, theirs, of=dropped),
        differs=ours != theirs,
        usual=DROPPED if empty and theirs not in field.empty_values else KEPT,
    )


def _displacements(kept: Household, dropped: Household) -> Iterator[Line]:
    """Two displacements of one household cannot both stay; a single one follows by itself."""
    both = {
        each.household_id: each
        for each in Displacement.objects.filter(
            household__in=[kept, dropped]
        ).select_related("place_of_origin", "country")
    }
    if len(both) == 2:
        ours, theirs = both[kept.pk], both[dropped.pk]
        differs = any(getattr(ours, each) != getattr(theirs, each) for each in facts())
        words = _told(ours), _told(theirs)
        yield Line(DISPLACEMENT, str(_("Displacement")), *words, differs, KEPT)


def facts() -> list[str]:
    """The columns of a displacement that tell of the family."""
    own = {"id", "household", "municipality", "version", "changed_at"}
    return [f.attname for f in Displacement._meta.concrete_fields if f.name not in own]


def _told(displacement: Displacement) -> str:
    day = displacement.displaced_on
    words = [str(displacement), displacement.place, day and date_format(day)]
    return " · ".join(word for word in words if word)


def read(field, value, *, of: Model | None = None) -> str:
    """A stored value as people read it."""
    if value in field.empty_values:
        return "–"
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if field.is_relation:
        row = getattr(of, field.name, None) if of else None
        row = row or field.related_model._base_manager.filter(pk=value).first()
        return str(row)
    if field.get_internal_type() == "DateField":
        day = parse_date(value) if isinstance(value, str) else value
        return date_format(day, "DATE_FORMAT")
    return str(value)


def remembered(model: type[Model], values: dict) -> list[dict]:
    """What a merge chose and gave up, field by field, as people read it."""
    fields = {field.name: field for field in choosable(model)}
    # In the order in which the model tells them; the database keeps another one.
    order = [*fields, *(name for name in values if name not in fields)]
    return [
        _remembered(fields.get(name), values[name]) for name in order if name in values
    ]


def _remembered(field, value: dict) -> dict:
    # A displacement is remembered in words already, and so is a column that is gone.
    return {
        "label": str(field.verbose_name) if field else str(_("Displacement")),
        "chosen": value["chosen"],
        "value": read(field, value["value"]) if field else value["value"],
        "given_up": read(field, value["given_up"]) if field else value["given_up"],
    }
