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
    own, children = (
        resource.getrusage(who)
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    figures = {
        "seconds": seconds,
        "processor": sum(each.ru_utime + each.ru_stime for each in (own, children)),
        "megabytes": peak() / 1024,
        "child": children.ru_maxrss / 1024,
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main(*sys.argv[1:])
