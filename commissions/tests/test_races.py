"""Two secretaries close, a member votes meanwhile: exactly one outcome, and the other is told."""

import pytest
from django.core.exceptions import ValidationError
from django.db.models.query import QuerySet

from commissions import services
from commissions.models import AgendaItem, Sitting
from commissions.workflow import SITTING
from core.models import Letter, StatusChange
from core.scoping import system
from core.workflow import MovedOn
from people import account, browser_of, new_token, together

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def decided(sitting_on, vera, ana):
    """An open sitting with two items on which everybody agrees."""
    sitting = sitting_on(2)
    with system():
        for item in sitting.items.select_related("sitting__commission"):
            for person in (vera, ana):
                services.cast_vote(item=item, choice="for", by=person)
    return sitting


@pytest.fixture
def second(board, milan):
    """Stands in for the secretary."""
    with system():
        seat = board.members.get(user=milan)
        person = account("Second", "commission_secretary", at="23")
        board.members.create(
            user=person,
            role="secretary",
            substitute_for=seat,
            valid_from=seat.valid_from,
            municipality=board.municipality,
        )
    return person


def close(sitting, person):
    with system():
        fresh = Sitting.objects.select_related("commission").get(pk=sitting.pk)
        return SITTING.apply(fresh, "close", by=person).status


def opinions(sitting):
    with system():
        files = AgendaItem.objects.filter(sitting=sitting).values("record")
        return StatusChange.objects.filter(
            record__in=files, transition="give_opinion"
        ).count()


def minutes(sitting):
    with system():
        return Letter.objects.filter(record_id=sitting.pk).count()


def test_two_secretaries_close_once(decided, milan, second):
    people = [milan, second]
    results = together(2, lambda turn: close(decided, people[turn]))
    assert sorted(map(str, results))[1] == "closed"
    assert [type(each) for each in results].count(MovedOn) == 1
    assert (opinions(decided), minutes(decided)) == (2, 1)


def test_without_the_lock_there_would_be_two_minutes(
    decided, milan, second, monkeypatch
):
    """The control: the row of the sitting is read without being held."""
    held = QuerySet.select_for_update

    def unheld(rows, **how):
        return rows if rows.model is Sitting else held(rows, **how)

    monkeypatch.setattr(QuerySet, "select_for_update", unheld)
    people = [milan, second]
    results = together(2, lambda turn: close(decided, people[turn]))
    assert results == ["closed", "closed"] or minutes(decided) == 2


def test_the_secretary_who_comes_second_reads_a_sentence(decided, milan, second):
    page = f"/commissions/sittings/{decided.pk}/step/close/"
    with system():
        version = Sitting.objects.get(pk=decided.pk).version
    browsers = [browser_of(milan), browser_of(second)]

    def post(turn):
        form = {"form_version": version, "form_token": new_token()}
        return browsers[turn].post(page, form)

    answered = together(2, post)
    assert sorted(each.status_code for each in answered) == [302, 422]
    (loser,) = [each for each in answered if each.status_code == 422]
    assert "Somebody else has moved this file on" in loser.content.decode()
    assert minutes(decided) == 1


def test_a_vote_is_in_before_the_closing_or_not_at_all(decided, milan, boban):
    with system():
        item = decided.items.select_related("sitting__commission").first()

    def act(turn):
        if turn:
            return close(decided, milan)
        with system():
            return services.cast_vote(
                item=item, choice="against", reason="Late.", by=boban
            )

    vote, _closed = together(2, act)
    with system():
        said = str(Letter.objects.get(record_id=decided.pk).content)
    if isinstance(vote, Exception):
        assert isinstance(vote, ValidationError)
        assert "not open" in vote.messages[0]
        assert "Late." not in said
    else:
        assert "Late." in said


def test_a_member_who_votes_twice_at_once_has_one_vote(decided, boban):
    with system():
        item = decided.items.select_related("sitting__commission").first()

    def vote(turn):
        with system():
            return services.cast_vote(item=item, choice="for", by=boban)

    together(5, vote)
    with system():
        mine = item.votes.filter(member__user=boban)
        assert mine.filter(is_current=True).count() == 1
        assert mine.count() == 5
