"""The parts of the local supervisor, each for itself."""

import errno
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg2
import pytest

from mcr_portal.local import beside, install, outside, processes
from mcr_portal.local.place import Place
from mcr_portal.local.refusal import Refusal, spoken
from mcr_portal.local.supervisor import Child, back_off
from mcr_portal.tests.conftest import wait_until


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("migrate", True),
        ("shell", True),
        ("check --database default", True),
        ("", False),
        ("help", False),
        ("check", False),
        ("check --deploy", False),
        ("migrate --help", False),
        ("catalogues compile", False),
        ("migrate --settings mcr_portal.settings.production", False),
        ("migrate --settings=mcr_portal.settings.production", False),
    ],
)
def test_only_commands_that_ask_the_database_pay_for_servers(words, wanted):
    assert beside.needs_servers(["manage.py", *words.split()]) is wanted


def test_a_deep_folder_gets_short_sockets(tmp_path):
    deep = tmp_path / ("a" * 60) / ("b" * 60)
    place = Place(deep)
    place.prepare()
    try:
        assert len(os.fsencode(place.run / ".s.PGSQL.5432")) <= 107
        assert place.run != Place(tmp_path / "other").var / "run"
        assert place.run.stat().st_mode & 0o777 == 0o700
    finally:
        shutil.rmtree(place.run)
        if place.home != place.var:
            shutil.rmtree(place.home)


def test_root_keeps_data_where_the_servers_account_can_reach_it():
    closed = Path(tempfile.mkdtemp(prefix="mcr-test-"))
    place = Place(closed / "var")
    place.prepare()
    try:
        assert (place.home != place.var) is (os.geteuid() == 0)
        again = Place(closed / "var")
        again.prepare()
        assert again.home == place.home
        assert not place.account or place.account.can_enter(place.home)
    finally:
        shutil.rmtree(place.home)
        shutil.rmtree(closed, ignore_errors=True)


def test_passwords_are_made_once_and_for_us_alone(tmp_path):
    place = Place(tmp_path)
    first = place.secrets()
    assert first == Place(tmp_path).secrets()
    assert len(set(first.values())) == 4
    assert (tmp_path / "secrets.json").stat().st_mode & 0o077 == 0


def test_an_announcement_of_the_dead_is_not_believed(tmp_path):
    place = Place(tmp_path)
    place.claim(wait=0)
    place.announce({"REDIS_URL": "x"})
    assert Place(tmp_path).announced() == {"REDIS_URL": "x"}
    for descriptor in place._locks:
        os.close(descriptor)
    assert Place(tmp_path).announced() is None


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_is_one_sentence(capsys, number):
    def fill():
        raise OSError(number, os.strerror(number))

    assert spoken(fill)() == 1
    assert capsys.readouterr().err.startswith("The disk is full")


def test_another_fault_stays_a_fault():
    def break_down():
        raise OSError(errno.EIO, "broken")

    with pytest.raises(OSError, match="broken"):
        spoken(break_down)()


def test_a_child_that_keeps_failing_is_started_ever_more_slowly():
    child = Child("short-lived", lambda: processes.spawn(["true"], last_signal=9))
    for failures in (1, 2, 3):
        child.start()
        child.process.wait()
        child.note_end()
        assert child.failures == failures
        assert child.due > child.since + back_off(failures)
    assert [back_off(n) for n in (1, 2, 3, 7, 8, 99)] == [0.25, 0.5, 1, 16, 30, 30]


def test_a_child_does_not_outlive_its_parent():
    code = (
        "import os, signal\n"
        "from mcr_portal.local import processes\n"
        "child = processes.spawn(['sleep', '600'], last_signal=signal.SIGKILL)\n"
        "print(child.pid, flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    state = Path("/proc", done.stdout.strip(), "status")
    assert done.returncode == -signal.SIGKILL

    def is_gone():
        return not state.exists() or "State:\tZ" in state.read_text()

    wait_until(is_gone, "the end of the child")


@pytest.fixture
def outside_place(tmp_path, monkeypatch, private_servers):
    """A place whose operator named a database, and the servers behind it."""
    place = Place(tmp_path)
    monkeypatch.delenv("DATABASE_OWNER_URL", raising=False)
    superuser = private_servers.environment["MCR_SUPERUSER_URL"]
    connection = psycopg2.connect(superuser)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("DROP DATABASE mcr")
        cursor.execute("DROP ROLE mcr_portal")
        cursor.execute("CREATE ROLE boss LOGIN CREATEROLE PASSWORD 'boss'")
        cursor.execute("CREATE ROLE clerk LOGIN PASSWORD 'clerk'")
        cursor.execute("CREATE DATABASE office OWNER boss")
    connection.close()
    password = superuser.split("//")[1].split("@")[0]
    url = superuser.replace("@/postgres?", "@/office?")
    return place, lambda who: url.replace(password, f"{who}:{who}")


def test_a_named_database_gets_the_portals_role_beside_its_owner(
    outside_place, monkeypatch
):
    place, url_of = outside_place
    monkeypatch.setenv("DATABASE_URL", url_of("clerk"))
    with pytest.raises(Refusal, match="create roles: give DATABASE_OWNER_URL"):
        outside.prepare(place)

    monkeypatch.setenv("DATABASE_URL", url_of("boss"))
    found = outside.prepare(place)
    assert found["DATABASE_OWNER_URL"] == url_of("boss")
    psycopg2.connect(found["DATABASE_URL"]).close()
    assert outside.prepare(place) == outside.known(place) == found

    (place.var / "outside.json").unlink()
    with pytest.raises(Refusal, match="has a role “mcr_portal” already"):
        outside.prepare(place)

    monkeypatch.setenv("DATABASE_OWNER_URL", url_of("boss"))
    with pytest.raises(Refusal, match="owns the database"):
        outside.prepare(place)


def test_a_named_database_that_is_not_there_is_one_sentence(tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://u:p@127.0.0.1:1/none")
    monkeypatch.delenv("DATABASE_OWNER_URL")
    with pytest.raises(Refusal, match="DATABASE_URL does not lead to a database"):
        outside.prepare(Place(tmp_path))


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("OSError: [Errno 28] No space left on device", "The disk is full"),
        ("NewConnectionError(...): Failed", "connected to the network?"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES", "is not the locked one"),
        ("something else", "otherwise"),
    ],
)
def test_a_failed_installation_is_one_sentence(capsys, said, sentence):
    with pytest.raises(SystemExit) as end:
        install.explain(said, "otherwise")
    assert end.value.code == 1
    assert sentence in capsys.readouterr().err


def test_an_installation_is_renewed_when_the_lock_changes(tmp_path):
    lock = tmp_path / "requirements.txt"
    lock.write_text("a==1")
    first = install.fingerprint([lock])
    lock.write_text("a==2")
    assert install.fingerprint([lock]) != first


def test_lock_files_pin_by_hash_and_name_no_index():
    for path in Path(__file__).parents[2].glob("requirements*.txt"):
        text = path.read_text()
        assert "://" not in text, path
        assert "--index-url" not in text, path
        assert text.count("==") <= text.count("--hash=sha256:"), path
