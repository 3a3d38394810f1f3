"""A Valkey (or Redis) server of our own."""

import os
import signal
import time

import redis

from mcr_portal.local import binaries, processes
from mcr_portal.local.refusal import FULL_DISK, Refusal

LONGEST_START = 60


class Valkey:
    """One Valkey data folder and the server over it."""

    name = "valkey"
    stop_signal = signal.SIGTERM

    def __init__(self, place, *, durable=True):
        self.place = place
        self.durable = durable
        self.program = binaries.redis(place)
        # Servers of another brand or major do not read each other's files.
        self.data = place.folder(f"{self.program.brand}-{self.program.major}")
        self.socket = place.run / "valkey.sock"
        self.log = place.logs / "valkey.log"

    def initialise(self):
        """Nothing to do: the folder is all the server needs."""

    def set_up(self):
        """Nothing to do: there are no roles."""

    def clear(self):
        """End what an earlier start left behind."""
        processes.end(processes.in_folder(self.data), signal.SIGTERM)
        self.socket.unlink(missing_ok=True)

    def launch(self):
        """Start the server as our direct child."""
        self.clear()
        settings = {
            "--port": "0",
            "--unixsocket": self.socket,
            "--unixsocketperm": "700",
            "--dir": self.data,
            "--appendonly": "yes" if self.durable else "no",
            "--save": "",
            "--maxmemory-policy": "noeviction",
            "--daemonize": "no",
        }
        command = [self.program.path]
        for name, value in settings.items():
            command += [name, value]
        with self.log.open("ab") as log:
            return processes.spawn(
                command,
                last_signal=signal.SIGTERM if self.durable else signal.SIGKILL,
                account=self.place.account,
                env={"PATH": os.environ.get("PATH", "")},
                cwd=self.data,
                stdout=log,
                stderr=log,
            )

    def wait(self, process, pause=time.sleep):
        """Come back when the server answers; say why if it ends instead."""
        client = redis.Redis.from_url(self.url())
        end = time.monotonic() + LONGEST_START
        while process.poll() is None and time.monotonic() < end:
            try:
                client.ping()
            except redis.ConnectionError:
                pause(0.05)
            else:
                client.close()
                return
        raise self._failure()

    def _failure(self):
        said = self.log.read_text(errors="replace")[-4000:]
        if "No space left on device" in said:
            return Refusal(FULL_DISK)
        return Refusal(f"Valkey does not start: see {self.log}.")

    def url(self, number=0):
        """The address of one of the server's numbered databases."""
        return f"unix://{self.socket}?db={number}"

    def environment(self):
        """What Django needs to know."""
        return {"REDIS_URL": self.url()}
