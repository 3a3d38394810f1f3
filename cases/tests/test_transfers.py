"""A family changes its office: asked, answered, and what stands in the way."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError

from accounts.factories import municipality
from accounts.roles import Role
from cases import services
from cases.models import (
    CourtesyView,
    ExternalIdentifier,
    Household,
    Import,
    ImportRow,
    Transfer,
)
from cases.tests.families import head_of, member, proposed_name
from cases.tests.transferring import answered, asked, refusals, request_of, where
from commissions.factories import make_commission, plan
from core.models import AuditEntry, Clock, Provision, Record, StatusChange
from core.scoping import system
from core.workflow import MovedOn
from people import PEJA, STRPCE, account, browser_of, complaints, new_token

pytestmark = pytest.mark.django_db


# The handshake


def test_the_other_office_takes_the_family_over(home, jelena, blerim):
    transfer = asked(home, by=jelena)
    assert transfer.status == "asked"
    assert where(home) == STRPCE
    done = answered(transfer, "accept", by=blerim)
    assert (done.status, done.answered_by) == ("accepted", blerim)
    for row in (home, head_of(home), request_of(home), transfer, member(home, "Ana")):
        assert where(row) == PEJA


def test_numbers_stay_and_deadlines_run_on(home, jelena, dragan, blerim):
    before = request_of(home)
    with system():
        services.assign_request(request=before, to=jelena)
        clocks = list(Clock.objects.filter(record_id=before.pk).values("key", "due_on"))
    answered(asked(home, by=jelena), "accept", by=blerim)
    after = request_of(home)
    assert (after.reference, after.status, after.due_on) == (
        before.reference, before.status, before.due_on,
    )  # fmt: skip
    assert after.assigned_to is None
    with system():
        now = list(Clock.objects.filter(record_id=before.pk).values("key", "due_on"))
    assert now == clocks != []


def test_the_request_says_where_it_came_from(home, jelena, blerim):
    answered(asked(home, by=jelena), "accept", by=blerim)
    page = browser_of(blerim).get(f"/requests/{request_of(home).pk}/").content.decode()
    assert "The file has changed its office" in page
    assert "Štrpce" in page
    with system():
        line = StatusChange.objects.get(
            record_id=request_of(home).pk, transition="transfer"
        )
    assert line.from_status == line.to_status == "submitted"
    assert line.by == blerim


def test_the_old_office_has_the_file_no_longer(home, jelena, blerim, office):
    url, request = f"/households/{home.pk}/", request_of(home)
    assert office.get(url).status_code == 200
    answered(asked(home, by=jelena), "accept", by=blerim)
    assert office.get(url).status_code == 404
    assert office.get(f"/requests/{request.pk}/").status_code == 404
    assert browser_of(blerim).get(url).status_code == 200


def test_a_refusal_leaves_the_file_and_tells_why(home, jelena, blerim):
    transfer = asked(home, by=jelena)
    assert "Give the reason." in refusals(
        lambda: answered(transfer, "refuse", by=blerim)
    )
    answered(transfer, "refuse", by=blerim, reason="It lives in Gjilan.")
    assert where(home) == STRPCE
    page = browser_of(jelena).get(transfer.get_absolute_url()).content.decode()
    assert "It lives in Gjilan." in page
    assert asked(home, by=jelena).status == "asked"


def test_the_sender_takes_it_back(home, jelena, blerim):
    transfer = asked(home, by=jelena)
    answered(transfer, "take_back", by=jelena)
    with pytest.raises(MovedOn):
        answered(transfer, "accept", by=blerim)
    assert where(home) == STRPCE


@pytest.mark.parametrize("step", ["accept", "refuse"])
def test_only_the_head_of_the_other_office_answers(home, jelena, dragan, arta, step):
    transfer = asked(home, by=jelena)
    for nobody in (jelena, dragan, arta):
        with pytest.raises(PermissionDenied):
            answered(transfer, step, by=nobody, reason="x")


def test_the_other_office_does_not_take_it_back(home, jelena, blerim):
    transfer = asked(home, by=jelena)
    with pytest.raises(PermissionDenied):
        answered(transfer, "take_back", by=blerim)


def test_one_transfer_of_a_household_at_a_time(home, jelena):
    asked(home, by=jelena)
    typed = {"to": municipality("04").pk, "reason": "x", "form_token": new_token()}
    again = browser_of(jelena).post(f"/households/{home.pk}/transfer/", typed)
    assert complaints(again)[0].startswith("A transfer of this household is asked")


def test_an_entry_that_is_on_the_way_is_not_merged(home, register, jelena):
    asked(home, by=jelena)
    with system():
        kept, dropped = register().household, Household.objects.get(pk=home.pk)
        told = refusals(
            lambda: services.merge_households(
                keep=Household.objects.get(pk=kept.pk), drop=dropped,
                choices={}, reason="One.", by=jelena,
            )
        )  # fmt: skip
    assert any("has not answered yet" in line for line in told)


def test_nobody_transfers_to_the_same_office(home, jelena):
    assert refusals(lambda: asked(home, by=jelena, to=STRPCE)) == [
        "The file is at this office already."
    ]


def test_whoever_asked_does_not_answer_in_another_office(home, jelena, blerim):
    transfer = asked(home, by=jelena)
    with system(), pytest.raises(IntegrityError, match="answered_by_another_person"):
        Transfer.objects.filter(pk=transfer.pk).update(answered_by=jelena)


def test_a_family_goes_on_to_a_third_office_and_back(home, jelena, blerim, dragan):
    answered(asked(home, by=jelena), "accept", by=blerim)
    answered(asked(home, by=blerim, to=STRPCE), "accept", by=dragan)
    assert where(home) == where(request_of(home)) == STRPCE
    with system():
        assert Transfer.objects.filter(municipality__code=STRPCE).count() == 2


# What the other office knows before


def test_the_other_office_reads_only_what_it_needs(home, jelena, blerim, arta):
    transfer = asked(home, by=jelena)
    request = request_of(home)
    page = browser_of(blerim).get(transfer.get_absolute_url()).content.decode()
    for word in ("Ђорђевић", request.reference, home.reference, "Submitted"):
        assert word in page
    assert "The family moves to its house there." in page
    assert "Ivo" not in page
    assert f"/households/{home.pk}/" not in page
    for url in (home.get_absolute_url(), request.get_absolute_url()):
        assert browser_of(blerim).get(url).status_code == 404
    assert transfer.reference in browser_of(arta).get("/transfers/").content.decode()


def test_a_third_office_knows_of_nothing(home, jelena, register):
    transfer = asked(home, by=jelena)
    third = browser_of(account("Third", Role.OFFICE_HEAD, at="04"))
    assert third.get(transfer.get_absolute_url()).status_code == 404
    assert transfer.reference not in third.get("/transfers/").content.decode()


def test_from_the_household_to_the_answer_in_a_browser(home, jelena, blerim, office):
    assert f"/households/{home.pk}/transfer/" in (
        office.get(home.get_absolute_url()).content.decode()
    )
    sent = {"to": municipality(PEJA).pk, "reason": "Moves.", "form_token": new_token()}
    answer = office.post(f"/households/{home.pk}/transfer/", sent)
    page = browser_of(blerim).get(answer["Location"])
    assert f"{answer['Location']}step/accept/" in page.content.decode()
    form = {"form_token": new_token(), "form_version": "1"}
    done = browser_of(blerim).post(f"{answer['Location']}step/accept/", form)
    assert done.status_code == 302
    assert where(home) == PEJA


# What stands in the way


def test_a_proposed_change_is_decided_first(home, jelena, blerim):
    transfer = asked(home, by=jelena)
    proposed_name(home, by=jelena)
    told = refusals(lambda: answered(transfer, "accept", by=blerim))
    assert told[0].startswith("A proposed change of this family waits.")
    assert where(home) == STRPCE
    page = browser_of(blerim).get(transfer.get_absolute_url()).content.decode()
    assert "Missing:" in page


def test_what_stands_in_the_way_is_said_when_it_is_asked(home, jelena):
    proposed_name(home, by=jelena)
    told = refusals(lambda: asked(home, by=jelena))
    assert told[0].startswith("A proposed change of this family waits.")


def test_a_running_import_is_waited_for(home, jelena):
    with system():
        run = Import.objects.create(
            municipality=home.municipality, state="running", created_by=jelena
        )
        ImportRow.objects.create(run=run, line=1, cells=[], household=home)
    told = refusals(lambda: asked(home, by=jelena))
    assert told[0].startswith("An import that touches this family is running.")


def test_an_open_item_of_an_agenda_is_decided_first(request_at, jelena, milan, ana):
    file = request_at("municipal_review")
    with system():
        commission = make_commission(
            by=milan, secretary=milan, voters=[ana], at=file.municipality
        )
        plan(commission, [file], by=milan)
        household = file.household
    told = refusals(lambda: asked(household, by=jelena))
    assert told[0].startswith("A file of this family is on the agenda")


def test_a_register_number_that_is_taken_there_is_compared_first(
    home, jelena, arta, register
):
    other = register(at=PEJA, by=arta)
    with system():
        for household in (home, other.household):
            ExternalIdentifier.objects.create(
                household=household, kind="household", source="UNHCR", number="7",
                municipality_id=household.municipality_id,
            )  # fmt: skip
    told = refusals(lambda: asked(home, by=jelena))
    assert told[0].startswith("The other office knows somebody by the same number")


def test_every_row_that_moved_is_audited_under_the_name_of_who_took_over(
    home, jelena, blerim
):
    answered(asked(home, by=jelena), "accept", by=blerim)
    with system():
        entries = AuditEntry.objects.filter(
            table_name="cases_request", changes__has_key="municipality_id"
        )
        assert {e.user_id for e in entries.exclude(action="INSERT")} == {blerim.pk}


def test_the_common_table_of_files_moves_too(home, jelena, blerim):
    answered(asked(home, by=jelena), "accept", by=blerim)
    with system():
        for file in (home, request_of(home)):
            assert Record.objects.get(pk=file.pk).municipality.code == PEJA


def test_without_stated_days_no_view_is_left(home, jelena, blerim):
    answered(asked(home, by=jelena), "accept", by=blerim)
    with system():
        assert not CourtesyView.objects.exists()
        assert Provision.objects.get(key="courtesy_reading").value is None
