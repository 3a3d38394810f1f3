"""Numbers laid end to end are found as if each value had kept its own."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.matching.several import Several, as_one

LISTS = st.lists(st.lists(st.integers(0, 6), max_size=3, unique=True), min_size=1, max_size=6)  # fmt: skip


def rows(found) -> list[tuple[int, int]]:
    return list(zip(*(each.tolist() for each in found), strict=True))


@given(LISTS, st.data())
def test_each_value_of_a_column_has_its_numbers(lists, data):
    column = data.draw(st.lists(st.integers(0, len(lists) - 1), max_size=8))
    found = rows(Several(lists).of(np.array(column, np.int32)))
    assert found == [(at, n) for at, value in enumerate(column) for n in lists[value]]


@given(LISTS, st.data())
def test_numbers_of_two_columns_are_counted_once(lists, data):
    values = st.integers(0, len(lists) - 1)
    people = data.draw(st.lists(st.tuples(values, values), min_size=1, max_size=8))
    found = rows(Several(lists).once(*zip(*people, strict=True)))
    assert found == [
        (at, number)
        for at, (one, other) in enumerate(people)
        for number in sorted({*lists[one], *lists[other]})
    ]


@given(LISTS)
def test_two_values_share_a_number_or_not(lists):
    one, other = np.triu_indices(len(lists))
    expected = [bool({*lists[a]} & {*lists[b]}) for a, b in zip(one, other, strict=True)]  # fmt: skip
    assert Several(lists).share(one, other).tolist() == expected


@pytest.mark.parametrize("large", [9, 2**30, 2**61])
def test_rows_with_the_same_numbers_are_one_however_large(large):
    """Beside each other the largest would not fit into one number."""
    columns = [np.array(column) for column in ([0, 1, 1, large, large], [large, 0, 0, large, 0], [7, 7, 7, 2**40, 7])]  # fmt: skip
    key = as_one(columns).tolist()
    together = [*zip(*(each.tolist() for each in columns), strict=True)]
    assert [a == b for a, b in pairwise(key)] == [a == b for a, b in pairwise(together)]
    assert len({*key}) == len({*together})
