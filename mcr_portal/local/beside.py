"""Commands of manage.py: beside a running portal, or on servers for their duration."""

import os
import subprocess
import sys
import tempfile
import time

from mcr_portal.local import outside
from mcr_portal.local.place import PROJECT, Place
from mcr_portal.local.refusal import Refusal, spoken

# These never ask the database, so they need not pay for servers.
WITHOUT_DATABASE = {
    "help",
    "version",
    "catalogues",
    "collectstatic",
    "diffsettings",
    "findstatic",
}
LONGEST_WAIT = 330
_places = []


def _settings(arguments):
    for number, argument in enumerate(arguments):
        if argument == "--settings":
            return "".join(arguments[number + 1 : number + 2])
        if argument.startswith("--settings="):
            return argument.removeprefix("--settings=")
    return os.environ.get("DJANGO_SETTINGS_MODULE", "")


def needs_servers(arguments):
    """Whether a command line asks the database of this machine."""
    words = arguments[1:]
    if not words or words[0] in WITHOUT_DATABASE or words[0].startswith("-"):
        return False
    if {"--help", "-h"} & set(words):
        return False
    if words[0] == "check" and "--database" not in words:
        return False
    return not _settings(words).endswith(".production")


def with_servers(arguments):
    """Give a command the addresses of the servers, starting them if none run."""
    if not needs_servers(arguments):
        return
    if status := _find_servers():
        sys.exit(status)


@spoken
def _find_servers():
    place = Place.from_environment()
    os.environ.update(outside.known(place))
    if os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL"):
        return 0
    # Held until this process ends, however it ends: it keeps the servers up.
    place.lock("users", shared=True, wait=60)
    _places.append(place)
    found = place.announced() or _started(place)
    os.environ.update({**found, **_given()})
    return 0


def _given():
    """Addresses from the command line win over those of a running portal."""
    names = ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "SECRET_KEY")
    return {name: os.environ[name] for name in names if os.environ.get(name)}


def _started(place):
    with tempfile.TemporaryFile("w+") as said:
        serve = subprocess.Popen(
            [sys.executable, "-m", "mcr_portal.local.serve"],
            cwd=PROJECT,
            env=dict(os.environ) | {"VAR": str(place.var)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=said,
            start_new_session=True,
        )
        end = time.monotonic() + LONGEST_WAIT
        while time.monotonic() < end:
            if found := place.announced():
                return found
            # Somebody else may be about to answer: `make run`, another command.
            if serve.poll() is not None and not place.is_claimed():
                break
            time.sleep(0.05)
        said.seek(0)
        raise Refusal(said.read().strip() or "The servers do not start.")
