"""Double assistance: what is shown before granting, to whom, and what granting all the same asks for."""

from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db.models.query import QuerySet

from accounts.factories import municipality
from cases import earlier_assistance
from cases.factories import deliver, make_assistance
from cases.models import DuplicatePair, Household, Member
from cases.tests.doubles import head
from cases.tests.families import family, head_of, member, with_members
from cases.workflow_assistance import ASSISTANCE
from core.place_names import municipality_name
from core.scoping import system
from people import PEJA, browser_of, new_token, together

__all__ = ["family"]


def known(line, by) -> earlier_assistance.Earlier:
    with system():
        line = type(line).objects.with_words().get(pk=line.pk)
        return earlier_assistance.known_to(line, by)


def grant(line, by, reason=""):
    with system():
        return ASSISTANCE.apply(line, "grant", by=by, reason=reason)


@pytest.fixture
def house(family, jelena):
    """A house that is planned for the family."""
    with system():
        return make_assistance(family, by=jelena, kind="house")


def test_a_family_that_had_nothing_is_granted_without_a_reason(house, dragan):
    assert not known(house, dragan).is_double
    assert grant(house, dragan).doubles == []


@pytest.mark.parametrize("kind", ["house", "reconstruction", "construction_material"])
def test_a_kind_of_the_same_group_counts_whoever_gave_it(
    house, family, jelena, dragan, kind
):
    with system():
        told = make_assistance(family, by=jelena, kind=kind, source="donor", said_by="family")  # fmt: skip
    assert known(house, dragan).given == [told]
    with pytest.raises(ValidationError, match="all the same"):
        grant(house, dragan)
    line = grant(house, dragan, reason="The earlier house burnt down.")
    assert line.doubles == [told.reference]
    assert line.double_reason == "The earlier house burnt down."


def test_another_kind_does_not_count(house, family, jelena, dragan):
    with system():
        make_assistance(family, by=jelena, kind="food", said_by="family")
    assert not known(house, dragan).is_double


def test_what_is_only_planned_is_shown_and_asks_for_no_reason(
    house, family, jelena, dragan
):
    with system():
        other = make_assistance(family, by=jelena, kind="construction_material")
    found = known(house, dragan)
    assert (found.is_double, found.planned) == (False, [other])


def test_a_cancelled_line_counts_only_with_what_was_delivered(
    family, house, jelena, dragan
):
    with system():
        lines = [
            make_assistance(family, "granted", by=jelena, head=dragan, kind=kind, reason="why")
            for kind in ("reconstruction", "construction_material")
        ]  # fmt: skip
        deliver(lines[1], by=jelena, received_by=head_of(family))
        for line in lines:
            ASSISTANCE.apply(line, "cancel", by=dragan, reason="moved away")
    assert [line.pk for line in known(house, dragan).given] == [lines[1].pk]


def test_what_a_member_had_in_another_household_counts_both_ways(
    family, house, register, jelena, dragan
):
    """Ana has left for another household, which had a house before."""
    with system():
        other = register(surname="Other").household
        earlier = make_assistance(other, "granted", by=jelena, head=dragan, kind="house")  # fmt: skip
    assert not known(house, dragan).is_double
    ana = member(family, "Ana")
    with system():
        Member.objects.filter(pk=ana.pk).update(left_on="2024-02-01")
        Member.objects.create(household=other, person=ana.person, relation="other", joined_on="2024-02-01")  # fmt: skip
    assert known(house, dragan).given == [earlier]
    grant(house, dragan, reason="Ana alone had it.")
    with system():
        next_one = make_assistance(other, by=jelena, kind="construction_material")
    assert {each.pk for each in known(next_one, dragan).given} == {earlier.pk, house.pk}


def test_whoever_parts_is_told_that_assistance_stays(family, jelena, dragan):
    words = "Assistance stays with this household"
    page = f"/members/{member(family, 'Ana').pk}/move/"
    assert words not in browser_of(jelena).get(page).content.decode()
    with system():
        make_assistance(family, "granted", by=jelena, head=dragan)
    assert words in browser_of(jelena).get(page).content.decode()


def test_what_the_second_entry_of_a_person_had_counts(twice, jelena, dragan):
    """Registered twice and very likely one person: nobody has said so yet."""
    with system():
        DuplicatePair.objects.filter(pk=twice.pk).update(likelihood=3)
        homes = [person.heads.get() for person in (twice.person, twice.other)]
        earlier = make_assistance(homes[1], "granted", by=jelena, head=dragan, kind="house")  # fmt: skip
        line = make_assistance(homes[0], by=jelena, kind="house")
    assert known(line, dragan).given == [earlier]
    with system():
        DuplicatePair.objects.filter(pk=twice.pk).update(
            verdict="different", decided_by=jelena, decided_at="2026-01-01T00:00Z"
        )
    assert not known(line, dragan).is_double


