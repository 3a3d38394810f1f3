"""What `make run` does in the database before the portal opens its doors."""

import sys

import django
from django.core.management import call_command, get_commands

from mcr_portal.settings import env

STEPS = (
    ("catalogues", ["compile"], "Compiling the messages"),
    ("migrate", ["--verbosity=0"], "Bringing the database up to date"),
    ("load_reference", ["--verbosity=0"], "Loading places, words and provisions"),
    ("load_demo", ["--if-empty"], "Loading the demonstration data"),
)


def prepare():
    """Take every step whose command exists."""
    django.setup()
    known = set(get_commands())
    if not env.flag("MCR_DEMO", default=True):
        known.discard("load_demo")
    for name, arguments, title in STEPS:
        if name in known:
            print(f"{title} …", flush=True)
            call_command(name, *arguments)


def tell_accounts():
    """Print the demonstration accounts."""
    django.setup()
    if "load_demo" in get_commands() and env.flag("MCR_DEMO", default=True):
        call_command("load_demo", "--accounts")


if __name__ == "__main__":
    tell_accounts() if sys.argv[1:] == ["accounts"] else prepare()
