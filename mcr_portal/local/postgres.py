"""A PostgreSQL server of our own: first set-up, start, and the portal's two roles."""

import contextlib
import os
import shutil
import signal
import subprocess
import time
from urllib.parse import quote

import psycopg2
from psycopg2 import sql

from mcr_portal.local import binaries, processes
from mcr_portal.local.refusal import FULL_DISK, Refusal

DATABASE = "mcr"
SUPERUSER = "postgres"
OWNER_ROLE = "mcr_owner"
PORTAL_ROLE = "mcr_portal"
CREATE_ROLE = (
    "CREATE ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS"
)
# Values that people typed do not belong into the server's log.
DISCREET = ("log_min_error_statement=panic", "log_error_verbosity=terse")
CARELESS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
LONGEST_START = 300


class Postgres:
    """One PostgreSQL data folder and the server over it."""

    name = "postgresql"
    stop_signal = signal.SIGINT

    def __init__(self, place, *, durable=True):
        self.place = place
        self.durable = durable
        self.program = binaries.postgres(place)
        self.data = place.home / f"postgresql-{self.program.major}"
        self.passwords = place.secrets()
        self.log = place.logs / "postgresql.log"

    def _environment(self):
        return {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8", "TZ": "UTC"}

    def initialise(self):
        """Make the data folder, once; an interrupted attempt leaves nothing."""
        if self.data.exists():
            return
        draft = self.place.folder("postgresql.draft")
        shutil.rmtree(draft)
        self.place.folder("postgresql.draft")
        password = self.place.run / "superuser.password"
        password.write_text(self.passwords["superuser"])
        password.chmod(0o600)
        self.place.hand_over(password)
        try:
            self._initdb(draft, password)
        finally:
            password.unlink()
        draft.rename(self.data)

    def _initdb(self, folder, password):
        account = self.place.account
        command = [self.program.path.with_name("initdb"), "--pgdata", folder]
        command += ["--username", SUPERUSER, f"--pwfile={password}"]
        command += ["--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8"]
        command += ["--data-checksums"] if self.durable else ["--no-sync"]
        done = subprocess.run(
            [str(part) for part in command],
            env=self._environment(),
            cwd=self.place.run,
            capture_output=True,
            text=True,
            **(account.options if account else {}),
        )
        if done.returncode:
            raise self._failure(done.stderr)

    def _failure(self, said):
        if "No space left on device" in said:
            return Refusal(FULL_DISK)
        last = said.strip().splitlines()[-1:] or ["it said nothing"]
        return Refusal(f"PostgreSQL does not start: {last[0]} (see {self.log}).")

    def clear(self):
        """End what an earlier start left behind, and remove its traces."""
        processes.end(processes.in_folder(self.data), signal.SIGQUIT)
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        for path in self.place.run.glob(".s.PGSQL.*"):
            path.unlink(missing_ok=True)

    def launch(self):
        """Start the server as our direct child."""
        self.clear()
        settings = ["listen_addresses=", "unix_socket_permissions=0700", *DISCREET]
        settings += [f"unix_socket_directories={self.place.run}"]
        settings += [] if self.durable else CARELESS
        command = [self.program.path, "-D", self.data]
        for setting in settings:
            command += ["-c", setting]
        with self.log.open("ab") as log:
            return processes.spawn(
                command,
                last_signal=signal.SIGINT if self.durable else signal.SIGQUIT,
                account=self.place.account,
                env=self._environment(),
                cwd=self.data,
                stdout=log,
                stderr=log,
            )

    def wait(self, process, pause=time.sleep):
        """Come back when the server answers; say why if it ends instead."""
        end = time.monotonic() + LONGEST_START
        while time.monotonic() < end:
            if process.poll() is not None:
                break
            if self._answers():
                return
            pause(0.05)
        raise self._failure(self.log.read_text(errors="replace")[-4000:])

    def _answers(self):
        try:
            self.connect("postgres").close()
        except psycopg2.OperationalError as error:
            if "authentication failed" not in str(error):
                return False
            raise Refusal(
                f"The passwords in {self.place.var / 'secrets.json'} do not open the "
                f"data in {self.data}: bring back the file that belongs to it."
            ) from error
        return True

    def connect(self, database):
        """A connection as the superuser, each statement for itself."""
        connection = psycopg2.connect(self.url("superuser", database))
        connection.autocommit = True
        return connection

    def url(self, who, database=DATABASE):
        """The address of a database for `superuser`, `owner` or `portal`."""
        roles = {"superuser": SUPERUSER, "owner": OWNER_ROLE, "portal": PORTAL_ROLE}
        host = quote(str(self.place.run), safe="")
        password = quote(self.passwords[who], safe="")
        return f"postgresql://{roles[who]}:{password}@/{database}?host={host}&port=5432"

    def set_up(self):
        """Make the two roles and the database, or bring them up to date."""
        connected = contextlib.closing(self.connect("postgres"))
        with connected as connection, connection.cursor() as cursor:
            ensure_role(cursor, OWNER_ROLE, self.passwords["owner"])
            ensure_role(cursor, PORTAL_ROLE, self.passwords["portal"])
            ensure_database(cursor, DATABASE)
            admit(cursor, DATABASE)

    def environment(self):
        """What Django needs to know."""
        return {
            "DATABASE_URL": self.url("portal"),
            "DATABASE_OWNER_URL": self.url("owner"),
        }


def role_exists(cursor, name):
    """Whether the server knows a role."""
    cursor.execute("SELECT FROM pg_roles WHERE rolname = %s", [name])
    return cursor.fetchone() is not None


def ensure_role(cursor, name, password):
    """A role that may sign in and nothing more."""
    # Whoever may make roles may not always restate what they lack.
    start = "ALTER ROLE {} LOGIN" if role_exists(cursor, name) else CREATE_ROLE
    statement = sql.SQL(f"{start} PASSWORD {{}}")
    cursor.execute(statement.format(sql.Identifier(name), sql.Literal(password)))


def ensure_database(cursor, name):
    """The database, owned by the owner role."""
    cursor.execute("SELECT FROM pg_database WHERE datname = %s", [name])
    if cursor.fetchone() is None:
        statement = sql.SQL("CREATE DATABASE {} OWNER {}")
        names = (sql.Identifier(name), sql.Identifier(OWNER_ROLE))
        cursor.execute(statement.format(*names))


def admit(cursor, database):
    """Let the portal's role into a database, and nobody else beside its owner."""
    name = sql.Identifier(database)
    cursor.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(name))
    statement = sql.SQL("GRANT CONNECT ON DATABASE {} TO {}")
    cursor.execute(statement.format(name, sql.Identifier(PORTAL_ROLE)))
