"""An old laptop, a weak line, no script: the counter and the public pages work all the same."""

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from e2e.office import Desk, Family
from e2e.papers import code_on
from e2e.stories import SERBIAN


@pytest.fixture
def plain(signed_in):
    """A signed-in person whose browser runs no script."""
    return lambda name, language: signed_in(name, language, java_script_enabled=False)


def test_a_family_is_registered_and_sees_where_its_request_stands(plain, sit_down):
    # Given an officer without script,
    officer = Desk(plain("officer.gracanica", "sr"), SERBIAN)
    officer.comes_to_work()
    assert not officer.page.locator("html.js").count()

    # when a family is registered and its request submitted,
    officer.registers_the_family()
    reference = officer.reference()
    officer.fills_in_what_is_missing()
    officer.takes_the_step("submit")
    _number, receipt = officer.takes_the_newest_letter()

    # then the family sees without script where it stands.
    family = Family(sit_down("sr", java_script_enabled=False), SERBIAN)
    said = family.asks("/public/request/", reference, code_on(receipt))
    assert reference in said
    family.person.leaves()


def test_filters_count_and_stay_in_the_address(plain):
    officer = plain("officer.peja", "sq")
    officer.opens("/requests/")
    page = officer.page

    chip = page.locator(".filters a.chip[href*='show=open']")
    number = int(chip.locator("b").inner_text())
    officer.follows(".filters a.chip[href*='show=open']")
    expect(page.locator("tbody tr")).to_have_count(number)

    page.locator(".filters summary").first.click()
    officer.follows(".filters details a[href*='stage=submitted']")
    chosen = parse_qs(urlsplit(page.url).query)
    assert (chosen["show"], chosen["stage"]) == (["open"], ["submitted"])

    # An active choice leads to the list without it.
    officer.follows(".filters a.chip[aria-current]")
    assert parse_qs(urlsplit(page.url).query).keys() == {"stage"}


def test_several_requests_are_given_to_a_colleague_at_once(plain):
    head = plain("head.gjilan", "sq")
    head.opens("/requests/?stage=submitted")
    page = head.page
    boxes = page.locator("tbody .pick input")
    number = min(boxes.count(), 2)
    assert number
    for turn in range(number):
        boxes.nth(turn).check()

    with page.expect_navigation():
        page.locator(".bulk-bar button").first.click()
    page.locator("select[name=officer]").select_option(index=0)
    with page.expect_navigation():
        page.locator(".form-bar button").click()

    # The page comes again by itself until the worker has done every row.
    expect(page.locator("tbody .pill.good")).to_have_count(number, timeout=60_000)
