"""Reference data: which CSV file fills which table, and how a file is loaded.

Each app declares its tables in its own `reference_data.py` with `register`. A file's
columns are the model's fields; a relation is written as the code of its target; lists
are separated by |. Where Serbian Latin is empty it is generated from the Cyrillic.

Loading adds the rows that are missing and leaves every row that is there alone: once
loaded, it belongs to the administrators. `overwrite` puts the files' words back.
"""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from graphlib import TopologicalSorter
from pathlib import Path
from typing import NamedTuple

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models
from django.utils import translation
from django.utils.module_loading import autodiscover_modules
from modeltranslation.settings import DEFAULT_LANGUAGE

from core.models import (
    Community,
    Country,
    District,
    EscalationStep,
    Holiday,
    Institution,
    Municipality,
    NameAlias,
    Provision,
    Settlement,
)
from core.names import to_latin
from core.scoping import system

DATA = Path(__file__).parent / "data"


class ReferenceDataError(Exception):
    """A file that cannot be loaded: says which, where and why."""


@dataclass(frozen=True)
class ReferenceTable:
    """One table, its file and the columns by which a row is recognised.

    `settled_by` names what an administrator answers for as a whole, for example a year
    of holidays: once any of its rows are there, the file adds no more to it.
    `overwritable=False` keeps rows even from an overwrite.
    """

    model: type[models.Model]
    path: Path
    key: tuple[str, ...]
    settled_by: Callable[[models.Model], object] | None = None
    overwritable: bool = True

    def key_of(self, row: models.Model) -> tuple:
        return tuple(getattr(row, name) for name in self.key)

    def group_of(self, row: models.Model) -> object:
        """Return the group that is settled as a whole; by default the row alone."""
        return self.settled_by(row) if self.settled_by else self.key_of(row)


class Outcome(NamedTuple):
    """What loading did to one table."""

    table: ReferenceTable
    added: int
    overwritten: int
    kept: int


TABLES: dict[type[models.Model], ReferenceTable] = {}


def register(model, path: Path, *, key: tuple[str, ...] = ("code",), **how) -> None:
    """Declare that a CSV file fills a table."""
    TABLES[model] = ReferenceTable(model, Path(path), key, **how)


def load(*, overwrite: bool = False) -> list[Outcome]:
    """Load every registered file in one transaction, targets of relations first."""
    autodiscover_modules("reference_data")
    with translation.override(DEFAULT_LANGUAGE), system():
        return [_load_table(table, overwrite=overwrite) for table in _in_order()]


def read(table: ReferenceTable) -> Iterator[dict[str, str]]:
    """Read the rows of a file, with Serbian Latin filled in from the Cyrillic."""
    with table.path.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), 2):
            if None in row or None in row.values():
                raise ReferenceDataError(f"{table.path}:{number}: cells are missing.")
            yield _with_serbian_latin(row)


def _with_serbian_latin(row: dict[str, str]) -> dict[str, str]:
    generated = {
        f"{column}_latn": row.get(f"{column}_latn") or to_latin(text)
        for column, text in row.items()
        if column.endswith("_sr")
    }
    return row | generated


def _in_order() -> list[ReferenceTable]:
    targets = {
        model: {
            field.related_model
            for field in model._meta.fields
            if field.related_model in TABLES
        }
        for model in TABLES
    }
    return [TABLES[model] for model in TopologicalSorter(targets).static_order()]


def _load_table(table: ReferenceTable, *, overwrite: bool) -> Outcome:
    # A plain query set: modeltranslation's own would rewrite the columns.
    stored = models.QuerySet(table.model)
    before = stored.count()
    plan = _plan(table, stored.all(), overwrite=overwrite and table.overwritable)
    # Conflicts are left out: another row may already stand for this one.
    stored.bulk_create(plan.new, batch_size=1000, ignore_conflicts=True)
    if plan.changed:
        stored.bulk_update(plan.changed, plan.columns, batch_size=500)
    added = stored.count() - before
    kept = plan.kept + len(plan.new) - added
    return Outcome(table, added, len(plan.changed), kept)


@dataclass
class _Plan:
    """Which rows of a file are new, which change stored ones, how many do neither."""

    new: list[models.Model]
    changed: list[models.Model]
    kept: int
    columns: list[str]


def _plan(table: ReferenceTable, stored: models.QuerySet, *, overwrite: bool) -> _Plan:
    there = {table.key_of(row): row for row in stored}
    settled = {table.group_of(row) for row in there.values()}
    plan = _Plan([], [], 0, [])
    for values in _values_by_row(table):
        row = table.model(**values)
        known = there.get(table.key_of(row))
        plan.columns = list(values)
        if known is None and (overwrite or table.group_of(row) not in settled):
            plan.new.append(row)
        elif overwrite and known is not None and _change(known, values):
            plan.changed.append(known)
        else:
            plan.kept += 1
    return plan


def _change(row: models.Model, values: dict) -> bool:
    """Put the file's values into a stored row; tell whether any was different."""
    different = {
        name: value for name, value in values.items() if getattr(row, name) != value
    }
    for name, value in different.items():
        setattr(row, name, value)
    return bool(different)


def _values_by_row(table: ReferenceTable) -> Iterator[dict]:
    """Read each row as values of the model's columns."""
    ids: dict[type[models.Model], dict[str, int]] = {}
    for number, row in enumerate(read(table), 2):
        try:
            fields = {
                table.model._meta.get_field(name): text for name, text in row.items()
            }
            yield {
                field.attname: _value(field, text, ids)
                for field, text in fields.items()
            }
        except (FieldDoesNotExist, KeyError, ValidationError) as error:
            raise ReferenceDataError(f"{table.path}:{number}: {error}") from error


def _value(field: models.Field, text: str, ids: dict):
    if field.is_relation:
        return _ids(field.related_model, ids)[text] if text else None
    if isinstance(field, ArrayField):
        return text.split("|") if text else []
    if not text:
        return "" if field.empty_strings_allowed else None
    return field.to_python(text)


def _ids(model: type[models.Model], ids: dict) -> dict[str, int]:
    """Return the ids of a related table by code, read once per file."""
    if model not in ids:
        (code,) = TABLES[model].key
        ids[model] = {
            str(getattr(row, code)): row.pk for row in models.QuerySet(model).all()
        }
    return ids[model]


register(District, DATA / "districts.csv")
register(Municipality, DATA / "municipalities.csv")
register(Settlement, DATA / "settlements.csv", key=("source_id",))
register(Community, DATA / "communities.csv")
register(Country, DATA / "countries.csv", key=("iso2",))
register(Institution, DATA / "institutions.csv")
register(
    Holiday,
    DATA / "holidays.csv",
    key=("date", "code"),
    # Bajram is announced: who moved it must not find the estimate back.
    settled_by=lambda holiday: holiday.date.year,
)
register(NameAlias, DATA / "name_aliases.csv", key=("name", "other_name"))
# A number of law belongs to whoever verified it; no file puts an older one back.
register(
    Provision,
    DATA / "provisions.csv",
    key=("key", "valid_from"),
    overwritable=False,
)
# Once somebody keeps the ladder of one deadline, the file adds no step to it.
register(
    EscalationStep,
    DATA / "escalation_steps.csv",
    key=("key", "days", "role"),
    settled_by=lambda step: step.key,
)
