"""Closing a sitting: decisions become steps of the files, once, line by line, with minutes."""

from dataclasses import replace

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commissions import services
from commissions.agenda import NOTHING_PROPOSED, SECRETARY, lines_of
from commissions.closing import NOT_ALLOWED
from commissions.factories import plan
from commissions.models import Conflict, Sitting, Vote
from commissions.tests.conftest import prepare
from commissions.workflow import SITTING
from core import correspondence, jobs
from core.models import Job, Letter, StatusChange
from core.rules import RULES
from core.scoping import system
from core.workflow import MovedOn, Workflow
from people import browser_of

pytestmark = pytest.mark.django_db


def vote_all(sitting, *people, choice=Vote.Choice.FOR, reason=""):
    for item in sitting.items.all():
        for person in people:
            services.cast_vote(item=item, choice=choice, by=person, reason=reason)


def status_of(item):
    model = type(services.line_of(item).record)
    return model.objects.get(pk=item.record_id).status


def test_a_decided_item_becomes_the_step_of_its_file(sitting_on, milan, vera, ana):
    sitting = sitting_on(1)
    with system():
        vote_all(sitting, vera, ana)
        SITTING.apply(sitting, "close", by=milan)
        item = sitting.items.get()
        assert (item.result, item.decided) == ("applied", "favourable")
        assert status_of(item) == "central_review"
        step = StatusChange.objects.filter(record=item.record_id).last()
        assert (step.transition, step.by, step.details) == (
            "give_opinion",
            milan,
            {"opinion": "favourable"},
        )


def test_the_minutes_are_in_both_official_languages_and_name_no_family(
    sitting_on, milan, vera, ana, boban
):
    sitting = sitting_on(1)
    with system():
        vote_all(sitting, vera, ana)
        vote_all(sitting, boban, choice="against", reason="The land is not free.")
        SITTING.apply(sitting, "close", by=milan)
        minutes = Letter.objects.get(record_id=sitting.pk)
        item = sitting.items.get()
    assert minutes.languages == "sq sr"
    assert minutes.number.startswith("MN-")
    said = str(minutes.content)
    assert item.reference in said
    assert "The land is not free." in said
    assert "Family0" not in said


def test_the_minutes_are_given_out_also_before_the_worker_came(
    sitting_on, milan, vera, ana
):
    sitting = sitting_on(1)
    with system():
        vote_all(sitting, vera, ana)
        SITTING.apply(sitting, "close", by=milan)
        minutes = Letter.objects.get(record_id=sitting.pk)
    assert not minutes.file
    browser = browser_of(milan)
    first, second = (
        b"".join(browser.get(f"/commissions/minutes/{minutes.pk}/").streaming_content)
        for _time in range(2)
    )
    assert first.startswith(b"%PDF-")
    # Printed once: its code would be another the second time.
    assert first == second


def test_the_worker_prints_what_the_sitting_issued(sitting_on, milan, vera, ana):
    sitting = sitting_on(1)
    with system():
        vote_all(sitting, vera, ana)
        SITTING.apply(sitting, "close", by=milan)
        (job,) = Job.objects.filter(kind=correspondence.PRINTING)
    jobs.perform(job.pk)
    with system():
        job.refresh_from_db()
        assert job.state == Job.State.SUCCEEDED
        assert Letter.objects.get(record_id=sitting.pk).file


def close(sitting, by):
    SITTING.apply(sitting, "close", by=by)
    return list(sitting.items.all())


def test_a_line_that_its_file_refuses_does_not_stop_the_others(
    sitting_on, milan, vera, ana, monkeypatch
):
    sitting = sitting_on(3)
    sentence = "The file says no."
    with system():
        vote_all(sitting, vera, ana)
        second = sitting.items.all()[1]
        whole = Workflow.apply

        def apply(self, obj, *args, **how):
            changed = whole(self, obj, *args, **how)
            if obj.pk == second.record_id:
                raise ValidationError(sentence)
            return changed

        monkeypatch.setattr(Workflow, "apply", apply)
        items = close(sitting, milan)
        assert [item.result for item in items] == ["applied", "refused", "applied"]
        assert items[1].why_not == sentence
        # The step that was begun is wholly undone.
        assert [status_of(item) for item in items] == [
            "central_review",
            "municipal_review",
            "central_review",
        ]
        minutes = str(Letter.objects.get(record_id=sitting.pk).content)
    assert sentence in minutes


def test_what_is_refused_or_adjourned_can_be_taken_by_a_later_sitting(
    sitting_on, board, milan
):
    sitting = sitting_on(1)
    with system():
        (item,) = close(sitting, milan)
        assert (item.result, item.decided) == ("adjourned", "")
        assert item.why_not == "Too few have voted."
        record = services.line_of(item).record
        assert plan(board, [record], by=milan).items.count() == 1


