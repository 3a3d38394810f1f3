"""`make lock`: writes the locked requirements anew, each package with its hashes."""

import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

TOOL = "pip-tools==7.6.2"
FILES = ("requirements", "requirements-dev", "requirements-e2e", "requirements-bench")
# A lock file names packages and hashes, never the address of an index.
OPTIONS = ("--allow-unsafe", "--generate-hashes", "--strip-extras", "--quiet")
OPTIONS += ("--no-emit-index-url", "--no-emit-find-links", "--no-emit-trusted-host")


def main():
    """Compile the four files in a virtual environment of its own."""
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        python = Path(folder) / "bin" / "python"
        subprocess.run([python, "-m", "pip", "install", "--quiet", TOOL], check=True)
        for name in FILES:
            command = [python, "-m", "piptools", "compile", *OPTIONS, *sys.argv[1:]]
            command += [f"--output-file={name}.txt", f"{name}.in"]
            environment = dict(os.environ, CUSTOM_COMPILE_COMMAND="make lock")
            subprocess.run(command, env=environment, check=True)


if __name__ == "__main__":
    main()