@pytest.fixture
def elsewhere(across, arta, mirjeta, jelena):
    """Milena very likely has a house in Peja, too; in Štrpce one is planned."""
    with system():
        DuplicatePair.objects.update(likelihood=3)
        here, there = (pair.person.heads.get() for pair in across)
        given = make_assistance(
            there, "granted", by=arta, head=mirjeta, kind="house", description="SECRETHOUSE"
        )  # fmt: skip
        return make_assistance(here, by=jelena, kind="house"), given


def test_of_another_office_only_its_municipality_is_told(elsewhere, dragan, luan):
    line, given = elsewhere
    found = known(line, dragan)
    peja = municipality(PEJA)
    assert (found.given, found.elsewhere) == ([], [peja.pk])
    with system():
        household = Household.objects.get(pk=given.household_id)
    secrets = (given.reference, "SECRETHOUSE", household.reference, "Gjorgjeviq")
    page = browser_of(dragan).get(f"/assistance/{line.pk}/").content.decode()
    asked = browser_of(dragan).get(f"/assistance/{line.pk}/step/grant/").content.decode()  # fmt: skip
    for text in (page, asked):
        assert f"ask the office of {municipality_name(peja.pk)}" in text
        assert not [secret for secret in secrets if secret in text]
    # The ministry sees both offices' files.
    assert known(line, luan).given == [given]
    assert "SECRETHOUSE" in browser_of(luan).get(f"/assistance/{line.pk}/").content.decode()  # fmt: skip


def test_another_kind_elsewhere_is_not_told(elsewhere, jelena, dragan):
    line, _given = elsewhere
    with system():
        food = make_assistance(line.household, by=jelena, kind="food")
    assert not known(food, dragan).elsewhere


def test_a_likeness_that_may_be_chance_tells_nothing(elsewhere, dragan):
    line, _given = elsewhere
    with system():
        DuplicatePair.objects.update(likelihood=2)
    assert not known(line, dragan).elsewhere


def test_the_form_asks_for_the_reason_and_keeps_what_was_typed(
    house, family, jelena, dragan
):
    with system():
        make_assistance(family, by=jelena, kind="house", said_by="family")
    url = f"/assistance/{house.pk}/step/grant/"
    browser = browser_of(dragan)
    assert b"has had such assistance" in browser.get(url).content
    form = {"form_token": new_token(), "form_version": house.version}
    refused = browser.post(url, form)
    assert refused.status_code == 422
    assert b"has had such assistance" in refused.content
    done = browser.post(url, form | {"form_token": new_token(), "reason": "It burnt."})
    assert done.status_code == 302
    assert b"It burnt." in browser.get(done["Location"]).content


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    """Two colleagues grant the same family the same at the same moment."""

    @pytest.fixture
    def two(self, register, jelena):
        def planned(turn):
            household = register(surname=f"Family{turn}").household
            with system():
                return [
                    make_assistance(household, by=jelena, kind=kind)
                    for kind in ("house", "reconstruction")
                ]

        return planned

    def outcomes(self, lines, by):
        results = together(2, lambda turn: grant(lines[turn], by))
        return [each for each in results if not isinstance(each, Exception)]

    def test_the_second_is_told_of_the_first(self, two, dragan):
        lines = two(0)
        assert len(self.outcomes(lines, dragan)) == 1
        with system():
            statuses = {type(line).objects.get(pk=line.pk).status for line in lines}
        assert statuses == {"granted", "planned"}

    def test_a_person_in_two_households_is_held_as_well(self, register, jelena, dragan):
        first = with_members(register(surname="One"))
        second = register(surname="Two").household
        ana = member(first, "Ana")
        with system():
            Member.objects.filter(pk=ana.pk).update(left_on="2024-02-01")
            Member.objects.create(household=second, person=ana.person, relation="other", joined_on="2024-02-01")  # fmt: skip
            lines = [
                make_assistance(Household.objects.get(pk=home.pk), by=jelena, kind="house")
                for home in (first, second)
            ]  # fmt: skip
        assert len(self.outcomes(lines, dragan)) == 1

    def test_without_the_lock_both_would_win(self, two, dragan, monkeypatch):
        """The control: the family is read without being held, and both have read before one writes."""
        monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, **how: rows)
        met, asked = Barrier(2), earlier_assistance.known_to

        def asked_together(line, by):
            found = asked(line, by)
            met.wait(30)
            return found

        monkeypatch.setattr(earlier_assistance, "known_to", asked_together)
        assert len(self.outcomes(two(0), dragan)) == 2


@pytest.mark.django_db(transaction=True)
def test_deliveries_recorded_at_once_never_exceed_what_was_granted(
    register, jelena, dragan
):
    request = register()
    with system():
        line = make_assistance(request.household, "granted", by=jelena, head=dragan)

    def hand_over(turn):
        with system():
            return deliver(line, by=jelena, received_by=head(request), quantity=4)

    results = together(5, hand_over)
    won = [each for each in results if not isinstance(each, Exception)]
    assert len(won) == 2
    with system():
        now = type(line).objects.get(pk=line.pk)
    assert (now.delivered_quantity, now.status) == (8, "partly")
