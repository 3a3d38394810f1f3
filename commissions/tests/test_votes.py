"""Who sits on an item, who votes, and what the votes come to."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from commissions import services
from commissions.agenda import NO_QUORUM, NOT_ACCEPTED, TIED, TOO_FEW_VOTES, line_of
from commissions.models import Commission, Conflict, Member, Vote
from commissions.tests.conftest import prepare
from core.scoping import system

pytestmark = pytest.mark.django_db


def vote(item, person, choice="for", reason=""):
    with system():
        return services.cast_vote(item=item, choice=choice, by=person, reason=reason)


def line(item):
    with system():
        return line_of(item)


def outcome(item):
    """The proposal that would be carried out now, or why none."""
    found = line(item)
    return found.proposed.key if found.is_ready else found.missing[0]


@pytest.fixture
def item(sitting_on):
    """One request before an open sitting at which everybody is there."""
    sitting = sitting_on(1)
    with system():
        return sitting.items.select_related("sitting__commission").get()


@pytest.fixture
def without_boban(sitting_on, boban, zoran):
    """The same, but Boban and his substitute stay away."""
    sitting = sitting_on(1, absent=(boban, zoran))
    with system():
        return sitting.items.select_related("sitting__commission").get()


def test_more_for_than_against_is_accepted(item, vera, ana, boban):
    vote(item, vera)
    assert outcome(item) == TOO_FEW_VOTES
    vote(item, ana)
    vote(item, boban, "against", "The land is not free.")
    assert outcome(item) == "favourable"


def test_abstentions_make_the_quorum_but_no_majority(item, vera, ana, boban):
    vote(item, vera, "abstain")
    vote(item, ana, "abstain")
    assert outcome(item) == NOT_ACCEPTED
    vote(item, boban)
    assert outcome(item) == "favourable"


def test_equal_votes_decide_nothing(item, vera, ana):
    vote(item, vera)
    vote(item, ana, "against", "No.")
    assert outcome(item) == TIED


@pytest.mark.parametrize("chair_is_for", [True, False])
def test_the_chair_decides_a_tie_where_the_act_says_so(item, vera, ana, chair_is_for):
    with system():
        Commission.objects.update(chair_breaks_ties=True)
        item.sitting.commission.refresh_from_db()
    vote(item, vera if chair_is_for else ana)
    vote(item, ana if chair_is_for else vera, "against", "No.")
    assert outcome(item) == ("favourable" if chair_is_for else TIED)


@pytest.mark.parametrize(
    ("majority", "accepted"), [("voting", True), ("present", False), ("all", False)]
)
def test_the_act_says_of_whom_a_majority_is_needed(item, vera, ana, majority, accepted):
    with system():
        Commission.objects.update(majority=majority)
        item.sitting.commission.refresh_from_db()
    vote(item, vera)
    vote(item, ana, "abstain")
    assert (outcome(item) == "favourable") is accepted


def test_a_vote_against_needs_a_reason(item, vera):
    with pytest.raises(ValidationError, match="Say why"):
        vote(item, vera, "against", "  ")
    with system(), pytest.raises(IntegrityError), transaction.atomic():
        Vote.objects.create(
            item=item, member=line(item).seat_of(vera), proposed="x", choice="against"
        )


def test_a_vote_can_be_changed_and_the_earlier_one_is_kept(item, vera):
    first = vote(item, vera)
    vote(item, vera, "against", "I have read it again.")
    with system():
        kept = list(item.votes.values_list("choice", "is_current"))
        assert kept == [("for", False), ("against", True)]
        with pytest.raises(IntegrityError), transaction.atomic():
            Vote.objects.filter(pk=first.pk).update(is_current=True)


def test_another_wording_needs_another_vote(item, vera, ana, milan):
    vote(item, vera)
    vote(item, ana)
    with system():
        prepare(item, "favourable", by=milan, reason="Another reason.")
    assert outcome(item) == TOO_FEW_VOTES


def test_the_same_wording_again_takes_no_vote_away(item, vera, ana, milan):
    vote(item, vera)
    vote(item, ana)
    with system():
        prepare(item, "favourable", by=milan)
    assert outcome(item) == "favourable"


def test_nobody_votes_on_nothing(sitting_on, vera):
    sitting = sitting_on(1, proposed=False)
    with system():
        item = sitting.items.select_related("sitting__commission").get()
    with pytest.raises(ValidationError, match="Nothing is proposed"):
        vote(item, vera)


def test_the_secretary_and_strangers_have_no_vote(item, milan, luan, jelena, zoran):
    for person in (milan, luan, jelena, zoran):
        with pytest.raises(ValidationError, match="take no part"):
            vote(item, person)


# Conflicts of interest


def test_whoever_declares_a_conflict_neither_votes_nor_counts(without_boban, vera, ana):
    vote(without_boban, ana)
    with system():
        services.declare_conflict(item=without_boban, reason="My cousin.", by=vera)
    with pytest.raises(ValidationError, match="take no part"):
        vote(without_boban, vera)
    # One of the two who are there is left; two must be.
    assert outcome(without_boban) == NO_QUORUM


def test_a_vote_before_the_conflict_was_declared_counts_no_more(
    without_boban, vera, ana
):
    vote(without_boban, vera)
    vote(without_boban, ana)
    with system():
        services.declare_conflict(item=without_boban, reason="My cousin.", by=vera)
    assert line(without_boban).tally.in_favour == 1
    assert outcome(without_boban) == NO_QUORUM


def test_the_substitute_steps_in_for_whoever_is_recused(item, vera, boban, zoran):
    with pytest.raises(ValidationError, match="take no part"):
        vote(item, zoran)
    with system():
        services.declare_conflict(item=item, reason="My cousin.", by=boban)
    vote(item, zoran)
    vote(item, vera)
    assert outcome(item) == "favourable"


def test_the_substitute_steps_in_for_whoever_is_away(sitting_on, boban, zoran, vera):
    sitting = sitting_on(1, absent=(boban,))
    with system():
        item = sitting.items.select_related("sitting__commission").get()
    vote(item, zoran)
    vote(item, vera)
    assert outcome(item) == "favourable"


def test_a_conflict_has_a_reason_and_is_declared_once(item, vera):
    with system():
        services.declare_conflict(item=item, reason="My cousin.", by=vera)
        with pytest.raises(IntegrityError), transaction.atomic():
            services.declare_conflict(item=item, reason="Again.", by=vera)
        with pytest.raises(IntegrityError), transaction.atomic():
            seat = Member.objects.get(user=vera)
            Conflict.objects.filter(member=seat).update(reason="")


def test_whoever_verified_the_file_takes_no_part(sitting_on, jelena, board, vera, ana):
    """Jelena verified every file of these tests; now she is appointed as well."""
    with system():
        seat = Member.objects.create(
            commission=board,
            user=jelena,
            role="member",
            valid_from=timezone.localdate() - timedelta(days=1),
        )
    sitting = sitting_on(1)
    with system():
        item = sitting.items.select_related("sitting__commission").get()
    found = line(item)
    assert [(m, source) for m, source, _ in found.conflicts] == [(seat, "earlier_part")]
    assert seat not in found.voters


def test_whoever_has_the_telephone_of_the_family_takes_no_part(sitting_on, vera):
    vera.phone = "044 123 456 7"
    with system():
        vera.save()
    sitting = sitting_on(1, phone="+383 44 123 4567")
    with system():
        item = sitting.items.select_related("sitting__commission").get()
    assert [source for _m, source, _r in line(item).conflicts] == ["relation"]


def test_whoever_voted_in_another_commission_takes_no_part(item, vera, board):
    with system():
        seat = Member.objects.get(user=vera)
        earlier = Commission.objects.get(pk=board.pk)
        earlier.pk, earlier.reference = None, ""
        earlier.term_from, earlier.term_until = "2020-01-01", "2020-12-31"
        earlier._state.adding = True
        earlier.save()
        seat.pk, seat.commission = None, earlier
        seat._state.adding = True
        seat.save()
        Vote.objects.create(item=item, member=seat, proposed="x", choice="for")
    assert [source for _m, source, _r in line(item).conflicts] == ["earlier_vote"]


# Seats


@pytest.mark.parametrize("role", ["chair", "secretary"])
def test_there_is_one_chair_and_one_secretary(board, role, jelena):
    with system(), pytest.raises(IntegrityError), transaction.atomic():
        Member.objects.create(
            commission=board, user=jelena, role=role, valid_from="2026-02-01"
        )


def test_a_person_holds_one_seat(board, vera):
    with system(), pytest.raises(IntegrityError), transaction.atomic():
        Member.objects.create(
            commission=board, user=vera, role="member", valid_from="2026-02-01"
        )


def test_a_seat_that_has_ended_has_no_vote(item, vera):
    with system():
        yesterday = timezone.localdate() - timedelta(days=1)
        Member.objects.filter(user=vera).update(valid_until=yesterday)
    with pytest.raises(ValidationError, match="take no part"):
        vote(item, vera)


def test_the_secretary_is_no_voter(item, milan):
    assert milan not in [member.user for member in line(item).voters]
