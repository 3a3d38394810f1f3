"""In the village, on a phone: families at one visit, a sheet filled by hand and typed back, a family that has left."""

import io
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from e2e.conftest import PHONE
from e2e.papers import photographed, words_of
from e2e.registry import looks_for, registers, written_twice

# Where each language is read.
OFFICES = {"sq": "peja", "sr": "strpce"}
SAID = {"sq": "Kryefamiljari me të birin", "sr": "Носилац са сином"}
WHY = {"sq": "Nuk ka shkollë afër.", "sr": "У близини нема школе."}
HOW = {"sq": "Qiraja u pagua për tre muaj.", "sr": "Плаћена је кирија за три месеца."}


def day(ago=0):
    return (date.today() - timedelta(days=ago)).isoformat()


def a_family(clerk):
    """Register a family; the address of the household and its surname."""
    (surname, given_name), _again = written_twice(clerk.language)
    looks_for(clerk, surname, given_name)
    return registers(clerk, surname, given_name), surname


def brings_along(clerk, surname, home):
    """A visit is written down once and a family found by its name is put on the list."""
    clerk.chooses_place("/visits/")
    clerk.follows("main a[href='/visits/add/']")
    clerk.fills(kind="go_and_see", held_on=day(200), place=1, hosts="Kryetari")
    clerk.submits()
    clerk.fills(whom=surname)
    clerk.page.locator("main form[role=search] button").click()
    clerk.page.locator("main input[name=households]").first.check()
    clerk.submits()
    clerk.follows("main a[href^='/visits/families/']:not([href$='/remove/'])")
    clerk.fills(
        attended=SAID[clerk.language],
        intention="return",
        said_on=day(200),
        is_voluntary=True,
    )
    clerk.submits()
    clerk.follows(f"main a[href='{home}visits/']")


def is_planned(clerk, home):
    """A visit of the family is planned; where its sheet is."""
    clerk.opens(f"{home}monitoring/add/")
    clerk.fills(planned_for=day())
    clerk.submits()
    return clerk.page.url.removeprefix(clerk.url)


def types(clerk, **found):
    """Type the sheet from top to bottom, with a photograph of it."""
    clerk.follows("main a[href$='/enter/']")
    clerk.fills(
        done_on=day(),
        visited_by="Milan",
        safety="met",
        living="met",
        file=photographed("sheet"),
        **found,
    )
    clerk.submits()


@pytest.mark.parametrize("language", ["sq", "sr"])
def test_a_family_that_left_is_seen_on_the_sheet_and_looked_at_again(
    signed_in, language
):
    # Given a family that was at a visit, said that it wants to return, and is back.
    clerk = signed_in(f"officer.{OFFICES[language]}", language, viewport=PHONE)
    home, surname = a_family(clerk)
    brings_along(clerk, surname, home)
    clerk.opens(f"{home}return/add/")
    clerk.fills(returned_on=day(150), way="assisted", evidence="keys", programme="RRK")
    clerk.submits()
    # When its sheet is printed, which names nobody, and typed back after the visit,
    visit = is_planned(clerk, home)
    printed = clerk.page.request.get(f"{clerk.url}{visit}sheet.pdf")
    assert printed.headers["content-type"] == "application/pdf"
    words = words_of(printed.body())
    assert surname not in words
    assert clerk.page.locator(".record-head .muted").first.inner_text() in words
    types(clerk, presence="left", since=day(10), why=WHY[language], went_to="Vranje")
    # Then its support is looked at again, and somebody says how that ended.
    clerk.opens(home)
    clerk.follows("main .note a[href^='/follow-ups/']")
    clerk.follows(".next a[href*='/step/take_up/']")
    clerk.fills(until=day(-14))
    clerk.submits()
    clerk.follows(".next a[href*='/step/close/']")
    clerk.fills(reason=HOW[language])
    clerk.submits()
    clerk.opens(home)
    expect(clerk.page.locator("main .note a[href^='/follow-ups/']")).to_have_count(0)
    # And one visit stands in the family's file beside what was found.
    clerk.opens(f"{home}visits/")
    expect(clerk.page.locator("main")).to_contain_text(SAID[language])
    expect(clerk.page.locator("main")).to_contain_text(WHY[language])


def test_the_sheets_of_a_village_are_printed_together(signed_in):
    head = signed_in("officer.strpce", "sr", viewport=PHONE)
    head.opens("/monitoring/?show=open")
    boxes = head.page.locator("main tbody input[name=chosen]")
    wanted = min(boxes.count(), 3)
    for number in range(wanted):
        boxes.nth(number).check()
    printed = head.downloads(".bulk-bar button")
    assert len(PdfReader(io.BytesIO(printed)).pages) == wanted
