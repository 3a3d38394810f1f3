"""Load the reference data of all apps: places, words, holidays, provisions."""

from django.core.management.base import BaseCommand, CommandError

from core import holiday_changes, reference_data
from core.models import Holiday


class Command(BaseCommand):
    help = (
        "Add the rows of the reference files that are missing. Rows that are there "
        "keep what administrators wrote, unless --overwrite puts the files' words back."
    )

    def add_arguments(self, parser):
        parser.add_argument("--overwrite", action="store_true")

    def handle(self, *args, overwrite, verbosity, **options):
        try:
            outcomes = reference_data.load(overwrite=overwrite)
        except reference_data.ReferenceDataError as error:
            raise CommandError(str(error)) from error
        self._move_deadlines(outcomes)
        if verbosity == 0:
            return
        for table, added, overwritten, kept in outcomes:
            self.stdout.write(
                f"{table.model._meta.label}: {added} added, "
                f"{overwritten} overwritten, {kept} kept"
            )

    def _move_deadlines(self, outcomes) -> None:
        """Deadlines that run follow the holidays that came or changed with the file."""
        if any(o.table.model is Holiday and o.added + o.overwritten for o in outcomes):
            holiday_changes.ask_to_move()
