"""The portal's own way to all duplicates of the registry, in a process of its own."""

import csv
import json
import resource
import sys
import time
from importlib import import_module

import django
from django.db import connections

from bench.memory import peak

PROCESSES = 2


def main(database, out):
    """Find every likely pair; the pairs go to a file, time and memory to the standard output."""
    django.setup()
    # The models, and with them the sweep, can be imported only now.
    likely_pairs = import_module("cases.services.duplicate_sweep").likely_pairs
    connections["default"].settings_dict["NAME"] = database
    began = time.monotonic()
    pairs = likely_pairs(processes=PROCESSES)
    seconds = time.monotonic() - began
    with open(out, "w", newline="") as file:
        csv.writer(file).writerows(pairs)
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    print(
        json.dumps(
            {"seconds": seconds, "megabytes": peak() / 1024, "child": children / 1024}
        )
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
