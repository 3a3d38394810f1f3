"""Starting processes that do not outlive us, and finding those that did."""

import contextlib
import ctypes
import os
import signal
import subprocess
import time
from pathlib import Path

from mcr_portal.local.refusal import Refusal

PR_SET_PDEATHSIG = 1
MARK = "MCR_PLACE"
PATIENCE = 10.0
_libc = ctypes.CDLL(None, use_errno=True)


def _before_exec(parent, last_signal):
    """What the child does between fork and exec."""

    def prepare():
        signal.pthread_sigmask(signal.SIG_SETMASK, ())
        if hasattr(_libc, "prctl"):
            _libc.prctl(PR_SET_PDEATHSIG, int(last_signal), 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)

    return prepare


def spawn(command, *, last_signal, account=None, **options):
    """Start a process in a session of its own that gets `last_signal` when we die."""
    return subprocess.Popen(
        [str(part) for part in command],
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=_before_exec(os.getpid(), last_signal),
        **(account.options if account else {}),
        **options,
    )


def die_with_parent(last_signal):
    """Get a signal when the process that started us ends, however it ends."""
    if hasattr(_libc, "prctl"):
        _libc.prctl(PR_SET_PDEATHSIG, int(last_signal), 0, 0, 0)


def _stands_in(process, folder):
    return os.readlink(process / "cwd") == str(folder)


def _is_marked(process, digest):
    wanted = f"{MARK}={digest}".encode()
    return wanted in (process / "environ").read_bytes().split(b"\0")


def _find(belongs):
    """The processes of this machine for which `belongs` holds, ourselves apart."""
    for process in Path("/proc").glob("[0-9]*"):
        if int(process.name) == os.getpid():
            continue
        with contextlib.suppress(OSError):
            if belongs(process):
                yield int(process.name)


def in_folder(folder):
    """Servers whose working folder is their data folder."""
    real = Path(folder).resolve()
    return lambda: list(_find(lambda process: _stands_in(process, real)))


def marked(digest):
    """Processes that a supervisor of this place has started."""
    return lambda: list(_find(lambda process: _is_marked(process, digest)))


def _send(pids, number):
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)


def end(find, first_signal):
    """End all that `find` finds, gently at first, and come back when it is gone."""
    _send(find(), first_signal)
    start = time.monotonic()
    while left := find():
        waited = time.monotonic() - start
        if waited > PATIENCE * 2:
            raise Refusal(f"Process {left[0]} of an earlier start does not end.")
        if waited > PATIENCE:
            _send(left, signal.SIGKILL)
        time.sleep(0.05)
