"""Did they stay? Worked by hand: which families returned, and how each was last seen."""

import csv
from datetime import date, timedelta

import pytest

from cases.factories import come_home, look_at, plan_visit
from core import jobs
from core.models import Job, Municipality
from core.scoping import Scope, system
from people import PEJA, browser_of, new_token
from reports import retention, services

LONG_AGO = date(2025, 3, 1)
TOO_FEW = (None,) * 5


@pytest.fixture(autouse=True)
def _quiet_bell(monkeypatch):
    monkeypatch.setattr(jobs, "ring", lambda job_id: None)


@pytest.fixture
def returned(register, jelena):
    """A family that returned, and how it was found on days after that: `(days, presence)`."""
    names = iter(range(100))

    def made(*looks, on=LONG_AGO, programme="RRK", **where):
        family = register(surname=f"Family{next(names)}", **where).household
        with system():
            come_home(family, by=jelena, on=on, programme=programme)
            for days, presence in looks:
                look_at(family, by=jelena, on=on + timedelta(days), presence=presence)
        return family

    return made


def lines(scope=None) -> list[tuple]:
    with system():
        everything = scope or Scope(everything=True)
        return retention.summarise(retention.homecomings(everything))


def numbers(lines) -> list[tuple]:
    return [line[1:] for line in lines]


def test_a_worked_example_of_ten_families(returned):
    for _ in range(4):
        returned((100, "present"))
    returned((100, "left"), (200, "present"))  # came back: lives there now
    returned((100, "present"), (200, "absent"))
    for _ in range(2):
        returned((100, "present"), (200, "left"))
    for _ in range(2):
        returned()
    # Ten returned; eight were visited, two of them have left: 6 of 8 stayed, 75 %.
    assert numbers(lines()) == [("RRK", 2025, 10, 5, 1, 2, 2, 75)]


def test_what_was_seen_before_the_return_does_not_count(returned, jelena):
    for _ in range(5):
        family = returned()
        with system():
            look_at(family, by=jelena, on=LONG_AGO - timedelta(1), presence="left")
    assert numbers(lines()) == [("RRK", 2025, 5, 0, 0, 0, 5, None)]


def test_a_planned_or_called_off_visit_is_no_visit(returned, jelena):
    for _ in range(5):
        family = returned()
        with system():
            plan_visit(family, by=jelena, on=LONG_AGO + timedelta(9))
            plan_visit(family, by=jelena, on=LONG_AGO + timedelta(9), called_off="Snow")
    assert numbers(lines())[0][2:] == (5, 0, 0, 0, 5, None)


def test_who_returned_twice_counts_once_by_the_last_return(returned, jelena):
    for _ in range(5):
        family = returned((100, "left"))
        with system():
            come_home(family, by=jelena, on=LONG_AGO.replace(year=2026), programme="EU")
    assert numbers(lines()) == [("EU", 2026, 5, 0, 0, 0, 5, None)]


def test_two_looks_on_one_day_are_told_by_the_later_one(returned):
    for _ in range(5):
        returned((100, "left"), (100, "present"))
    assert numbers(lines()) == [("RRK", 2025, 5, 5, 0, 0, 0, 100)]


def test_programmes_and_years_stand_apart(returned):
    for _ in range(5):
        returned((1, "present"))
        returned((1, "left"), programme="EU")
        returned((1, "absent"), on=LONG_AGO.replace(year=2024))
    assert numbers(lines()) == [
        ("EU", 2025, 5, 0, 0, 5, 0, 0),
        ("RRK", 2024, 5, 0, 5, 0, 0, 100),
        ("RRK", 2025, 5, 5, 0, 0, 0, 100),
    ]


@pytest.mark.parametrize(("families", "hidden"), [(1, True), (4, True), (5, False)])
def test_of_a_small_group_nothing_is_told(returned, families, hidden):
    for _ in range(families):
        returned((1, "left"))
    [(_programme, _year, shown, *rest)] = numbers(lines())
    assert (shown == "1–4") is hidden
    assert (tuple(rest) == TOO_FEW) is hidden


def test_a_merged_registration_does_not_count(returned, register):
    family = register(surname="Kept").household
    for _ in range(5):
        returned((1, "present"))
    with system():
        spare = returned((1, "left"))
        type(spare).objects.filter(pk=spare.pk).update(merged_into=family)
    assert numbers(lines()) == [("RRK", 2025, 5, 5, 0, 0, 0, 100)]


def test_an_office_counts_its_own_families(returned, arta):
    for _ in range(5):
        returned((1, "present"))
        returned((1, "left"), at=PEJA, by=arta)
    with system():
        peja = Municipality.objects.get(code=PEJA)
    assert len(lines()) == 2
    assert numbers(lines(Scope(municipalities=(peja.pk,)))) == [
        ("RRK", 2025, 5, 0, 0, 5, 0, 0)
    ]


@pytest.mark.parametrize(
    ("visited", "left", "percent"),
    [(0, 0, None), (1, 1, 0), (1, 0, 100), (3, 1, 67), (8, 2, 75), (6, 1, 83)],
)
def test_the_rate_in_whole_percent(visited, left, percent):
    assert retention.rate(visited, left) == percent


def test_the_files_hold_the_groups_and_no_family(returned, jelena):
    families = [returned((1, "present")) for _ in range(5)]
    small = returned((1, "left"), programme="EU")
    answer = browser_of(jelena).post(
        "/reports/new/retention/", {"purpose": "x", "form_token": new_token()}
    )
    number = int(answer["Location"].rstrip("/").rpartition("/")[2])
    jobs.perform(number)
    with system():
        job = Job.objects.get(pk=number)
    with services.file_of(job, "csv").open(encoding="utf-8-sig", newline="") as file:
        text = file.read()
    rows = list(csv.reader(text.splitlines(), delimiter=";"))
    assert [row[1:5] for row in rows[1:]] == [
        ["EU", "2025", "1–4", ""],
        ["RRK", "2025", "5", "5"],
    ]
    for family in (*families, small):
        assert family.reference not in text
    page = browser_of(jelena).get(f"/reports/runs/{number}/").content.decode()
    assert "6 families that returned are in it" in page
