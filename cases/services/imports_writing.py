"""Writing what was decided about a portion of rows, in a few statements however many rows there are."""

from collections import Counter

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from cases.models import (
    ExternalIdentifier,
    Household,
    Import,
    ImportRow,
    Member,
    Person,
    PersonPaper,
)
from cases.models.households import phone_key
from cases.models.persons import number_key
from cases.register_import.columns import OF_HOUSEHOLD
from cases.register_import.outcomes import CREATED, HELD, OF_PERSON, UPDATED, Decision
from cases.register_import.rows import NAMES, Problem
from cases.services.duplicates import ask_to_refresh
from cases.services.imports_knowing import KIND, Library, households_of
from cases.services.names import index_names
from core import references

LAYOUT = Import.Layout


@transaction.atomic
def write(*, register: Import, decisions: list[Decision], by) -> list[ImportRow]:
    """Write a portion: persons, households and numbers, a line for every row, and the counts."""
    lines = {each.row.line: _line(register, each) for each in decisions}
    new = [each for each in decisions if each.outcome == CREATED]
    _create(register, new, lines, by)
    _update(register, [each for each in decisions if each.outcome == UPDATED], lines)
    ImportRow.objects.bulk_create(lines.values())
    _count(register, decisions)
    return list(lines.values())


def problem_as_json(problem: Problem) -> dict:
    return {"code": problem.code, "column": problem.column, "value": problem.value}


def _count(register: Import, decisions: list[Decision]) -> None:
    counts = Counter(each.outcome for each in decisions)
    Import.objects.filter(pk=register.pk).update(
        **{outcome: F(outcome) + number for outcome, number in counts.items()}
    )


def _line(register: Import, decision: Decision) -> ImportRow:
    return ImportRow(
        municipality_id=register.municipality_id,
        run=register,
        line=decision.row.line,
        cells=decision.row.cells,
        outcome=decision.outcome,
        problems=[problem_as_json(each) for each in decision.problems],
        alike=decision.alike if decision.outcome == HELD else [],
        person_id=decision.known.person if decision.known else None,
    )


def _create(register: Import, new: list[Decision], lines: dict, by) -> None:
    create_persons(
        register, [(each.row.values, lines[each.row.line]) for each in new], by
    )
    numbers = [
        ExternalIdentifier(
            municipality_id=register.municipality_id,
            source=register.source,
            kind=KIND.PERSON,
            number=each.row.number,
            person=lines[each.row.line].person,
            said=each.row.values,
        )
        for each in new
    ]
    ExternalIdentifier.objects.bulk_create(numbers)
    for decision, number in zip(new, numbers, strict=True):
        lines[decision.row.line].made["identifier"] = number.pk


def create_persons(register: Import, wanted: list[tuple[dict, ImportRow]], by) -> None:
    """Register these persons with their papers and households; each line notes what was made for it."""
    persons = Person.objects.bulk_create(
        Person(municipality_id=register.municipality_id, **_of_person(values))
        for values, _line in wanted
    )
    index_names(persons)
    ask_to_refresh(person.pk for person in persons)
    for (_values, line), person in zip(wanted, persons, strict=True):
        line.person = person
        line.made |= {"person": person.pk}
    _add_papers(register, [(v.get("document_number"), line) for v, line in wanted])
    if register.layout != LAYOUT.PERSON:
        _house(register, wanted, by)


def _of_person(values: dict) -> dict:
    """The columns of a person; community goes by its key."""
    said = {name: values[name] for name in OF_PERSON if name in values}
    if "community" in said:
        said["community_id"] = said.pop("community")
    return said


def _of_household(values: dict) -> dict:
    said = {name: values[name] for name in OF_HOUSEHOLD if name in values}
    if "phone" in said:
        said["phone_key"] = phone_key(said["phone"])
    if "place_of_return" in said:
        said["place_of_return_id"] = said.pop("place_of_return")
    return said


