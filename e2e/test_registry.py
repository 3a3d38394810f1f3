"""The registry as a clerk uses it: found however written, noticed when written twice; an old book taken over."""

import uuid

import pytest
from playwright.sync_api import expect

from e2e.portal import wait_until
from e2e.registry import (
    brings_register,
    looks_again,
    looks_for,
    registers,
    says_one_person,
    written_twice,
)

# Where each language is read.
SAYS = {
    "sq": {"office": "peja"},
    "sr": {"office": "strpce"},
}


def fresh_letters():
    """A short ending that no other name has, in letters every script writes."""
    return "".join("aeiomtk"[each % 7] for each in uuid.uuid4().bytes[:5])


@pytest.mark.parametrize("language", ["sq", "sr"])
def test_a_person_written_twice_is_found_and_noticed(signed_in, language):
    # Given a family that is looked for in vain and entered from the search.
    clerk = signed_in(f"officer.{SAYS[language]['office']}", language)
    page = clerk.page
    (surname, given_name), again = written_twice(language)
    looks_for(clerk, surname, given_name)
    first = registers(clerk, surname, given_name)

    # When somebody looks for it in the other script and with a slip, it is found, with the reason.
    clerk.opens(f"/search/?q={again[0][:-1]} {again[1]}")
    found = page.locator(".found tbody tr", has=page.locator(f"a[href='{first}']"))
    expect(found.get_by_text(f"{surname}, {given_name}")).to_be_visible()
    expect(found.locator(".why").first).not_to_be_empty()

    # Entered again all the same, although the search says that it is known here,
    looks_again(clerk, *again)
    expect(page.locator(f".found a[href='{first}']")).to_be_visible()
    second = registers(clerk, *again)

    # the pair is noticed in the background,
    pair = says_one_person(clerk, surname, first, second)

    # and once it is said to be one person, merging is offered, the households first.
    clerk.follows(f".note.good a[href='{pair}']")
    expect(
        page.locator("main a[href^='/households/'][href*='/merge/']")
    ).to_be_visible()


@pytest.mark.parametrize("language", ["sq", "sr"])
def test_an_old_register_is_taken_over_and_back(signed_in, language):
    # Given a book in the letters of Windows-1250, with a day that never was.
    clerk = signed_in(f"officer.{SAYS[language]['office']}", language)
    page = clerk.page
    surname = f"Šć{fresh_letters()}"
    address = brings_register(clerk, surname)

    # The preview reads its letters and says beside the cell what is wrong.
    clerk.opens(address + "preview/")
    expect(page.locator("main td", has_text=surname).first).to_be_visible()
    wrong = page.locator("main td", has_text="31.02.1961")
    expect(wrong.locator(".note.bad")).to_be_visible()
    with page.expect_navigation():
        page.click("main form[action$='/run/'] button")
    wait_until(
        lambda: clerk.opens(address) and page.locator("main .tiles").count(),
        "the report",
        60,
    )

    # The report adds up, and the rejected row can be taken along.
    numbers = [int(each) for each in page.locator("main .tile b").all_inner_texts()]
    assert sum(numbers) == 3, numbers
    expect(page.locator("main tbody tr", has_text="31.02.1961")).to_have_count(1)
    assert clerk.downloads("main a[href$='/rejected/']")
    clerk.opens(f"/search/?q={surname}")
    expect(page.locator(".found tbody tr", has_text=surname).first).to_be_visible()

    # Taken back, nobody of it is found any more.
    clerk.opens(address + "take-back/")
    clerk.presses()

    def gone():
        clerk.opens(f"/search/?q={surname}")
        return not page.locator(".found", has_text=surname).count()

    wait_until(gone, "the import is taken back", 60)
