"""Two people on one change or one household at the same moment: one wins, the other is told."""

import pytest
from django.db.models.query import QuerySet

from cases.models import Change, Household, Member
from cases.services.changes import ask_for
from cases.tests.families import (
    head_of,
    member,
    present,
    proposed_name,
    with_members,
)
from cases.workflow_changes import CHANGE
from core.models import StatusChange
from core.scoping import system
from people import together

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def relied(request_at):
    return with_members(request_at("submitted"))


def taking(change, name, person):
    def take():
        with system():
            return CHANGE.apply(change, name, by=person, reason="why")

    return take


def race(*acts):
    results = together(len(acts), lambda turn: acts[turn]())
    won = [each for each in results if not isinstance(each, Exception)]
    return won, [each for each in results if isinstance(each, Exception)]


def test_approving_and_withdrawing_at_once_has_one_winner(relied, jelena, dragan):
    change = proposed_name(relied, by=jelena)
    won, told = race(
        taking(change, "approve", dragan), taking(change, "withdraw", jelena)
    )
    assert (len(won), len(told)) == (1, 1)
    assert "Somebody else has moved this file on" in told[0].messages[0]
    name = head_of(relied).given_name
    assert name == ("Milica" if won[0].status == "approved" else "Милена")
    with system():
        assert StatusChange.objects.filter(record_id=change.pk).count() == 2


def test_without_the_lock_both_would_win(relied, jelena, dragan, monkeypatch):
    """The control: the rows are read without being held."""
    monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, **how: rows)
    double = 0
    for turn in range(4):
        name = head_of(relied).given_name
        change = proposed_name(relied, by=jelena, name=f"Name{turn}", before=name)
        won, _told = race(
            taking(change, "approve", dragan), taking(change, "withdraw", jelena)
        )
        double += len(won) == 2
    assert double


def test_five_approvals_of_one_change_change_once(relied, jelena, dragan):
    change = proposed_name(relied, by=jelena)
    won, told = race(*[taking(change, "approve", dragan)] * 5)
    assert (len(won), len(told)) == (1, 4)
    assert head_of(relied).version == 2


def asking(household, person, by, **also):
    """Somebody says that a member has left."""

    def ask():
        with system():
            change = Change(
                kind="leave",
                household=Household.objects.get(pk=household.pk),
                person=person,
                effective_on="2024-02-29",
                proposed={"household": None} | also,
            )
            return ask_for(change=change, by=by)

    return ask


def test_one_of_five_proposals_about_one_person_is_kept(relied, jelena):
    ana = member(relied, "Ana").person
    won, told = race(*[asking(relied, ana, jelena)] * 5)
    assert (len(won), len(told)) == (1, 4)
    with system():
        assert Change.objects.filter(person=ana).count() == 1


def test_a_member_leaves_once_however_many_officers_say_so(register, jelena):
    family = with_members(register())
    ana = member(family, "Ana").person
    won, _told = race(*[asking(family, ana, jelena)] * 5)
    assert len(won) == 1
    assert "Ana" not in present(family)
    with system():
        assert Member.objects.filter(person=ana).count() == 1


def test_the_last_two_leaving_at_once_leave_a_true_head(register, jelena, dragan):
    """Each sees the other staying; the household never ends with a head who is gone."""
    family = with_members(register())
    head, ana, ivo = member(family), member(family, "Ana"), member(family, "Ivo")
    race(asking(family, ivo.person, jelena))
    head_goes = asking(family, head.person, dragan, head=ana.person_id)
    won, _told = race(head_goes, asking(family, ana.person, jelena))
    assert won
    with system():
        household = Household.objects.get(pk=family.pk)
    belongs = present(family)
    if household.head_id is None:
        assert belongs == {}
    else:
        assert list(belongs.values()) == ["head"]
        assert belongs == {head_of(family).given_name: "head"}
