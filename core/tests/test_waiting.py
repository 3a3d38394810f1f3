"""Where the time went: every day is somebody's, and only one's."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from core.models import Turn
from core.waiting import INSTITUTION, Stay, days_by_turn

BEGIN = date(2026, 3, 2)


def day(number):
    return BEGIN + timedelta(number)


def spent(*stays, asked=(), until):
    stays = [Stay(day(number), turn) for number, turn in stays]
    asked = [(day(a), None if b is None else day(b)) for a, b in asked]
    return days_by_turn(stays, asked, until=day(until))


def test_each_turn_has_its_days():
    found = spent(
        (0, Turn.OFFICE), (5, Turn.APPLICANT), (12, Turn.OFFICE), (20, Turn.MINISTRY),
        until=30,
    )  # fmt: skip
    assert found == {"office": 13, "applicant": 7, "ministry": 10}


def test_what_is_over_waits_for_nobody():
    assert spent((0, Turn.OFFICE), (5, Turn.NOBODY), until=90) == {"office": 5}


def test_days_of_an_institution_are_not_ours():
    found = spent((0, Turn.OFFICE), (10, Turn.MINISTRY), asked=[(4, 12)], until=20)
    assert found == {"office": 4, INSTITUTION: 8, "ministry": 8}


def test_two_institutions_at_once_are_counted_once():
    found = spent((0, Turn.OFFICE), asked=[(2, 6), (4, 9), (5, 6)], until=10)
    assert found == {"office": 3, INSTITUTION: 7}


def test_an_open_question_counts_until_today():
    found = spent((0, Turn.OFFICE), asked=[(7, None)], until=10)
    assert found == {"office": 7, INSTITUTION: 3}


def test_while_the_family_is_waited_for_the_days_are_the_familys():
    found = spent((0, Turn.APPLICANT), asked=[(2, 8)], until=10)
    assert found == {"applicant": 10}


@given(
    stays=st.lists(
        st.tuples(st.integers(0, 100), st.sampled_from(list(Turn))), min_size=1
    ),
    asked=st.lists(
        st.tuples(st.integers(0, 100), st.one_of(st.none(), st.integers(0, 40)))
    ),
)
def test_the_days_add_up(stays, asked):
    """However often it changed hands: all days together are the days that somebody had it."""
    asked = [(a, None if b is None else a + b) for a, b in asked]
    found = spent(*stays, asked=asked, until=120)
    ordered = sorted(stays, key=lambda stay: stay[0])
    ends = [number for number, _turn in ordered[1:]] + [120]
    nobodys = sum(
        end - number
        for (number, turn), end in zip(ordered, ends, strict=True)
        if turn == Turn.NOBODY
    )
    assert sum(found.values()) == 120 - ordered[0][0] - nobodys
    assert all(count > 0 for count in found.values())
