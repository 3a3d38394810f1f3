"""`make run`: the whole portal on one machine, until Ctrl-C."""

import contextlib
import http.client
import os
import signal
import socket
import sys
import time

from mcr_portal.local import outside, processes
from mcr_portal.local.place import PROJECT, Place
from mcr_portal.local.refusal import Refusal, spoken
from mcr_portal.local.servers import Servers
from mcr_portal.local.supervisor import (
    Child,
    Stopped,
    Supervisor,
    say,
    signals_held,
)

CELERY = ("celery", "--app=mcr_portal")
WORKER = (*CELERY, "worker", "--concurrency=2", "--loglevel=WARNING")
# A process that is being killed keeps its port a moment longer than its name.
LAST_BREATH = 2.0
# Celery warns of root; a demonstration as root is what the person asked for.
ROOT = "ignore:You're running the worker"
QUIET = ("--without-gossip", "--without-mingle", "--without-heartbeat")


class Address:
    """Where the portal answers."""

    def __init__(self):
        self.host = os.environ.get("HOST") or "127.0.0.1"
        given = os.environ.get("PORT") or "8000"
        if not given.isdigit() or not 0 < int(given) < 65536:
            raise Refusal(f"PORT must be a number between 1 and 65535, not “{given}”.")
        self.port = int(given)

    @property
    def url(self):
        """The address as one types it."""
        name = "localhost" if self.host == "127.0.0.1" else self.host
        return f"http://{name}:{self.port}/"

    def check_free(self):
        """Say so if somebody else answers there."""
        end = time.monotonic() + LAST_BREATH
        while not self._is_free():
            if time.monotonic() > end:
                raise Refusal(
                    f"Port {self.port} is taken or not allowed: choose another one, "
                    f"for example `make run PORT={self.port % 60000 + 123}`."
                )
            time.sleep(0.1)

    def _is_free(self):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((self.host, self.port))
            except OSError:
                return False
        return True

    def answers(self):
        """Whether a page comes, be it only the one that asks to sign in."""
        connection = http.client.HTTPConnection(self.host, self.port, timeout=2)
        with contextlib.closing(connection), contextlib.suppress(OSError):
            connection.request("HEAD", "/")
            return connection.getresponse().status < 500
        return False


class Portal:
    """Web, worker and beat over the servers."""

    def __init__(self, place, address):
        self.place = place
        self.address = address
        self.supervisor = Supervisor()
        self.environment = {}

    def open(self):
        """Start everything in order and say where it is."""
        given = outside.prepare(self.place)
        self.servers = Servers(self.place, self.supervisor)
        self.servers.start()
        ours = {
            "VAR": str(self.place.var),
            "SECRET_KEY": self.place.secrets()["key"],
            "SITE_URL": self.address.url.rstrip("/"),
        }
        ours |= given | self.servers.environment()
        self.place.announce(ours)
        settings = {"DJANGO_SETTINGS_MODULE": "mcr_portal.settings.dev"}
        mark = {processes.MARK: self.place.digest}
        self.environment = settings | dict(os.environ) | ours | mark
        self._once("Setting up", "prepare")
        self._start_parts()
        say(f"\nThe portal is open: {self.address.url}   (Ctrl-C ends it)\n")
        self._once("Listing the accounts", "prepare", "accounts")

    def _once(self, title, module, *arguments):
        command = [sys.executable, "-m", f"mcr_portal.local.{module}", *arguments]
        if self.supervisor.run_once(Child(title, lambda: self._spawn(command))):
            raise Refusal(f"{title} has failed; the reason stands above.")

    def _start_parts(self):
        schedule = f"--schedule={self.place.var / 'beat-schedule'}"
        beat = (*CELERY, "beat", schedule, "--pidfile=", "--loglevel=WARNING")
        parts = {"web": self._web(), "worker": (*WORKER, *QUIET), "beat": beat}
        for name, command in parts.items():
            self._keep(name, [sys.executable, "-W", ROOT, "-m", *command])
        self.supervisor.watch(until=self.address.answers, every=0.1)

    def _web(self):
        bind = f"--bind={self.address.host}:{self.address.port}"
        size = ("--worker-class=gthread", "--workers=2", "--threads=4")
        rest = ("--log-level=warning", "--graceful-timeout=10", "--no-control-socket")
        return ("gunicorn", "mcr_portal.wsgi", bind, *size, *rest)

    def _keep(self, name, command):
        path = self.place.logs / f"{name}.log"

        def launch():
            with path.open("ab") as log:
                return self._spawn(command, stdout=log)

        self.supervisor.keep(Child(name, launch))

    def _spawn(self, command, **options):
        return processes.spawn(
            command,
            last_signal=signal.SIGKILL,
            env=self.environment,
            cwd=PROJECT,
            **options,
        )

    def stay(self):
        """Keep everything alive until told to stop."""
        self.supervisor.watch()

    def close(self):
        """End everything, the servers last."""
        self.place.withdraw()
        self.supervisor.stop(["web", "worker", "beat"])
        self.supervisor.stop()


@spoken
def main():
    """Run the portal; the exit status of `make run`."""
    if "--follow" in sys.argv:
        processes.die_with_parent(signal.SIGTERM)
    address = Address()
    place = Place.from_environment()
    with signals_held():
        place.claim(wait=5)
        processes.end(processes.marked(place.digest), signal.SIGKILL)
        address.check_free()
        place.prepare()
        portal = Portal(place, address)
        try:
            portal.open()
            portal.stay()
        except Stopped:
            say("\nThe portal is closing …")
        finally:
            portal.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
