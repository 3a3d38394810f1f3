"""The protocol book: every letter enters it by itself, numbers have no gap, nothing is taken away."""

from datetime import datetime
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from core import correspondence, letters, protocol, references
from core.letters import Edition
from core.models import ProtocolEntry, ReferenceCounter
from core.scoping import acting, system
from people import PEJA, STRPCE, municipality, together

MOMENT = timezone.make_aware(datetime(2026, 11, 23, 12))


@pytest.fixture
def issue(register, jelena):
    file = register()

    def issued(*, by=jelena, at=MOMENT):
        with system():
            return correspondence.issue(
                file,
                kind="decision",
                number_kind="DL",
                recipient=("Ana", "Štrpce 1"),
                editions=(Edition(language="sr", title="Одлука"),),
                by=by,
                at=at,
            )

    return issued


@pytest.fixture
def enter(jelena, scan):
    def entered(*, at=STRPCE, record_id=None, **how):
        entry = ProtocolEntry(
            **{"act": "answer", "correspondent": "AKKVP", "subject": "Answer"} | how
        )
        with system():
            return protocol.enter_act(
                entry=entry,
                municipality_id=at and municipality(at).pk,
                record_id=record_id,
                scan=scan,
                by=jelena,
            )

    return entered


def numbers(office=STRPCE, year=2026):
    book = municipality(office).pk if office else 0
    with system():
        lines = ProtocolEntry.objects.filter(book=book, year=year)
        return list(lines.values_list("number", flat=True))


def test_a_letter_that_leaves_enters_the_book_by_itself(issue):
    letter = issue()
    with system():
        entry = ProtocolEntry.objects.get(letter=letter)
    assert entry.reference == "1/2026"
    assert (entry.direction, entry.correspondent) == ("outgoing", "Ana")
    assert entry.about == "Decision letter"
    assert entry.record_id == letter.record_id


def test_it_stands_in_the_book_of_whoever_issued_it(issue, luan):
    issue()
    issue(by=luan)
    assert numbers() == [1]
    assert numbers(office=None) == [1]


def test_each_office_and_each_year_counts_for_itself(issue, enter):
    issue()
    issue(at=MOMENT.replace(year=2025))
    enter()
    enter(at=PEJA)
    enter(at=None)
    this = timezone.localdate().year
    assert numbers(year=2025) == [1]
    assert numbers(year=this) == [1, 2]
    assert numbers(PEJA, this) == numbers(None, this) == [1]


def test_a_letter_that_fails_leaves_no_line(issue, monkeypatch):
    def broken(content):
        raise OSError("no room for the PDF")

    with monkeypatch.context() as patch:
        patch.setattr(letters, "typeset", broken)
        with pytest.raises(OSError, match="no room"):
            issue()
    assert numbers() == []
    issue()
    assert numbers() == [1]


def test_an_act_keeps_its_scan_and_is_put_to_a_file_once(issue, enter, scan):
    record_id = issue().record_id
    entry = enter()
    with entry.scan.open("rb") as file:
        assert file.read() == scan.content
    with system():
        attached = protocol.attach_act(entry=entry, record_id=record_id)
        assert attached.record_id == record_id
        with pytest.raises(ValidationError, match="already belongs"):
            protocol.attach_act(entry=entry, record_id=record_id)


def test_a_wrong_line_keeps_its_number_and_says_why(enter, dragan):
    entry = enter()
    with system():
        protocol.cancel_entry(entry=entry, reason=" Entered twice. ", by=dragan)
        kept = ProtocolEntry.objects.get()
        assert (kept.number, kept.is_live) == (1, False)
        assert (kept.cancel_reason, kept.cancelled_by) == ("Entered twice.", dragan)
        for again in (protocol.cancel_entry, protocol.attach_act):
            how = (
                {"reason": "x", "by": dragan}
                if again is protocol.cancel_entry
                else {"record_id": 1}
            )
            with pytest.raises(ValidationError, match="is cancelled"):
                again(entry=entry, **how)
    assert enter().number == 2


def test_nothing_is_taken_out_of_the_book(enter):
    entry = enter()
    with pytest.raises(Exception, match="permission denied"), system():
        entry.delete()


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"number": 3, "previous": 2}, "core_protocolentry_no_gap"),
        ({"number": 3, "previous": 1}, "protocol_number_follows"),
        ({"number": 3, "previous": None}, "protocol_number_follows"),
        ({"number": 1, "previous": None}, "protocol_number_once"),
        ({"number": 2, "previous": 1, "book": 0}, "protocol_book_of_office"),
        ({"number": 2, "previous": 1, "year": 2020}, "protocol_year_of_day"),
        ({"number": 2, "previous": 1, "act": ""}, "protocol_act_or_letter"),
        ({"number": 2, "previous": 1, "subject": ""}, "protocol_act_or_letter"),
        (
            {"number": 2, "previous": 1, "cancelled_at": MOMENT},
            "protocol_cancelled_with_reason",
        ),
    ],
)
def test_the_database_itself_refuses_a_line_that_does_not_follow(
    enter, change, constraint
):
    entry = enter()
    entry.pk, entry._state.adding = None, True
    for name, value in change.items():
        setattr(entry, name, value)
    with pytest.raises(IntegrityError, match=constraint), system():
        entry.save()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_a_number_on_which_another_stands_is_not_changed(enter):
    first = enter()
    enter()
    with pytest.raises(IntegrityError, match="no_gap"), system():
        ProtocolEntry.objects.filter(pk=first.pk).update(number=7, previous=6)


def test_an_office_sees_its_own_book_only(enter, jelena, luan):
    for office in (STRPCE, PEJA, None):
        enter(at=office)
    with acting(jelena.scope):
        assert ProtocolEntry.objects.count() == 1
        assert ProtocolEntry.objects.visible_to(jelena).count() == 1
    with acting(luan.scope):
        assert ProtocolEntry.objects.visible_to(luan).count() == 3


@pytest.mark.django_db(transaction=True)
def test_the_book_has_no_gap_although_some_fail_in_the_crowd(enter):
    def one(turn):
        with transaction.atomic():
            entry = enter()
            if turn % 3 == 0:
                raise ConnectionError
        return entry.number

    results = together(9, one)
    drawn = sorted(each for each in results if isinstance(each, int))
    assert drawn == [1, 2, 3, 4, 5, 6]
    assert numbers(year=timezone.localdate().year) == drawn


@pytest.mark.django_db(transaction=True)
def test_without_the_counters_lock_the_crowd_collides(enter, monkeypatch):
    """The control: whoever reads the counter without holding it is refused by the database."""

    def hasty(kind, year):
        row = ReferenceCounter.objects.filter(kind=kind, year=year).first()
        number = (row.last if row else 0) + 1
        together_now.wait()
        ReferenceCounter.objects.update_or_create(
            kind=kind, year=year, defaults={"last": number}
        )
        return number

    together_now = Barrier(3)
    monkeypatch.setattr(references, "next_in_row", hasty)
    results = together(3, lambda _turn: enter().number)
    assert sum(isinstance(each, IntegrityError) for each in results) == 2
    assert numbers(year=timezone.localdate().year) == [1]
