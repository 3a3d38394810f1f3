"""Whoever stands in for a head is still themselves where a second person must agree."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import Cover, User
from cases.models import Merge
from cases.tests.families import proposed_name, with_members
from cases.workflow_changes import CHANGE
from core.rules import may
from core.scoping import acting, system
from people import STRPCE, municipality

pytestmark = pytest.mark.django_db


@pytest.fixture
def lent(jelena, dragan):
    """Jelena, who stands in for the head of her office today."""
    with system():
        Cover.objects.create(
            absent=dragan,
            covering=jelena,
            municipality=municipality(STRPCE),
            valid_until=timezone.localdate() + timedelta(days=3),
            arranged_by=dragan,
        )
    return User.objects.with_appointments().get(pk=jelena.pk)


def test_who_proposed_a_change_does_not_approve_it_as_the_head(request_at, lent):
    change = proposed_name(with_members(request_at("submitted")), by=lent)
    assert may(lent, "cases.approve_change", change)
    with acting(lent.scope), pytest.raises(ValidationError, match="a colleague must"):
        CHANGE.apply(change, "approve", by=lent)


def test_who_proposed_a_merge_does_not_confirm_it_as_the_head(lent, dragan):
    place = municipality(STRPCE)
    own = Merge(municipality=place, merged_by=lent)
    assert not may(lent, "cases.confirm_merge", own)
    assert may(lent, "cases.confirm_merge", Merge(municipality=place, merged_by=dragan))
