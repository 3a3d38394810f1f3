"""Update, compile or check the translation catalogues."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from core import catalogues


class Command(BaseCommand):
    help = (
        "update: collect the texts of code and templates into locale/, and generate "
        "Serbian Latin. compile: write the files that run. check: list what is missing."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("action", choices=["update", "compile", "check"])

    def handle(self, *args, action, **options):
        {"update": self.update, "compile": self.compile, "check": self.check}[action]()

    def update(self):
        for locale, missing in catalogues.update(settings.BASE_DIR).items():
            self.stdout.write(f"{locale}: {missing} texts without a translation")

    def compile(self):
        catalogues.compile_all(settings.BASE_DIR)

    def check(self):
        faults = catalogues.check(settings.BASE_DIR)
        for fault in faults:
            self.stderr.write(fault)
        if faults:
            raise CommandError(f"{len(faults)} faults in the catalogues")
