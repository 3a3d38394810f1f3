"""Find the people who stand in a file more than once, for an office that only wants to check it."""

import csv
from pathlib import Path

from django.core.management.base import BaseCommand, no_translations

from cases.matching.reading import COLUMNS, facts_of
from cases.matching.registers import Found, duplicates
from cases.matching.weights import PROPOSE, VERY_LIKELY
from core.management.pairs import read_rows

NEEDED = ("record_id", "given_name", "surname")


class Command(BaseCommand):
    help = (
        f"Read a register (CSV in UTF-8 with the columns {', '.join(COLUMNS)}; only the first three"
        " are needed) and write the pairs that are probably one person: record_id_a, record_id_b,"
        f" score, why, the likeliest first. The score is in log-odds: from {PROPOSE:g} on a pair is"
        f" written, from {VERY_LIKELY:g} on it is very likely. A person decides. Nothing is kept."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--out", type=Path, required=True)
        parser.add_argument(
            "--from",
            dest="least",
            type=float,
            default=PROPOSE,
            help=f"the least score of a pair that is written (default {PROPOSE:g})",
        )

    @no_translations
    def handle(self, *args, file, out, least, **options):
        found = duplicates([facts_of(row) for row in read_rows(file, NEEDED)], least)
        with out.open("w", encoding="utf-8", newline="") as target:
            writer = csv.writer(target, lineterminator="\n")
            writer.writerow(("record_id_a", "record_id_b", "score", "why"))
            writer.writerows(map(line_of, found))


def line_of(found: Found) -> tuple:
    """A pair as it is written: the numbers of both entries, the score, and every reason."""
    why = "; ".join(
        f"{line.words} ({line.weight:+.1f})" for line in found.verdict.lines
    )
    return found.one.key, found.other.key, f"{found.verdict.score:.2f}", why
