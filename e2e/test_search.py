"""The one search box while somebody types: suggestions, by mouse or keyboard, gone when they are not wanted."""

import pytest
from playwright.sync_api import expect

from e2e.axe import overhang, violations
from e2e.conftest import PHONE, WIDE


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["desk", "phone"])
def test_a_family_is_suggested_while_its_name_is_typed(signed_in, viewport):
    officer = signed_in("officer.strpce", "sr", viewport=viewport)
    page = officer.page
    officer.opens("/requests/")
    box, suggestions = page.locator("[data-search]"), page.locator(".suggestions")
    name = page.locator("tbody .who").first.inner_text()
    surname, given_name = name.split(", ")
    box.press_sequentially(f"{surname} {given_name[:3]}", delay=30)
    expect(suggestions).to_contain_text(name)
    assert violations(page) == []
    assert not overhang(page)

    box.press("Escape")
    expect(suggestions).to_be_hidden()

    box.press_sequentially(given_name[3:], delay=30)
    expect(suggestions).to_be_visible()
    box.press("ArrowDown")
    expect(suggestions.locator("a").first).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(box).to_be_focused()
    page.keyboard.press("ArrowDown")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "/households/" in page.url
    officer.leaves()
