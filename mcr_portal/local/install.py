"""Fills .venv from the locked requirements; runs on a bare Python, before all else."""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys

OLDEST = (3, 11)
LEAST_SPACE = 450 * 2**20
VENV = ".venv"
PYTHON = os.path.join(VENV, "bin", "python")
REASONS = (
    ("No space left on device", "The disk is full: free some space and try again."),
    (
        "THESE PACKAGES DO NOT MATCH THE HASHES",
        "A downloaded package is not the locked one, so nothing was installed.",
    ),
    (
        "NewConnectionError",
        "The packages cannot be downloaded: is this machine connected to the network?",
    ),
    (
        "Could not find a version",
        "The packages cannot be downloaded: is this machine connected to the network?",
    ),
)


def stop(sentence):
    """Say it and end with status 1."""
    print(sentence, file=sys.stderr)
    sys.exit(1)


def fingerprint(files):
    """What must be unchanged for an installation to be up to date."""
    digest = hashlib.sha256(repr((sys.version_info[:2], os.getcwd())).encode())
    for name in files:
        with open(name, "rb") as file:
            digest.update(file.read())
    return digest.hexdigest()


def is_sound():
    """Whether .venv has a Python that starts and is of our version."""
    wanted = str(tuple(sys.version_info[:2]))
    ask = "import sys, pip; print(tuple(sys.version_info[:2]))"
    try:
        said = subprocess.run([PYTHON, "-c", ask], capture_output=True, text=True)
    except OSError:
        return False
    return said.returncode == 0 and said.stdout.strip() == wanted


def make_venv():
    """A fresh .venv; Debian keeps what is needed in python3-venv."""
    done = subprocess.run(
        [sys.executable, "-m", "venv", "--clear", VENV], capture_output=True, text=True
    )
    if done.returncode:
        explain(
            done.stdout + done.stderr,
            "Python cannot make a virtual environment here: install python3-venv.",
        )


def explain(said, otherwise):
    """End with the sentence that fits what a tool said."""
    for sign, sentence in REASONS:
        if sign in said:
            stop(sentence)
    stop(otherwise)


def install(files):
    """Install exactly what is locked, with its hashes."""
    command = [PYTHON, "-m", "pip", "install", "--require-hashes", "--retries=2"]
    command += ["--timeout=20", "--no-input", "--progress-bar=off", "--quiet"]
    command += ["--disable-pip-version-check", "--no-warn-script-location"]
    # Most of what is installed is never imported: Python compiles what it meets.
    command += ["--no-compile"]
    for name in files:
        command += ["-r", name]
    environment = dict(os.environ, PIP_ROOT_USER_ACTION="ignore")
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    if done.returncode:
        with open(os.path.join(VENV, "install.log"), "w") as log:
            log.write(done.stdout + done.stderr)
        explain(
            done.stdout + done.stderr,
            "The packages cannot be installed: see .venv/install.log.",
        )


def main(files):
    """Bring .venv up to date for the given requirement files."""
    if sys.version_info < OLDEST:
        stop(
            "The portal needs Python {}.{} or newer; this is {}.{}. Name a newer one: "
            "make … PYTHON3=/path/to/python3.".format(*OLDEST, *sys.version_info[:2])
        )
    os.makedirs(VENV, exist_ok=True)
    with open(VENV + ".lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        stamp = os.path.join(VENV, "installed-" + os.path.splitext(files[-1])[0])
        wanted = fingerprint(files)
        if is_up_to_date(stamp, wanted):
            return
        if shutil.disk_usage(VENV).free < LEAST_SPACE:
            stop("The disk is full: the packages need about 450 MB.")
        print(f"Installing packages ({files[-1]}) …", file=sys.stderr)
        if not is_sound():
            make_venv()
        install(files)
        with open(stamp, "w") as file:
            file.write(wanted)


def is_up_to_date(stamp, wanted):
    """Whether exactly this was installed before."""
    try:
        with open(stamp) as file:
            return file.read() == wanted and os.path.exists(PYTHON)
    except OSError:
        return False


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except KeyboardInterrupt:
        sys.exit(130)
    except OSError as error:
        stop(f"The packages cannot be installed: {error}.")
