"""Servers for as long as commands need them: started by manage.py, ended with it."""

import signal
import sys

from mcr_portal.local import processes
from mcr_portal.local.place import Place
from mcr_portal.local.refusal import spoken
from mcr_portal.local.servers import Servers
from mcr_portal.local.supervisor import Stopped, Supervisor, signals_held

EVERY = 0.2


@spoken
def main():
    """Serve until nobody holds the lock of the users any more."""
    place = Place.from_environment()
    supervisor = Supervisor()
    with signals_held():
        place.claim(wait=0)
        place.prepare()
        processes.end(processes.marked(place.digest), signal.SIGKILL)
        try:
            servers = Servers(place, supervisor)
            servers.start()
            key = {"SECRET_KEY": place.secrets()["key"]}
            place.announce(servers.environment() | key)
            supervisor.watch(until=lambda: place.lock("users"), every=EVERY)
        except Stopped:
            pass
        finally:
            place.withdraw()
            supervisor.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
