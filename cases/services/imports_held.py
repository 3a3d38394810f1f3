"""Deciding about a held row: somebody new after all, or a person who is registered already."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from cases.models import ExternalIdentifier, Import, ImportRow, Person
from cases.register_import.rows import read_row
from cases.services.imports import reading_of
from cases.services.imports_knowing import KIND
from cases.services.imports_writing import create_persons

DECIDED = _("This row was decided already, or its import was taken back.")


def candidates(row: ImportRow) -> list[Person]:
    """The persons whom a held row may mean, of its own municipality."""
    lines = [each["value"] for each in row.problems if each["code"] == "alike_in_file"]
    earlier = ImportRow.objects.filter(run=row.run_id, line__in=lines)
    wanted = {*row.alike, *earlier.values_list("person", flat=True)} - {None}
    found = Person.objects.filter(municipality=row.municipality_id, pk__in=wanted)
    return list(found.order_by("pk"))


@transaction.atomic
def decide_held(*, row: ImportRow, by, person: Person | None) -> ImportRow:
    """Register a held row as somebody new, or give its number to the person it means."""
    run = Import.objects.select_for_update().get(pk=row.run_id)
    row = ImportRow.objects.select_for_update().get(pk=row.pk)
    if row.outcome != ImportRow.Outcome.HELD or run.state != Import.State.FINISHED:
        raise ValidationError(DECIDED, code="decided")
    said = read_row(row.line, row.cells, reading_of(run))
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


def _number(run: Import, row: ImportRow, said) -> ExternalIdentifier:
    return ExternalIdentifier.objects.create(
        municipality_id=run.municipality_id,
        source=run.source,
        kind=KIND.PERSON,
        number=said.number,
        person_id=row.person_id,
        said=said.values,
    )
