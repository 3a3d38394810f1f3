"""From the counter to the letter: one family's request, as people who never read a manual take it."""

import io

import pytest
from python_calamine import CalamineWorkbook

from e2e.conftest import PHONE
from e2e.office import Desk, Family
from e2e.papers import CYRILLIC, code_on
from e2e.stories import ALBANIAN, ENGLISH, SERBIAN, SERBIAN_LATIN

STATUS, LETTER = "/public/request/", "/public/letter/"


def rows_of(sheet):
    """The rows of the first table of a workbook."""
    return (
        CalamineWorkbook.from_filelike(io.BytesIO(sheet))
        .get_sheet_by_index(0)
        .to_python()
    )


@pytest.fixture
def desk(signed_in):
    """Somebody of the story comes to work, in the language of the story."""

    def of(name, story, **more):
        at_work = Desk(signed_in(name, story.language, **more), story)
        at_work.comes_to_work()
        return at_work

    return of


def the_municipality_does_its_part(story, desk, family):
    """Register, submit, return for a missing paper, complete, verify, forward, opinion."""
    officer = desk(f"officer.{story.office}", story)
    officer.registers_the_family()
    reference = officer.reference()
    officer.fills_in_what_is_missing()
    officer.takes_the_step("submit")
    # The family gets a receipt with a number and a code.
    _number, receipt = officer.takes_the_newest_letter()
    code = code_on(receipt)

    officer.finds_the_request(reference)
    officer.is_told_what_is_missing()
    officer.takes_the_step("return")
    # The public page says that the family must bring papers, and names nobody.
    waiting = family.asks(STATUS, reference, code)
    assert reference in waiting
    assert story.surname not in waiting

    officer.attaches_every_missing_paper()
    officer.finds_the_request(reference)
    officer.takes_the_step("complete")
    officer.verifies()
    officer.takes_the_step("forward")

    head = desk(f"head.{story.office}", story)
    head.finds_the_request(reference)
    head.takes_the_step("give_opinion", opinion="favourable", reason=story.reasons)
    return reference, code, waiting


@pytest.mark.parametrize("story", [ALBANIAN, SERBIAN], ids=lambda story: story.language)
def test_a_family_asks_and_gets_its_decision(story, desk, sit_down):
    # Given a family whose request has gone through the municipality,
    family = Family(sit_down(story.language), story)
    reference, code, waiting = the_municipality_does_its_part(story, desk, family)

    # when the central commission approves,
    secretary = desk("central.secretary", story)
    secretary.finds_the_request(reference)
    secretary.approves()

    # then the letter says so in the family's language and script,
    number, letter = secretary.takes_the_newest_letter()
    words = family.reads(letter)
    assert story.reasons in words
    assert story.surname in words
    assert reference in words
    assert bool(CYRILLIC.search(story.reasons)) is story.cyrillic
    assert not [word for word in ENGLISH if word in words]

    # the public pages say so to whoever holds the papers, and name nobody,
    said = family.asks(STATUS, reference, code)
    assert said != waiting
    assert story.surname not in said
    checked = family.asks(LETTER, number, code_on(letter))
    assert number in checked
    assert story.surname not in checked
    family.person.leaves()

    # and the ministry's report counts the request.
    caseworker = desk("caseworker", story)
    lines = rows_of(caseworker.makes_the_report())
    assert [line for line in lines if reference in line], lines[:3]


def test_a_family_is_registered_on_a_phone_and_scans_its_receipt(desk, sit_down):
    # Given an officer who visits a family with a phone, reading Serbian in Latin script.
    officer = desk("officer.strpce", SERBIAN_LATIN, viewport=PHONE)

    # When the family is registered and its request submitted,
    officer.registers_the_family()
    reference = officer.reference()
    officer.fills_in_what_is_missing()
    officer.takes_the_step("submit")
    _number, receipt = officer.takes_the_newest_letter()

    # then the receipt is in Latin script, and its square picture shows where it stands.
    family = Family(sit_down("sr-latn", viewport=PHONE), SERBIAN_LATIN)
    words = family.reads(receipt)
    assert SERBIAN_LATIN.surname in words
    assert not CYRILLIC.search(words)
    assert reference in family.scans(receipt)
    family.person.leaves()
