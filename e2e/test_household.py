"""A household in the browser: what was saved is taken back with one button; a known person is looked for and joins."""

from datetime import date

import pytest
from playwright.sync_api import expect

from e2e.axe import overhang, violations
from e2e.conftest import PHONE, WIDE
from e2e.registry import looks_again, registers, written_twice
from e2e.test_registry import SAYS


def new_household(clerk, surname, given_name):
    """The address of a household that was just registered, of one person."""
    looks_again(clerk, surname, given_name)
    return registers(clerk, surname, given_name)


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["1280", "360"])
@pytest.mark.parametrize("language", ["sq", "sr"])
def test_saved_taken_back_left_and_joined_again(signed_in, language, viewport):
    # Given a family of one person.
    clerk = signed_in(
        f"officer.{SAYS[language]['office']}", language, viewport=viewport
    )
    page, (surname, given_name) = clerk.page, written_twice(language)[0]
    household = new_household(clerk, surname, given_name)

    # A phone number that was saved by mistake is taken back with the button in the message;
    saved_and_taken_back(clerk, household)

    # when the person leaves and comes back, typing a few letters is enough to be offered,
    clerk.follows("main a[href$='/leave/']")
    clerk.fills(on=date.today().isoformat())
    clerk.submits()
    is_offered(clerk, household, surname).click()

    # and the form knows whom: only since when and as what is left to be said.
    expect(page.locator("main [name=person]:checked")).to_have_count(1)
    assert violations(page) == []
    assert overhang(page) == []
    clerk.fills(relation="head", on=date.today().isoformat())
    clerk.submits()
    expect(page.locator("main", has_text=surname).first).to_be_visible()


def saved_and_taken_back(clerk, household):
    """Save a phone number and press the button of the message."""
    page = clerk.page
    clerk.opens(f"{household}contact/")
    clerk.fills(phone="+383 44 987 654")
    clerk.submits()
    button = page.locator("main [role=status] form button")
    expect(button).to_be_visible()
    assert violations(page) == []
    assert overhang(page) == []
    with page.expect_navigation():
        button.click()
    assert page.url.endswith(household)
    expect(page.locator("main .note.good")).to_be_visible()
    expect(page.locator("main dl", has_text="987 654")).to_have_count(0)


def is_offered(clerk, household, surname):
    """Type what one remembers of a name; the one who is offered."""
    page = clerk.page
    clerk.opens(f"{household}members/join/")
    assert violations(page) == []
    box = page.locator("#find-person")
    box.press_sequentially(surname[:-1])
    offered = page.locator("main [data-suggestions] a", has_text=surname)
    expect(offered).to_be_visible()
    assert overhang(page) == []
    return offered
