"""The other office takes a family over while the old one still writes: one order or the other, never a row left behind."""

from threading import Event
from time import monotonic

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction

from cases import services
from cases.models import Change, Household, Person, Request
from cases.services import transfers_moving
from cases.services.changes import ask_for
from cases.tests.families import with_members
from cases.tests.transferring import answered, asked, where
from cases.workflow import REQUEST
from core.models import Note
from core.scoping import acting, system
from core.workflow import MovedOn
from people import PEJA, STRPCE, browser_of, new_token, together

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 20


@pytest.fixture
def home(request_at):
    return with_members(request_at("submitted"))


def request_of(household) -> Request:
    with system():
        return Request.objects.get(household=household)


def take_over(transfer, head):
    return lambda: answered(transfer, "accept", by=head)


def contact(home, phone) -> Change:
    mine = Household.objects.get(pk=home.pk)
    change = Change(kind=Change.Kind.CONTACT, household=mine)
    change.now, change.proposed = {"phone": mine.phone}, {"phone": phone}
    return change


def edits(home, by, phone="+38344111222"):
    def edit():
        with acting(by.scope):
            return ask_for(change=contact(home, phone), by=by)

    return edit


def verifies(home, by):
    def step():
        with acting(by.scope):
            file = Request.objects.get(household=home.pk)
            return REQUEST.apply(file, "withdraw", by=by, reason="They say so.")

    return step


def at_once(*acts):
    return together(len(acts), lambda turn: acts[turn]())


def stands_whole(home) -> None:
    """Every row of the family is where the family is."""
    place = where(home)
    request = request_of(home)
    assert where(request) == place
    with system():
        for rows in (
            home.changes.all(),
            home.members.all(),
            Person.objects.filter(memberships__household=home),
            request.decisions.all(),
            Note.objects.filter(record_id__in=[home.pk, request.pk]),
        ):
            assert {row.municipality.code for row in rows} <= {place}


@pytest.mark.parametrize("write", [edits, verifies], ids=["edit", "step"])
def test_taking_over_and_writing_at_once(register, jelena, blerim, request_at, write):
    for _turn in range(4):
        home = with_members(request_at("submitted"))
        transfer = asked(home, by=jelena)
        taken, written = at_once(take_over(transfer, blerim), write(home, jelena))
        told = [each for each in (taken, written) if isinstance(each, Exception)]
        assert where(home) == PEJA
        assert taken.status == "accepted"
        # Either it was written before the file left, or its writer is told.
        assert all(isinstance(each, MovedOn | Household.DoesNotExist | Request.DoesNotExist) for each in told), told  # fmt: skip
        stands_whole(home)


def test_two_answers_at_once_have_one_winner(home, jelena, blerim):
    transfer = asked(home, by=jelena)
    acts = [take_over(transfer, blerim)] * 3
    acts += [lambda: answered(transfer, "refuse", by=blerim, reason="No.")] * 2
    results = at_once(*acts)
    won = [each for each in results if not isinstance(each, Exception)]
    assert len(won) == 1
    assert all(isinstance(e, MovedOn) for e in results if isinstance(e, Exception))
    assert where(home) == (PEJA if won[0].status == "accepted" else STRPCE)


# The same in one order, each time


def written_late(home, act, jelena, meanwhile):
    """Somebody has opened the file; then it leaves; then they save."""
    opened, left = Event(), Event()

    def writer():
        with acting(jelena.scope):
            file = Request.objects.select_related("household").get(household=home.pk)
            opened.set()
            assert left.wait(PATIENCE)
            return act(file)

    def mover():
        assert opened.wait(PATIENCE)
        try:
            return meanwhile()
        finally:
            left.set()

    return at_once(writer, mover)


def late_step(file):
    return REQUEST.apply(file, "withdraw", by=None, reason="Late.")


