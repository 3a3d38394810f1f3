"""Servers in a temporary folder, gone at the end: for tests and measurements."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from mcr_portal.local.place import Place
from mcr_portal.local.postgres import Postgres
from mcr_portal.local.refusal import spoken
from mcr_portal.local.valkey import Valkey

PREFIX = "mcr-throwaway-"


class Pair:
    """A private PostgreSQL and Valkey which a test may kill and start again."""

    def __init__(self, folder, *, durable=False):
        self.place = Place(folder)
        self.place.claim(wait=0)
        self.place.prepare()
        self.postgres = Postgres(self.place, durable=durable)
        self.valkey = Valkey(self.place, durable=durable)
        self.running = {}

    @property
    def environment(self):
        """What a process over these servers needs in its environment."""
        ours = {"VAR": str(self.place.var), "MCR_THROWAWAY": str(self.place.var)}
        ours["MCR_SUPERUSER_URL"] = self.postgres.url("superuser", "postgres")
        return ours | self.postgres.environment() | self.valkey.environment()

    def start(self):
        """Start what does not run, and wait until it answers."""
        for server in (self.postgres, self.valkey):
            process = self.running.get(server.name)
            if process is None or process.poll() is not None:
                server.initialise()
                self.running[server.name] = server.launch()
        for server in (self.postgres, self.valkey):
            server.wait(self.running[server.name])
            server.set_up()

    def kill(self, name):
        """`kill -9` one of the servers: "postgresql" or "valkey"."""
        self.running[name].kill()
        self.running[name].wait()

    def stop(self):
        """End both servers, without ado."""
        for server in (self.postgres, self.valkey):
            process = self.running.pop(server.name, None)
            if process is not None and process.poll() is None:
                quick = server.name == "postgresql" and not server.durable
                process.send_signal(signal.SIGQUIT if quick else server.stop_signal)
                process.wait()
            server.clear()


def sweep():
    """Remove what earlier runs left behind because they were killed.

    A folder younger than a minute may be one that another start has not claimed yet.
    """
    old = time.time() - 60
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        with contextlib.suppress(OSError):
            if folder.stat().st_mtime > old:
                continue
            if folder.stat().st_uid == os.geteuid() and Place(folder).lock("servers"):
                shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def pair(*, durable=False):
    """A started pair in a folder of its own, which is removed at the end."""
    sweep()
    folder = Path(tempfile.mkdtemp(prefix=PREFIX))
    folder.chmod(0o711)
    servers = Pair(folder, durable=durable)
    try:
        servers.start()
        yield servers
    finally:
        servers.stop()
        if servers.place.home != folder:
            shutil.rmtree(servers.place.home, ignore_errors=True)
        shutil.rmtree(folder, ignore_errors=True)


def _interrupt(number, frame):
    raise KeyboardInterrupt


@spoken
def main(arguments):
    """Run one command over throw-away servers; its exit status."""
    signal.signal(signal.SIGTERM, _interrupt)
    durable = arguments[:1] == ["--durable"]
    command = arguments[1:] if durable else arguments
    try:
        with pair(durable=durable) as servers:
            environment = dict(os.environ) | servers.environment
            return subprocess.run(command, env=environment).returncode
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
