"""Six lives, whole: from the counter to the closed file, in both official languages, with every letter read back."""

from functools import partial

import pytest

from e2e.lives import GROUNDS, OBLIGATIONS, WORDS, Office, day, read_back
from e2e.office import Family
from e2e.stories import ALBANIAN, SERBIAN

STATUS = "/public/request/"
BOTH = pytest.mark.parametrize(
    "story", [ALBANIAN, SERBIAN], ids=lambda story: story.language
)


@pytest.fixture
def office(signed_in):
    """Somebody of the story takes up the request, and everybody after them the same one."""
    return partial(Office, signed_in)


def the_family_reads(sit_down, work, letters):
    """The public page and every letter, as the family has them; the words of the letters."""
    family = Family(sit_down(work.story.language), work.story)
    said = family.asks(STATUS, work.reference, work.code)
    assert work.reference in said
    assert work.story.surname not in said
    family.person.leaves()
    return read_back(letters, work.reference, work.story)


@BOTH
def test_a_house_is_built_and_the_key_handed_over(story, office, sit_down):
    work = office(story)
    # Given an approved and funded request whose home stands free,
    work.approved("house")
    caseworker = work.take("caseworker")
    caseworker.commits_funds()
    caseworker.enters_the_home()
    # when the house is agreed, built, accepted and handed over,
    caseworker.finds_the_request(work.reference)
    caseworker.signs_the_agreement()
    caseworker.takes_the_step("start_works")
    caseworker.reports_on_the_works(40)
    caseworker.reports_on_the_works(100)
    caseworker.finds_the_request(work.reference)
    caseworker.accepts_the_works()
    caseworker.hands_over_the_keys()
    caseworker.takes_the_step("move_in")
    # and the family still lives there when it is visited,
    head = work.followed_to_the_end()
    # then every letter of the way is in its hands.
    letters = head.gives_out_every_letter()
    _receipt, decision, _funds, agreement, protocol = the_family_reads(
        sit_down, work, letters
    )
    assert story.reasons in decision
    assert OBLIGATIONS[story.language] in agreement
    assert "EL-00421" in protocol


@BOTH
def test_material_is_agreed_and_delivered(story, office, sit_down):
    work = office(story)
    work.approved("material")
    caseworker = work.take("caseworker")
    caseworker.commits_funds()
    caseworker.enters_the_home()
    caseworker.finds_the_request(work.reference)
    caseworker.signs_the_agreement()
    caseworker.takes_the_step("deliver", reason=story.reasons)
    letters = work.followed_to_the_end().gives_out_every_letter()
    _receipt, decision, _funds, agreement = the_family_reads(sit_down, work, letters)
    assert story.reasons in decision
    assert OBLIGATIONS[story.language] in agreement


@BOTH
def test_money_is_agreed_and_paid(story, office, sit_down):
    work = office(story)
    work.approved("financial_aid")
    caseworker = work.take("caseworker")
    caseworker.commits_funds()
    caseworker.finds_the_request(work.reference)
    caseworker.signs_the_agreement()
    caseworker.takes_the_step("deliver", reason=story.reasons)
    letters = work.followed_to_the_end().gives_out_every_letter()
    _receipt, decision, _funds, _agreement = the_family_reads(sit_down, work, letters)
    assert story.reasons in decision


@BOTH
def test_what_was_missing_comes_the_answer_is_no_and_the_appeal_is_granted(
    story, office, sit_down
):
    work = office(story)
    # Given a request that came without its papers and was completed,
    officer = work.asked_for("house")
    officer.is_told_what_is_missing()
    officer.takes_the_step("return")
    officer.attaches_every_missing_paper()
    officer.finds_the_request(work.reference)
    officer.takes_the_step("complete")
    officer.verifies()
    officer.takes_the_step("forward")
    head = work.take(f"head.{story.office}")
    head.takes_the_step("give_opinion", opinion="unfavourable", reason=story.reasons)
    # when the ministry rejects it, the family appeals in time,
    secretary = work.take("central.secretary")
    secretary.decides("reject")
    officer.finds_the_request(work.reference)
    officer.serves_the_newest_letter()
    officer.finds_the_request(work.reference)
    officer.appeals()
    # and the second instance sees it otherwise,
    second = work.take("appeals")
    second.decides("grant_appeal")
    # then each of the five letters says what happened, the last that it is approved.
    letters = second.gives_out_every_letter()
    texts = the_family_reads(sit_down, work, letters)
    _receipt, notice, rejected, appeal, granted = texts
    assert WORDS[story.language] in rejected
    assert "–" in notice
    assert f"{story.given_name} {story.surname}" in appeal
    assert GROUNDS[story.language] not in granted


@BOTH
def test_donors_pay_for_a_house(story, office, sit_down):
    work = office(story)
    work.before_the_ministry("house")
    secretary = work.take("central.secretary")
    secretary.takes_the_step("ask_donors", reason=story.reasons)
    secretary.approves()
    caseworker = work.take("caseworker")
    caseworker.commits_funds()
    caseworker.enters_the_home()
    caseworker.finds_the_request(work.reference)
    caseworker.signs_the_agreement()
    letters = caseworker.gives_out_every_letter()
    _receipt, decision, _funds, agreement = the_family_reads(sit_down, work, letters)
    assert story.reasons in decision
    assert OBLIGATIONS[story.language] in agreement


@BOTH
def test_a_family_that_is_back_already_is_only_visited(story, office, sit_down):
    work = office(story)
    officer = work.asked_for("monitoring")
    work.checked(officer)
    officer.takes_the_step("follow", returned_on=day(100), way="spontaneous")
    letters = work.followed_to_the_end().gives_out_every_letter()
    (_receipt,) = the_family_reads(sit_down, work, letters)
