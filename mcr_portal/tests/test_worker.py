"""The worker knows every kind of background work that the portal may ask for."""

import subprocess
import sys

from django.conf import settings

from tests.sources import product_files

# As a worker starts: no address of a page is read, so no view either.
SAY = "import django; django.setup(); from core.jobs import KINDS; print(*KINDS, sep='\\n')"


def declared() -> int:
    """How many kinds of work are declared anywhere in the portal."""
    return sum(
        line.startswith(("@job(", "@jobs.job("))
        for _path, text in product_files()
        for line in text.splitlines()
    )


def test_a_worker_knows_every_kind_of_work_without_having_read_a_page():
    done = subprocess.run(
        [sys.executable, "-c", SAY],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    )
    known = done.stdout.split()
    assert {"report", "import", "find_duplicates", "own_data"} <= set(known)
    assert len(known) == declared()
