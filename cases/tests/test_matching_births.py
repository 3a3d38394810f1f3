"""Many dates of birth are weighed as two are, one by one."""

from datetime import date

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from cases.matching import Facts
from cases.matching.birth import birth_agreement
from cases.matching.births import PRECISIONS, Births
from cases.matching.weights import BIRTH

# Few years and days, so that two of them often agree in part.
DAYS = st.builds(
    date,
    st.sampled_from([1949, 1950, 1951, 1953, 1960, 2001]),
    st.sampled_from([1, 2, 3, 10, 11, 12]),
    st.sampled_from([1, 2, 3, 10, 12, 21, 28]),
)
WRITTEN = st.tuples(st.none() | DAYS | st.dates(date(1000, 1, 1)), st.sampled_from(PRECISIONS))  # fmt: skip


def alone(one, other) -> float:
    """What two dates weigh, compared as the facts of two entries."""
    facts = (Facts(None, birth_date=born, birth_precision=how) for born, how in (one, other))  # fmt: skip
    kind = birth_agreement(*facts)
    return BIRTH[kind] if kind else 0.0


@given(st.lists(WRITTEN, min_size=2, max_size=12))
@example([(date(1950, 1, 2), "day"), (date(1950, 2, 1), "day")])
@example([(date(1950, 1, 1), "day"), (date(1950, 1, 1), "day")])
@example([(date(1958, 1, 1), "estimated"), (date(1960, 1, 1), "year")])
def test_many_weigh_as_two_do(births):
    one, other = np.triu_indices(len(births))
    together = Births(births).weights(one, other).tolist()
    assert together == [alone(births[a], births[b]) for a, b in zip(one, other, strict=True)]  # fmt: skip


def test_every_kind_of_agreement_is_met():
    """The days above make all of them, so that the comparison is one of all rules."""
    days = [date(1950, 2, 3), date(1950, 3, 2), date(1950, 1, 1), date(1950, 2, 13), date(1960, 2, 3), date(1961, 3, 3)]  # fmt: skip
    births = [(day, "day") for day in days] + [(days[0], "year"), (date(1951, 1, 1), "estimated"), (date(1952, 1, 1), "year")]  # fmt: skip
    one, other = np.triu_indices(len(births))
    assert {*Births(births).weights(one, other).tolist()} == {*BIRTH.values()}
