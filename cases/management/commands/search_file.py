"""Search a file of persons as the portal searches its registry, for an office that only wants to look."""

import csv
from dataclasses import replace
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from cases.search.found import reasons
from cases.search.offline import File
from cases.search.query import Query, read
from core.names.vocabulary import shipped

PERSONS = ("record_id", "given_name", "surname")
QUERIES = ("query_id", "query")
MOST = 10


class Command(BaseCommand):
    help = (
        "Look up every query (columns query_id, query and, if known, birth_year) in a file of persons (record_id,"
        " given_name, surname, and whatever is known of father_name, maiden_name, birth_date, place_of_origin,"
        " document_number). Writes query_id, rank, record_id, why. Nothing is kept."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("persons", type=Path)
        parser.add_argument("queries", type=Path)
        parser.add_argument("--out", type=Path, required=True)
        parser.add_argument("--most", type=int, default=MOST)

    def handle(self, *args, persons, queries, out, most, **options):
        wanted = rows_of(queries, QUERIES)
        file = File(rows_of(persons, PERSONS), shipped())
        with (
            translation.override("en"),
            _written(out) as target,
        ):
            writer = csv.writer(target, lineterminator="\n")
            writer.writerow(("query_id", "rank", "record_id", "why"))
            for row in wanted:
                for rank, found in enumerate(file.search(query_of(row))[:most], 1):
                    # A file writes its places in words, and there may be no database.
                    why = "; ".join(reasons(found, place_name=str))
                    writer.writerow((row["query_id"], rank, found.candidate.key, why))


def query_of(row: dict) -> Query:
    """A line of the file of queries; the year of birth may stand in a column of its own."""
    query, year = read(row["query"]), row.get("birth_year", "").strip()
    whole = year.isascii() and year.isdigit() and len(year) == 4
    return replace(query, year=int(year)) if whole else query


def rows_of(path: Path, wanted: tuple[str, ...]) -> list[dict[str, str]]:
    """The rows of a file, or one sentence about what is wrong with it."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as source:
            reader = csv.DictReader(source, restval="")
            rows = list(reader)
            columns = reader.fieldnames or ()
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise CommandError(f"{path} cannot be read: {error}") from error
    missing = [name for name in wanted if name not in columns]
    if missing:
        raise CommandError(f"{path} lacks the column {', '.join(missing)}.")
    return rows


def _written(path: Path):
    try:
        return path.open("w", encoding="utf-8", newline="")
    except OSError as error:
        raise CommandError(f"{path} cannot be written: {error}") from error
