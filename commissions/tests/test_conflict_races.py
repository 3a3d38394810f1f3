"""A conflict is taken back while somebody votes: one outcome, over real connections, with controls without the guard."""

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.query import QuerySet
from django.utils import timezone

from commissions import services
from commissions.models import Conflict, Sitting, Vote
from core.scoping import system
from people import Meanwhile, together, without

pytestmark = pytest.mark.django_db(transaction=True)
BECAUSE = "It is another family of that name."


@pytest.fixture
def item(sitting_on, vera):
    """One request before an open sitting, Vera's conflict of interest declared."""
    sitting = sitting_on(1)
    with system():
        item = sitting.items.select_related("sitting__commission").get()
        services.declare_conflict(item=item, reason="My cousin.", by=vera)
        return item


def take_back(item, vera):
    return services.take_back_conflict(item=item, reason=BECAUSE, by=vera)


def raw_back(item):
    """Past the application: only the database says no."""
    now = timezone.now()
    Conflict.objects.update(taken_back_at=now, taken_back_because=BECAUSE)


def while_ana_votes(item, ana, act) -> Meanwhile:
    with system(), transaction.atomic():
        services.cast_vote(item=item, choice="for", by=ana)
        other = Meanwhile(act)
    other.is_over()
    return other


def stands() -> bool:
    with system():
        return Conflict.objects.standing().exists()


def test_of_voting_and_taking_back_at_once_one_comes_first(item, vera, ana, boban):
    def act(turn):
        with system():
            if turn == 0:
                return take_back(item, vera)
            person = (ana, boban)[turn % 2]
            return services.cast_vote(item=item, choice="for", by=person)

    taken, *votes = together(5, act)
    assert all(isinstance(each, Vote) for each in votes), votes
    if isinstance(taken, Conflict):
        assert taken.taken_back_at < min(each.at for each in votes)
        assert not stands()
    else:
        assert isinstance(taken, ValidationError)
        assert "has voted" in taken.messages[0]
        assert stands()


def test_the_service_waits_for_the_vote_and_is_refused(
    item, vera, ana, owner_connection
):
    without(owner_connection, "kept", "commissions_conflict")
    told = []

    def act():
        try:
            take_back(item, vera)
        except ValidationError as refusal:
            told.append(refusal.messages[0])

    assert while_ana_votes(item, ana, act).waits
    assert "has voted" in told[0]
    assert stands()


def test_control_without_the_lock_it_is_taken_back_behind_the_vote(
    item, vera, ana, owner_connection, monkeypatch
):
    without(owner_connection, "kept", "commissions_conflict")
    held = QuerySet.select_for_update

    def unheld(rows, **how):
        return rows if rows.model is Sitting else held(rows, **how)

    monkeypatch.setattr(QuerySet, "select_for_update", unheld)
    other = while_ana_votes(item, ana, lambda: take_back(item, vera))
    assert (other.waits, other.refusal, stands()) == (False, None, False)


def test_the_database_waits_for_the_vote_and_refuses(item, ana):
    other = while_ana_votes(item, ana, lambda: raw_back(item))
    assert other.waits
    assert "has voted" in str(other.refusal)
    assert stands()


def test_control_without_the_trigger_the_database_lets_it_pass(
    item, ana, owner_connection
):
    without(owner_connection, "kept", "commissions_conflict")
    other = while_ana_votes(item, ana, lambda: raw_back(item))
    assert (other.waits, other.refusal, stands()) == (False, None, False)
