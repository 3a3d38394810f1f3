"""Every page, in four languages and what families read in six, on a desk and on a phone: open to all, calm and light."""

import pytest

from e2e.arriving import ALL_LANGUAGES, CASEWORKER, OF_FAMILIES, SECRETARY
from e2e.axe import overhang, violations
from e2e.conftest import PHONE, WIDE
from e2e.places import ADMINISTRATION, RUN, VISITS

PEOPLE = tuple(dict.fromkeys(visit.who for visit in VISITS))
IN_ONE_LANGUAGE_ALSO_DARK = "sr"
# In the templates of Django 5.2's administration, not in ours.
DJANGOS_OWN = ("empty-table-header:", "link-in-text-block:")


@pytest.fixture(scope="module")
def reader(keys, sit_down):
    """A tab of one person in one language, kept while that person visits page after page."""
    kept = {}

    def of(who, language):
        if (who, language) not in kept:
            for other in kept.values():
                other.context.close()
            kept.clear()
            kept[who, language] = _seated(who, language, keys, sit_down)
        return kept[who, language]

    yield of
    for person in kept.values():
        person.context.close()


def _seated(who, language, keys, sit_down):
    state = {"storage_state": keys(who)} if who else {}
    person = sit_down(language, **state)
    cookie = {"name": "django_language", "value": language, "url": person.url}
    person.context.add_cookies([cookie])
    return person


@pytest.fixture(scope="module")
def paths():
    """Where the pages are that had to be looked for."""
    return {}


@pytest.fixture(scope="module")
def a_report(keys, sit_down):
    """A report that the caseworker has made, so that there is one to look at."""
    person = sit_down(storage_state=keys(CASEWORKER))
    person.page.goto(f"{person.url}/reports/new/waiting-times/")
    person.fills(purpose="To see how a report looks")
    with person.page.expect_navigation():
        person.page.click("main form .btn-primary")
    person.page.wait_for_selector("main a[href$='/xlsx/']", timeout=90_000)
    person.context.close()


def arrive(person, visit, paths):
    """Open the page of a visit at a desk; what the browser complained about on the way."""
    person.page.emulate_media(color_scheme="light")
    person.page.set_viewport_size(WIDE)
    if visit not in paths:
        path = visit.path(person) if callable(visit.path) else visit.path
        paths[visit] = path
    person.faults.clear()
    visit.how(person, paths[visit])
    person.reads_own_language()
    return list(person.faults)


ORDERED = [
    pytest.param(visit, language, id=f"{language}-{visit.name}".replace(" ", "-"))
    for language in ALL_LANGUAGES + OF_FAMILIES
    for who in PEOPLE
    for visit in VISITS
    if visit.who == who and language in visit.languages
]


@pytest.mark.parametrize(("visit", "language"), ORDERED)
def test_a_page_is_open_to_everybody(visit, language, reader, paths, request):
    if visit.path is RUN:
        request.getfixturevalue("a_report")
    person = reader(visit.who, language)

    found = arrive(person, visit, paths)
    found += [f"desk, cut off: {part}" for part in overhang(person.page)]
    person.page.set_viewport_size(PHONE)
    found += [f"phone, cut off: {part}" for part in overhang(person.page)]
    found += [f"phone: {fault}" for fault in violations(person.page)]
    person.page.set_viewport_size(WIDE)
    found += [f"desk: {fault}" for fault in violations(person.page)]
    if language == IN_ONE_LANGUAGE_ALSO_DARK:
        person.page.emulate_media(color_scheme="dark")
        dark = violations(person.page, "color-contrast")
        found += [f"dark: {fault}" for fault in dark]

    assert not found, "\n".join(found)


# Surnames of forty letters without a break.
LONG_NAMES = {
    "sq": "Gjorgjeviqi" * 3 + "Krasniq, " + "Lindita" * 6,
    "sr": "Ђорђевићева" * 3 + "Љубишић, " + "Љубинка" * 6,
}


@pytest.mark.parametrize("language", LONG_NAMES)
@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["desk", "phone"])
def test_a_very_long_name_pushes_nothing_over_the_edge(signed_in, language, viewport):
    secretary = signed_in(SECRETARY, language, viewport=viewport)
    secretary.opens("/requests/")

    name = secretary.page.locator("tbody .who").first
    name.evaluate("(cell, name) => { cell.textContent = name }", LONG_NAMES[language])

    assert overhang(secretary.page) == []


@pytest.mark.parametrize("visit", ADMINISTRATION, ids=lambda visit: visit.name)
def test_the_administration_is_open_to_everybody(visit, reader, paths):
    person = reader(visit.who, "en")

    found = arrive(person, visit, paths) + violations(person.page)
    ours = [fault for fault in found if not fault.startswith(DJANGOS_OWN)]

    assert not ours, "\n".join(ours)
