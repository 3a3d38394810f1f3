"""The floors and rooms of the house: imports only go down, and the contracts notice when they do not."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from django.conf import settings

from tests.sources import APPS

LINTER = Path(sys.executable).with_name("lint-imports")
PROJECT = settings.BASE_DIR / "pyproject.toml"
BROKEN = {
    "core imports cases": ("core/names.py", "import cases.models\n"),
    "cases imports reports": ("cases/services.py", "import reports.models\n"),
    "accounts imports the top": ("accounts/models.py", "import mcr_portal.home\n"),
    "models import services": ("cases/models.py", "import cases.services\n"),
    "forms import views": ("cases/forms.py", "import cases.views\n"),
    "querysets import models": ("cases/querysets.py", "import cases.models\n"),
}
ROOMS = (
    "urls",
    "views",
    "tasks",
    "services",
    "workflow",
    "forms",
    "rules",
    "models",
    "querysets",
)


def verdict(folder: Path) -> subprocess.CompletedProcess:
    command = [LINTER, "--no-cache", "--config", PROJECT]
    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False
    )


@pytest.fixture
def stub(tmp_path):
    """A house with every floor and room, and nothing in them."""
    (tmp_path / "mcr_portal").mkdir()
    for app in (*APPS, "mcr_portal"):
        folder = tmp_path / app
        folder.mkdir(exist_ok=True)
        for room in ("__init__", "home", "names", *ROOMS):
            (folder / f"{room}.py").write_text("")
    return tmp_path


def test_imports_only_go_down():
    answer = verdict(settings.BASE_DIR)
    assert answer.returncode == 0, answer.stdout


def test_the_contracts_name_every_app():
    config = tomllib.loads(PROJECT.read_text())["tool"]["importlinter"]
    there = {app for app in APPS if (settings.BASE_DIR / app / "__init__.py").exists()}
    assert set(config["root_packages"]) == there
    floors, rooms = config["contracts"]
    assert set(floors["layers"]) == there
    assert set(rooms["containers"]) == there - {"mcr_portal", "core"}


def test_an_empty_house_is_in_order(stub):
    answer = verdict(stub)
    assert answer.returncode == 0, answer.stdout


@pytest.mark.parametrize(("path", "text"), BROKEN.values(), ids=BROKEN)
def test_an_import_upwards_is_noticed(stub, path, text):
    (stub / path).write_text(text)
    answer = verdict(stub)
    assert answer.returncode == 1
    assert "BROKEN" in answer.stdout
