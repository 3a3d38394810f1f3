"""A command that reads a file of pairs and says of each how likely both are one, and why."""

import csv
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

WANTED = ("id", "name_a", "name_b")


class PairsCommand(BaseCommand):
    """Read id, name_a, name_b and write id, score, why; a subclass judges one pair."""

    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--out", type=Path, required=True)

    def handle(self, *args, file, out, **options):
        rows = read_rows(file, WANTED)
        with out.open("w", encoding="utf-8", newline="") as target:
            writer = csv.writer(target, lineterminator="\n")
            writer.writerow(("id", "score", "why"))
            for row in rows:
                score, why = self.judge(row["name_a"] or "", row["name_b"] or "")
                writer.writerow((row["id"], f"{score:.3f}", why))

    def judge(self, one: str, other: str) -> tuple[float, str]:
        """How likely both are one, from 0 to 1, and why."""
        raise NotImplementedError


def read_rows(file: Path, wanted: tuple[str, ...]) -> list[dict]:
    """The rows of a file with these columns, or what is wrong with it."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as source:
            rows = list(csv.DictReader(source))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise CommandError(f"{file} cannot be read: {error}") from error
    missing = [name for name in wanted if rows and name not in rows[0]]
    if missing:
        raise CommandError(f"{file} lacks the column {', '.join(missing)}.")
    return rows
