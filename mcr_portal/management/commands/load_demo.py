"""Fill an empty portal with a demonstration: `manage.py load_demo --if-empty`."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from mcr_portal import demo


class Command(BaseCommand):
    help = "Load demonstration accounts, families and requests; refused in production."

    def add_arguments(self, parser):
        parser.add_argument(
            "--if-empty", action="store_true", help="do nothing when there are accounts"
        )
        parser.add_argument(
            "--accounts",
            action="store_true",
            help="only print the demonstration accounts",
        )

    def handle(self, *args, **options):
        if settings.PRODUCTION:
            raise CommandError("Demonstration data is refused in production.")
        if options["accounts"]:
            self._print_accounts()
            return
        if User.objects.exists():
            if not options["if_empty"]:
                raise CommandError(
                    "There are accounts already: demonstration data goes only into an empty portal."
                )
            return
        number = demo.load()
        self.stdout.write(f"{number} demonstration requests loaded.")

    def _print_accounts(self):
        known = set(User.objects.values_list("email", flat=True))
        for account in demo.ACCOUNTS:
            if account.email in known:
                self.stdout.write(f"  {account.email:<38} {account.role.label}")
        self.stdout.write(f"  password of all: {demo.PASSWORD}")
