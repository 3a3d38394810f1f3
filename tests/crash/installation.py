"""A whole portal of real processes over servers of its own, and what its database says in the end."""

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg2
from celery import Celery

from mcr_portal.local import processes
from mcr_portal.local.place import PROJECT
from tests.crash.browser import Browser
from tests.crash.errands import PASSWORD, email

LONGEST = 60
LEASE = 8
STOCK = 8
READY = (
    "import django; django.setup()\n"
    "from django.core.management import call_command as call\n"
    "call('migrate', verbosity=0); call('load_reference', verbosity=0)\n"
)


def wait_until(holds, what, longest=LONGEST):
    """Wait for something that takes a moment; fail if it does not come."""
    end = time.monotonic() + longest
    while time.monotonic() < end:
        if found := holds():
            return found
        time.sleep(0.05)
    raise AssertionError(f"waited in vain: {what}")


class Installation:
    """Web and workers over a private pair of servers; everything of it may be killed."""

    def __init__(self, servers):
        self.servers = servers
        self.folder = Path(tempfile.mkdtemp(prefix="mcr-crash-"))
        self.files = self.folder / "files"
        self.running = []
        self.web = None
        self.stock = {}
        self.sessions = {}
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        self.queue = Celery(broker=self._broker(), set_as_current=False)
        self.queue.conf.task_default_queue = "portal"

    def _broker(self):
        socket_path = self.servers.valkey.socket
        return f"redis+socket://{socket_path}?virtual_host=0"

    @property
    def environment(self):
        """What its processes see: these servers, the settings of the tests."""
        ours = self.servers.environment | {
            "DJANGO_SETTINGS_MODULE": "mcr_portal.settings.test",
            "PRIVATE_ROOT": str(self.files),
            "MCR_CRASH_FOLDER": str(self.folder),
            "MCR_CRASH_LEASE": str(LEASE),
        }
        # Whoever stands still in the middle stands there until the test kills it, however slow the machine is.
        for name in ("DATABASE_URL", "DATABASE_OWNER_URL"):
            ours[name] += "&options=-c%20lock_timeout%3D0"
        return dict(os.environ) | ours

    # Processes

    def spawn(self, *command, **more):
        """Start a process of the portal in a session of its own, so that its whole tree can be killed."""
        options = more.pop("options", {})
        with (self.folder / "processes.log").open("ab") as log:
            process = processes.spawn(
                [sys.executable, "-m", *command],
                last_signal=signal.SIGKILL,
                env=self.environment | more,
                cwd=PROJECT,
                **{"stdout": log, "stderr": log} | options,
            )
        self.running.append(process)
        return process

    def errand(self, *arguments):
        """Have something done in a process of its own; the lines it answers with."""
        done = subprocess.run(
            [sys.executable, "-m", "tests.crash.errands", *arguments],
            env=self.environment,
            cwd=PROJECT,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        return [json.loads(line) for line in done.stdout.splitlines()]

    def families(self, stage, number):
        """Requests of new families at this stage."""
        ready = self.stock.setdefault(stage, [])
        if len(ready) < number:
            lines = self.errand("families", stage, str(max(number, STOCK)))
            ready += [line["pk"] for line in lines]
        return [ready.pop() for _number in range(number)]

    def start_web(self, **more):
        """A web that answers: the one that runs, or a new one."""
        if self.web and self.web.poll() is None and self.web.more == more:
            return self.web
        self.stop_web()
        size = ("--worker-class=gthread", "--workers=2", "--threads=6")
        rest = (f"--bind=127.0.0.1:{self.port}", "--no-control-socket")
        self.web = self.spawn(
            "gunicorn", "tests.crash.web:application", *size, *rest, **more
        )
        self.web.more = more
        wait_until(lambda: self.browser().get("/health/").status == 200, "the web")
        return self.web

    def stop_web(self):
        """Kill the web, if one runs."""
        if self.web:
            self.kill(self.web)

    def start_worker(self, *arguments, concurrency=4, **more):
        """Start a worker; whoever needs it waits for what it does."""
        quiet = ("--without-gossip", "--without-mingle", "--without-heartbeat")
        size = (f"--concurrency={concurrency}", "--loglevel=WARNING")
        return self.spawn(
            "celery", "--app=tests.crash.worker", "worker", *quiet, *size,
            *arguments, **more,
        )  # fmt: skip

    def start_worker_and_beat(self, **more):
        """A worker that also rings by the clock, as beat does."""
        schedule = self.folder / "beat-schedule"
        return self.start_worker("--beat", f"--schedule={schedule}", **more)

    def kill(self, process):
        """`kill -9` of a process with everything below it, at once."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        if process.stdout:
            process.stdout.close()

    def rest(self):
        """Kill what a test has left running, and take its traces away."""
        for process in self.running:
            if process is not self.web:
                self.kill(process)
        self.running.clear()
        for path in (*self.folder.glob("job-*"), *self.folder.glob("web-*")):
            path.unlink()

    def close(self):
        """Nothing of it stays."""
        self.stop_web()
        self.rest()
        self.queue.close()
        shutil.rmtree(self.folder)

    def answers_held(self):
        """How many answers of the web are made, committed and not yet sent."""
        return len(list(self.folder.glob("web-*")))

    # People

    def browser(self):
        return Browser(self.address)

    def signed_in(self, name):
        """A browser in which somebody has signed in, once for all tests."""
        if name not in self.sessions:
            browser = self.sessions[name] = self.browser()
            answer = browser.sign_in(email(name), PASSWORD)
            assert answer.status == 302, answer
        return self.sessions[name].same()

    # What the database says

    @contextlib.contextmanager
    def connection(self):
        """A connection that sees everything, whoever may see what; committed at the end."""
        opened = psycopg2.connect(self.servers.postgres.url("superuser"))
        with contextlib.closing(opened), opened:
            yield opened

    def sql(self, statement, *values):
        """Ask the database, past the portal's own code."""
        with self.connection() as opened, opened.cursor() as cursor:
            cursor.execute(statement, values)
            return cursor.fetchall() if cursor.description else []

    @contextlib.contextmanager
    def locked(self, table):
        """Nobody writes this table meanwhile: whoever wants to stands still in the middle."""
        with self.connection() as opened, opened.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {table} IN EXCLUSIVE MODE")
            yield

    def standing_still(self):
        """How many transactions wait for such a table."""
        return self.sql(
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
        )[0][0]

    # Reports

    def write_down(self, purpose, number=1):
        """Rows of reports to make, as if the portal had died before it could ring."""
        return [
            self.sql(
                "INSERT INTO core_job (kind, owner_id, params, purpose, language, state,"
                " cancel_asked, done, total, attempts, fence, error, result, created_at)"
                " SELECT 'report', id, '{\"report\": \"waiting-times\"}', %s, 'en',"
                " 'queued', false, 0, 0, 0, 0, '', '{}', now()"
                " FROM accounts_user WHERE email = %s RETURNING id",
                purpose,
                email("officer"),
            )[0][0]
            for _number in range(number)
        ]

    def ring(self, job):
        """Put a job into the queue, as the portal does."""
        self.queue.send_task("core.tasks.run_job", [job])

    def job(self, pk):
        """State, attempts and result of a job."""
        return self.sql(
            "SELECT state, attempts, result, finished_at FROM core_job WHERE id = %s",
            pk,
        )[0]

    def asleep(self, job):
        """The process that lies asleep with this job, waiting for its end."""
        path = self.folder / f"job-{job}"
        return int(path.read_text()) if path.exists() else 0

    def runs_of(self, job):
        """How often the files of a job were written from beginning to end."""
        return len(list((self.files / "reports").glob(f"{job}-*.pdf")))
