"""One portal, one browser, and people who sit down at it.

The portal is the real one with its demonstration data (`python -m mcr_portal.local.run` in a
temporary folder). While writing a journey, E2E_URL=http://localhost:8000 uses a running one.
"""

import os
import shutil
import types

import pytest
from playwright.sync_api import sync_playwright

from e2e.person import Person
from e2e.portal import Portal

WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 360, "height": 740}
LOCALES = {
    "sq": "sq-AL", "sr": "sr-RS", "sr-latn": "sr-Latn-RS", "en": "en-GB", "tr": "tr-TR", "bs": "bs-BA",
}  # fmt: skip
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def portal():
    """The running portal."""
    if url := os.environ.get("E2E_URL"):
        yield types.SimpleNamespace(url=url.rstrip("/"))
        return
    started = Portal()
    try:
        started.start()
        yield started
    finally:
        started.stop()


@pytest.fixture(scope="session")
def browser():
    """Debian's Chromium."""
    path = shutil.which("chromium") or "/usr/bin/chromium"
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def sit_down(portal, browser):
    """Somebody opens a browser of their own."""

    def sat(language="en", *, viewport=WIDE, **more):
        context = browser.new_context(
            locale=LOCALES[language],
            viewport=viewport,
            # Colours that are on their way to others would be measured half-way.
            reduced_motion="reduce",
            **more,
        )
        return Person(context, portal.url, language)

    return sat


@pytest.fixture(scope="session")
def keys(portal, sit_down):
    """What the browser keeps of a person who has signed in: asked once per person."""
    kept = {}

    def of(name):
        if name not in kept:
            person = sit_down()
            person.signs_in(name)
            kept[name] = person.context.storage_state()
            person.leaves()
        return kept[name]

    return of


@pytest.fixture
def signed_in(keys, sit_down):
    """A signed-in person who reads one language; at the end nothing suspicious was seen."""
    present = []

    def sat(name, language="en", **more):
        person = sit_down(language, storage_state=keys(name), **more)
        speak(person.context, person.url, language)
        present.append(person)
        return person

    yield sat
    for person in present:
        person.leaves()


def speak(context, url, language):
    """The language chosen on this device."""
    cookie = {"name": "django_language", "value": language, "url": url}
    context.add_cookies([cookie])
