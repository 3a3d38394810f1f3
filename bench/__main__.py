"""`python -m bench`: fill registers, measure every page in rounds, hold the gates.

Runs over throw-away servers: `make bench ARGS="--quick"`.
"""

import argparse
import os
import sys
from importlib import import_module

import django

SEED = 20260


def arguments():
    """What was asked for on the command line."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--sizes", default="10000,200000", help="requests, with commas")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--requests", type=int, default=30, help="per cell and round")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument(
        "--quick", action="store_true", help="3 rounds, small registers"
    )
    parser.add_argument("--only-load", action="store_true", help="fill and stop")
    parser.add_argument(
        "--only",
        choices=["search", "duplicates", "closing"],
        help="search and duplicates of one person, all duplicates beside Splink, or the closing of a sitting, alone",
    )
    asked = parser.parse_args()
    if asked.quick:
        asked.sizes, asked.rounds, asked.requests = "5000,20000", 3, 12
    return asked


def main():
    """One run; its exit status says whether every gate holds."""
    asked = arguments()
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
    django.setup()
    # The models, and with them the rest of the bench, can be imported only now.
    return import_module("bench.run").run(asked)


if __name__ == "__main__":
    sys.exit(main())
