"""All duplicates of the registry, beside Splink in the same run: how long, and how many of them right."""

import csv
import json
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from itertools import combinations
from pathlib import Path
from statistics import median

from bench.gates import Gate
from bench.load import superuser
from core.names.sounds import sounds

# Times Splink's; false among the pairs found; planted and not found.
SPLINK, WRONG, MISSED = 2, 0.02, 0.10
ROUNDS = 3
# As the portal reads an entry, for Splink: in a file, because that is what it reads fastest.
PEOPLE = """
    COPY (
        SELECT p.id, p.given_name AS given, p.surname, p.father_name AS father, p.sex, p.birth_date AS birth,
            p.birth_precision AS precision, d.place_of_origin_id AS place, n.number_key AS number
        FROM cases_person p
        LEFT JOIN cases_member m ON m.person_id = p.id AND m.left_on IS NULL
        LEFT JOIN cases_displacement d ON d.household_id = m.household_id
        LEFT JOIN cases_personpaper n ON n.person_id = p.id
    ) TO STDOUT (FORMAT csv, HEADER)
"""
NAMES = """
    SELECT given_name FROM cases_person UNION SELECT surname FROM cases_person
    UNION SELECT father_name FROM cases_person
"""


def same_persons(planted):
    """Every two entries of one person: whoever was planted twice makes three pairs."""
    people = defaultdict(set)
    for first, double in planted:
        people[first] |= {first, double}
    return {pair for ids in people.values() for pair in combinations(sorted(ids), 2)}


def measure(database, planted, rounds=ROUNDS, told=print):
    """Ours and Splink in turn, and what each found."""
    truth, turns = same_persons(planted), []
    with tempfile.TemporaryDirectory() as folder:
        for _round in range(rounds):
            ours, splink = _ours(database, folder), _splink(database, folder)
            turns.append((ours, splink))
            told(f"duplicates of {database}: {_line(ours)}; Splink {_line(splink)}")
        pairs = [_pairs(Path(folder) / name) for name in ("ours.csv", "splink.csv")]
    return {
        "turns": turns,
        "ours": accuracy(pairs[0], truth),
        "splink": at_best_threshold(pairs[1], truth),
        "planted": len(truth),
    }


def _line(figures):
    return ", ".join(f"{name} {value:.1f}" for name, value in figures.items())


def _ours(database, folder):
    return _run("bench.sweep", database, f"{folder}/ours.csv")


def _splink(database, folder):
    """From the database to the pairs, as ours: what it reads is written first."""
    began = time.monotonic()
    with superuser(database) as connection, connection.cursor() as cursor:
        with open(f"{folder}/people.csv", "wb") as file:
            cursor.copy_expert(PEOPLE, file)
        cursor.execute(NAMES)
        names = [name for (name,) in cursor]
    with open(f"{folder}/sounds.csv", "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("name", "sound"))
        writer.writerows((name, " ".join(sounds(name))) for name in names if name)
    written = time.monotonic() - began
    files = (f"{folder}/{name}.csv" for name in ("people", "sounds", "splink"))
    figures = {"write": written} | _run("bench.splink_floor", *files)
    steps = sum(figures[step] for step in ("write", "read", "train", "predict"))
    return {"seconds": steps} | figures


def _run(module, *arguments):
    command = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def _pairs(path):
    """Pairs with their score, the likeliest first."""
    with path.open(newline="") as file:
        rows = [
            (float(score), tuple(sorted((int(one), int(other)))))
            for one, other, score in csv.reader(file)
        ]
    return sorted(rows, reverse=True)


def accuracy(pairs, truth):
    """Precision and recall of these pairs."""
    right = sum(pair in truth for _score, pair in pairs)
    return {"precision": right / max(len(pairs), 1), "recall": right / len(truth)}


def at_best_threshold(pairs, truth):
    """The most that is found while at most so many are wrong; else the best balance."""
    right, best, balance = 0, None, (0, None)
    for number, (_score, pair) in enumerate(pairs, 1):
        right += pair in truth
        here = {"precision": right / number, "recall": right / len(truth)}
        if here["precision"] >= 1 - WRONG:
            best = here
        balance = max(
            balance,
            (2 * right / (number + len(truth)), here),
            key=lambda each: each[0],
        )
    return best or balance[1]


def ratios(found):
    """Our time by Splink's, round by round."""
    return [ours["seconds"] / splink["seconds"] for ours, splink in found["turns"]]


def gates(size, found):
    """The bars of the whole registry's duplicates."""
    spread, ours = ratios(found), found["ours"]
    label = f"{size:,}: all duplicates"
    return [
        Gate(f"{label} / Splink", median(spread), SPLINK, (min(spread), max(spread))),
        Gate(f"{label}, wrong", round(1 - ours["precision"], 4), WRONG),
        Gate(f"{label}, not found", round(1 - ours["recall"], 4), MISSED),
    ]
