"""What persons ask about their own data: two colleagues confirm who it is, a clock runs, an answer is given."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as portal
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from cases import services
from cases.factories import IDENTITY, make_subject_request
from cases.models import SubjectRequest
from cases.models.rights import EXPORTS
from cases.workflow_rights import EXPORT, KEPT, SUBJECT_REQUEST
from core import jobs
from core.models import Clock, Job, Provision, ReadEntry, StatusChange
from core.rules import RULES
from core.scoping import system
from core.workflow import MovedOn
from people import STRPCE, account, browser_of, complaints, new_token

Kind = SubjectRequest.Kind


@pytest.fixture(autouse=True)
def _quiet_bell(monkeypatch):
    monkeypatch.setattr(jobs, "ring", lambda job_id: None)


@pytest.fixture
def wish(register, jelena, dragan):
    """A wish of the head of a family of Štrpce, led to a stage."""

    def led_to(stage="received", **details):
        request = register()
        with system():
            return make_subject_request(
                request, stage, by=jelena, second=dragan, **details
            )

    return led_to


def stage_of(right) -> str:
    with system():
        return SubjectRequest.objects.get(pk=right.pk).status


def step(browser, right, name, **answers):
    with system():
        version = SubjectRequest.objects.get(pk=right.pk).version
    return browser.post(
        reverse("cases:subject_request_transition", args=[right.pk, name]),
        {"form_token": new_token(), "form_version": version, **answers},
    )


def test_a_wish_is_written_down_from_the_page_of_the_household(register, office):
    household = register().household
    page = office.get(household.get_absolute_url())
    url = reverse("cases:subject_request_create", args=[household.pk])
    assert url in page.content.decode()
    answer = office.post(
        url,
        {"person": household.head_id, "kind": "access", "form_token": new_token()},
    )
    with system():
        right = SubjectRequest.objects.get()
    assert answer["Location"] == right.get_absolute_url()
    assert (right.status, right.person_id) == ("received", household.head_id)
    assert right.reference.startswith("SA-")


def test_a_correction_says_what_is_wrong(register, office):
    household = register().household
    url = reverse("cases:subject_request_create", args=[household.pk])
    wish = {"person": household.head_id, "kind": "correction"}
    refused = office.post(url, wish | {"form_token": new_token()})
    assert refused.status_code == 422
    assert complaints(refused) == ["Say what is wrong and how it should read."]
    answer = office.post(
        url, wish | {"wanted": "Born in 1964", "form_token": new_token()}
    )
    assert answer.status_code == 302
    with system():
        assert SubjectRequest.objects.get().status == "asked"


def test_only_a_member_of_the_household_can_ask(register, jelena):
    household, other = register().household, register(surname="Another").household
    with system(), pytest.raises(ValidationError):
        services.receive_wish(
            by=jelena, household=household, person=other.head, kind=Kind.ACCESS
        )


def test_a_person_has_one_open_wish_to_see_the_data(wish, jelena):
    right = wish()
    with system(), pytest.raises(IntegrityError), transaction.atomic():
        services.receive_wish(
            by=jelena, household=right.household, person=right.person, kind=Kind.ACCESS
        )


def test_two_different_colleagues_confirm_the_identity(wish, jelena, dragan):
    right = wish()
    office, head = browser_of(jelena), browser_of(dragan)
    assert step(office, right, "confirm_first", **IDENTITY).status_code == 302
    refused = step(office, right, "confirm_again", **IDENTITY)
    assert refused.status_code == 422
    assert "a colleague must look again" in refused.content.decode()
    assert stage_of(right) == "identified"
    assert step(head, right, "confirm_again", **IDENTITY).status_code == 302
    with system():
        right.refresh_from_db()
    assert (right.first_by, right.second_by) == (jelena, dragan)
    page = office.get(right.get_absolute_url()).content.decode()
    assert "number ending in 4711, seen by Jelena" in page


def test_the_database_refuses_one_colleague_twice(wish, jelena):
    right = wish("identified")
    for change in ({"second_by": jelena}, {"first_by": None, "second_by": jelena}):
        with (
            system(),
            pytest.raises(IntegrityError, match="identity_confirmed_by_two"),
            transaction.atomic(),
        ):
            SubjectRequest.objects.filter(pk=right.pk).update(**change)


def test_the_database_refuses_an_export_before_both_have_confirmed(wish):
    right = wish("identified")
    with (
        system(),
        pytest.raises(IntegrityError, match="no_export_before_two_confirmed"),
        transaction.atomic(),
    ):
        SubjectRequest.objects.filter(pk=right.pk).update(status="prepared")


def test_the_portal_itself_is_no_second_colleague(wish):
    right = wish("identified")
    with system(), pytest.raises(ValidationError):
        SUBJECT_REQUEST.apply(right, "confirm_again", by=None, **IDENTITY)


@pytest.mark.parametrize("digits", ["1", "12345", "12 4", "№12"])
def test_only_the_last_characters_of_a_document_are_written_down(wish, office, digits):
    right = wish()
    refused = step(office, right, "confirm_first", document="passport", digits=digits)
    assert refused.status_code == 422
    assert stage_of(right) == "received"


def test_an_empty_provision_gives_no_date(wish):
    for right in (wish(), wish("asked", kind=Kind.CORRECTION, wanted="x")):
        with system():
            clock = Clock.objects.get(record_id=right.pk, closed_on=None)
        assert (right.due_on, clock.due_on, clock.provision.value) == (None,) * 3


def test_the_clock_of_the_kind_runs_until_the_answer(wish, dragan):
    with system():
        Provision.objects.filter(key="correction_days").update(value=20)
    right = wish("asked", kind=Kind.CORRECTION, wanted="x")
    # A day of rest at the end moves the date on, never back.
    assert right.due_on >= timezone.localdate() + timedelta(days=20)
    with system():
        assert Clock.objects.get(record_id=right.pk).key == "correction_days"
        for name in ("examine", "correct"):
            right = SUBJECT_REQUEST.apply(right, name, by=dragan, reason="Done.")
        assert right.due_on is None
        assert Clock.objects.get(record_id=right.pk).closed_on


def test_seeing_and_correcting_go_different_ways(wish, office):
    seen = office.get(wish().get_absolute_url()).context["steps"]
    corrected = office.get(
        wish("asked", kind=Kind.CORRECTION, wanted="x").get_absolute_url()
    ).context["steps"]
    assert len(seen) == 5
    assert [each["state"] for each in corrected] == ["now", "future", "future"]


def test_an_officer_hands_nothing_over(wish, jelena):
    right = wish("prepared")
    with system(), pytest.raises(PermissionDenied):
        SUBJECT_REQUEST.apply(right, "hand_over", by=jelena)


@pytest.mark.parametrize("name", ["subject_request_pdf", "subject_request_json"])
def test_an_export_is_given_to_those_who_answer_and_written_down(
    wish, jelena, dragan, arta, milan, name
):
    right = wish("prepared")
    url = reverse(f"cases:{name}", args=[right.pk])
    answers = {
        person.full_name: browser_of(person).get(url).status_code
        for person in (jelena, arta, milan)
    }
    assert answers == {"Jelena": 403, "Arta": 403, "Milan": 403}
    head_elsewhere = account("Elsewhere", Role.OFFICE_HEAD, at="17")
    assert browser_of(head_elsewhere).get(url).status_code == 404
    answer = browser_of(dragan).get(url)
    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"]
    assert answer.getvalue()
    with system():
        entry = ReadEntry.objects.get(record_id=right.pk, user_id=dragan.pk)
    assert entry.what == "cases.subjectrequest"


def test_an_export_expires(wish, dragan):
    right = wish("prepared")
    url = reverse("cases:subject_request_pdf", args=[right.pk])
    yesterday = timezone.localdate() - timedelta(days=1)
    with system():
        SubjectRequest.objects.filter(pk=right.pk).update(export_until=yesterday)
    assert browser_of(dragan).get(url).status_code == 404
    refused = step(browser_of(dragan), right, "hand_over")
    assert refused.status_code == 422
    assert "make it again" in refused.content.decode()
    assert step(browser_of(dragan), right, "make_again").status_code == 302


def test_a_withdrawn_wish_gives_no_export(wish, dragan):
    right = wish("prepared")
    step(browser_of(dragan), right, "withdraw", reason="Changed mind.")
    url = reverse("cases:subject_request_pdf", args=[right.pk])
    assert browser_of(dragan).get(url).status_code == 404


def test_old_exports_are_removed_and_new_ones_kept(wish):
    old, new = wish("prepared"), wish("prepared")
    then = (timezone.now() - KEPT - timedelta(hours=1)).timestamp()
    os.utime(old.export_pdf.path, (then, then))
    services.remove_old_exports(before=timezone.now() - KEPT)
    folder = Path(portal.PRIVATE_ROOT) / EXPORTS
    left = {path.name for path in folder.glob("*")}
    assert Path(old.export_pdf.name).name not in left
    assert Path(new.export_pdf.name).name in left


def test_the_export_is_made_in_the_background(wish):
    right = wish("confirmed")
    with system():
        job = Job.objects.get(kind=EXPORT)
    jobs.perform(job.pk)
    with system():
        right.refresh_from_db()
        assert Job.objects.get(pk=job.pk).state == Job.State.SUCCEEDED
        assert right.status == "prepared"
        assert right.export_until == timezone.localdate() + KEPT
        with right.export_pdf.open("rb") as file:
            assert file.read(5) == b"%PDF-"


def test_the_export_does_not_stand_among_ones_reports(wish, dragan):
    wish("confirmed")
    page = browser_of(dragan).get("/").content.decode()
    assert "/reports/runs/" not in page
    assert "/rights/" in page


def test_a_job_for_a_withdrawn_wish_makes_nothing(wish, dragan):
    right = wish("confirmed")
    with system():
        SUBJECT_REQUEST.apply(right, "withdraw", by=dragan, reason="Changed mind.")
        job = Job.objects.get(kind=EXPORT)
    jobs.perform(job.pk)
    with system():
        right.refresh_from_db()
        assert Job.objects.get(pk=job.pk).state == Job.State.CANCELLED
    assert (right.status, right.export_pdf.name) == ("withdrawn", "")


def test_whoever_lost_the_right_gets_no_export_made(wish, dragan):
    wish("confirmed")
    with system():
        dragan.appointments.all().delete()
        job = Job.objects.get(kind=EXPORT)
    jobs.perform(job.pk)
    with system():
        assert Job.objects.get(pk=job.pk).state == Job.State.CANCELLED
        assert SubjectRequest.objects.get().status == "confirmed"


@pytest.mark.parametrize("role", [role.value for role in Role])
def test_a_step_is_offered_to_whom_the_table_says(wish, role):
    person = account("Somebody", role, at=STRPCE if role in MUNICIPAL else "")
    for stage, details in STAGES.items():
        right = wish(stage, **details)
        offered = {
            each.transition.name for each in SUBJECT_REQUEST.available(right, person)
        }
        assert offered == {
            each.name
            for each in SUBJECT_REQUEST.transitions
            if stage in each.sources
            and each.permission
            and role in RULES[each.permission].roles
        }
        for each in SUBJECT_REQUEST.transitions:
            if stage not in each.sources:
                with system(), pytest.raises(MovedOn):
                    SUBJECT_REQUEST.apply(right, each.name, by=person, reason="why")


MUNICIPAL = {"officer", "office_head", "commission_secretary", "commission_member"}
CORRECTION = {"kind": Kind.CORRECTION, "wanted": "x"}
STAGES = {"received": {}, "identified": {}, "prepared": {}, "asked": CORRECTION}


def test_every_step_stands_in_the_history(wish):
    right = wish("prepared")
    with system():
        steps = StatusChange.objects.filter(record_id=right.pk)
        assert [each.to_status for each in steps] == [
            "registered", "received", "identified", "confirmed", "prepared",
        ]  # fmt: skip
