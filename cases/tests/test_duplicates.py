"""Entries that may be one person: found in the background, judged by people, remembered for ever."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from kombu.exceptions import OperationalError

from cases import services
from cases.comparison import FIELDS, LEVELS
from cases.models import DuplicatePair, Person
from cases.services import duplicates
from cases.services.duplicates import (
    refresh,
)
from cases.tests.doubles import head, pairs, work
from core import jobs
from core.models import Job
from core.scoping import SYSTEM, acting, system
from people import PEJA, STRPCE

LIKELIHOOD = DuplicatePair.Likelihood


def fresh(pair):
    with system():
        return DuplicatePair.objects.with_other_side().get(pk=pair.pk)


def judge(pair, verdict, by, act=services.judge_pair):
    with system():
        return act(pair=fresh(pair), verdict=verdict, by=by)


def test_a_pair_appears_after_a_registration_for_which_nobody_waits(
    office, registration
):
    url = reverse("cases:request_register")
    office.post(url, registration)
    latin = {"surname": "Djordjević", "given_name": "Milena"}
    token = "6f2a4a0e-3c41-4b8b-8f1d-0e7c2b1a9d55"
    answer = office.post(url, registration | latin | {"form_token": token})
    assert answer.status_code == 302
    assert pairs() == set()
    assert work() == 2
    with system():
        first, second = Person.objects.order_by("pk")
    assert pairs() == {(STRPCE, first.pk, second.pk, LIKELIHOOD.VERY_LIKELY)}


def test_saving_goes_on_when_the_queue_is_away(
    register, monkeypatch, django_capture_on_commit_callbacks
):
    def away(*args, **kwargs):
        raise OperationalError

    monkeypatch.setattr(jobs.current_app, "send_task", away)
    with django_capture_on_commit_callbacks(execute=True) as rung:
        register()
    assert rung
    assert work() == 1


def test_a_person_saved_twice_is_looked_for_once(milena):
    with system():
        services.save_person(person=milena)
        services.save_person(person=milena)
    assert work() == 1
    with system():
        services.save_person(person=milena)
    assert work() == 1


def test_many_persons_are_several_jobs(db, monkeypatch):
    monkeypatch.setattr(duplicates, "MOST_IN_A_JOB", 2)
    duplicates.ask_to_refresh([5, 3, 4, 1, 2, 1])
    with system():
        params = Job.objects.order_by("pk").values_list("params", flat=True)
        assert list(params) == [{"persons": ids} for ids in ([1, 2], [3, 4], [5])]
    assert work() == 3


@pytest.mark.parametrize("verdict", ["different", "same", "unsure"])
def test_what_was_judged_stays_after_saving_and_searching_again(twice, jelena, verdict):
    judge(twice, verdict, jelena)
    before = fresh(twice)
    with system():
        person = twice.person
        person.birth_date = date(1963, 3, 5)
        services.save_person(person=person)
        work()
        refresh(Person.objects.values_list("pk", flat=True))
        kept = list(DuplicatePair.objects.all())
    assert [(row.pk, row.verdict, row.version) for row in kept] == [
        (before.pk, verdict, before.version)
    ]


def test_different_persons_are_not_proposed_again_whatever_changes(twice, jelena):
    judge(twice, "different", jelena)
    with system():
        person = twice.person
        person.surname, person.given_name = twice.other.surname, twice.other.given_name
        services.save_person(person=person)
    work()
    with system():
        open_pairs = DuplicatePair.objects.filter(verdict="")
        assert not open_pairs.exists()
        assert DuplicatePair.objects.count() == 1


def make_somebody_else_of(pair):
    with system():
        person = Person.objects.get(pk=pair.person_id)
        person.given_name, person.father_name = "Радмила", "Живко"
        person.birth_date = date(1990, 1, 20)
        services.save_person(person=person)
    work()


def test_an_open_pair_goes_when_nothing_speaks_for_it_any_more(twice):
    assert pairs()
    make_somebody_else_of(twice)
    assert pairs() == set()


@pytest.mark.parametrize("verdict", ["different", "same"])
def test_a_judged_pair_stays_when_nothing_speaks_for_it_any_more(
    twice, jelena, verdict
):
    judge(twice, verdict, jelena)
    make_somebody_else_of(twice)
    assert fresh(twice).verdict == verdict


def test_while_one_office_has_judged_the_other_keeps_its_side(across, jelena):
    judge(across[0], "same", jelena)
    make_somebody_else_of(across[0])
    assert [fresh(side).verdict for side in across] == ["same", ""]


def test_an_open_pair_is_weighed_anew(twice):
    assert twice.likelihood == LIKELIHOOD.VERY_LIKELY
    with system():
        person = twice.person
        person.birth_date = None
        services.save_person(person=person)
    work()
    assert fresh(twice).likelihood == LIKELIHOOD.LIKELY
    assert fresh(twice).comparison["birth_date"] == "unknown"


def test_two_municipalities_keep_a_side_each(across):
    ours, theirs = across
    assert ours.across
    assert theirs.across
    assert (ours.municipality.code, theirs.municipality.code) == (STRPCE, PEJA)
    assert set(ours.comparison) == set(FIELDS)
    assert set(ours.comparison.values()) <= set(LEVELS)


def test_a_little_likeness_is_no_reason_to_ask_another_office(register, milena, arta):
    later = {"birth_date": date(1990, 11, 28), "father_name": "Стојан"}
    here = head(register(**later))
    there = head(register(at=PEJA, by=arta, **later))
    work()
    others = {other for _place, one, other, _how in pairs() if one == milena.pk}
    # Within the office it is worth a look.
    assert others == {here.pk}
    assert (PEJA, there.pk, here.pk, LIKELIHOOD.VERY_LIKELY) in pairs()


def test_an_office_sees_only_its_own_side(across, jelena):
    with acting(jelena.scope):
        assert list(DuplicatePair.objects.values_list("pk", flat=True)) == [
            across[0].pk
        ]
        seen = DuplicatePair.objects.with_other_side().get()
        assert (seen.twin_verdict, seen.other_name) == (None, None)


def test_the_ministry_waits_until_both_offices_have_answered(
    across, jelena, arta, luan
):
    ours, theirs = across

    def waits():
        with system():
            rows = DuplicatePair.objects.with_other_side()
            return [pair.pk for pair in rows.waiting_for(SYSTEM)]

    judge(ours, "same", jelena)
    assert waits() == []
    with pytest.raises(ValidationError):
        judge(ours, "same", luan, services.settle_pair)
    judge(theirs, "same", arta)
    assert waits() == [min(across, key=lambda side: side.person_id).pk]
    judge(ours, "same", luan, services.settle_pair)
    assert waits() == []
    assert {fresh(side).settled for side in across} == {"same"}
    assert fresh(theirs).is_one_person


@pytest.mark.parametrize(
    ("ours", "theirs", "waits"),
    [
        ("same", "same", 1),
        ("same", "different", 1),
        ("different", "same", 1),
        ("unsure", "same", 1),
        ("different", "unsure", 1),
        ("different", "different", 0),
        ("same", "", 0),
        ("", "same", 0),
        ("", "", 0),
    ],
)  # fmt: skip
def test_the_ministry_decides_where_offices_do_not_agree_on_two_persons(
    across, jelena, arta, ours, theirs, waits
):
    for side, verdict, by in zip(across, (ours, theirs), (jelena, arta), strict=True):
        if verdict:
            judge(side, verdict, by)
    with system():
        rows = DuplicatePair.objects.with_other_side()
        assert rows.waiting_for(SYSTEM).count() == waits


def test_after_the_ministry_an_office_says_nothing_more(across, jelena, arta, luan):
    judge(across[0], "same", jelena)
    judge(across[1], "different", arta)
    judge(across[0], "different", luan, services.settle_pair)
    with pytest.raises(ValidationError):
        judge(across[1], "same", arta)


def test_an_office_alone_makes_nobody_one_person(across, jelena):
    assert not judge(across[0], "same", jelena).is_one_person


def test_the_second_of_two_reviewers_is_told(twice, jelena, dragan):
    first, second = fresh(twice), fresh(twice)
    with system():
        services.judge_pair(pair=first, verdict="same", by=jelena)
        with pytest.raises(ValidationError):
            services.judge_pair(pair=second, verdict="different", by=dragan)
    assert fresh(twice).verdict == "same"


@pytest.mark.parametrize(
    "changes",
    [
        {"verdict": "same"},
        {"settled": "same"},
        {"other_id": "person"},
        {"verdict": "perhaps"},
    ],
    ids=str,
)
def test_the_database_refuses_half_a_verdict(twice, changes):
    if "other_id" in changes:
        changes = {"other_id": twice.person_id}
    with system(), pytest.raises(IntegrityError), transaction.atomic():
        DuplicatePair.objects.filter(pk=twice.pk).update(**changes)
