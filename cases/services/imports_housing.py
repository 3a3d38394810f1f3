"""Putting the persons of a portion into households, in a few statements however many they are."""

from django.db import connection
from django.utils import timezone

from cases.models import ExternalIdentifier, Household, Import, ImportRow, Member
from cases.models.households import phone_key
from cases.register_import.columns import OF_HOUSEHOLD
from cases.services.imports_knowing import KIND, Library
from core import references

LAYOUT = Import.Layout
HEAD = Member.Relation.HEAD
# By the number that rows share, or by the line of a row that stands alone.
Groups = dict[int | str, list[tuple[dict, ImportRow]]]
Homes = dict[int | str, Household]


def of_household(values: dict) -> dict:
    """The columns of a household; the place goes by its key."""
    said = {name: values[name] for name in OF_HOUSEHOLD if name in values}
    if "phone" in said:
        said["phone_key"] = phone_key(said["phone"])
    if "place_of_return" in said:
        said["place_of_return_id"] = said.pop("place_of_return")
    return said


def house(register: Import, wanted: list[tuple[dict, ImportRow]], by) -> None:
    """Put persons into households: those that share a number into one, everybody else into one of their own."""
    groups: Groups = {}
    for values, line in wanted:
        alone = register.layout != LAYOUT.MEMBER or not values.get("household")
        # A number for a household of its own, its text for one that rows share.
        key = line.line if alone else values["household"]
        groups.setdefault(key, []).append((values, line))
    known = Library(register).numbers(KIND.HOUSEHOLD, _shared(groups))
    homes = {key: each.household for key, each in known.items()}
    _take_the_lead(register, groups, homes)
    homes |= _new_households(
        register, {k: v for k, v in groups.items() if k not in homes}, by
    )
    _join(register, groups, homes)


def _new_households(register: Import, groups: Groups, by) -> Homes:
    ids = _drawn("core_record_id_seq", len(groups))
    numbers = _references(len(groups))
    made = {}
    for (key, rows), pk, reference in zip(groups.items(), ids, numbers, strict=True):
        _values, head = _head(rows)
        contact: dict = {}
        for values, _line in reversed(rows):
            contact |= of_household(values)
        made[key] = Household(
            id=pk,
            reference=reference,
            municipality_id=register.municipality_id,
            language=register.language,
            created_by=by,
            head=head.person,
            **contact,
        )
        head.made["household"] = pk
    Household.objects.bulk_create(made.values())
    _number_households(register, groups, made)
    return made


def _number_households(register: Import, groups: Groups, made: Homes) -> None:
    keys = _shared(groups)
    numbers = ExternalIdentifier.objects.bulk_create(
        ExternalIdentifier(
            municipality_id=register.municipality_id,
            source=register.source,
            kind=KIND.HOUSEHOLD,
            number=key,
            household=made[key],
        )
        for key in keys
    )
    for key, number in zip(keys, numbers, strict=True):
        _values, head = _head(groups[key])
        head.made["household_number"] = number.pk


def _shared(groups: Groups) -> list[str]:
    return [key for key in groups if isinstance(key, str)]


def _head(rows: list[tuple[dict, ImportRow]]) -> tuple[dict, ImportRow]:
    """Who is said to be the head, else the first."""
    said = [row for row in rows if row[0].get("relation") == HEAD]
    return (said or rows)[0]


def _take_the_lead(register: Import, groups: Groups, homes: Homes) -> None:
    """The head may be named further down in the file than the household began: the first member only stood in."""
    named = {}
    for key, home in homes.items():
        values, line = _head(groups[key])
        if values.get("relation") == HEAD:
            named[home.pk] = line.person
    if not named:
        return
    ours = ImportRow.objects.filter(run=register, made__has_key="household")
    begun = set(ours.filter(household__in=named).values_list("household", flat=True))
    stand_ins = Member.objects.filter(
        household__in=begun,
        relation=HEAD,
        left_on=None,
        version=1,
        household__version=1,
    )
    said = _said_of(register, stand_ins.values_list("person", flat=True))
    by_pk = {home.pk: home for home in homes.values()}
    for member in stand_ins.select_related("household"):
        relation = said.get(member.person_id, {}).get("relation", Member.Relation.OTHER)
        if relation == HEAD:
            continue
        # Still as this import writes it, so under its first version: it is taken back like all the rest.
        Member.objects.filter(pk=member.pk).update(relation=relation)
        home = by_pk[member.household_id]
        home.head = named[home.pk]
        Household.objects.filter(pk=home.pk).update(head=home.head)


def _said_of(register: Import, persons) -> dict[int, dict]:
    """What this register says of these persons."""
    numbers = ExternalIdentifier.objects.filter(
        person__in=list(persons), source=register.source
    )
    return dict(numbers.values_list("person", "said"))


def _join(register: Import, groups: Groups, homes: Homes) -> None:
    today = timezone.localdate()
    rows = [
        (values, line, homes[key])
        for key, row in groups.items()
        for values, line in row
    ]
    members = Member.objects.bulk_create(
        Member(
            municipality_id=register.municipality_id,
            household=home,
            person=line.person,
            relation=_relation(values, line, home),
            joined_on=today,
        )
        for values, line, home in rows
    )
    for (_values, line, home), member in zip(rows, members, strict=True):
        line.household = home
        line.made["member"] = member.pk


def _relation(values: dict, line: ImportRow, home: Household) -> str:
    """One head for each household, whoever else the register calls so."""
    if home.head_id == line.person_id:
        return HEAD
    said = values.get("relation", Member.Relation.OTHER)
    return Member.Relation.OTHER if said == HEAD else said


def _drawn(sequence: str, number: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(%s) FROM generate_series(1, %s)", [sequence, number]
        )
        return [value for (value,) in cursor.fetchall()]


def _references(number: int) -> list[str]:
    """As many numbers of households as are needed, drawn at once."""
    kind = Household.REFERENCE_KIND
    year, digits = timezone.localdate().year, references.KINDS[kind].digits
    drawn = _drawn(references.sequence_name(kind), number)
    return [f"{kind}-{year}-{each:0{digits}d}" for each in drawn]
