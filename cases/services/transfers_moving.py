"""Where a family's rows go when another office takes it over: all of them, and nobody else's.

The database moves them: a child's municipality follows its parent's (core.walls), so that a new table is carried along
by its PARENTS alone. Written here is only who belongs to a family, and what becomes of rows that hang on two files.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.models import (
    Delivery,
    ExternalIdentifier,
    Household,
    ImportRow,
    Member,
    Person,
    VisitEvent,
    VisitHousehold,
)
from core.models import LivingRecord, Record, ScopedModel
from core.walls import our_models

TIED = _(
    "Something in this file belongs to a file of another family as well, so it cannot leave alone. Tell the ministry's caseworker the number of this transfer."
)


@dataclass(frozen=True)
class Family:
    """The entries that change their office together."""

    households: tuple[int, ...]
    persons: tuple[int, ...]

    @property
    def records(self) -> list[int]:
        """Everything of the family on which papers, letters and steps hang."""
        found = list(self.households)
        for model in living():
            rows = _of_family(model, self)
            found += rows.values_list("pk", flat=True)
        return found


def living() -> list[type[LivingRecord]]:
    """The kinds of files with a life that belong to a household or a person."""
    return [
        model
        for model in our_models()
        if issubclass(model, LivingRecord) and _ways_to_family(model)
    ]


def _ways_to_family(model: type[ScopedModel]) -> list[str]:
    return [
        name
        for name in model.PARENTS
        if model._meta.get_field(name).related_model in (Household, Person)
    ]


def _of_family(model: type[ScopedModel], family: Family):
    condition = Q(pk__in=())
    for name in _ways_to_family(model):
        is_home = model._meta.get_field(name).related_model is Household
        keys = family.households if is_home else family.persons
        condition |= Q(**{f"{name}__in": keys})
    return model._base_manager.filter(condition)


def family_of(household: Household) -> Family:
    """The household, whoever belongs to it or belonged to it last, and all entries that were merged into them."""
    households = _with_merged(Household, [household.pk])
    known = Member.objects.filter(household__in=households, person__merged_into=None)
    asked = set(known.values_list("person", flat=True))
    last: dict[int, int] = {}
    for person, home in (
        Member.objects.filter(person__in=asked)
        .order_by("joined_on", "pk")
        .values_list("person", "household")
    ):
        last[person] = home
    persons = [person for person, home in last.items() if home in households]
    heads = Household.objects.filter(pk__in=households).exclude(head=None)
    persons += heads.values_list("head", flat=True)
    return Family(tuple(households), tuple(_with_merged(Person, persons)))


def _with_merged(model, keys: Iterable[int]) -> list[int]:
    """These entries and those merged into them, however long the way."""
    found, new = set(), set(keys)
    while new:
        found |= new
        merged = model._base_manager.filter(merged_into__in=new)
        new = set(merged.values_list("pk", flat=True)) - found
    return sorted(found)


def hold(household: Household) -> None:
    """Lock the family's files, lower ones first: every step holds its own file before it asks for the household."""
    family = family_of(household)
    for model in living():
        _held(_of_family(model, family))
    for model, keys in ((Household, family.households), (Person, family.persons)):
        _held(model._base_manager.filter(pk__in=keys))


def _held(rows) -> None:
    list(rows.order_by("pk").select_for_update().values_list("pk", flat=True))


def move(household: Household, *, to: int) -> Family:
    """Bring the family of this household to another municipality, as a whole or not at all."""
    family = family_of(household)
    _let_go(family, to)
    try:
        with transaction.atomic():
            for model, keys in (
                (Person, family.persons),
                (Household, family.households),
            ):
                model._base_manager.filter(pk__in=keys).update(municipality=to)
            _bring_along(family, to)
            _clear_officers(family)
            _settle()
    except IntegrityError as refusal:
        raise ValidationError(TIED, code="tied") from refusal
    return family


def _settle() -> None:
    """Have the database say now, not at the end, that a row would be left in the wrong municipality."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _bring_along(family: Family, to: int) -> None:
    """Rows that are tied to a person and belong to no household have no parent that would take them along."""
    keys = {Household: family.households, Person: family.persons}
    for model in our_models():
        if not issubclass(model, ScopedModel) or not model.TIES:
            continue
        nobodys = dict.fromkeys((f"{name}__isnull" for name in model.PARENTS), True)
        for name in model.TIES:
            owner = model._meta.get_field(name).related_model
            rows = model._base_manager.filter(
                **nobodys, **{f"{name}__in": keys.get(owner, ())}
            )
            rows.update(municipality=to)


def _clear_officers(family: Family) -> None:
    """The officers of the office before act here no longer; the running deadlines stay as they are."""
    for model in living():
        rows = _of_family(model, family).exclude(assigned_to=None)
        rows.update(assigned_to=None)


# Rows that hang on two files at once: which of them is let go, in words of each table.


def _let_go(family: Family, to: int) -> None:
    _leave_imports(family)
    _part_numbers(family)
    _name_recipients(family)
    _part_visits(family, to)


def _leave_imports(family: Family) -> None:
    """What an office took over stays with it as its own work; its rows lead to the family no longer."""
    ImportRow.objects.filter(person__in=family.persons).update(person=None)
    ImportRow.objects.filter(household__in=family.households).update(household=None)


def _part_numbers(family: Family) -> None:
    """A number by which a register knows a person stays the person's, one of a household the household's."""
    inside, home = Q(person__in=family.persons), Q(household__in=family.households)
    numbers = ExternalIdentifier.objects.filter(
        person__isnull=False, household__isnull=False
    )
    mixed = numbers.filter((inside & ~home) | (home & ~inside))
    mixed.filter(kind=ExternalIdentifier.Kind.PERSON).update(household=None)
    mixed.filter(kind=ExternalIdentifier.Kind.HOUSEHOLD).update(person=None)


def _name_recipients(family: Family) -> None:
    """Who received something for another family is named there, as somebody from outside is."""
    inside = Q(received_by__in=family.persons)
    home = Q(line__household__in=family.households)
    between = Delivery.objects.filter(received_by__isnull=False).filter(
        (inside & ~home) | (home & ~inside)
    )
    for delivery in between.select_related("received_by"):
        delivery.received_by_name = str(delivery.received_by)[:160]
        delivery.received_by = None
        delivery.version += 1
        delivery.save(update_fields=["received_by_name", "received_by", "version"])


def _part_visits(family: Family, to: int) -> None:
    """A visit with many families stays in the office that made it; the family takes along a visit of its own."""
    lines = VisitHousehold.objects.filter(household__in=family.households)
    for event in VisitEvent.objects.filter(households__in=lines).distinct():
        own = VisitEvent.objects.create(
            municipality_id=to,
            kind=event.kind,
            held_on=event.held_on,
            place=event.place,
            elsewhere=event.elsewhere,
            hosts=event.hosts,
            created_at=event.created_at,
            created_by=event.created_by,
        )
        # Household and visit reach the same office one after the other: compared at the end.
        lines.filter(event=event).update(event=own, changed_at=timezone.now())


def records_of(family: Family):
    """The files of a family as rows of the common table."""
    return Record.objects.filter(pk__in=family.records)