def test_why_an_item_was_adjourned_is_read_in_every_language(sitting_on, milan):
    sitting = sitting_on(1)
    with system():
        (item,) = close(sitting, milan)
    assert set(item.explanation) == {code for code, _name in settings.LANGUAGES}


def test_an_item_without_wording_is_not_decided_and_says_so(sitting_on, milan, vera):
    sitting = sitting_on(1, proposed=False)
    with system():
        (item,) = close(sitting, milan)
    assert item.result == "adjourned"
    assert item.why_not == str(NOTHING_PROPOSED)


def test_whoever_closes_needs_the_right_to_every_step(
    sitting_on, milan, vera, ana, monkeypatch
):
    sitting = sitting_on(1)
    rule = RULES["cases.give_opinion"]
    monkeypatch.setitem(RULES, "cases.give_opinion", replace(rule, roles=frozenset()))
    with system():
        vote_all(sitting, vera, ana)
        (item,) = close(sitting, milan)
        assert (item.result, item.why_not) == ("refused", str(NOT_ALLOWED))
        assert status_of(item) == "municipal_review"


def test_a_secretary_who_had_a_part_in_the_file_does_not_close_it(
    sitting_on, milan, vera, ana
):
    sitting = sitting_on(1)
    with system():
        vote_all(sitting, vera, ana)
        item = sitting.items.select_related("sitting__commission").get()
        StatusChange.objects.create(
            record_id=item.record_id,
            municipality_id=item.municipality_id,
            transition="verify",
            to_status="verified",
            by=milan,
        )
        (item,) = close(sitting, milan)
    assert (item.result, item.why_not) == ("adjourned", str(SECRETARY))


def test_conflicts_that_the_portal_found_are_kept_with_the_sitting(
    sitting_on, milan, vera, ana, jelena
):
    sitting = sitting_on(1)
    with system():
        item = sitting.items.select_related("sitting__commission").get()
        StatusChange.objects.create(
            record_id=item.record_id,
            municipality_id=item.municipality_id,
            transition="verify",
            to_status="verified",
            by=vera,
        )
        close(sitting, milan)
        kept = Conflict.objects.get(item=item)
        assert (kept.member.user, kept.source) == (vera, "earlier_part")
        minutes = str(Letter.objects.get(record_id=sitting.pk).content)
    assert "Vera" in minutes


def test_after_closing_nothing_is_changed_any_more(sitting_on, milan, vera, ana):
    sitting = sitting_on(1)
    with system():
        vote_all(sitting, vera, ana)
        item = sitting.items.select_related("sitting__commission").get()
        close(sitting, milan)
        for act in (
            lambda: services.cast_vote(item=item, choice="for", by=vera),
            lambda: services.declare_conflict(item=item, reason="x", by=vera),
            lambda: prepare(item, "unfavourable", by=milan),
            lambda: services.freeze_again(item=item),
            lambda: services.remove_item(item=item),
            lambda: services.note_attendance(sitting=sitting, present=set()),
            lambda: services.take_up(sitting=sitting, record_ids=[], by=milan),
        ):
            with pytest.raises(ValidationError):
                act()
        fresh = Sitting.objects.get(pk=sitting.pk)
        with pytest.raises(MovedOn):
            SITTING.apply(fresh, "close", by=milan)


def test_nobody_but_the_secretary_closes(sitting_on, vera, dragan):
    sitting = sitting_on(1)
    with system():
        for person in (vera, dragan):
            with pytest.raises(PermissionDenied):
                SITTING.apply(sitting, "close", by=person)


def test_closing_asks_so_many_questions_per_item_and_no_more(
    sitting_on, milan, vera, ana
):
    asked = {}
    for number in (1, 4):
        sitting = sitting_on(number)
        with system():
            vote_all(sitting, vera, ana)
            with CaptureQueriesContext(connection) as captured:
                items = close(sitting, milan)
        assert {item.result for item in items} == {"applied"}
        asked[number] = len(captured)
    assert asked[4] - asked[1] <= 3 * 26, asked


def test_the_agenda_asks_as_often_for_four_items_as_for_one(sitting_on, milan):
    asked = []
    for number in (1, 4):
        sitting = sitting_on(number)
        with system(), CaptureQueriesContext(connection) as captured:
            assert len(lines_of(sitting, closing=milan)) == number
        asked.append(len(captured))
    assert asked[0] == asked[1]
    assert asked[0] <= 14
