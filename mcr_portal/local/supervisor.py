"""Keeping children alive until somebody says stop, and ending them in order."""

import contextlib
import os
import signal
import sys
import time
from dataclasses import dataclass, field

STOP_SIGNALS = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
GRACE = 15.0
LONGEST_PAUSE = 30.0
SETTLED = 30.0


class Stopped(Exception):  # noqa: N818 -- a wish, not a fault
    """Somebody asked us to stop."""


def say(sentence):
    """Tell the terminal, if there still is one."""
    with contextlib.suppress(OSError):
        print(sentence, file=sys.stderr, flush=True)


@contextlib.contextmanager
def signals_held():
    """Take signals when we ask for them, not in the middle of something."""
    held = STOP_SIGNALS | {signal.SIGCHLD}
    before = signal.pthread_sigmask(signal.SIG_BLOCK, held)
    try:
        yield
    finally:
        while signal.sigtimedwait(held, 0):
            pass
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def pause(seconds):
    """Sleep until a child ends or the time is over; raise `Stopped` when told to."""
    got = signal.sigtimedwait(STOP_SIGNALS | {signal.SIGCHLD}, seconds)
    if got and got.si_signo in STOP_SIGNALS:
        raise Stopped


def back_off(failures):
    """How long to wait after so many failures in a row."""
    return min(0.25 * 2 ** (failures - 1), LONGEST_PAUSE)


@dataclass
class Child:
    """One process to keep: how it is launched and how it is ended."""

    name: str
    launch: object
    stop_signal: int = signal.SIGTERM
    process: object = None
    since: float = 0.0
    failures: int = 0
    due: float = field(default=0.0)

    def start(self):
        """Launch the process."""
        self.process = self.launch()
        self.since = time.monotonic()

    @property
    def runs(self):
        """Whether the process is there."""
        return self.process is not None and self.process.poll() is None

    def note_end(self):
        """The process has ended by itself: decide when it is started again."""
        lived = time.monotonic() - self.since
        self.failures = 1 if lived > SETTLED else self.failures + 1
        self.due = time.monotonic() + back_off(self.failures)
        say(f"{self.name} ended ({self.process.returncode}); it is started again.")
        self.send(signal.SIGKILL)
        self.process = None

    def send(self, number):
        """Signal the process; SIGKILL goes to its whole group."""
        with contextlib.suppress(ProcessLookupError):
            if number == signal.SIGKILL:
                os.killpg(self.process.pid, number)
            else:
                self.process.send_signal(number)


class Supervisor:
    """The children in the order in which they were started."""

    def __init__(self):
        self.children = []

    def keep(self, child):
        """Start a child and keep it alive from now on."""
        child.start()
        self.children.append(child)
        return child.process

    def watch(self, until=None, every=None):
        """Restart what ends; come back when `until()` holds, asked `every` seconds."""
        while not (until and until()):
            for child in self.children:
                self._look_after(child)
            pause(self._rest(every))

    def _look_after(self, child):
        if child.process is not None and not child.runs:
            child.note_end()
        if child.process is None and time.monotonic() >= child.due:
            child.start()

    def _rest(self, every):
        waiting = [child.due for child in self.children if child.process is None]
        rest = min(waiting, default=time.monotonic() + 3600) - time.monotonic()
        return max(0.01, min(rest, every or 3600))

    def run_once(self, child):
        """Run a child to its end while the others are kept; its exit status."""
        child.start()
        try:
            self.watch(until=lambda: not child.runs)
        finally:
            end([child])
        return child.process.returncode

    def stop(self, names=None):
        """End the children, the last started first; all of them or those named."""
        chosen = [c for c in self.children if names is None or c.name in names]
        self.children = [c for c in self.children if c not in chosen]
        end([child for child in chosen if child.process is not None])


def end(children):
    """Ask all to end, wait for them, and make sure that nothing of them stays."""
    for child in children:
        if child.runs:
            child.send(child.stop_signal)
    deadline = time.monotonic() + GRACE
    for child in children:
        while child.runs and time.monotonic() < deadline:
            signal.sigtimedwait({signal.SIGCHLD}, 0.1)
        child.send(signal.SIGKILL)
        child.process.wait()
