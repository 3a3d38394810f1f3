"""One portal of real processes for all crash tests of a run: set up once, every process killed between the tests."""

import os
import subprocess
import sys

import pytest

from mcr_portal.local import throwaway
from mcr_portal.local.place import PROJECT
from tests.crash.installation import READY, Installation


@pytest.fixture(scope="session")
def rounds():
    """How often each point is killed."""
    return int(os.environ.get("MCR_CRASH_ROUNDS", "2"))


@pytest.fixture(scope="session")
def _installation():
    with throwaway.pair(durable=True) as servers:
        made = Installation(servers)
        command = [sys.executable, "-c", READY]
        subprocess.run(command, env=made.environment, cwd=PROJECT, check=True)
        made.errand("people")
        try:
            yield made
        finally:
            made.close()


@pytest.fixture
def portal(_installation):
    """Accounts and reference data over servers that run; no web and no worker yet."""
    _installation.servers.start()
    yield _installation
    _installation.rest()
    _installation.sql("TRUNCATE core_job CASCADE")
    _installation.sql("TRUNCATE core_throttlewindow")
