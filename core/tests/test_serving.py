"""Serving a letter: attempts, one success, the day from which the time to appeal runs; the database refuses the rest."""

from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from core import constraints, correspondence, serving
from core.letters import Edition
from core.models import Service
from core.scoping import system
from people import together

Way, Outcome, Relation = Service.Way, Service.Outcome, Service.Relation
TODAY = timezone.localdate
DELIVERED = {
    "outcome": Outcome.SERVED,
    "received_by": "Ana",
    "relation": Relation.ADDRESSEE,
}


@pytest.fixture
def letter(register, jelena):
    """A decision of ten days ago, addressed to Ana."""
    moment = timezone.now() - timedelta(days=10)
    with system():
        return correspondence.issue(
            register(),
            kind="decision",
            number_kind="DL",
            recipient=("Ana", "Štrpce 1"),
            editions=(Edition(language="sr", title="Одлука"),),
            by=jelena,
            at=moment,
        )


@pytest.fixture
def serve(letter, jelena):
    def served(**how):
        values = {"way": Way.COURIER, "sent_on": letter.issued_on, "by": jelena} | how
        with system():
            return serving.record_service(letter=letter, **values)

    return served


def test_a_letter_is_served_once_it_was_received(letter, serve, scan):
    with system():
        assert serving.served_on(letter) is None
    day = letter.issued_on + timedelta(days=2)
    serve(served_on=day, evidence=scan, **DELIVERED)
    with system():
        assert serving.served_on(letter) == day
        row = Service.objects.get()
        assert row.evidence.record_id == letter.record_id
        assert (row.attempt, row.addressee, row.is_live) == (1, "Ana", True)


def test_the_result_of_an_attempt_is_recorded_when_it_is_known(letter, serve, jelena):
    under_way = serve(way=Way.REGISTERED_POST)
    assert under_way.is_under_way
    day = letter.issued_on + timedelta(days=5)
    with system():
        serving.record_outcome(service=under_way, served_on=day, by=jelena, **DELIVERED)
        assert serving.served_on(letter) == day
        with pytest.raises(ValidationError, match="recorded already"):
            serving.record_outcome(service=under_way, outcome="refused", by=jelena)


def test_attempts_in_vain_are_counted_and_start_nothing(letter, serve):
    for number, outcome in enumerate(("not_found", "refused", "returned"), start=1):
        assert serve(outcome=outcome).attempt == number
    with system():
        assert serving.served_on(letter) is None


def test_a_wrong_row_stays_with_its_reason_and_service_is_recorded_anew(
    letter, serve, jelena
):
    wrong = serve(served_on=letter.issued_on, **DELIVERED)
    with system():
        serving.cancel_service(service=wrong, reason=" Another family. ", by=jelena)
        assert serving.served_on(letter) is None
        kept = Service.objects.get()
        assert (kept.cancel_reason, kept.cancelled_by) == ("Another family.", jelena)
        with pytest.raises(ValidationError, match="cancelled already"):
            serving.cancel_service(service=wrong, reason="Again.", by=jelena)
    day = letter.issued_on + timedelta(days=1)
    assert serve(served_on=day, **DELIVERED).attempt == 2
    with system():
        assert serving.served_on(letter) == day


def test_every_addressee_is_served_once(letter, serve):
    serve(served_on=letter.issued_on, **DELIVERED)
    with pytest.raises(ValidationError, match="already served"):
        serve(served_on=letter.issued_on, **DELIVERED)
    day = letter.issued_on + timedelta(days=3)
    serve(addressee="Lawyer", served_on=day, **DELIVERED)
    with system():
        assert serving.served_on(letter) == letter.issued_on
        assert serving.served_on(letter, "Lawyer") == day


def test_a_public_notice_is_received_by_nobody(letter, serve):
    day = letter.issued_on + timedelta(days=1)
    serve(way=Way.PUBLIC_NOTICE, outcome=Outcome.SERVED, served_on=day)
    with system():
        assert serving.served_on(letter) == day


REFUSED = [
    ({"outcome": "served"}, "Give the day of service"),
    ({"served_on": TODAY()}, "Give the day of service"),
    ({"outcome": "served", "served_on": TODAY()}, "Say who received"),
    (
        {"outcome": "served", "served_on": TODAY(), "received_by": "Ana"},
        "Say who received",
    ),
    ({"way": "electronic"}, "has agreed to it"),
    ({"sent_on": TODAY() - timedelta(days=11)}, "before its own date"),
    ({"sent_on": TODAY() + timedelta(days=1)}, "when it has happened"),
    (
        DELIVERED | {"served_on": TODAY() + timedelta(days=1)},
        "when it has happened",
    ),
    (
        DELIVERED | {"sent_on": TODAY(), "served_on": TODAY() - timedelta(days=1)},
        "before it is sent",
    ),
]


@pytest.mark.parametrize(("how", "sentence"), REFUSED)
def test_the_database_says_what_is_wrong(serve, how, sentence):
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        serve(**how)
    assert sentence in str(constraints.sentence_for(refused.value))
    with system():
        assert not Service.objects.exists()


def test_electronic_service_needs_consent_and_has_it(serve):
    assert serve(way=Way.ELECTRONIC, agreed=True).pk


def test_two_attempts_are_not_under_way_at_once(serve):
    serve()
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        serve()
    assert "already under way" in str(constraints.sentence_for(refused.value))


def test_the_copied_date_is_the_letters_own(serve):
    service = serve()
    with pytest.raises(IntegrityError, match="core_service_letter_date"), system():
        Service.objects.filter(pk=service.pk).update(issued_on=date(2020, 1, 1))
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_a_record_of_service_is_never_taken_away(serve):
    service = serve()
    with pytest.raises(Exception, match="permission denied"), system():
        service.delete()


@pytest.mark.django_db(transaction=True)
def test_of_two_who_record_service_at_once_one_is_told(letter, serve):
    def one(_turn):
        return serve(served_on=letter.issued_on, **DELIVERED)

    results = together(4, one)
    assert len([each for each in results if isinstance(each, Service)]) == 1
    refused = [each for each in results if not isinstance(each, Service)]
    assert all(isinstance(each, ValidationError) for each in refused)


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_the_database_still_keeps_one(letter, jelena):
    """The control: rows written past the service; only the constraint stands in the way."""

    def one(turn):
        with system():
            return Service.objects.create(
                letter=letter,
                issued_on=letter.issued_on,
                addressee="Ana",
                attempt=turn + 1,
                way=Way.COURIER,
                sent_on=letter.issued_on,
                served_on=datetime.now().date(),
                recorded_by=jelena,
                **DELIVERED,
            )

    results = together(4, one)
    assert len([each for each in results if isinstance(each, Service)]) == 1
    assert sum(isinstance(each, IntegrityError) for each in results) == 3
