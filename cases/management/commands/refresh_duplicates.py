"""Find all likely duplicates of the whole registry anew: after weights, aliases or places have changed."""

import os

from django.core.management.base import BaseCommand

from cases.services.duplicate_sweep import sweep


class Command(BaseCommand):
    help = (
        "Compare everybody in the registry with everybody and bring the pairs that wait for a review up to date."
        " What somebody has judged stays as it is. To be run after weights, aliases or places were changed; what"
        " is saved in the portal is looked after in the background anyway."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--processes",
            type=int,
            default=min(os.cpu_count() or 1, 4),
            help="how many compare at the same time (default: one for each core, four at most)",
        )

    def handle(self, *args, processes, **options):
        done = 0
        for done in sweep(processes):
            if options["verbosity"] > 1:
                self.stdout.write(f"{done:,}")
        self.stdout.write(f"{done:,} pairs weighed.")
