"""Monitoring: planned by provisions or by hand, typed back, compared over time, and what it raises."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from cases import homecomings
from cases.criteria import compared
from cases.factories import come_home, look_at, plan_visit
from cases.models import Criterion, FollowUp, Monitoring
from cases.tests.families import picture
from cases.workflow_visits import FOLLOW_UP
from core.models import Document, Provision
from core.scoping import system
from people import browser_of, complaints, new_token, together

TODAY = timezone.localdate
LONG_AGO = date(2026, 1, 10)


@pytest.fixture
def family(register):
    return register().household


def sheet(visit, **typed) -> dict:
    """The sheet of a family that lives there and meets every criterion, typed as the form asks."""
    answers = dict.fromkeys(Criterion.values, "met")
    return answers | {
        "done_on": TODAY().isoformat(),
        "visited_by": "Milan",
        "presence": "present",
        "since": "",
        "why": "",
        "expected_back": "",
        "went_to": "",
        "remarks": "",
        "form_token": new_token(),
        "form_version": visit.version,
        **typed,
    }


def left(on=None) -> dict:
    on = on or TODAY()
    return {"presence": "left", "since": on.isoformat(), "why": "No school nearby."}


@pytest.fixture
def planned(family, jelena):
    with system():
        return plan_visit(family, by=jelena, on=TODAY())


@pytest.fixture
def enter(office, planned):
    """Type the sheet of the planned visit."""

    def entered(**typed):
        return office.post(f"/monitoring/{planned.pk}/enter/", sheet(planned, **typed))

    return entered


def fresh(visit) -> Monitoring:
    with system():
        return Monitoring.objects.get(pk=visit.pk)


def follow_ups() -> list[tuple[str, str, str]]:
    with system():
        rows = FollowUp.objects.order_by("pk")
        return list(rows.values_list("cause", "criterion", "status"))


def test_a_sheet_is_typed_back_with_its_scan(enter, planned):
    answer = enter(file=picture(), safety="not_asked", living_note="Two rooms")
    assert answer["Location"] == f"/monitoring/{planned.pk}/"
    visit = fresh(planned)
    assert (visit.done_on, visit.presence, visit.done_by.full_name) == (
        TODAY(),
        "present",
        "Jelena",
    )
    with system():
        answers = dict(visit.answers.values_list("criterion", "answer"))
        assert Document.objects.filter(record_id=visit.pk).count() == 1
        assert visit.answers.get(criterion="living").observation == "Two rooms"
    assert answers == dict.fromkeys(Criterion.values, "met") | {"safety": "not_asked"}
    assert follow_ups() == []


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"presence": ""}, "This field is required"),
        ({"done_on": ""}, "This field is required"),
        ({"done_on": "2199-01-01"}, "This day lies in the future"),
        ({"presence": "left"}, "since when the family is away"),
        ({"presence": "absent", "why": "Work"}, "since when the family is away"),
        ({"why": "Work"}, "leave day and reason empty"),
        ({"expected_back": "2199-01-01"}, "is expected back"),
        ({"went_to": "Vranje"}, "only if it has left"),
        ({"safety": "perhaps"}, "perhaps"),
    ],
)
def test_a_sheet_that_contradicts_itself_is_refused(enter, planned, typed, said):
    answer = enter(**typed)
    assert answer.status_code == 422
    assert said in " ".join(complaints(answer))
    assert fresh(planned).done_on is None


@pytest.mark.parametrize(
    "facts",
    [
        {"done_on": LONG_AGO},
        {"presence": "present"},
        {"done_on": LONG_AGO, "presence": "left", "why": "x"},
        {"done_on": LONG_AGO, "presence": "absent", "since": LONG_AGO},
        {"done_on": LONG_AGO, "presence": "present", "went_to": "Vranje"},
        {"done_on": LONG_AGO, "presence": "present", "called_off": "x"},
    ],
)
def test_the_database_itself_refuses_half_a_visit(planned, jelena, facts):
    who = {"done_by": jelena} if facts.get("done_on") and "presence" in facts else {}
    with system(), pytest.raises(IntegrityError), transaction.atomic():
        Monitoring.objects.filter(pk=planned.pk).update(**facts, **who)


def test_a_departure_opens_support_again_and_ends_nothing(enter, planned, request_at):
    with system():
        before = planned.household.requests.get().status
    enter(**left(), went_to="Vranje")
    assert follow_ups() == [("left", "", "open")]
    with system():
        assert FollowUp.objects.needs_support(planned.household)
        assert planned.household.requests.get().status == before


def test_a_criterion_that_was_met_and_is_not_met_now_is_followed_up(
    enter, family, jelena
):
    with system():
        look_at(family, by=jelena, on=LONG_AGO, livelihood="not_met")
    enter(safety="not_met", livelihood="not_met")
    assert follow_ups() == [("lost", "safety", "open")]


def test_what_was_not_asked_in_between_is_still_remembered(enter, family, jelena):
    with system():
        look_at(family, by=jelena, on=LONG_AGO)
        look_at(family, by=jelena, on=LONG_AGO + timedelta(9), safety="not_asked")
    enter(safety="not_met")
    assert follow_ups() == [("lost", "safety", "open")]


def test_a_first_visit_loses_nothing(enter):
    enter(safety="not_met")
    assert follow_ups() == []


def test_an_older_sheet_typed_late_raises_nothing_new(enter, family, jelena):
    with system():
        look_at(family, by=jelena, on=TODAY())
    enter(**left(LONG_AGO), done_on=LONG_AGO.isoformat())
    assert follow_ups() == []


def test_what_is_open_is_not_raised_again(family, jelena):
    with system():
        for days in (2, 1):
            look_at(family, by=jelena, on=TODAY() - timedelta(days), presence="left")
    assert follow_ups() == [("left", "", "open")]


def test_a_corrected_sheet_raises_nothing_twice(enter, office, planned):
    enter(**left())
    with system():
        follow_up = FollowUp.objects.get()
        FOLLOW_UP.apply(follow_up, "close", by=None, reason="They came back.")
    again = sheet(fresh(planned), **left(), remarks="Corrected")
    office.post(f"/monitoring/{planned.pk}/enter/", again)
    assert fresh(planned).remarks == "Corrected"
    assert follow_ups() == [("left", "", "closed")]


def test_a_follow_up_is_taken_up_with_a_day_and_closed_with_a_reason(
    enter, office, jelena
):
    enter(**left())
    with system():
        follow_up = FollowUp.objects.get()
    url, day = follow_up.get_absolute_url(), TODAY() + timedelta(10)
    form = {"form_token": new_token(), "form_version": follow_up.version}
    office.post(f"{url}step/take_up/", form | {"until": day.isoformat()})
    with system():
        follow_up.refresh_from_db()
    assert (follow_up.status, follow_up.assigned_to, follow_up.due_on) == (
        "taken_up",
        jelena,
        day,
    )
    form = {"form_token": new_token(), "form_version": follow_up.version}
    assert office.post(f"{url}step/close/", form).status_code == 422
    office.post(f"{url}step/close/", form | {"reason": "Rent was paid."})
    with system():
        follow_up.refresh_from_db()
        assert (follow_up.status, follow_up.turn) == ("closed", "nobody")
        assert not FollowUp.objects.needs_support(follow_up.household)


def test_whoever_only_reads_takes_nothing_up(enter, ana):
    enter(**left())
    with system():
        url = FollowUp.objects.get().get_absolute_url()
    browser = browser_of(ana)
    assert browser.get(url).status_code == 200
    assert browser.get(f"{url}step/take_up/").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_two_sheets_of_one_family_typed_at_once_raise_one_follow_up(family, jelena):
    with system():
        looks = [plan_visit(family, by=jelena, on=TODAY()) for _ in range(4)]
    browsers = [browser_of(jelena) for _ in looks]
    answers = together(
        len(looks),
        lambda turn: browsers[turn].post(
            f"/monitoring/{looks[turn].pk}/enter/", sheet(looks[turn], **left())
        ),
    )
    assert {each.status_code for each in answers} == {302}
    assert follow_ups() == [("left", "", "open")]


def state_intervals(**months) -> None:
    for name, number in months.items():
        Provision.objects.filter(key=f"monitoring_{name}_months").update(value=number)


def test_without_stated_intervals_nothing_is_planned_by_itself(family, jelena):
    with system():
        come_home(family, by=jelena, on=TODAY())
        assert not Monitoring.objects.exists()


def test_stated_intervals_plan_the_visits_that_lie_ahead(family, jelena):
    on = TODAY() - timedelta(days=200)
    with system():
        state_intervals(first=6, second=12, fourth=24)
        come_home(family, by=jelena, on=on)
        found = list(
            Monitoring.objects.order_by("planned_for").values_list(
                "occasion", "planned_for"
            )
        )
    assert found == [
        ("second", homecomings.months_after(on, 12)),
        ("fourth", homecomings.months_after(on, 24)),
    ]


def test_a_second_return_does_not_double_what_is_planned(family, jelena):
    with system():
        state_intervals(first=6)
        come_home(family, by=jelena, on=TODAY())
        come_home(family, by=jelena, on=TODAY() - timedelta(days=1))
        assert Monitoring.objects.count() == 1


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 12, 15), 12, date(2027, 12, 15)),
        (date(2026, 12, 31), 3, date(2027, 3, 31)),
        (date(2026, 3, 31), 24, date(2028, 3, 31)),
        (date(2026, 10, 31), 1, date(2026, 11, 30)),
    ],
)
def test_months_end_on_the_last_day_of_a_shorter_month(day, months, expected):
    assert homecomings.months_after(day, months) == expected


def test_the_plan_shows_late_visits_first_and_those_made_last(office, register, jelena):
    days = {"Soon": 3, "Late": -20, "Later": -2, "Next": 40}
    with system():
        for name, offset in days.items():
            family = register(surname=name).household
            plan_visit(family, by=jelena, on=TODAY() + timedelta(offset))
        done = register(surname="Done").household
        look_at(done, by=jelena, on=TODAY())
    page = office.get("/monitoring/").content.decode()
    places = [
        page.index(f"{name}, ") for name in ("Late", "Later", "Soon", "Next", "Done")
    ]
    assert places == sorted(places)
    late = office.get("/monitoring/?show=late").content.decode()
    assert "Late, " in late
    assert "Soon, " not in late
    assert "Done, " not in late


def test_the_number_of_a_sheet_leads_to_its_page(office, planned):
    answer = office.get("/monitoring/", {"number": planned.reference.lower()})
    assert answer["Location"] == f"/monitoring/{planned.pk}/enter/"
    assert office.get("/monitoring/?number=MO-1999-1").status_code == 200


def test_a_visit_is_called_off_with_a_reason_and_not_typed_then(office, planned):
    url = f"/monitoring/{planned.pk}/"
    form = {"form_token": new_token(), "form_version": planned.version}
    assert office.post(f"{url}call-off/", form | {"called_off": ""}).status_code == 422
    office.post(f"{url}call-off/", form | {"called_off": "Snow"})
    assert fresh(planned).called_off == "Snow"
    assert office.get(f"{url}enter/").status_code == 403
    assert office.get(f"{url}plan/").status_code == 404


def test_the_same_occasion_is_planned_once(office, family, jelena):
    with system():
        plan_visit(family, by=jelena, on=TODAY(), occasion="first")
    form = {"occasion": "first", "planned_for": TODAY().isoformat(), "request": ""}
    answer = office.post(
        f"/households/{family.pk}/monitoring/add/", form | {"form_token": new_token()}
    )
    assert answer.status_code == 422
    assert "planned already" in " ".join(complaints(answer))


def test_criteria_stand_side_by_side_with_what_was_lost_and_gained(family, jelena):
    with system():
        look_at(family, by=jelena, on=LONG_AGO, safety="met", living="not_met")
        look_at(family, by=jelena, on=LONG_AGO + timedelta(1), safety="not_asked")
        look_at(family, by=jelena, on=LONG_AGO + timedelta(2), safety="not_met")
        table = compared(list(family.monitorings.prefetch_related("answers")))
    rows = {
        row["label"]: [(c["label"], c["lost"], c["gained"]) for c in row["cells"]]
        for row in table["rows"]
    }
    assert len(rows) == 8
    assert rows[Criterion.SAFETY.label] == [
        ("met", False, False),
        ("not asked", False, False),
        ("not met", True, False),
    ]
    assert rows[Criterion.LIVING.label][1] == ("met", False, True)


def test_two_who_type_one_sheet_do_not_overwrite_each_other(enter, office, planned):
    enter()
    answer = office.post(f"/monitoring/{planned.pk}/enter/", sheet(planned, **left()))
    assert answer.status_code == 409
    assert fresh(planned).presence == "present"
