"""The project's own source files, as these tests read them."""

from collections.abc import Iterator

from django.conf import settings

APPS = (
    "mcr_portal",
    "reports",
    "commissions",
    "cases",
    "accounts",
    "core",
    "housing",
    "collective_centers",
)
BESIDE = ("tests", "e2e", "bench")


def python_files(*folders: str) -> Iterator[tuple[str, str]]:
    """Path and text of every module outside migrations."""
    for folder in folders:
        for path in sorted((settings.BASE_DIR / folder).rglob("*.py")):
            relative = path.relative_to(settings.BASE_DIR)
            if "migrations" not in relative.parts:
                yield str(relative), path.read_text("utf-8")


def product_files() -> Iterator[tuple[str, str]]:
    """The portal itself, without its tests and what only tests and the demonstration use."""
    for path, text in python_files(*APPS):
        if "/tests/" not in path:
            yield path, text


def templates() -> Iterator[tuple[str, str]]:
    """Name and text of every template of our own."""
    folders = [settings.BASE_DIR / "templates"]
    folders += [settings.BASE_DIR / app / "templates" for app in APPS]
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                yield str(path.relative_to(folder)), path.read_text("utf-8")
