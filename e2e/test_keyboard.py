"""A whole errand without a mouse: sign in, find a file, open it, take the step."""

from playwright.sync_api import expect

from e2e.person import DOMAIN, PASSWORD

MOST_TABS = 80
# The element that has the focus, if its focus can be seen.
IS_SEEN = """() => {
    const here = document.activeElement, box = here.getBoundingClientRect();
    const style = getComputedStyle(here);
    const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    const covered = top && !here.contains(top) && !top.contains(here)
        && getComputedStyle(top).position !== "static" && !here.matches(".ref");
    return {outlined, covered, html: here.outerHTML.slice(0, 200)};
}"""


def tab_to(page, selector):
    """Press Tab until the place is reached; wherever one is on the way can be seen."""
    for _turn in range(MOST_TABS):
        page.keyboard.press("Tab")
        seen = page.evaluate(IS_SEEN)
        assert seen["outlined"], f"no focus to be seen on {seen['html']}"
        assert not seen["covered"], f"focus is hidden on {seen['html']}"
        if page.evaluate("to => document.activeElement.matches(to)", selector):
            return
    raise AssertionError(f"{selector} is not reached with {MOST_TABS} tabs")


def press_enter(page):
    """Press Enter and wait for the page that comes."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_an_officer_submits_a_request_by_keyboard_alone(sit_down):
    officer = sit_down("sr")
    page = officer.page

    # Given an officer who signs in,
    officer.opens("/account/sign-in/")
    page.keyboard.type(f"officer.gracanica@{DOMAIN}")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    press_enter(page)
    expect(page.locator(".me")).to_be_visible()

    # who may skip the menu,
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()

    # when a draft is looked up with the one search box,
    officer.opens("/requests/?stage=draft")
    number = page.locator("tbody a.ref").first.inner_text()
    page.keyboard.press("/")
    expect(page.locator("[data-search]")).to_be_focused()
    page.keyboard.type(number)
    press_enter(page)
    tab_to(page, ".found a[href^='/requests/']")
    press_enter(page)

    # and submitted from its Next step card,
    tab_to(page, ".next a[href*='/step/submit/']")
    press_enter(page)
    tab_to(page, "main form button")
    press_enter(page)

    # then it is submitted, and said so.
    expect(page.locator("[role=status] .note.good")).to_be_visible()
    expect(page.locator(".record-head")).to_contain_text(number)
    assert not page.locator(".next a[href*='/step/submit/']").count()
    officer.leaves()


def test_a_menu_opens_and_closes_by_keyboard(signed_in):
    officer = signed_in("officer.strpce", "sq")
    page = officer.page
    officer.opens("/requests/")

    tab_to(page, ".filters summary")
    page.keyboard.press("Enter")
    menu = page.locator(".filters details.menu[open]")
    expect(menu).to_have_count(1)

    page.keyboard.press("Escape")
    expect(menu).to_have_count(0)
    expect(page.locator(".filters summary").first).to_be_focused()
