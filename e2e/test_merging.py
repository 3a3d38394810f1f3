"""One family in two books becomes one, field by field, and two again; with a decision a second person agrees."""

import pytest
from playwright.sync_api import expect

from e2e.registry import (
    HOUSEHOLDS_MERGE,
    PERSONS_MERGE,
    address,
    enters_twice,
    looks_again,
    merges,
    registers,
    says_one_person,
)

# Where each language is read.
OFFICES = {"sq": "peja", "sr": "strpce"}


def as_it_reads(clerk, home):
    """Everything that the page of a household tells."""
    clerk.opens(home)
    return clerk.page.locator("main").inner_text()


def undoes(clerk, merge):
    """Press Undo on the page of the merge and confirm it."""
    clerk.opens(merge)
    clerk.follows(f"main a[href='{merge}undo/']")
    clerk.submits()
    expect(clerk.page.locator(f"main a[href='{merge}undo/']")).to_have_count(0)


def members(page):
    """The rows of those who belong to the household now."""
    return page.locator(".record .left table").first.locator("tbody tr")


@pytest.mark.parametrize("language", ["sq", "sr"])
def test_a_family_in_two_books_becomes_one_and_two_again(signed_in, language):
    # Given one woman at the head of two registrations, with another day of birth in the second.
    clerk = signed_in(f"officer.{OFFICES[language]}", language)
    page = clerk.page
    first, second, pair = enters_twice(
        clerk, birth_date="1958-04-11", father_name="Marko"
    )
    before = [as_it_reads(clerk, home) for home in (first, second)]

    # When the households are merged and then, as the page offers, the two entries of the woman,
    clerk.opens(pair)
    of_households = merges(clerk, HOUSEHOLDS_MERGE)
    kept = address(clerk, "main dl.facts a[href^='/households/']")
    of_persons = merges(
        clerk,
        PERSONS_MERGE,
        surname="kept",
        birth_date="dropped",
        father_name="dropped",
    )

    # then the address of the household given up leads on to the other one,
    given_up = second if kept == first else first
    page.goto(clerk.url + given_up)
    assert page.url == clerk.url + kept
    # where she is one member with the facts that were chosen, and both requests are.
    expect(members(page)).to_have_count(1)
    expect(members(page)).to_contain_text("Marko")
    expect(page.locator(".aside a[href^='/requests/']")).to_have_count(2)

    # And undone, the last merge first, both are as they were.
    clerk.opens("/duplicates/")
    clerk.follows("main a[href='/merges/']")
    expect(page.locator(f"tbody a[href='{of_persons}']")).to_be_visible()
    undoes(clerk, of_persons)
    undoes(clerk, of_households)
    assert [as_it_reads(clerk, home) for home in (first, second)] == before


def a_family_decided_on(clerk):
    """The household of a request that was approved, the name of its head, and what is written of that person."""
    clerk.opens("/requests/?stage=approved")
    clerk.follows("tbody a.ref")
    decided = address(clerk, "main a[href^='/households/']")
    clerk.opens(decided)
    head = members(clerk.page).first.locator("a.ref")
    name = head.inner_text()
    clerk.opens(head.get_attribute("href"))
    fields = ("surname", "given_name", "father_name", "birth_date")
    answer = "main [name={}]".format
    return (
        decided,
        name,
        {each: clerk.page.locator(answer(each)).input_value() for each in fields},
    )


@pytest.mark.parametrize("language", ["sq", "sr"])
def test_where_a_decision_stands_a_second_person_agrees(signed_in, language):
    # Given a family with a decision in force, entered once more from another paper.
    clerk = signed_in(f"officer.{OFFICES[language]}", language)
    page = clerk.page
    decided, name, facts = a_family_decided_on(clerk)
    looks_again(clerk, facts["surname"], facts["given_name"])
    entered = registers(clerk, request_type=3, **facts)

    # When an officer merges the two, it is a proposal that the officer cannot confirm.
    clerk.opens(says_one_person(clerk, name, decided, entered))
    merge = merges(clerk, HOUSEHOLDS_MERGE)
    kept = address(clerk, "main dl.facts a[href^='/households/']")
    given_up = entered if kept == decided else decided
    expect(page.locator("main .note.waiting")).to_be_visible()
    expect(page.locator(f"main a[href='{merge}confirm/']")).to_have_count(0)
    clerk.opens(given_up)
    expect(page.locator(f"main a[href='{merge}']")).to_be_visible()

    # Only once the head of the office confirms does the entry given up lead on to the other one.
    chief = signed_in(f"head.{OFFICES[language]}", language)
    chief.opens("/merges/")
    chief.follows(f"tbody a[href='{merge}']")
    chief.follows(f"main a[href='{merge}confirm/']")
    chief.submits()
    page.goto(clerk.url + given_up)
    assert page.url == clerk.url + kept

    # What needed two is not taken back by the officer alone.
    clerk.opens(merge)
    expect(page.locator(f"main a[href='{merge}undo/']")).to_have_count(0)
    undoes(chief, merge)
    clerk.opens(entered)
    expect(members(page)).to_have_count(1)
