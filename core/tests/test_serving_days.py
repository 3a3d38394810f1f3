"""Until when a decision is to be served: empty until the law is stated, then counted as every deadline."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from core import correspondence, holiday_changes, jobs
from core.letters import Edition
from core.models import Holiday, Job, Letter, Provision
from core.scoping import system
from people import browser_of, serve_in_hand

# A Monday; eight days later is a Tuesday, and no holiday lies between.
ISSUED = date(2026, 3, 2)
IN_EIGHT_DAYS, IN_EIGHT_WORKING_DAYS = date(2026, 3, 10), date(2026, 3, 12)
KEY = "decision_service_days"


@pytest.fixture
def file(register):
    return register()


@pytest.fixture
def issue(file, jelena):
    """A letter of that Monday."""

    def issued(kind="decision", on=ISSUED):
        with system():
            return correspondence.issue(
                file,
                kind=kind,
                number_kind="DL",
                recipient=("Ana", "Štrpce 1"),
                editions=(Edition(language="sr", title="Одлука"),),
                by=jelena,
                at=datetime(on.year, on.month, on.day, 9, tzinfo=UTC),
            )

    return issued


def state(days, unit="calendar_days"):
    with system():
        Provision.objects.filter(key=KEY).update(value=days, unit=unit)


def last_day(letter):
    with system():
        return Letter.objects.get(pk=letter.pk).serve_by


def served(letter, by):
    with system():
        serve_in_hand(letter, by=by)


def test_no_number_is_invented(issue):
    with system():
        law = Provision.objects.get(key=KEY)
    assert (law.value, law.is_verified) == (None, False)
    assert issue().serve_by is None


@pytest.mark.parametrize(
    ("unit", "last"),
    [("calendar_days", IN_EIGHT_DAYS), ("working_days", IN_EIGHT_WORKING_DAYS)],
)
def test_what_is_stated_is_counted_as_every_deadline(issue, unit, last):
    state(8, unit)
    assert issue().serve_by == last


def test_a_last_day_on_a_weekend_moves_on(issue):
    state(5)
    assert issue().serve_by == date(2026, 3, 9)


@pytest.mark.parametrize("kind", ["receipt", "completion_notice", "agreement"])
def test_only_a_decision_has_a_last_day(issue, kind):
    state(8)
    assert issue(kind).serve_by is None


def test_a_letter_has_the_law_of_its_day(issue):
    state(8)
    with system():
        Provision.objects.filter(key=KEY).update(valid_to=ISSUED)
        Provision.objects.create(
            key=KEY,
            value=4,
            unit="calendar_days",
            valid_from=ISSUED + timedelta(days=1),
        )
    assert issue().serve_by == IN_EIGHT_DAYS
    assert issue(on=date(2026, 3, 3)).serve_by == date(2026, 3, 9)


# Later


def administrator_states(agron, **typed):
    with system():
        law = Provision.objects.get(key=KEY)
    answer = browser_of(agron).post(
        reverse("admin:core_provision_change", args=[law.pk]),
        {"key": KEY, "unit": "calendar_days", "valid_from": "2018-01-01", **typed},
    )
    assert answer.status_code == 302
    with system():
        for job in Job.objects.filter(kind=holiday_changes.KIND):
            jobs.perform(job.pk)


def test_once_the_law_is_stated_letters_that_wait_get_their_last_day(
    issue, jelena, agron
):
    waiting, done, notice = issue(), issue(), issue("completion_notice")
    served(done, jelena)
    administrator_states(agron, value="8")
    assert last_day(waiting) == IN_EIGHT_DAYS
    assert (last_day(done), last_day(notice)) == (None, None)
    administrator_states(agron, value="")
    assert last_day(waiting) is None


def test_another_law_moves_no_letter(issue, agron):
    letter = issue()
    state(8)
    with system():
        law = Provision.objects.get(key="appeal_days")
    form = {"key": law.key, "value": "15", "unit": law.unit, "valid_from": "2018-01-01"}
    browser_of(agron).post(reverse("admin:core_provision_change", args=[law.pk]), form)
    with system():
        assert not Job.objects.filter(kind=holiday_changes.KIND).exists()
    assert last_day(letter) is None


def test_a_new_holiday_moves_the_last_day_of_what_waits(issue, jelena):
    state(8)
    waiting, done = issue(), issue()
    served(done, jelena)
    with system():
        Holiday.objects.create(
            date=IN_EIGHT_DAYS, code="XDAY", name="Mourning", name_en="Mourning"
        )
        job = holiday_changes.ask_to_move([IN_EIGHT_DAYS])
        jobs.perform(job.pk)
        assert Job.objects.get(pk=job.pk).result["letters"] == 1
    assert last_day(waiting) == IN_EIGHT_DAYS + timedelta(days=1)
    assert last_day(done) == IN_EIGHT_DAYS


def test_a_holiday_elsewhere_moves_nothing(issue):
    state(8)
    issue()
    with system():
        assert holiday_changes.ask_to_move([date(2026, 6, 1)]) is None


# Where it is seen


def test_my_work_sorts_by_it_and_marks_what_is_late(issue, jelena):
    today = timezone.localdate()
    unknown, late = issue(), issue(on=today - timedelta(days=9))
    with system():
        Letter.objects.filter(pk=late.pk).update(serve_by=today - timedelta(days=1))
        Letter.objects.filter(pk=unknown.pk).update(serve_by=None)
        soon = issue(on=today)
        Letter.objects.filter(pk=soon.pk).update(serve_by=today + timedelta(days=2))
    page = browser_of(jelena).get("/work/").content.decode()
    places = [page.index(each.number) for each in (late, soon, unknown)]
    assert places == sorted(places)
    assert "1 day late" in page[places[0] : places[1]]
    assert "due late" not in page[places[1] : places[2]]


def test_without_a_stated_law_nothing_is_late(issue, jelena):
    letter = issue(on=date(2026, 1, 5))
    page = browser_of(jelena).get("/work/").content.decode()
    assert letter.number in page
    assert "due late" not in page


def test_the_file_and_the_list_say_until_when(issue, file, jelena):
    state(8)
    letter = issue()
    browser = browser_of(jelena)
    for url in (f"/requests/{file.pk}/letters/", "/letters/"):
        assert "10 March 2026" in browser.get(url).content.decode()
    served(letter, jelena)
    assert (
        "To be served"
        not in browser.get(f"/requests/{file.pk}/letters/").content.decode()
    )
