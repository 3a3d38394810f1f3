"""Two clocks: the wall's, and the work done by this process and its database server.

On a machine that others use at the same time the wall clock measures the others. The
work of the two processes that serve a page, alone and one after the other, is what the
wall clock would show if nobody else were there.
"""

import time
from pathlib import Path

from django.db import connection

WALL, WORK = "wall", "work"
chosen = WALL


def now():
    """Seconds on the chosen clock."""
    if chosen == WALL:
        return time.perf_counter()
    return time.process_time() + _backend()


def _backend():
    """Seconds the server process of our connection has worked, from the kernel."""
    if connection.connection is None:
        return 0.0
    pid = connection.connection.info.backend_pid
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9
