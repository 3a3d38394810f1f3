"""Writing what was decided about a portion of rows, in a few statements however many rows there are."""

from collections import Counter
from dataclasses import asdict

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from cases.models import ExternalIdentifier, Import, ImportRow, Person, PersonPaper
from cases.models.persons import number_key
from cases.register_import.outcomes import CREATED, HELD, OF_PERSON, UPDATED, Decision
from cases.register_import.rows import NAMES, Problem
from cases.services.duplicates import ask_to_refresh
from cases.services.imports_housing import house, of_household
from cases.services.imports_knowing import KIND, Library, households_of
from cases.services.imports_proposing import propose
from cases.services.names import index_names


@transaction.atomic
def write(*, register: Import, decisions: list[Decision], by) -> list[ImportRow]:
    """Write a portion: persons, households and numbers, a line for every row, and the counts."""
    lines = {each.row.line: _line(register, each) for each in decisions}
    new = [each for each in decisions if each.outcome == CREATED]
    _create(register, new, lines, by)
    _update(register, [each for each in decisions if _is_news(each)], lines)
    for decision in decisions:
        if decision.is_proposed:
            propose(register, decision, lines[decision.row.line], by=by)
    ImportRow.objects.bulk_create(lines.values())
    _count(register, decisions)
    return list(lines.values())


def _is_news(decision: Decision) -> bool:
    """Whether the register says something anew that is written now; the rest of it may wait for a colleague."""
    return decision.outcome == UPDATED or bool(decision.changes)


def problem_as_json(problem: Problem) -> dict:
    said = asdict(problem)
    return said if problem.hint else {n: v for n, v in said.items() if n != "hint"}


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
    house(register, wanted, by)


def _of_person(values: dict) -> dict:
    """The columns of a person; community goes by its key."""
    said = {name: values[name] for name in OF_PERSON if name in values}
    if "community" in said:
        said["community_id"] = said.pop("community")
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


def _update(register: Import, changed: list[Decision], lines: dict) -> None:
    """Write what the register says anew, and keep how it was before."""
    library = Library(register)
    numbers = library.numbers(KIND.PERSON, [each.row.number for each in changed])
    homes = households_of(each.known.person for each in changed)
    renamed = []
    for decision in changed:
        line, number = lines[decision.row.line], numbers[decision.row.number]
        line.before = {"identifier": {"pk": number.pk, "said": number.said}}
        number.said = number.said | decision.says
        _change(line, "person", number.person, _of_person(decision.changes))
        _change(
            line,
            "household",
            homes.get(number.person_id),
            of_household(decision.changes),
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
