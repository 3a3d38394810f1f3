"""The operating system account under which the servers run."""

import os
import pwd
import subprocess
from dataclasses import dataclass

from mcr_portal.local.refusal import Refusal

# PostgreSQL refuses to run as root; the first of these that exists runs it instead.
CANDIDATES = ("mcr-portal", "postgres", "nobody")


@dataclass(frozen=True)
class Account:
    """An account that is not ours; only root may start processes under one."""

    name: str
    uid: int
    gid: int

    @property
    def options(self):
        """What `subprocess` needs to start a process under this account."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def can_enter(self, folder):
        """Whether the account may reach what lies in the folder."""
        test = ["test", "-x", str(folder)]
        return subprocess.run(test, cwd="/", **self.options).returncode == 0


def _entry(candidates):
    for name in candidates:
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise Refusal(
        "PostgreSQL does not run as root and this machine has no account “nobody”: "
        "start the portal as an ordinary user."
    )


def server_account():
    """The account for the servers when root starts them, else None: one's own."""
    if os.geteuid() != 0:
        return None
    found = _entry(CANDIDATES)
    return Account(found.pw_name, found.pw_uid, found.pw_gid)
