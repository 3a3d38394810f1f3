"""The registry as a clerk uses it: found however written, noticed when written twice; an old book taken over."""

import uuid

import pytest
from playwright.sync_api import expect

from e2e.portal import wait_until
from e2e.registry import brings_register, paper_number

# Where each language is read.
SAYS = {
    "sq": {"office": "peja"},
    "sr": {"office": "strpce"},
}
# As it stands in one book and in another, and as somebody mistypes it.
WRITTEN = {
    "sq": ("Gjorgjeviq", "Lindita", "Ђорђевић", "Линдита"),
    "sr": ("Ђорђевић", "Љубинка", "Đorđević", "Ljubinka"),
}


def fresh_letters():
    """A short ending that no other name has, in letters every script writes."""
    return "".join("aeiomtk"[each % 7] for each in uuid.uuid4().bytes[:5])


def registers(clerk, surname, given_name):
    """Look first; not there: register from the search, the names already filled in."""
    clerk.opens("/search/registration/")
    clerk.fills(surname=surname, given_name=given_name)
    clerk.submits()
    clerk.follows("main a[href^='/requests/register/?']")
    expect(clerk.page.locator("main [name=surname]")).to_have_value(surname)
    expect(clerk.page.locator("main [name=given_name]")).to_have_value(given_name)
    clerk.fills(
        birth_date="1958-11-04",
        paper_number=paper_number(),
        place_of_return=1,
        language=clerk.language,
        request_type=1,
    )
    clerk.submits()


@pytest.mark.parametrize("language", ["sq", "sr"])
def test_a_person_written_twice_is_found_and_noticed(signed_in, language):
    # Given a family that is entered once, from the search.
    clerk = signed_in(f"officer.{SAYS[language]['office']}", language)
    page = clerk.page
    surname, given_name, other_surname, other_given_name = WRITTEN[language]
    registers(clerk, surname, given_name)

    # When somebody looks for it in the other script and with a slip, it is found, with the reason.
    clerk.opens(f"/search/?q={other_surname[:-1]} {other_given_name}")
    found = page.locator(".found tbody tr", has_text=f"{surname}, {given_name}")
    expect(found.first.locator(".why").first).not_to_be_empty()

    # Entered again all the same, the pair is noticed in the background,
    registers(clerk, other_surname, other_given_name)

    def pairs():
        clerk.opens("/duplicates/")
        return page.locator("tbody tr", has_text=other_surname).count()

    wait_until(pairs, "the pair under Duplicates", 60)
    clerk.follows(f"tbody tr:has-text('{other_surname}') a[href^='/duplicates/']")
    address = page.url.removeprefix(clerk.url)
    with page.expect_navigation():
        page.click("main button[name=verdict][value=same]")

    # and once it is said to be one person, merging is offered.
    clerk.opens(address)
    expect(page.locator("main a[href*='/merge/']")).to_be_visible()


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
