"""The embedded servers of a place, as far as no others were named."""

import os

from mcr_portal.local.postgres import Postgres
from mcr_portal.local.supervisor import Child, pause
from mcr_portal.local.valkey import Valkey

GIVEN_BY = {"DATABASE_URL": Postgres, "REDIS_URL": Valkey}


class Servers:
    """PostgreSQL and Valkey under one supervisor."""

    def __init__(self, place, supervisor):
        self.supervisor = supervisor
        kinds = [kind for name, kind in GIVEN_BY.items() if not os.environ.get(name)]
        self.servers = [kind(place) for kind in kinds]

    def start(self):
        """Start them all, then come back when they answer and are set up."""
        started = []
        for server in self.servers:
            server.initialise()
            child = Child(server.name, server.launch, server.stop_signal)
            started.append((server, self.supervisor.keep(child)))
        for server, process in started:
            server.wait(process, pause)
            server.set_up()

    def environment(self):
        """The addresses of our servers."""
        found = {}
        for server in self.servers:
            found |= server.environment()
        return found

    def stop(self):
        """End the servers, when nobody needs them any more."""
        self.supervisor.stop([server.name for server in self.servers])