def late_edit(file):
    change = Change(kind=Change.Kind.CONTACT, household=file.household)
    change.now, change.proposed = {"phone": file.household.phone}, {"phone": "+1234567"}
    return ask_for(change=change, by=None)


def late_note(file):
    return services.write_note(record=file, note=Note(text="Late."), by=None)


@pytest.mark.parametrize("act", [late_step, late_edit])
def test_what_is_saved_after_the_file_left_is_refused_in_words(
    home, jelena, blerim, act
):
    transfer = asked(home, by=jelena)
    late, taken = written_late(home, act, jelena, take_over(transfer, blerim))
    assert taken.status == "accepted"
    assert isinstance(late, MovedOn)
    assert "Somebody else has moved this file on" in late.messages[0]
    stands_whole(home)


def test_a_note_that_comes_late_is_not_left_behind(home, jelena, blerim):
    transfer = asked(home, by=jelena)
    late, _taken = written_late(home, late_note, jelena, take_over(transfer, blerim))
    assert isinstance(late, IntegrityError)
    assert "core_note_record_id_same_place" in str(late)
    stands_whole(home)


def test_without_the_composite_key_it_would_be_left_behind(
    home, jelena, blerim, owner_connection
):
    """The control: nothing else in the portal stops the late note."""
    with owner_connection.cursor() as cursor:
        cursor.execute(
            "ALTER TABLE core_note DROP CONSTRAINT core_note_record_id_same_place"
        )
    transfer = asked(home, by=jelena)
    late, _taken = written_late(home, late_note, jelena, take_over(transfer, blerim))
    assert where(late) == STRPCE
    assert where(home) == PEJA


def test_whoever_writes_late_reads_a_page_in_words(home, jelena, blerim, monkeypatch):
    """In the browser: the note was typed, the family left, the button was pressed."""
    file, transfer = request_of(home), asked(home, by=jelena)
    write = services.write_note

    def slowly(**details):
        left = at_once(take_over(transfer, blerim))
        assert not isinstance(left[0], Exception), left
        return write(**details)

    monkeypatch.setattr(services, "write_note", slowly)
    answer = browser_of(jelena).post(
        f"/requests/{file.pk}/notes/add/", {"form_token": new_token(), "text": "Late."}
    )
    assert answer.status_code == 409
    assert "Another office took this family over" in answer.content.decode()
    with system():
        assert not Note.objects.filter(text="Late.").exists()


# Two who need the same rows in different orders


def until_somebody_waits() -> None:
    end = monotonic() + PATIENCE
    with connection.cursor() as cursor:
        while monotonic() < end:
            # Inside a transaction the same answer would be given again.
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity"
                " WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
            if cursor.fetchone()[0]:
                return
    raise AssertionError("nobody waits")


def crosswise(home, jelena, blerim):
    """One corrects a person of the family, household first; the other takes over while that is half done."""
    transfer, held = asked(home, by=jelena), Event()

    def correct():
        with acting(jelena.scope), transaction.atomic():
            household = Household.objects.select_for_update().get(pk=home.pk)
            held.set()
            until_somebody_waits()
            return Person.objects.select_for_update().get(pk=household.head_id)

    def take():
        assert held.wait(PATIENCE)
        return answered(transfer, "accept", by=blerim)

    return at_once(correct, take)


def test_taking_over_waits_for_a_correction_that_is_half_done(home, jelena, blerim):
    results = crosswise(home, jelena, blerim)
    assert not any(isinstance(each, Exception) for each in results), results
    assert where(home) == PEJA


def test_without_holding_the_files_in_order_they_would_stop_each_other(
    home, jelena, blerim, monkeypatch
):
    """The control: persons and household are taken in the other order, and the database ends one of the two."""
    monkeypatch.setattr(transfers_moving, "hold", lambda household: None)
    results = crosswise(home, jelena, blerim)
    stopped = [each for each in results if isinstance(each, OperationalError)]
    assert [type(each.__cause__).__name__ for each in stopped] == ["DeadlockDetected"]
