"""Migrations run as the owner of the tables; afterwards the walls are built anew."""

from django.core.management.commands.migrate import Command as DjangoMigrate
from django.db import connections, transaction

from core import walls

OWNER = "owner"


class Command(DjangoMigrate):
    help = "Migrate as the owning role, then build row security, audit triggers and grants."

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.set_defaults(database=OWNER)

    def handle(self, *args, **options):
        super().handle(*args, **options)
        if options["plan"] or options["check_unapplied"] or options["app_label"]:
            return
        with transaction.atomic(using=options["database"]):
            walls.build(connections[options["database"]])
