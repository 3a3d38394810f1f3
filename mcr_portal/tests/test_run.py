"""`make run` as its user meets it: starting, breaking, killing, starting again."""

import os
import signal
import socket

import pytest

from mcr_portal.tests.conftest import wait_until

ASK = """
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("SELECT current_user, answer FROM seen")
    print(*cursor.fetchone())
"""


def test_a_portal_is_alone_answers_manage_py_and_ends_without_a_trace(installation):
    installation.start()

    assert installation.page() in (200, 302)
    second = installation.run("-m", "mcr_portal.local.run", PORT="1")
    assert second.returncode == 1
    assert "already running" in second.stderr
    assert "Traceback" not in second.stderr

    installation.sql("CREATE TABLE seen AS SELECT 'here' AS answer")
    installation.sql("GRANT SELECT ON seen TO mcr_portal")
    beside = installation.run("manage.py", "shell", "-v0", "-c", ASK)
    assert beside.stdout.split() == ["mcr_portal", "here"], beside.stderr

    installation.running.send_signal(signal.SIGTERM)
    assert installation.running.wait(timeout=30) == 0
    assert installation.processes() == set()
    assert installation.page() == 0
    assert not list(installation.var.glob("run/*"))


def test_every_part_that_is_killed_comes_back(installation):
    installation.start()
    for part in ("gunicorn", "worker", "beat", "valkey", "postgres"):
        first = installation.number_of(part)[0]
        os.kill(first, signal.SIGKILL)

        def is_back(part=part, first=first):
            found = installation.number_of(part)
            return found and first not in found

        wait_until(is_back, f"{part} again")
    wait_until(lambda: installation.page() in (200, 302), "the page again")


def test_what_was_committed_survives_kill_9(installation):
    installation.start()
    installation.sql("CREATE TABLE kept AS SELECT 1 AS answer")

    installation.kill_everything()
    installation.start()
    installation.sql("INSERT INTO kept VALUES (2)")
    assert installation.page() in (200, 302)

    # The supervisor alone: its orphans must not stand in the way of a new start.
    installation.running.kill()
    installation.running.wait()
    installation.start()

    rows = installation.sql("SELECT answer FROM kept ORDER BY 1")
    assert rows == [(1,), (2,)]


def test_manage_py_starts_servers_for_its_own_duration(installation):
    ask = "from django.db import connection as c; c.ensure_connection(); print('up')"
    command = ("manage.py", "shell", "-v0", "-c", ask)
    assert installation.processes() == set()

    done = installation.run(*command)

    assert (done.returncode, done.stdout.strip()) == (0, "up"), done.stderr
    wait_until(lambda: not installation.processes(), "the end of the servers")
    assert (installation.var / "logs" / "postgresql.log").exists()


def test_a_command_without_database_starts_nothing(installation):
    done = installation.run("manage.py", "help")

    assert done.returncode == 0, done.stderr
    assert not (installation.var / "logs").exists()


@pytest.mark.parametrize("nonsense", ["0", "99999", "http", "80 80"])
def test_a_port_that_is_none_is_refused_in_a_sentence(installation, nonsense):
    done = installation.run("-m", "mcr_portal.local.run", PORT=nonsense)

    assert done.returncode == 1
    assert done.stderr.startswith("PORT must be a number between 1 and 65535")


def test_a_taken_port_is_refused_in_a_sentence(installation):
    with socket.socket() as other:
        other.bind(("127.0.0.1", installation.port))
        other.listen()
        done = installation.run("-m", "mcr_portal.local.run")

    assert done.returncode == 1
    assert done.stderr.startswith(f"Port {installation.port} is taken")
    assert len(done.stderr.splitlines()) == 1
    assert installation.processes() == set()