def _add_papers(register: Import, wanted: list[tuple[str | None, ImportRow]]) -> None:
    wanted = [(number, line) for number, line in wanted if number]
    papers = PersonPaper.objects.bulk_create(
        PersonPaper(
            municipality_id=register.municipality_id,
            person_id=line.person_id,
            kind=PersonPaper.Kind.OTHER,
            number=number,
            number_key=number_key(number),
            issuer=register.source,
        )
        for number, line in wanted
    )
    for (_number, line), paper in zip(wanted, papers, strict=True):
        line.made["paper"] = paper.pk


def _house(register: Import, wanted: list[tuple[dict, ImportRow]], by) -> None:
    """Put persons into households: one each, or those that share a number into one."""
    groups: dict[int | str, list[tuple[dict, ImportRow]]] = {}
    for values, line in wanted:
        alone = register.layout == LAYOUT.HOUSEHOLD or not values.get("household")
        # A number for a household of its own, its text for one that rows share.
        key = line.line if alone else values["household"]
        groups.setdefault(key, []).append((values, line))
    known = Library(register).numbers(KIND.HOUSEHOLD, _shared(groups))
    homes = {key: each.household for key, each in known.items()}
    homes |= _new_households(
        register, {k: v for k, v in groups.items() if k not in homes}, by
    )
    _join(register, groups, homes)


def _new_households(register: Import, groups: dict, by) -> dict[int | str, Household]:
    ids = _drawn("core_record_id_seq", len(groups))
    numbers = _references(len(groups))
    made = {}
    for (key, rows), pk, reference in zip(groups.items(), ids, numbers, strict=True):
        _values, head = _head(rows)
        contact: dict = {}
        for values, _line in reversed(rows):
            contact |= _of_household(values)
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


def _number_households(register: Import, groups: dict, made: dict) -> None:
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


def _shared(groups: dict) -> list[str]:
    return [key for key in groups if isinstance(key, str)]


def _head(rows: list[tuple[dict, ImportRow]]) -> tuple[dict, ImportRow]:
    """Who is said to be the head, else the first."""
    said = [row for row in rows if row[0].get("relation") == Member.Relation.HEAD]
    return (said or rows)[0]


def _join(register: Import, groups: dict, homes: dict[int | str, Household]) -> None:
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
        return Member.Relation.HEAD
    said = values.get("relation", Member.Relation.OTHER)
    return Member.Relation.OTHER if said == Member.Relation.HEAD else said


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


def _update(register: Import, changed: list[Decision], lines: dict) -> None:
    """Write what the register says anew, and keep how it was before."""
    library = Library(register)
    numbers = library.numbers(KIND.PERSON, [each.row.number for each in changed])
    homes = households_of(each.known.person for each in changed)
    renamed = []
    for decision in changed:
        line, number = lines[decision.row.line], numbers[decision.row.number]
        line.before = {"identifier": {"pk": number.pk, "said": number.said}}
        number.said = number.said | decision.row.values
        _change(line, "person", number.person, _of_person(decision.changes))
        _change(
            line,
            "household",
            homes.get(number.person_id),
            _of_household(decision.changes),
        )
        if set(decision.changes) & set(NAMES):
            renamed.append(number.person)
    ExternalIdentifier.objects.bulk_update(numbers.values(), ["said"])
    index_names(renamed)
    ask_to_refresh(each.known.person for each in changed)
    _add_papers(
        register,
        [
            (each.changes.get("document_number"), lines[each.row.line])
            for each in changed
        ],
    )


def _change(line: ImportRow, what: str, obj, values: dict) -> None:
    """Change a person or a household under its next version, noting how it was and which version it has now."""
    if obj is None or not values:
        return
    line.before[what] = {
        "pk": obj.pk,
        "values": {name: _plain(getattr(obj, name)) for name in values},
        "changed_at": obj.changed_at.isoformat(),
        "version": obj.version + 1,
    }
    for name, value in values.items():
        setattr(obj, name, value)
    type(obj).objects.filter(pk=obj.pk).update(
        **values, version=F("version") + 1, changed_at=timezone.now()
    )


def _plain(value):
    return value.isoformat() if hasattr(value, "isoformat") else value
