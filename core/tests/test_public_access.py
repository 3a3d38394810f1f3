"""Number and code: easy to type from paper, impossible to guess, and not for ever tried."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import public_access
from core.models import PublicTicket
from core.public_access import ALPHABET, TooMany, cleaned_code, find, new_code
from core.scoping import system

CODES = st.text(ALPHABET, min_size=16, max_size=16)


@pytest.fixture
def ticket(register):
    """The number of a request, and the code that stands on the paper."""
    request = register()
    with system():
        code = public_access.give_ticket(request.reference, record=request)
    return request.reference, code


def test_a_code_has_four_groups_that_cannot_be_misread():
    codes = {new_code() for _paper in range(200)}
    assert len(codes) == 200
    for code in codes:
        assert [len(group) for group in code.split("-")] == [4, 4, 4, 4]
        assert not set(code) & set("01IO")


@given(CODES, st.sampled_from(["", " ", "-", " - ", "\u2013", "."]))
def test_a_code_may_be_typed_as_one_likes(code, between):
    printed = "-".join(code[start : start + 4] for start in range(0, 16, 4))
    typed = between.join(code.lower())
    assert cleaned_code(typed) == printed


def test_number_and_code_find_their_record(ticket, register):
    number, code = ticket
    register()
    found = find(f" {number.lower()} ", code.lower())
    assert found.number == number


@pytest.mark.parametrize("code", ["", "x", "K7QM-3XPD-9RTW-2HVB", "Ђ", "\u200b", "%"])
def test_another_code_finds_nothing(ticket, code):
    assert find(ticket[0], code) is None


def test_the_code_of_one_paper_opens_no_other(ticket, register):
    other = register()
    with system():
        public_access.give_ticket(other.reference, record=other)
    assert find(other.reference, ticket[1]) is None


@pytest.mark.parametrize("number", ["", "RR-2026-999999", "' OR 1=1 --", "x" * 4000])
def test_an_unknown_number_is_answered_like_a_wrong_code(ticket, number):
    assert find(number, ticket[1]) is None


def test_the_code_itself_is_kept_nowhere(ticket):
    row = PublicTicket.objects.get(number=ticket[0])
    assert ticket[1] not in str(vars(row))
    assert ticket[1].replace("-", "") not in str(vars(row))


def test_after_ten_wrong_codes_even_the_right_one_waits(ticket):
    number, code = ticket
    for _try in range(10):
        assert find(number, "AAAA-AAAA-AAAA-AAAA") is None
    with pytest.raises(TooMany):
        find(number, code)


def test_another_way_of_writing_the_number_gives_no_further_tries(ticket):
    number, code = ticket
    for turn in range(10):
        find(" " * turn + number.lower(), "x")
    with pytest.raises(TooMany):
        find(number, code)


def test_unknown_numbers_are_counted_like_known_ones(db):
    for _try in range(10):
        find("RR-2026-999999", "x")
    with pytest.raises(TooMany):
        find("RR-2026-999999", "x")


def test_a_new_paper_makes_the_old_code_worthless(ticket, register):
    number, old = ticket
    with system():
        new = public_access.give_ticket(number, record=register())
    assert find(number, old) is None
    assert find(number, new)
