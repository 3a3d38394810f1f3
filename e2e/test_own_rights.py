"""A person asks at the counter what the portal keeps about them, or that it be put right."""

import json

import pytest
from playwright.sync_api import expect

from e2e.papers import scanned_pdf, words_of
from e2e.portal import wait_until
from e2e.registry import address, looks_for, registers, written_twice

# Where each language is read.
OFFICES = {"sq": "peja", "sr": "strpce"}
WRONG = {
    "sq": "Emri i babait duhet të jetë Marko.",
    "sr": "Име оца треба да гласи Марко.",
}


def a_family_of_two(clerk):
    """Register a woman and her husband; the address of the household, her names, his given name."""
    (surname, given_name), _again = written_twice(clerk.language)
    husband = {"sq": "Xhemajl", "sr": "Будимир"}[clerk.language]
    looks_for(clerk, surname, given_name)
    home = registers(clerk, surname, given_name, phone="+383 00 555 0123")
    clerk.opens(f"{home}members/add/")
    clerk.fills(
        surname=surname,
        given_name=husband,
        birth_date="1955-05-06",
        relation="spouse",
        on="1999-01-01",
    )
    clerk.submits()
    return home, (surname, given_name), husband


def asks(clerk, home, who, kind, **more):
    """Write down from the page of the household what a person asks; the address of the request."""
    clerk.opens(home)
    clerk.follows(f"main a[href='{home}rights/add/']")
    clerk.fills(person=f"{who[0]}, {who[1]}", kind=kind, **more)
    clerk.submits()
    return clerk.page.url.removeprefix(clerk.url)


def takes_the_step(person, name, **answers):
    """Take one step that the page offers, answering what it asks."""
    person.follows(f".next a[href*='/step/{name}/']")
    person.fills(**answers)
    person.submits()


@pytest.mark.parametrize("language", ["sq", "sr"])
def test_a_person_gets_what_is_kept_and_nobody_elses(signed_in, language):
    # Given a woman who asks at the counter to see her own data.
    clerk = signed_in(f"officer.{OFFICES[language]}", language)
    home, who, husband = a_family_of_two(clerk)
    request = asks(clerk, home, who, "access")
    clerk.sees("#why .clock")
    seen = {"document": "identity_card", "digits": "4711"}

    # When one colleague confirms who she is, that is not enough, and nothing can be taken along;
    takes_the_step(clerk, "confirm_first", **seen)
    expect(clerk.page.locator(".next a[href*='/step/confirm_again/']")).to_have_count(0)
    expect(
        clerk.page.locator("main a[href$='.pdf'], main a[href$='.json']")
    ).to_have_count(0)

    # when the head of the office has seen the card, too, the export is made.
    chief = signed_in(f"head.{OFFICES[language]}", language)
    chief.opens("/rights/")
    chief.follows(f"tbody a[href='{request}']")
    takes_the_step(chief, "confirm_again", **seen)

    def made():
        chief.opens(request)
        return chief.page.locator("main a[href$='/export.json']").count()

    wait_until(made, "the export", 60)

    # Then both files tell of her, and hide her husband.
    kept = chief.downloads("main a[href$='/export.json']").decode()
    read = words_of(chief.downloads("main a[href$='/export.pdf']"))
    assert json.loads(kept)["format"] == "mcr-own-data"
    for told in (kept, read):
        assert who[0] in told
        assert who[1] in told
        assert "+383 00 555 0123" in told
        assert husband not in told
        assert "1955" not in told

    takes_the_step(chief, "hand_over")
    chief.sees(".record-head .pill.good")


@pytest.mark.parametrize("language", ["sq", "sr"])
def test_a_correction_has_its_clock(signed_in, language):
    # Given a woman whose father's name is written wrongly, with a paper in her hand.
    clerk = signed_in(f"officer.{OFFICES[language]}", language)
    page = clerk.page
    home, who, _husband = a_family_of_two(clerk)
    request = asks(
        clerk,
        home,
        who,
        "correction",
        wanted=WRONG[language],
        file=scanned_pdf("babai-otac"),
    )
    expect(page.locator("main dl.facts").first).to_contain_text(WRONG[language])
    expect(page.locator("main a[href^='/documents/']")).to_be_visible()
    # The clock runs from the first day.
    expect(page.locator("#why .clock")).to_have_count(1)

    # When the office examines it, corrects the file and says so,
    takes_the_step(clerk, "examine")
    clerk.opens(home)
    clerk.opens(address(clerk, ".record .left a[href^='/persons/']"))
    clerk.fills(father_name=WRONG[language].split()[-1].rstrip("."))
    clerk.submits()
    chief = signed_in(f"head.{OFFICES[language]}", language)
    chief.opens(request)
    takes_the_step(chief, "correct", reason=WRONG[language])

    # then the wish is closed and its clock stands.
    chief.sees(".record-head .pill.good")
    expect(chief.page.locator("#why")).to_have_count(0)
