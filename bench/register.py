"""One filled database with its people and everything that is asked of it."""

from django.db import connections

from accounts.models import User
from accounts.roles import Role
from bench import cells
from bench.client import sign_in
from bench.gates import MINISTRY, OFFICE
from bench.rounds import Pair
from bench.searching import Searching
from bench.truth import Truth
from core import scoping
from mcr_portal.settings import env

# By size: neither the capital nor the smallest.
MIDDLE = 12


def staff(places):
    """An officer of a mid-size municipality and a caseworker, with their sessions."""
    people = User.objects.with_appointments()
    found = {
        OFFICE: people.filter(
            appointments__role=Role.OFFICER, appointments__municipality=places[MIDDLE]
        ),
        MINISTRY: people.filter(appointments__role=Role.CASEWORKER),
    }
    with scoping.system():
        users = {who: rows.order_by("pk").first() for who, rows in found.items()}
        return {who: (user, sign_in(user)) for who, user in users.items()}


class Register:
    """One size: where its rows are and the cells measured over them."""

    def __init__(self, loaded, places, people, seed, *, only=None):
        self.size, self.name = loaded.requests, loaded.name
        self.truth = Truth(loaded.name, places)
        self.places = {OFFICE: places[MIDDLE], MINISTRY: None}
        self.scopes = {who: user.scope for who, (user, _session) in people.items()}
        self.staff = {who: user.pk for who, (user, _session) in people.items()}
        self._connection = connections.create_connection("default")
        # A copy: all connections share one dictionary, and each reconnects in time.
        named = self._connection.settings_dict | {"NAME": loaded.name}
        self._connection.settings_dict = named
        self._unscoped = connections.create_connection("default")
        superuser = env.database("MCR_SUPERUSER_URL") | {"NAME": loaded.name}
        self._unscoped.settings_dict = named | superuser
        self.use()
        self.cells, self.silent = [], []
        for who, (_user, session) in people.items():
            self.cells += self._cells(who, session, seed, only)
        for cell in self.cells:
            cell.register = self
        self.pairs = [Pair(cell, self._base(cell)) for cell in self.cells]
        sessions = {who: session for who, (_user, session) in people.items()}
        self.searching = Searching(self, sessions, seed)

    def cell(self, who, name):
        """One operation by its name."""
        return next(c for c in self.cells if (c.who, c.name) == (who, name))

    def _base(self, cell):
        """A further page of the list is held against its first, all else against the floor."""
        further = cell.name.startswith(("filter ", "page ", "last "))
        return self.cell(cell.who, "list" if further else "raw page")

    def _cells(self, who, session, seed, only):
        about = self.truth, who, session, self.places[who]
        found = cells.floors(who, session) + cells.lists(*about)
        if only:
            return found
        for kind in (
            cells.filters,
            cells.searches,
            cells.records,
            cells.waiting,
            cells.stock,
        ):
            found += kind(*about, seed)
        return found + (cells.saves(*about, seed) if who == OFFICE else [])

    def use(self):
        """Let the portal in this process talk to this database."""
        connections["default"] = self._connection

    def use_unscoped(self):
        """Let this process ask as the superuser, past row security."""
        connections["default"] = self._unscoped

    def close(self):
        """Let go of the database."""
        self._connection.close()
        self._unscoped.close()
        self.truth.close()
