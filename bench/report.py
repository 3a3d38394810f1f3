"""What a run says: a table of ratios, the gates, and the file for later comparison."""

import json
import os
import platform
import subprocess
from dataclasses import asdict
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from statistics import median

from django.db import connection
from django.utils import timezone

RESULTS = Path(__file__).resolve().parent / "results" / "latest.json"


def machine():
    """Where and with what was measured."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        server = cursor.fetchone()[0]
    return {
        "at": datetime.now(timezone.get_current_timezone()).isoformat("T", "minutes"),
        "cores": os.cpu_count(),
        "load": [round(number, 1) for number in os.getloadavg()],
        "python": platform.python_version(),
        "django": version("django"),
        "postgresql": server,
        "commit": _commit(),
    }


def _commit():
    git = ["git", "describe", "--always", "--dirty"]
    try:
        done = subprocess.run(git, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return ""
    return done.stdout.strip()


def table(figures, register, queries, *, only=None):
    """All operations of one size: SQL, p50, and how often their base, with its spread."""
    head = "  SQL   p50 ms   p50 ×   p95 ×  of"
    lines = [f"\n{register.size:,} requests".ljust(46) + head]
    pairs = register.searching.pairs + ([] if only else register.pairs)
    lines += [_line(figures, pair, queries[pair.cell.key]) for pair in pairs]
    return "\n".join(lines)


def _line(figures, pair, queries):
    name = f"{pair.cell.who:<9}{pair.cell.name}"
    milliseconds = median(figures.seconds[pair.key]) * 1000
    low, high = figures.spread(pair.key)
    return (
        f"{name:<46}{queries:>5}{milliseconds:9.2f}{figures.ratio(pair.key):8.2f}"
        f"{median(figures.p95[pair.key]):8.2f}  {pair.base.name} ({low:.2f}–{high:.2f})"
    )


def _named(key):
    return " over ".join("/".join(map(str, cell)) for cell in key)


def write(path, *, figures, gates, exports, loaded, settings):
    """Everything for a later comparison; ratios are what counts."""
    content = {
        "machine": machine(),
        "settings": settings,
        "data": loaded,
        "visits": figures.visits,
        "repeated": figures.repeated,
        "unsteady": figures.unsteady,
        "p50_ratios": {_named(key): found for key, found in figures.p50.items()},
        "p95_ratios": {_named(key): found for key, found in figures.p95.items()},
        "p50_seconds": {_named(key): found for key, found in figures.seconds.items()},
        "csv_over_copy": exports,
        "gates": [asdict(gate) | {"holds": gate.holds} for gate in gates],
    }
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False))
