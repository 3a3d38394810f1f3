"""The real portal for the journeys: started as `make run` starts it, ended without a trace."""

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

from mcr_portal.local import processes
from mcr_portal.local.place import PROJECT, Place

NOT_INHERITED = ("DATABASE_", "REDIS_URL", "MCR_", "DJANGO_", "VAR", "PYTEST_", "HOST")
LONGEST = 180


def wait_until(holds, what, longest=LONGEST):
    """Wait for something that takes a moment; fail if it does not come."""
    end = time.monotonic() + longest
    while time.monotonic() < end:
        if found := holds():
            return found
        time.sleep(0.2)
    raise AssertionError(f"waited in vain: {what}")


def free_port():
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Portal:
    """One installation with demonstration data, in a folder of its own."""

    def __init__(self):
        self.var = Path(tempfile.mkdtemp(prefix="mcr-e2e-"))
        self.var.chmod(0o711)
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        self.log = self.var / "terminal.txt"

    def start(self):
        """Start web, worker and servers, and wait until the portal says it is well."""
        own = {k: v for k, v in os.environ.items() if not k.startswith(NOT_INHERITED)}
        own |= {"VAR": str(self.var), "PORT": str(self.port)}
        command = [sys.executable, "-m", "mcr_portal.local.run"]
        with self.log.open("w") as log:
            self.running = subprocess.Popen(
                command, env=own, cwd=PROJECT, stdout=log, stderr=log
            )
        wait_until(lambda: self.is_well() or self.ended(), "the portal's health")
        assert not self.ended(), self.log.read_text()

    def ended(self):
        """Whether the supervisor is gone."""
        return self.running.poll() is not None

    def is_well(self):
        """Whether /health/ says so."""
        try:
            with urllib.request.urlopen(f"{self.url}/health/", timeout=5) as answer:
                return answer.status == 200
        except (urllib.error.URLError, OSError):
            return False

    def processes(self):
        """Every process that belongs to this installation."""
        found = set(processes.marked(Place(self.var).digest)())
        for folder in self.var.iterdir():
            found |= set(processes.in_folder(folder)())
        return found

    def stop(self):
        """End it as a service manager does; nothing of it may be left."""
        if not self.ended():
            self.running.send_signal(signal.SIGTERM)
        status = self.running.wait(timeout=LONGEST)
        left = self.processes()
        said = self.log.read_text()
        elsewhere = self.var / "elsewhere"
        for folder in [Path(elsewhere.read_text())] if elsewhere.exists() else []:
            shutil.rmtree(folder)
        shutil.rmtree(self.var)
        assert status == 0, said
        assert not left, f"processes left behind: {left}"
