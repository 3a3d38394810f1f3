"""Whoever is new reads CONTRIBUTING.md first: every file and folder it names is there."""

import re

from django.conf import settings

from tests.sources import APPS

NAMED = re.compile(r"`([\w/.]+(?:\.(?:py|csv|md|html|typ)|/))`")
# Told of as a rule before there is one.
NOT_YET = {"receivers.py"}
# A name that stands for one of many: `views.py` of any app.
IN_ANY_APP = re.compile(r"^\w+(?:\.py|/)$")


def test_every_room_that_is_named_exists():
    text = (settings.BASE_DIR / "CONTRIBUTING.md").read_text("utf-8")
    named = set(NAMED.findall(text))
    assert {"core/names/", "core/tabular/", "cases/search/", "views.py"} <= named
    missing = {name for name in named if not exists(name)}
    assert missing == NOT_YET


def exists(name: str) -> bool:
    root = settings.BASE_DIR
    within = [root, *(root / app for app in APPS)] if IN_ANY_APP.match(name) else [root]
    return any((folder / name).exists() for folder in within) or any(
        found for app in APPS for found in (root / app).glob(f"*/{name}")
    )


def test_every_floor_and_every_room_with_a_door_sign_is_named():
    """A package of an app that is neither models, views, forms nor tests is a room to be told of."""
    text = (settings.BASE_DIR / "CONTRIBUTING.md").read_text("utf-8")
    usual = {"migrations", "tests", "templatetags", "management", "forms", "views", "middleware"}  # fmt: skip
    rooms = {
        f"{app}/{folder.parent.name}/"
        for app in ("core", "cases")
        for folder in (settings.BASE_DIR / app).glob("*/__init__.py")
        if folder.parent.name not in usual
    }
    assert {"core/pages/", "cases/matching/"} <= rooms
    assert sorted(room for room in rooms if f"`{room}`" not in text) == []
    assert [
        app for app in APPS if not re.search(rf"^{app}\b", text, re.MULTILINE)
    ] == []
