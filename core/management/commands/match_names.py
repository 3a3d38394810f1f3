"""Say of pairs of names how likely each is one person's, for an office that only wants to check a file."""

import csv
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from core.names.likeness import Likeness, likeness
from core.names.vocabulary import shipped

WANTED = ("id", "name_a", "name_b")
SAME = 0.86


class Command(BaseCommand):
    help = (
        "Read pairs of names (columns id, name_a, name_b) and write id, score, why. From"
        f" {SAME} on two names are probably one person's. Nothing is kept."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--out", type=Path, required=True)

    def handle(self, *args, file, out, **options):
        try:
            with file.open(encoding="utf-8-sig", newline="") as source:
                rows = list(csv.DictReader(source))
        except (OSError, UnicodeDecodeError, csv.Error) as error:
            raise CommandError(f"{file} cannot be read: {error}") from error
        missing = [name for name in WANTED if rows and name not in rows[0]]
        if missing:
            raise CommandError(f"{file} lacks the column {', '.join(missing)}.")
        with out.open("w", encoding="utf-8", newline="") as target:
            writer = csv.writer(target, lineterminator="\n")
            writer.writerow(("id", "score", "why"))
            for row in rows:
                found = likeness(row["name_a"], row["name_b"], shipped())
                writer.writerow((row["id"], f"{found.score:.3f}", why(found)))


def why(found: Likeness) -> str:
    """The pairs of words behind a score, in one line."""
    said = [
        f"{pair.one}={pair.other}"
        if pair.one == pair.other
        else f"{pair.one}~{pair.other} {pair.value:.2f}"
        + (f" {pair.alias}" if pair.alias else "")
        for pair in found.pairs
    ]
    return "; ".join(said + ([f"{found.extra} words more"] if found.extra else []))
