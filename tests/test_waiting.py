"""Everything that waits: every declared kind, tried with everybody of two municipalities."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.factories import municipality
from accounts.roles import REACH, Role
from cases.factories import walk
from cases.models import Merge
from cases.services.transfers import ask_for_transfer
from cases.workflow import REQUEST
from cases.workflow_changes import CHANGE
from commissions.factories import convene
from core.models import InstitutionRequest, Municipality
from core.scoping import acting, system
from mcr_portal.waiting import offices, registry
from mcr_portal.waiting.declared import KINDS
from mcr_portal.waiting.kind import SHOWN, Kind, counts, found_for, grouped, things
from tests.world import undone
from tests.world_parts import THIRD, family, proposal

ROLES = [role.value for role in Role]
MUNICIPAL = [role.value for role in Role if REACH[role].municipal]


@pytest.fixture(scope="module")
def _full(_world, django_db_blocker):
    with django_db_blocker.unblock(), undone():
        with system():
            for office in (_world.own, _world.other):
                _fill(office, _world.people)
        yield _world


@pytest.fixture
def full(_full):
    """The two offices, in each of which something of every kind waits."""
    with undone():
        yield _full


def _fill(office, people) -> None:
    place, officer = office.place, office.officer
    staff = {
        "officer": officer,
        "head": office.head,
        "ministry": people[Role.CENTRAL_SECRETARY.value],
        "second": people[Role.APPEALS_SECRETARY.value],
        "funder": people[Role.CASEWORKER.value],
    }
    walk(family(place, officer, "Approved"), "approved", **staff)
    third = municipality(THIRD)
    ask_for_transfer(
        household=family(third, officer, "Guest").household,
        to=place,
        reason="It returns to its house there.",
        by=people[Role.CASEWORKER.value],
    )
    walk(family(place, officer, "Appealed"), "appealed", **staff)
    walk(family(place, officer, "Central"), "central_review", **staff)
    returned = proposal(office.agreed, officer)
    CHANGE.apply(returned, "return", by=office.head, reason="Which card?")
    Merge.objects.filter(pk=office.merge.pk).update(state=Merge.State.PROPOSED)
    yesterday = timezone.localdate() - timedelta(days=1)
    InstitutionRequest.objects.filter(record_id=office.decided.pk).update(
        asked_on=yesterday, expected_on=yesterday
    )
    convene(office.sitting, by=people[Role.CENTRAL_SECRETARY.value])


def seen_by(user, kinds=KINDS, **how):
    with acting(user.scope):
        return things(found_for(user, kinds, **how))


def fresh(user):
    with system():
        return type(user).objects.with_appointments().get(pk=user.pk)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.key)
def test_every_kind_waits_for_somebody_and_opens_for_them(full, kind):
    met = 0
    for role in ROLES:
        person = full.people[role]
        seen = seen_by(fresh(person), (kind,))
        client = full.client(role)
        for thing in seen:
            for url in (thing.url, thing.next_url):
                assert client.get(url).status_code == 200, (role, url)
        met += len(seen)
        if seen:
            assert client.get(kind.list_url).status_code == 200, (role, kind.list_url)
    assert met


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.key)
def test_nothing_of_another_municipality_waits_for_an_office(full, kind):
    told = [
        f"{thing.what} {thing.whose}"
        for role in MUNICIPAL
        for thing in seen_by(fresh(full.people[role]), (kind,))
    ]
    for words in full.other.canaries:
        assert words not in " ".join(told)


def _place(kind) -> str:
    """The column that says whose work a row is; a transfer is with the sender until it is answered."""
    return "to_municipality" if kind is offices.TRANSFERS else "municipality"


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.key)
def test_rows_are_scoped_before_row_security(full, kind):
    """Asked by the portal itself, so that only the first wall stands."""
    for role in MUNICIPAL:
        person = fresh(full.people[role])
        with system():
            places = {
                place
                for _kind, rows in found_for(person, (kind,))
                for place in rows.order_by().values_list(_place(kind), flat=True)
            }
        assert places <= {full.own.place.pk}, role


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.key)
def test_what_is_mine_is_part_of_what_waits_for_the_office(full, kind):
    for role in ROLES:
        person = fresh(full.people[role])
        with acting(person.scope):
            both = [
                {pk for _kind, rows in found_for(person, (kind,), mine=mine) for pk in rows.values_list("pk", flat=True)}
                for mine in (True, False)
            ]  # fmt: skip
        assert both[0] <= both[1]


def test_a_file_that_was_given_to_me_is_mine(full):
    person = fresh(full.people[Role.OFFICER.value])
    with system():
        type(full.own.draft).objects.filter(pk=full.own.draft.pk).update(
            assigned_to=person
        )
    mine = seen_by(person, (registry.REQUESTS,), mine=True)
    assert [thing.pk for thing in mine] == [full.own.draft.pk]
    assert len(seen_by(person, (registry.REQUESTS,))) > 1


def test_whoever_holds_no_role_is_told_of_nothing(full):
    person = fresh(full.people[Role.PARTNER.value])
    assert found_for(person, KINDS) == []
    assert things([]) == [] == counts([])


def test_late_comes_first_and_what_has_no_day_last(full):
    yesterday = timezone.localdate() - timedelta(days=1)
    with system():
        type(full.own.draft).objects.filter(pk=full.own.draft.pk).update(
            due_on=yesterday
        )
    seen = seen_by(fresh(full.people[Role.OFFICE_HEAD.value]))
    days = [thing.due_on for thing in seen]
    dated = [day for day in days if day]
    assert dated == sorted(dated)
    assert days == dated + [None] * (len(days) - len(dated))
    groups = grouped(seen, on=timezone.localdate())
    assert full.own.draft.pk in [thing.pk for thing in groups["late"]]
    assert all(
        thing.due_on is None or thing.due_on >= yesterday for thing in groups["later"]
    )


def test_of_each_kind_only_the_first_are_shown_and_the_count_says_how_many(full):
    place, officer = full.own.place, full.own.officer
    with system():
        for number in range(SHOWN + 1):
            family(place, officer, f"Many{number}")
    person = fresh(full.people[Role.OFFICER.value])
    with acting(person.scope):
        found = found_for(person, (registry.REQUESTS,))
        assert len(things(found)) == SHOWN
        assert int(counts(found)[0].waiting) > SHOWN


@pytest.mark.parametrize("role", [Role.OFFICE_HEAD.value, Role.CENTRAL_SECRETARY.value])
def test_all_kinds_together_are_asked_for_in_one_question_and_counted_in_another(
    full, role, django_assert_num_queries
):
    person = fresh(full.people[role])
    with acting(person.scope):
        found = found_for(person, KINDS)
        assert len(found) > 5
        with django_assert_num_queries(1):
            things(found)
        with django_assert_num_queries(1):
            counts(found)


def test_every_stage_whose_turn_is_ours_names_its_usual_step():
    """A stage without one would wait for nobody; visits and appeals are kinds of their own."""
    waiting = {
        status
        for status, stage in REQUEST.stages.items()
        if stage.turn in {"office", "ministry"}
    }
    assert waiting - {"appealed", "monitoring"} == set(registry.USUAL)
    for status, ways in registry.USUAL.items():
        for name in ways.values():
            assert status in REQUEST.by_name[name].sources


def test_kinds_have_names_of_their_own():
    assert len({kind.key for kind in KINDS}) == len(KINDS)
    assert all(isinstance(kind, Kind) for kind in KINDS)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("whose", ["", "mine"])
def test_the_page_shows_what_waits_for_everybody(full, role, whose):
    answer = full.client(role).get(reverse("work_list"), {"whose": whose})
    assert answer.status_code == 200
    text = answer.content.decode()
    if REACH[Role(role)].municipal:
        assert not [words for words in full.other.canaries if words in text]
    if role == Role.OFFICER.value and not whose:
        assert full.own.draft.reference in text
        assert Municipality.objects.count() > 1


def test_an_empty_desk_says_so(world):
    answer = world.client(Role.PARTNER.value).get(reverse("work_list"))
    assert "Nothing waits for you" in answer.content.decode()
