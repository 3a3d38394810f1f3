"""What a run says: a table of ratios, the gates, and the file for later comparison."""

import json
import os
import platform
import subprocess
from dataclasses import asdict
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from django.db import connection
from django.utils import timezone

from bench.gates import MINISTRY, OFFICE

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


def table(figures, register, queries):
    """All cells of one size: p50, SQL, × raw page with its spread."""
    lines = [f"\n{register.size:,} requests".ljust(46) + "  SQL   p50 ms  × raw page"]
    for who in (OFFICE, MINISTRY):
        base = (register.size, who, "raw page")
        for cell in register.cells:
            if cell.who == who:
                key = (register.size, who, cell.name)
                lines.append(_line(figures, key, base, queries.get(key)))
    return "\n".join(lines)


def _line(figures, key, base, queries):
    times, ratios = sorted(figures.times(key)), figures.ratios(key, base)
    middle = times[len(times) // 2] * 1000
    ends = f"({min(ratios):.2f}–{max(ratios):.2f})"
    name = f"{key[1]:<9}{key[2]}"
    return f"{name:<46}{queries:>5}{middle:9.2f}{figures.ratio(key, base):8.2f}  {ends}"


def write(path, *, figures, gates, exports, loaded, settings):
    """Everything for a later comparison; ratios are what counts."""
    cells = figures.rounds[0]
    content = {
        "machine": machine(),
        "settings": settings,
        "data": loaded,
        "discarded_rounds": figures.discarded,
        "unsteady": figures.unsteady,
        "p50_ms": {
            "/".join(map(str, key)): [round(s * 1000, 3) for s in figures.times(key)]
            for key in cells
        },
        "csv_over_copy": exports,
        "gates": [asdict(gate) | {"holds": gate.holds} for gate in gates],
    }
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False))
