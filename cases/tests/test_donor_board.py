"""A donor board decides what the ministry puts before it, in a sitting whose closing applies the decisions."""

import pytest

from accounts.roles import Role
from cases.models import Request
from commissions import services
from commissions.agenda import line_of
from commissions.decidable import REGISTRY
from commissions.factories import convene, make_commission, plan
from commissions.models import Commission, Conflict
from commissions.tests.conftest import prepare
from commissions.workflow import SITTING
from core.models import Letter, StatusChange
from core.scoping import system
from people import account, browser_of

pytestmark = pytest.mark.django_db
BOARD = Commission.Kind.DONOR_BOARD


@pytest.fixture
def drita(db):
    """Writes for the donor board."""
    return account("Drita", Role.CENTRAL_SECRETARY)


@pytest.fixture
def donors(db):
    """Two who vote for the donors."""
    return [account(name, Role.CENTRAL_MEMBER) for name in ("Erik", "Marie")]


@pytest.fixture
def sitting(luan, drita, donors, request_at):
    """An open sitting of the board about one request."""
    file = request_at("donor_review", language="en")
    with system():
        board = make_commission(by=luan, kind=BOARD, secretary=drita, voters=donors)
        planned = plan(board, [file], by=drita)
        convene(planned, by=drita)
    return planned


def only_item(sitting):
    return sitting.items.select_related("sitting__commission").get()


def decide(sitting, key, *, by, voters, **typed):
    with system():
        prepare(only_item(sitting), key, by=by, **typed)
        for person in voters:
            services.cast_vote(item=only_item(sitting), choice="for", by=person)
        SITTING.apply(sitting, "close", by=by)
        item = only_item(sitting)
        return item, Request.objects.get(pk=item.record_id)


NOT_PROVED = {
    f"{part}_{code}": words
    for code in ("sq", "sr", "en")
    for part, words in (("reasons", "Title was not proved."), ("translator", "Vjosa"))
}


@pytest.mark.parametrize(
    ("key", "stage", "typed"),
    [
        ("approve", "approved", {}),
        ("reject", "rejected", NOT_PROVED),
        ("back_from_donors", "central_review", {}),
    ],
)
def test_closing_applies_what_the_board_decided(
    sitting, drita, donors, key, stage, typed
):
    item, file = decide(sitting, key, by=drita, voters=donors, **typed)
    assert (item.result, item.why_not, file.status) == ("applied", "", stage)
    with system():
        step = StatusChange.objects.filter(record_id=file.pk).last()
        assert (step.transition, step.by) == (key, drita)
        decided = Letter.objects.filter(record_id=file.pk, kind="decision").exists()
        assert decided == (stage in {"approved", "rejected"})
        assert Letter.objects.filter(record_id=sitting.pk, kind="minutes").exists()


def test_what_the_board_approves_waits_for_funds(sitting, drita, donors):
    _item, file = decide(sitting, "approve", by=drita, voters=donors)
    with system():
        assert Request.objects.waiting_for_funds().filter(pk=file.pk).exists()


def test_only_what_was_put_before_the_donors_comes_on_their_agenda(
    luan, drita, donors, request_at
):
    files = [request_at("central_review"), request_at("donor_review", surname="Other")]
    with system():
        board = make_commission(by=luan, kind=BOARD, secretary=drita, voters=donors)
        found = plan(board, files, by=drita).items.values_list("record_id", flat=True)
        assert list(found) == [files[1].pk]


def test_whoever_had_a_part_before_neither_votes_nor_closes(sitting, drita, donors):
    with system():
        item = only_item(sitting)
        for person in (donors[0], drita):
            StatusChange.objects.create(
                record_id=item.record_id,
                municipality_id=item.place_id,
                transition="give_opinion",
                from_status="x",
                to_status="y",
                by=person,
            )
        found = line_of(item)
        recused = {m.user: source for m, source, _why in found.conflicts}
        assert recused == dict.fromkeys((donors[0], drita), Conflict.Source.EARLIER_PART)  # fmt: skip
    item, file = decide(sitting, "approve", by=drita, voters=donors[1:])
    assert (item.result, file.status) == ("adjourned", "donor_review")


def test_the_board_is_decided_about_on_its_page(sitting, drita):
    item = only_item_as_system(sitting)
    page = browser_of(drita).get(f"/commissions/items/{item.pk}/").content.decode()
    for words in ("Approve", "Reject", "Send back to the central commission"):
        assert words in page


def only_item_as_system(sitting):
    with system():
        return only_item(sitting)


def test_a_decision_of_before_keeps_its_words_and_is_not_proposed_again():
    central = REGISTRY[Commission.Kind.CENTRAL, "cases.request"]
    assert str(central.told("waitlist").label) == "Approve, waiting for funds"
    assert central.outcome("waitlist") is None
