"""Deciding about a held row: somebody new after all, or a person who is registered already."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from cases.models import ExternalIdentifier, Import, ImportRow, Person
from cases.register_import import outcomes
from cases.register_import.outcomes import Decision, propose_member
from cases.register_import.rows import Row, read_row
from cases.services.imports import reading_of
from cases.services.imports_knowing import KIND, Library
from cases.services.imports_proposing import propose
from cases.services.imports_writing import create_persons, problem_as_json

DECIDED = _("This row was decided already, or its import was taken back.")
# The reasons for which a row waits until somebody says who it is.
ALIKE = {"alike", "alike_in_file"}


def candidates(row: ImportRow) -> list[Person]:
    """The persons whom a held row may mean, of its own municipality."""
    lines = [each["value"] for each in row.problems if each["code"] == "alike_in_file"]
    earlier = ImportRow.objects.filter(run=row.run_id, line__in=lines)
    wanted = {*row.alike, *earlier.values_list("person", flat=True)} - {None}
    found = Person.objects.filter(municipality=row.municipality_id, pk__in=wanted)
    return list(found.order_by("pk"))


@transaction.atomic
def decide_held(*, row: ImportRow, by, person: Person | None) -> ImportRow:
    """Register a held row as somebody new, or give its number to the person it means.

    Who is new to a household on which a submitted request rests is proposed, and the row stays held.
    """
    run = Import.objects.select_for_update().get(pk=row.run_id)
    row = ImportRow.objects.select_for_update().get(pk=row.pk)
    if not is_undecided(row) or run.state != Import.State.FINISHED:
        raise ValidationError(DECIDED, code="decided")
    said = read_row(row.line, row.cells, reading_of(run))
    if person is None and _is_proposed(run, row, said, by):
        return row
    if person is None:
        create_persons(run, [(said.values, row)], by)
        row.outcome = ImportRow.Outcome.CREATED
    else:
        row.person = person
        row.outcome = ImportRow.Outcome.UNCHANGED
    row.made["identifier"] = _number(run, row, said).pk
    row.alike = []
    row.save()
    Import.objects.filter(pk=run.pk).update(
        held=F("held") - 1, **{row.outcome: F(row.outcome) + 1}
    )
    return row


def is_undecided(row: ImportRow) -> bool:
    """Whether somebody must say who a held row is; a proposal is decided on its own page."""
    codes = {each["code"] for each in row.problems}
    return row.outcome == ImportRow.Outcome.HELD and bool(codes & ALIKE)


def _is_proposed(run: Import, row: ImportRow, said: Row, by) -> bool:
    home = Library(run).homes_relied_on([said]).get(said.values.get("household", ""))
    if home is None:
        return False
    decision = Decision(said, outcomes.HELD)
    propose_member(decision, home)
    row.problems, row.alike = [problem_as_json(each) for each in said.problems], []
    if decision.is_proposed:
        propose(run, decision, row, by=by)
    row.save()
    return True


def _number(run: Import, row: ImportRow, said) -> ExternalIdentifier:
    return ExternalIdentifier.objects.create(
        municipality_id=run.municipality_id,
        source=run.source,
        kind=KIND.PERSON,
        number=said.number,
        person_id=row.person_id,
        said=said.values,
    )
