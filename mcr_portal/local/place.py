"""Where one installation keeps its data, sockets, passwords and locks."""

import fcntl
import hashlib
import json
import os
import secrets
import shutil
import stat
import tempfile
import time
from pathlib import Path

from mcr_portal.local.account import server_account
from mcr_portal.local.refusal import FULL_DISK, Refusal

PROJECT = Path(__file__).resolve().parent.parent.parent
LONGEST_SOCKET = 107
SOCKET_NAMES = (".s.PGSQL.5432", "valkey.sock")
SECRET_NAMES = ("superuser", "owner", "portal", "key")
# Not the temporary folder: this one outlives a restart of the machine.
REACHABLE = "/var/tmp"
LEAST_SPACE = 200 * 2**20


def write_private(path, text):
    """Write a file that nobody else may read, whole or not at all."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


class Place:
    """One data folder (VAR) and everything that hangs on it."""

    def __init__(self, var):
        self.var = Path(var).absolute()
        self.digest = hashlib.sha256(str(self.var).encode()).hexdigest()[:12]
        self.account = server_account()
        self._locks = []

    @classmethod
    def from_environment(cls):
        """The place named by VAR, else `var/` in the project."""
        return cls(os.environ.get("VAR") or PROJECT / "var")

    def prepare(self):
        """Make the folders, once it is clear that there is room for them."""
        self._make()
        if shutil.disk_usage(self.var).free < LEAST_SPACE:
            raise Refusal(FULL_DISK)
        self.logs.mkdir(exist_ok=True, mode=0o700)
        self.home = self._home()
        self.run = self._run()

    def _make(self):
        # The servers' account passes through, but lists nothing.
        mode = 0o711 if self.account else 0o700
        self.var.mkdir(mode=mode, parents=True, exist_ok=True)

    @property
    def logs(self):
        """The folder of the log files."""
        return self.var / "logs"

    def _home(self):
        """VAR itself, or a folder that the servers' account can reach."""
        if self.account is None or self.account.can_enter(self.var):
            return self.var
        note = self.var / "elsewhere"
        if not note.exists():
            # A fresh name: whoever empties VAR begins anew and finds no old data.
            made = tempfile.mkdtemp(prefix="mcr-portal-", dir=REACHABLE)
            note.write_text(made)
        return self._own(Path(note.read_text()), 0o711)

    def _run(self):
        """The folder of the sockets, whose addresses must be short."""
        near = self.home / "run"
        if (
            max(len(os.fsencode(near / name)) for name in SOCKET_NAMES)
            <= LONGEST_SOCKET
        ):
            return self.folder("run")
        root = Path(tempfile.gettempdir())
        if len(os.fsencode(root)) > LONGEST_SOCKET - 40:
            root = Path("/tmp")
        return self.hand_over(self._own(root / f"mcr-{self.digest}", 0o700))

    def _own(self, path, mode):
        """A folder in a place open to all: ours, or nobody's."""
        path.mkdir(mode=mode, exist_ok=True)
        found = path.lstat()
        ours = {os.geteuid(), self.account.uid if self.account else os.geteuid()}
        if not stat.S_ISDIR(found.st_mode) or found.st_uid not in ours:
            raise Refusal(f"{path} belongs to somebody else: choose another VAR=….")
        path.chmod(mode)
        return path

    def folder(self, name):
        """A folder for the servers' account alone."""
        path = self.home / name
        path.mkdir(mode=0o700, exist_ok=True)
        return self.hand_over(path)

    def hand_over(self, path):
        """Give a folder or file to the servers' account."""
        if self.account:
            os.chown(path, self.account.uid, self.account.gid)
        return path

    def secrets(self):
        """The generated passwords of this installation, made at the first start."""
        path = self.var / "secrets.json"
        if path.exists():
            return json.loads(path.read_text())
        made = {name: secrets.token_urlsafe(48) for name in SECRET_NAMES}
        write_private(path, json.dumps(made))
        return made

    def lock(self, name, *, shared=False, wait=0.0):
        """Hold a lock as long as this process lives; False if somebody has it."""
        self._make()
        descriptor = os.open(self.var / f"{name}.lock", os.O_RDWR | os.O_CREAT, 0o600)
        kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
        end = time.monotonic() + wait
        while not _locked(descriptor, kind):
            if time.monotonic() >= end:
                os.close(descriptor)
                return False
            time.sleep(0.05)
        self._locks.append(descriptor)
        return True

    def claim(self, *, wait):
        """Be the only one who runs servers here, or say who does."""
        if not self.lock("servers", wait=wait):
            raise Refusal(
                f"The portal is already running on {self.var} (process "
                f"{self._holder() or 'unknown'}): stop it, or choose another folder "
                "with VAR=… and another port with PORT=…."
            )
        (self.var / "servers.pid").write_text(str(os.getpid()))

    def _holder(self):
        try:
            return int((self.var / "servers.pid").read_text())
        except (OSError, ValueError):
            return None

    def announce(self, environment):
        """Tell commands beside us how to reach the servers."""
        ready = {"pid": os.getpid(), "environment": environment}
        write_private(self.var / "ready.json", json.dumps(ready))

    def withdraw(self):
        """The servers are about to go."""
        (self.var / "ready.json").unlink(missing_ok=True)

    def announced(self):
        """The environment of the servers that run here now, else None."""
        try:
            ready = json.loads((self.var / "ready.json").read_text())
        except (OSError, ValueError):
            return None
        if ready["pid"] != self._holder() or not self.is_claimed():
            return None
        return ready["environment"]

    def is_claimed(self):
        """Whether some process runs servers here."""
        descriptor = os.open(self.var / "servers.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            return not _locked(descriptor, fcntl.LOCK_SH)
        finally:
            os.close(descriptor)


def _locked(descriptor, kind):
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
