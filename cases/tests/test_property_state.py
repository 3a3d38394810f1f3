"""What the events of a property tell together: one state, whatever the order of entry; the impossible is named."""

from datetime import date, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from cases.models import PropertyEvent
from cases.property_state import (
    ADMINISTERED,
    DAMAGED,
    HELD,
    IMPOSSIBLE,
    Administration,
    Condition,
    Possession,
    state_of,
)

K = PropertyEvent.Kind
FIRST = date(1999, 6, 20)


def event(kind, day=0, **more) -> PropertyEvent:
    return PropertyEvent(kind=kind, happened_on=FIRST + timedelta(days=day), **more)


def told(*kinds):
    """The state after these events, one a day."""
    return state_of([event(kind, day) for day, kind in enumerate(kinds)])


def seen(state) -> tuple:
    """A state without the very rows that do not fit."""
    odd = sorted((each.kind, each.happened_on) for each in state.impossible)
    return state.possession, state.condition, state.administration, state.evictions, odd


events = some.builds(event, some.sampled_from(K.values), some.integers(0, 4))


@given(some.lists(events, max_size=9).flatmap(lambda rows: some.tuples(some.just(rows), some.permutations(rows))))  # fmt: skip
def test_the_order_of_entry_changes_nothing(both):
    rows, shuffled = both
    assert seen(state_of(rows)) == seen(state_of(shuffled))


@given(some.lists(events, max_size=9))
def test_what_does_not_fit_is_left_out_of_the_rest(rows):
    state = state_of(rows)
    fitting = [row for row in rows if not any(row is odd for odd in state.impossible)]
    assert seen(state_of(fitting))[:4] == seen(state)[:4]


@given(some.data())
def test_every_life_along_the_tables_is_possible(data):
    """Days apart, each event chosen among those that may follow."""
    held, damaged, administered = Possession.FREE, Condition.UNDAMAGED, Administration.NONE  # fmt: skip
    rows = []
    for day in range(data.draw(some.integers(0, 12))):
        here = {held, damaged, administered}
        ways = [
            (table, key)
            for table in (HELD, DAMAGED, ADMINISTERED)
            for key in table
            if any(key[0] is each for each in here)
        ]
        table, key = data.draw(some.sampled_from(ways))
        rows.append(event(key[1], day))
        held = table[key] if table is HELD else held
        damaged = table[key] if table is DAMAGED else damaged
        administered = table[key] if table is ADMINISTERED else administered
    evictions = sum(row.kind == K.EVICTED for row in rows)
    assert seen(state_of(rows)) == (held, damaged, administered, evictions, [])


@pytest.mark.parametrize(
    ("kinds", "possession", "evictions"),
    [
        ((), "free", 0),
        ((K.OCCUPIED,), "occupied", 0),
        ((K.OCCUPIED, K.VACATED), "vacated", 0),
        ((K.OCCUPIED, K.EVICTED), "vacated", 1),
        ((K.OCCUPIED, K.EVICTED, K.REOCCUPIED), "reoccupied", 1),
        ((K.OCCUPIED, K.EVICTED, K.REOCCUPIED, K.EVICTED), "vacated", 2),
    ],
)
def test_who_holds_it_and_how_often_occupants_were_evicted(kinds, possession, evictions):  # fmt: skip
    state = told(*kinds)
    assert (state.possession, state.evictions, state.problems) == (possession, evictions, [])  # fmt: skip


@pytest.mark.parametrize(
    ("kinds", "condition", "administration"),
    [
        ((K.PARTLY_DESTROYED,), "partly_destroyed", "none"),
        ((K.PARTLY_DESTROYED, K.DESTROYED), "destroyed", "none"),
        ((K.DESTROYED, K.REBUILT), "rebuilt", "none"),
        ((K.DESTROYED, K.ADMINISTERED), "destroyed", "administered"),
        ((K.ADMINISTERED, K.ADMINISTRATION_ENDED), "undamaged", "ended"),
        ((K.ADMINISTERED, K.ADMINISTRATION_ENDED, K.ADMINISTERED), "undamaged", "administered"),
    ],
)  # fmt: skip
def test_its_condition_and_its_administration(kinds, condition, administration):
    state = told(*kinds)
    assert (state.condition, state.administration, state.problems) == (condition, administration, [])  # fmt: skip


@pytest.mark.parametrize(
    "kinds",
    [
        (K.OCCUPIED, K.OCCUPIED),
        (K.OCCUPIED, K.VACATED, K.OCCUPIED),
        (K.VACATED,),
        (K.OCCUPIED, K.VACATED, K.EVICTED),
        (K.REOCCUPIED,),
        (K.OCCUPIED, K.REOCCUPIED),
        (K.PARTLY_DESTROYED, K.PARTLY_DESTROYED),
        (K.DESTROYED, K.PARTLY_DESTROYED),
        (K.DESTROYED, K.DESTROYED),
        (K.REBUILT,),
        (K.DESTROYED, K.REBUILT, K.REBUILT),
        (K.ADMINISTERED, K.ADMINISTERED),
        (K.ADMINISTRATION_ENDED,),
    ],
)
def test_the_last_of_an_impossible_sequence_is_named_with_its_day(kinds):
    state = told(*kinds)
    (odd,) = state.impossible
    assert odd.kind == kinds[-1]
    (sentence,) = state.problems
    assert odd.day in sentence


def test_every_event_that_can_be_impossible_has_its_sentence():
    assert set(IMPOSSIBLE) == set(K)


@pytest.mark.parametrize(
    ("before", "of_one_day", "possession"),
    [
        ((), (K.OCCUPIED, K.VACATED), "vacated"),
        ((K.OCCUPIED,), (K.EVICTED, K.REOCCUPIED), "reoccupied"),
        ((K.OCCUPIED, K.VACATED), (K.REOCCUPIED, K.EVICTED), "vacated"),
        ((), (K.OCCUPIED, K.EVICTED, K.REOCCUPIED), "reoccupied"),
    ],
)
def test_events_of_one_day_follow_one_another_as_they_can(before, of_one_day, possession):  # fmt: skip
    earlier = [event(kind, day) for day, kind in enumerate(before)]
    for order in permutations(of_one_day):
        state = state_of([*earlier, *(event(kind, 9) for kind in order)])
        assert (state.possession, state.problems) == (possession, [])


def test_what_was_taken_back_tells_nothing():
    rows = [event(K.OCCUPIED), event(K.VACATED, 3, taken_back="Another house.")]
    assert state_of(rows).possession == "occupied"
