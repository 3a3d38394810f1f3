"""A declared conflict of interest can be taken back before anybody votes; what was declared stays to be read."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from commissions import services
from commissions.agenda import line_of
from commissions.models import Conflict, Member
from commissions.workflow import SITTING
from core.models import Letter
from core.scoping import system
from people import browser_of, complaints, new_token

pytestmark = pytest.mark.django_db
WHY, BECAUSE = "The head is my cousin.", "It is another family of that name."


@pytest.fixture
def item(sitting_on):
    """One request before an open sitting at which everybody is there."""
    sitting = sitting_on(1)
    with system():
        return sitting.items.select_related("sitting__commission").get()


@pytest.fixture
def declared(item, vera):
    """Vera's conflict of interest."""
    with system():
        return services.declare_conflict(item=item, reason=WHY, by=vera)


def take_back(item, by, reason=BECAUSE):
    with system():
        return services.take_back_conflict(item=item, reason=reason, by=by)


def vote(item, by):
    with system():
        return services.cast_vote(item=item, choice="for", by=by)


def line(item):
    with system():
        return line_of(item)


def page(user, item, tail=""):
    answer = browser_of(user).get(item.get_absolute_url() + tail)
    assert answer.status_code == 200
    return answer.content.decode()


def raw(conflict, **changed):
    """Past the application: only the database says no."""
    with system(), transaction.atomic():
        return Conflict.objects.filter(pk=conflict.pk).update(**changed)


def raw_back(conflict):
    return raw(conflict, taken_back_at=timezone.now(), taken_back_because=BECAUSE)


def test_whoever_takes_it_back_votes_again(item, declared, vera):
    assert line(item).seat_of(vera) is None
    take_back(item, vera)
    assert line(item).seat_of(vera) is not None
    assert vote(item, vera).choice == "for"


def test_it_stays_to_be_read_who_declared_what_and_why_it_was_taken_back(
    item, declared, vera, ana
):
    take_back(item, vera)
    shown = page(ana, item)
    for text in (WHY, BECAUSE, f"{timezone.localdate():%d.%m.%Y}"):
        assert text in shown
    assert "Take no part" not in shown
    assert [each.member.user for each in line(item).taken_back] == [vera]


def test_the_minutes_tell_it(item, declared, vera, ana, boban, milan):
    take_back(item, vera)
    for person in (vera, ana, boban):
        vote(item, person)
    with system():
        SITTING.apply(item.sitting, "close", by=milan)
        said = str(Letter.objects.get(record_id=item.sitting_id).content)
    assert WHY in said
    assert BECAUSE in said


def test_nobody_takes_back_what_another_declared(item, declared, ana, milan):
    for person in (ana, milan):
        with pytest.raises(ValidationError, match="no conflict of interest"):
            take_back(item, person)
        assert "conflict/back/" not in page(person, item)


def test_once_anybody_has_voted_it_stands(item, declared, vera, ana):
    vote(item, ana)
    with pytest.raises(ValidationError, match="has voted"):
        take_back(item, vera)
    assert "conflict/back/" not in page(vera, item)
    with pytest.raises(IntegrityError, match="has voted"):
        raw_back(declared)


def test_a_vote_that_counts_no_more_was_a_vote(item, declared, vera, ana):
    vote(item, ana)
    with system():
        services.freeze_again(item=item)
        assert not item.votes.filter(is_current=True).exists()
    with pytest.raises(ValidationError, match="has voted"):
        take_back(item, vera)


def test_after_the_closing_it_stands(item, declared, vera, milan):
    with system():
        SITTING.apply(item.sitting, "close", by=milan)
    with pytest.raises(ValidationError, match="closed"):
        take_back(item, vera)
    with pytest.raises(IntegrityError, match="over"):
        raw_back(declared)


def test_it_is_taken_back_with_a_reason(item, declared, vera):
    url = f"{item.get_absolute_url()}conflict/back/"
    refused = browser_of(vera).post(url, {"reason": " ", "form_token": new_token()})
    assert refused.status_code == 422
    assert complaints(refused)
    assert line(item).own_conflict(vera)
    with pytest.raises(IntegrityError, match="a_conflict_taken_back_says_why"):
        raw(declared, taken_back_at=timezone.now())
    done = browser_of(vera).post(url, {"reason": BECAUSE, "form_token": new_token()})
    assert done.status_code == 302
    assert not line(item).own_conflict(vera)


@pytest.mark.parametrize(
    "changed",
    [
        {"reason": "Nothing."},
        {"taken_back_at": None, "taken_back_because": ""},
        {"taken_back_because": "For another reason."},
    ],
    ids=["what was declared", "that it was taken back", "why"],
)
def test_the_database_keeps_the_history(item, declared, vera, changed):
    take_back(item, vera)
    with pytest.raises(IntegrityError, match="kept as it was said"):
        raw(declared, **changed)


def test_it_can_be_declared_again_and_both_are_told(item, declared, vera):
    take_back(item, vera)
    with system():
        services.declare_conflict(item=item, reason="He is, after all.", by=vera)
    found = line(item)
    assert found.seat_of(vera) is None
    assert len(found.taken_back) == 1
    assert "He is, after all." in page(vera, item)


def test_what_the_portal_found_is_not_taken_back(item, vera):
    with system():
        found = Conflict.objects.create(
            item=item, member=Member.objects.get(user=vera), source="relation"
        )
    with pytest.raises(ValidationError, match="no conflict of interest"):
        take_back(item, vera)
    with pytest.raises(IntegrityError, match="only_a_declared_conflict"):
        raw_back(found)


def test_work_that_waits_comes_back_with_it(item, declared, vera):
    waits = f"/commissions/items/{item.pk}/"
    assert waits not in browser_of(vera).get("/work/").content.decode()
    take_back(item, vera)
    assert waits in browser_of(vera).get("/work/").content.decode()
