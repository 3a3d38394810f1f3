"""What a register says anew of a family that has asked for something is proposed to a colleague, not imported."""

import pytest

from cases import services
from cases.models import Change, Household, Member, Person, Request, RequestType
from cases.services import imports_held
from cases.tests.registers import as_csv, do, named, upload
from cases.tests.traces import everything, sums, without_proposals
from cases.workflow_changes import CHANGE
from people import browser_of

HEAD = ["Nr", "Numri i familjes", "Emri", "Mbiemri", "Data e lindjes", "Telefoni", "Lidhja"]  # fmt: skip
PAL = ["1", "7", "Pal", "Gashi", "3.5.1963", "044 111", "kryefamiljar"]
ZEF = ["2", "7", "Zef", "Gashi", "4.6.1993", "", "djali"]


pytestmark = pytest.mark.usefixtures("as_system")


def bring(here, by, *rows):
    found = upload(as_csv(rows, header=HEAD), at=here, by=by)
    do(found, "run", by=by)
    assert found.state == "finished"
    return found


@pytest.fixture
def relied_on(here, jelena):
    """A family of an old register that has submitted a request."""
    bring(here, jelena, PAL)
    household = Household.objects.get()
    kind = RequestType.objects.first()
    request = services.open_request(by=jelena, household=household, request_type=kind)
    Request.objects.filter(pk=request.pk).update(submitted_on="2026-02-02")
    return household


def only_problem(done) -> str:
    (problem,) = done.rows.get().problems
    return problem["code"]


def test_a_correction_is_proposed_and_the_phone_is_written(here, jelena, dragan, relied_on):  # fmt: skip
    before = without_proposals()
    said = ["1", "7", "Paul", "Gashi", "3.5.1963", "044 999", "kryefamiljar"]
    done = bring(here, jelena, said)
    assert (sums(done)["held"], only_problem(done)) == (1, "correction_proposed")
    change = Change.objects.get()
    assert (change.status, change.kind) == ("proposed", "edit_person")
    assert (change.now, change.proposed) == ({"given_name": "Pal"}, {"given_name": "Paul"})  # fmt: skip
    assert "Old book" in change.reason
    relied_on.refresh_from_db()
    assert (named("Gashi").given_name, relied_on.phone) == ("Pal", "044 999")
    # The same file again proposes nothing twice.
    written = everything()
    again = bring(here, jelena, said)
    assert (sums(again)["held"], only_problem(again)) == (1, "proposed_before")
    assert everything() == written
    do(again, "take_back", by=jelena)
    do(done, "take_back", by=jelena)
    change.refresh_from_db()
    assert (done.state, change.status) == ("taken_back", "withdrawn")
    relied_on.refresh_from_db()
    assert relied_on.phone == "044 111"
    # Versions go on, so that a form opened in between is stale.
    assert {t for t, sign in without_proposals().items() if sign != before[t]} <= {
        "cases_household"
    }


def test_a_new_member_is_proposed_and_joins_on_approval(
    here, jelena, dragan, relied_on
):
    before = without_proposals()
    done = bring(here, jelena, PAL, ZEF)
    assert sums(done) == {"created": 0, "updated": 0, "unchanged": 1, "rejected": 0, "held": 1}  # fmt: skip
    change = Change.objects.get()
    assert (change.kind, change.household) == ("join", relied_on)
    assert change.proposed["relation"] == "child"
    assert Person.objects.count() == 1
    again = bring(here, jelena, PAL, ZEF)
    assert again.rows.get(line=3).problems[0]["code"] == "proposed_before"
    assert Change.objects.count() == 1
    do(done, "take_back", by=jelena)
    change.refresh_from_db()
    assert change.status == "withdrawn"
    assert without_proposals() == before
    third = bring(here, jelena, PAL, ZEF)
    change = Change.objects.get(status="proposed")
    CHANGE.apply(change, "approve", by=dragan)
    assert Member.objects.get(person__given_name="Zef").relation == "child"
    # What a colleague has approved is not taken back behind that colleague's back.
    do(third, "take_back", by=jelena)
    assert third.checked["obstacles"] == [{"line": 3, "code": "used"}]
    # The register's row means the person who has joined.
    (row,) = bring(here, jelena, PAL, ZEF).rows.filter(outcome="held")
    assert [each["code"] for each in row.problems] == ["alike"]
    assert imports_held.candidates(row) == [change.person or Person.objects.get(given_name="Zef")]  # fmt: skip


def test_the_trial_tells_the_same_as_the_import(here, jelena, relied_on):
    changed = ["1", "7", "Paul", *PAL[3:]]
    found = upload(as_csv([changed, ZEF], header=HEAD), at=here, by=jelena)
    do(found, "check", by=jelena)
    assert not Change.objects.exists()
    tried = found.checked["counts"]
    do(found, "run", by=jelena)
    assert {n: v for n, v in sums(found).items() if v} == tried == {"held": 2}


def test_a_twin_said_to_be_somebody_else_is_proposed_too(here, jelena, relied_on):
    twin = ["9", "7", "Pal", "Gashi", "5.3.1963", "", "vëllai"]
    row = bring(here, jelena, twin).rows.get()
    assert row.problems[0]["code"] == "alike"
    imports_held.decide_held(row=row, by=jelena, person=None)
    row.refresh_from_db()
    assert (row.outcome, row.problems[0]["code"]) == ("held", "member_proposed")
    assert Change.objects.get().household == relied_on
    assert Person.objects.count() == 1


def test_the_report_leads_to_the_proposal(here, jelena, relied_on):
    done = bring(here, jelena, ZEF)
    page = browser_of(jelena).get(done.get_absolute_url()).content.decode()
    assert Change.objects.get().get_absolute_url() in page
    assert "the new member is proposed to a colleague" in page


def test_before_a_request_is_submitted_everything_is_written(here, jelena, relied_on):
    Request.objects.update(submitted_on=None)
    changed = ["1", "7", "Paul", *PAL[3:]]
    done = bring(here, jelena, changed, ZEF)
    assert (sums(done)["updated"], sums(done)["created"]) == (1, 1)
    assert not Change.objects.exists()
