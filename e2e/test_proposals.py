"""Who a person is changes only when a colleague agrees; how a family is reached changes at once, and back."""

import pytest
from playwright.sync_api import expect

from e2e.papers import photographed
from e2e.registry import address, looks_for, registers, written_twice

# Where each language is read, and a day as each language writes it.
OFFICES = {"sq": "peja", "sr": "strpce"}
BORN = "1961-02-03"
BORN_READ = "03.02.1961"
APPROVE = ".next a[href*='/step/approve/']"


def opens_household(clerk, stage):
    """Go from the list of requests to the household of the first in this stage; its address."""
    clerk.opens(f"/requests/?stage={stage}")
    clerk.follows("tbody a.ref")
    clerk.follows("main a[href^='/households/']")
    return clerk.page.url.removeprefix(clerk.url)


def proposes(clerk, person, born):
    """Correct a day of birth and attach the card that shows it; the address of the proposal."""
    clerk.opens(person)
    clerk.fills(birth_date=born, evidence=1, file=photographed(born))
    clerk.submits()
    clerk.sees(".record-head .pill.progress")
    return clerk.page.url.removeprefix(clerk.url)


@pytest.mark.parametrize("language", ["sq", "sr"])
def test_a_day_of_birth_changes_when_a_colleague_agrees(signed_in, language):
    # Given a household whose request is submitted: the page says that a colleague must agree.
    clerk = signed_in(f"officer.{OFFICES[language]}", language)
    page = clerk.page
    home = opens_household(clerk, "submitted")
    person = address(clerk, ".record .left a[href^='/persons/']")
    clerk.opens(person)
    before = page.locator("main [name=birth_date]").input_value()
    expect(page.locator("section[aria-labelledby=touches] li")).not_to_have_count(0)

    # When an officer corrects the day of birth, it stands beside the old one with its paper,
    proposal = proposes(clerk, person, BORN)
    line = page.locator("main table.compare tbody tr")
    expect(line).to_have_count(1)
    expect(line.locator("ins")).to_have_text(BORN_READ)
    expect(page.locator("main img[src^='/documents/']")).to_be_visible()
    # nothing has changed yet, and the officer cannot approve it.
    expect(page.locator(APPROVE)).to_have_count(0)
    clerk.opens(person)
    expect(page.locator("main [name=birth_date]")).to_have_value(before)

    # When the head of the office approves,
    chief = signed_in(f"head.{OFFICES[language]}", language)
    chief.opens("/changes/")
    chief.follows(f"tbody a[href='{proposal}']")
    chief.follows(APPROVE)
    chief.submits()
    chief.sees(".record-head .pill.good")

    # then the new day stands on the person's page, and the household remembers the change.
    clerk.opens(person)
    expect(page.locator("main [name=birth_date]")).to_have_value(BORN)
    clerk.opens(home)
    expect(page.locator(f"#history .act a[href='{proposal}']")).to_be_visible()
    expect(page.locator(".record .left table").first).to_contain_text(BORN_READ)


@pytest.mark.parametrize("language", ["sq", "sr"])
def test_whoever_proposes_does_not_approve(signed_in, language):
    # Given the head of an office, who may approve what others propose.
    chief = signed_in(f"head.{OFFICES[language]}", language)
    page = chief.page
    opens_household(chief, "municipal_review")
    person = address(chief, ".record .left a[href^='/persons/']")

    # When the head proposes, the button is there for nobody to press, and the page says why.
    proposes(chief, person, BORN)
    expect(page.locator(APPROVE)).to_have_count(0)
    expect(page.locator(".next button:disabled")).not_to_have_count(0)
    expect(page.locator(".next .check li.open")).not_to_have_count(0)

    # It can be withdrawn.
    chief.follows(".next a[href*='/step/withdraw/']")
    chief.submits()
    chief.sees(".record-head .pill.neutral")


@pytest.mark.parametrize("language", ["sq", "sr"])
def test_a_phone_is_changed_at_once_and_taken_back(signed_in, language):
    clerk = signed_in(f"officer.{OFFICES[language]}", language)
    page = clerk.page
    home = opens_household(clerk, "submitted")
    phone = page.locator("main dl.facts").last
    before = phone.inner_text()

    clerk.follows(f"main a[href='{home}contact/']")
    clerk.fills(phone="+383 00 555 0199")
    clerk.submits()
    expect(phone).to_contain_text("+383 00 555 0199")

    # The message itself holds the button that takes it back.
    with page.expect_navigation():
        page.locator("[role=status] .note.good button").click()
    clerk.opens(home)
    assert phone.inner_text() == before


@pytest.mark.parametrize("language", ["sq", "sr"])
def test_a_grown_child_has_a_household_of_its_own(signed_in, language):
    # Given a family of two with a request that is still a draft.
    clerk = signed_in(f"officer.{OFFICES[language]}", language)
    page = clerk.page
    (surname, given_name), (_surname, child) = written_twice(language)
    looks_for(clerk, surname, given_name)
    home = registers(clerk, surname, given_name)
    clerk.opens(home)
    clerk.follows(f"main a[href='{home}members/add/']")
    clerk.fills(
        surname=surname,
        given_name=child,
        birth_date="1990-06-01",
        relation="child",
        on="2020-01-01",
    )
    clerk.submits()
    rows = page.locator(".record .left table").first.locator("tbody tr")
    expect(rows).to_have_count(2)

    # When the household is split, the page says first what else it touches: the request stays.
    clerk.follows(f"main a[href='{home}split/']")
    expect(page.locator("section[aria-labelledby=touches]")).to_contain_text("RR-")
    grown = page.locator("main .mb-3", has_text=child).locator("select[name^=member_]")
    grown.select_option("head")
    clerk.fills(on="2026-01-15")
    clerk.submits()

    # Then one stays, the other heads a household of the same place, and the history leads there.
    expect(rows).to_have_count(1)
    expect(page.locator("#history")).to_contain_text("15.01.2026")
    clerk.follows("#history a[href^='/changes/']")
    clerk.follows(f"main a[href^='/households/']:not([href='{home}'])")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text(child)
