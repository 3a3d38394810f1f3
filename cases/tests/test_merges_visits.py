"""Two registrations become one: visits, returns, monitoring and follow-ups follow, and come back when it is undone."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from cases.factories import come_home, look_at, make_visit, plan_visit
from cases.models import FollowUp, Homecoming, Monitoring, VisitHousehold
from cases.tests.merging import differences, everything, fresh, merge, undo
from core.scoping import system

DAY = date(2026, 2, 1)


@pytest.fixture
def visited(twins, jelena):
    """Both registrations at one visit, the second one at another too; both back on one day; one has left."""
    kept, dropped = twins
    with system():
        make_visit(kept, dropped, by=jelena)
        make_visit(dropped, by=jelena)
        for family in twins:
            come_home(family, by=jelena, on=DAY)
        come_home(dropped, by=jelena, on=DAY + timedelta(1))
        look_at(dropped, by=jelena, on=DAY, presence="left")
    return twins


def counts(household) -> list[int]:
    kinds = (VisitHousehold, Homecoming, Monitoring, FollowUp)
    with system():
        return [kind.objects.filter(household=household).count() for kind in kinds]


def test_everything_follows_and_what_is_double_stays_behind(visited, jelena):
    kept, dropped = visited
    merge(kept, dropped, jelena)
    assert counts(kept) == [2, 2, 1, 1]
    assert counts(dropped) == [1, 1, 0, 0]
    with system():
        assert FollowUp.objects.needs_support(fresh(kept))


def test_undone_everything_is_as_before(visited, jelena):
    before = everything()
    merged = merge(*visited, jelena)
    assert everything() != before
    undo(merged, jelena)
    assert differences(before, everything()) == []


def test_one_occasion_planned_for_both_stands_in_the_way(twins, jelena):
    today = timezone.localdate()
    with system():
        first, second = (
            plan_visit(family, by=jelena, on=today, occasion="first")
            for family in twins
        )
    with pytest.raises(ValidationError) as refused:
        merge(*twins, jelena)
    said = " ".join(refused.value.messages)
    assert first.reference in said
    assert second.reference in said
    with system():
        Monitoring.objects.filter(pk=second.pk).update(called_off="Double")
    merge(*twins, jelena)
    assert counts(twins[0])[2] == 2
