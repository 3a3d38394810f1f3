"""A portal of its own for the tests: started, asked, killed and started again."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

import psycopg2
import pytest

from mcr_portal.local import processes
from mcr_portal.local.place import PROJECT, Place
from people import *  # noqa: F403 -- pytest finds fixtures by their names

NOT_INHERITED = ("DATABASE_", "REDIS_URL", "MCR_", "DJANGO_", "VAR", "PYTEST_", "HOST")
# Patience, not a measure: the machine may be busy with other things.
LONGEST = 180


def wait_until(holds, what):
    """Wait for something that takes a moment; fail if it does not come."""
    end = time.monotonic() + LONGEST
    while time.monotonic() < end:
        if found := holds():
            return found
        time.sleep(0.1)
    raise AssertionError(f"waited in vain: {what}")


class Installation:
    """One data folder and the commands that a person would type over it."""

    def __init__(self, var):
        self.var = var
        self.log = var / "terminal.txt"
        self.running = None
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]

    @property
    def environment(self):
        """What a terminal would have, without what this test run has."""
        own = {k: v for k, v in os.environ.items() if not k.startswith(NOT_INHERITED)}
        return own | {"VAR": str(self.var), "PORT": str(self.port), "MCR_DEMO": "0"}

    def start(self):
        """Start the portal and wait until it answers."""
        command = [sys.executable, "-m", "mcr_portal.local.run"]
        with self.log.open("w") as log:
            self.running = subprocess.Popen(
                command, env=self.environment, cwd=PROJECT, stdout=log, stderr=log
            )
        wait_until(lambda: "The portal is open" in self.said() or self.ended(), "open")
        assert not self.ended(), self.said()

    def ended(self):
        """Whether the supervisor is gone."""
        return self.running.poll() is not None

    def said(self):
        """What the terminal shows."""
        return self.log.read_text()

    def page(self):
        """The status of the home page, 0 if nobody answers."""
        try:
            address = f"http://127.0.0.1:{self.port}/"
            return urllib.request.urlopen(address, timeout=5).status
        except urllib.error.HTTPError as error:
            with error:
                return error.code
        except OSError:
            return 0

    def run(self, *arguments, **more):
        """Another command over the same data folder."""
        return subprocess.run(
            [sys.executable, *arguments],
            env=self.environment | more,
            cwd=PROJECT,
            capture_output=True,
            text=True,
            timeout=LONGEST,
        )

    def sql(self, statement):
        """Ask the database of the running portal, as the owner of the tables."""
        found = Place(self.var).announced()
        with contextlib.closing(
            psycopg2.connect(found["DATABASE_OWNER_URL"])
        ) as opened:
            opened.autocommit = True
            with opened.cursor() as cursor:
                cursor.execute(statement)
                return cursor.fetchall() if cursor.description else []

    def processes(self):
        """Every process that belongs to this installation."""
        place = Place(self.var)
        found = set(processes.marked(place.digest)())
        for folder in self.var.iterdir():
            found |= set(processes.in_folder(folder)())
        return found

    def number_of(self, name):
        """The process ids of one part of the portal, its first process first."""
        found = []
        for pid in sorted(self.processes()):
            with contextlib.suppress(OSError):
                words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
                if name.encode() in b" ".join(words):
                    found.append(pid)
        return found

    def kill_everything(self):
        """`kill -9` of the supervisor and all that hangs on it."""
        doomed = self.processes()
        self.running.kill()
        self.running.wait()
        for pid in doomed:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def stop(self):
        """End the portal as Ctrl-C does, if it runs."""
        if self.running and not self.ended():
            self.running.send_signal(signal.SIGINT)
            self.running.wait(timeout=LONGEST)


@pytest.fixture
def installation():
    """An installation in a folder that the servers' account can enter."""
    var = Path(tempfile.mkdtemp(prefix="mcr-test-"))
    var.chmod(0o711)
    made = Installation(var)
    try:
        yield made
    finally:
        made.stop()
        wait_until(lambda: not made.processes(), "the end of all processes")
        shutil.rmtree(var)
