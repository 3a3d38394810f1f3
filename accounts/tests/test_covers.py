"""Standing in for a colleague: their role in their office on these days, and never a second person less."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import services
from accounts.models import Cover, User
from accounts.roles import Role
from core.rules import may
from core.scoping import Scope, system
from people import PEJA, STRPCE, account, browser_of, municipality, new_token

pytestmark = pytest.mark.django_db


def day(number: int = 0):
    return timezone.localdate() + timedelta(days=number)


def cover(absent, covering, *, by, at=STRPCE, since=0, until=5) -> Cover:
    wanted = Cover(
        absent=absent, covering=covering, municipality=municipality(at),
        valid_from=day(since), valid_until=day(until),
    )  # fmt: skip
    with system():
        return services.arrange_cover(cover=wanted, by=by)


def anew(user) -> User:
    return User.objects.with_appointments().get(pk=user.pk)


@pytest.fixture
def second_head(db):
    """Another head of the office of Štrpce, who arranges what concerns the first."""
    return account("Second", Role.OFFICE_HEAD, at=STRPCE)


def test_whoever_stands_in_has_the_role_on_these_days(jelena, dragan, second_head):
    assert not may(anew(jelena), "cases.assign_request")
    cover(dragan, jelena, by=second_head)
    lent = anew(jelena)
    assert may(lent, "cases.assign_request")
    assert lent.stands_in_for == ("Dragan",)
    assert lent.scope.municipalities == (municipality(STRPCE).pk,)


@pytest.mark.parametrize(("since", "until"), [(1, 5), (-5, -1)])
def test_before_and_after_there_is_nothing(jelena, dragan, since, until):
    with system():
        Cover.objects.create(
            absent=dragan, covering=jelena, municipality=municipality(STRPCE),
            valid_from=day(since), valid_until=day(until), arranged_by=dragan,
        )  # fmt: skip
    assert not may(anew(jelena), "cases.assign_request")
    assert anew(jelena).stands_in_for == ()


@pytest.mark.parametrize(("since", "until"), [(0, 0), (-3, 0), (0, 3)])
def test_the_first_and_the_last_day_count(jelena, dragan, since, until):
    with system():
        Cover.objects.create(
            absent=dragan, covering=jelena, municipality=municipality(STRPCE),
            valid_from=day(since), valid_until=day(until), arranged_by=dragan,
        )  # fmt: skip
    assert may(anew(jelena), "cases.assign_request")


def test_it_ends_with_the_appointment_of_who_is_away(jelena, dragan, second_head):
    cover(dragan, jelena, by=second_head)
    with system():
        dragan.appointments.update(valid_from=day(-9), valid_until=day(-1))
    assert not may(anew(jelena), "cases.assign_request")


def test_only_the_role_of_the_office_is_lent(jelena, dragan, second_head, agron):
    """A seat in a commission has a substitute of its own; a role of another office stays there."""
    with system():
        for role, place in ((Role.COMMISSION_SECRETARY, STRPCE), (Role.OFFICER, PEJA)):
            dragan.appointments.create(role=role, municipality=municipality(place))
    cover(dragan, jelena, by=second_head)
    lent = anew(jelena)
    assert "commission_secretary" not in dict(lent.roles_held)
    assert not lent.scope.covers(municipality(PEJA).pk)


def test_the_list_of_colleagues_has_who_stands_in(jelena, dragan, second_head):
    here = Scope(municipalities=(municipality(STRPCE).pk,))
    heads = User.objects.working_in(here, (Role.OFFICE_HEAD,))
    assert jelena not in heads
    cover(dragan, jelena, by=second_head)
    assert jelena in heads.all()


def test_the_frame_says_for_whom(jelena, dragan, second_head, office):
    assert "stands in for" not in office.get("/").content.decode()
    cover(dragan, jelena, by=second_head)
    page = browser_of(anew(jelena)).get("/").content.decode()
    assert "stands in for Dragan" in page


# Who arranges it


def test_no_cover_beyond_ones_own_office(dragan, arta, stranger):
    with pytest.raises(PermissionDenied):
        cover(arta, account("Other", Role.OFFICER, at=PEJA), by=dragan, at=PEJA)


def test_an_officer_arranges_nothing(jelena, dragan, arta):
    with pytest.raises(PermissionDenied):
        cover(dragan, arta, by=jelena)
    assert browser_of(jelena).get("/account/covers/").status_code == 403


def test_an_administrator_arranges_it_anywhere(jelena, dragan, agron):
    cover(dragan, jelena, by=agron)
    assert may(anew(jelena), "cases.assign_request")


REFUSED = [
    ("dragan", "dragan", "second", "nobody_covers_themselves"),
    ("dragan", "second", "second", "nobody_takes_a_role_themselves"),
]


@pytest.mark.parametrize(("absent", "covering", "by", "constraint"), REFUSED)
def test_the_database_refuses(dragan, second_head, absent, covering, by, constraint):
    people = {"dragan": dragan, "second": second_head}
    with pytest.raises(ValidationError):
        cover(people[absent], people[covering], by=people[by])
    with system(), pytest.raises(IntegrityError, match=constraint):
        Cover.objects.create(
            absent=people[absent], covering=people[covering], arranged_by=people[by],
            municipality=municipality(STRPCE), valid_until=day(3),
        )  # fmt: skip


def test_the_days_of_one_pair_do_not_overlap(jelena, dragan, second_head):
    cover(dragan, jelena, by=second_head, since=0, until=5)
    with pytest.raises(ValidationError, match="in that time already"):
        cover(dragan, jelena, by=second_head, since=5, until=9)
    with (
        system(),
        pytest.raises(IntegrityError, match="one_cover_of_a_pair"),
        transaction.atomic(),
    ):
        Cover.objects.create(
            absent=dragan, covering=jelena, arranged_by=second_head,
            municipality=municipality(STRPCE), valid_from=day(5), valid_until=day(9),
        )  # fmt: skip
    cover(dragan, jelena, by=second_head, since=6, until=9)


# In a browser


def typed(absent, covering, *, at=STRPCE, until=3):
    return {
        "municipality": municipality(at).pk, "absent": absent.pk,
        "covering": covering.pk, "valid_from": day().isoformat(),
        "valid_until": day(until).isoformat(), "form_token": new_token(),
    }  # fmt: skip


def test_a_head_arranges_and_ends_it(jelena, dragan, second_head):
    browser = browser_of(second_head)
    assert (
        browser.post("/account/covers/add/", typed(dragan, jelena)).status_code == 302
    )
    with system():
        made = Cover.objects.get()
    listed = browser.get("/account/covers/").content.decode()
    assert "Jelena" in listed
    with system():
        Cover.objects.update(valid_from=day(-1))
    url = f"/account/covers/{made.pk}/end/"
    assert url in listed
    assert browser.post(url, {"form_token": new_token()}).status_code == 302
    assert not may(anew(jelena), "cases.assign_request")
    assert "over" in browser.get("/account/covers/").content.decode()


def test_who_works_elsewhere_does_not_stand_in(dragan, arta, second_head, agron):
    answer = browser_of(agron).post("/account/covers/add/", typed(dragan, arta))
    assert answer.status_code == 422
    assert "does not work in this office" in answer.content.decode()


def test_a_cover_of_another_office_does_not_exist(jelena, dragan, second_head):
    made = cover(dragan, jelena, by=second_head)
    foreign = browser_of(account("Foreign", Role.OFFICE_HEAD, at=PEJA))
    assert foreign.get(f"/account/covers/{made.pk}/end/").status_code == 404
    assert "Jelena" not in foreign.get("/account/covers/").content.decode()
