"""How much memory a whole report takes, asked of a process that did nothing before."""

import re
import subprocess
import sys
import tempfile
from importlib import import_module
from pathlib import Path

import django
from django.db import connections
from django.test import override_settings

from bench.gates import MINISTRY, OFFICE


def growth(register):
    """Megabytes that the ministry's report needs after a municipality's was made."""
    asked = [register.name, *(str(register.staff[who]) for who in (OFFICE, MINISTRY))]
    command = [sys.executable, "-m", "bench.memory", *asked]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    return float(done.stdout)


def main(database, officer, caseworker):
    """Make both reports, as a worker does, and print the growth."""
    django.setup()
    # The models, and with them the report, can be imported only now.
    make = import_module("bench.whole_report").make
    connections["default"].settings_dict["NAME"] = database
    with (
        tempfile.TemporaryDirectory() as folder,
        override_settings(PRIVATE_ROOT=folder),
    ):
        make(officer)
        before = peak()
        make(caseworker)
        after = peak()
    print((after - before) / 1024)


def peak():
    """The most kilobytes this program ever held; the count of `getrusage` begins with its parent's."""
    status = Path("/proc/self/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+) kB", status)[1])


if __name__ == "__main__":
    main(*sys.argv[1:])
