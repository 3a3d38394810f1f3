"""Steps with many files: a result per row, the right of every single row, a way back, and nothing done twice."""

import uuid

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from python_calamine import CalamineWorkbook

from cases import bulk as actions
from cases.models import Request
from cases.tests.many import LIST, State, asked, done, officer_of, states, taken_back
from core import bulk, jobs
from core.models import BulkRun, Job
from core.scoping import acting, system
from people import PEJA, browser_of, together


@pytest.fixture
def files(register):
    return [register(surname=f"Петровић{number}") for number in range(3)]


# Assigning


def test_every_chosen_row_is_done_and_says_so(files, dragan):
    run = asked(dragan, "cases:request_assign", [each.pk for each in files], officer=dragan.pk)  # fmt: skip
    assert states(done(run)) == ["done"] * 3
    assert {officer_of(each) for each in files} == {dragan}


def test_rows_of_another_office_are_refused_and_untouched(
    files, register, arta, dragan
):
    foreign = register(at=PEJA, by=arta)
    run = asked(dragan, "cases:request_assign", [files[0].pk, foreign.pk], officer=dragan.pk)  # fmt: skip
    rows = done(run)
    assert rows[files[0].pk].state == State.DONE
    assert rows[foreign.pk].state == State.REFUSED
    assert rows[foreign.pk].reference == "–"
    assert officer_of(foreign) == arta


def test_the_reason_is_read_in_the_language_of_the_reader(
    register, arta, dragan, mirjeta, jelena
):
    theirs = register(at=PEJA, by=arta)
    run = asked(mirjeta, "cases:request_assign", [theirs.pk], officer=jelena.pk)
    row = done(run)[theirs.pk]
    assert row.state == State.REFUSED
    assert set(row.explanation) >= {"en", "sq", "sr"}
    assert row.explanation["sr"] != row.explanation["en"]
    with translation.override("sr"):
        assert row.why_not == row.explanation["sr"]


def test_whoever_lost_the_right_meanwhile_does_nothing(files, dragan, jelena):
    run = asked(dragan, "cases:request_assign", [files[0].pk], officer=dragan.pk)
    with system():
        dragan.appointments.update(role="officer")
    assert states(done(run)) == ["refused"]
    assert officer_of(files[0]) == jelena


def test_whoever_left_meanwhile_does_nothing(files, dragan, jelena):
    run = asked(dragan, "cases:request_assign", [files[0].pk], officer=dragan.pk)
    with system():
        type(dragan).objects.filter(pk=dragan.pk).update(is_active=False)
    jobs.perform(run.job_id)
    with system():
        assert Job.objects.get(pk=run.job_id).state == Job.State.CANCELLED
    assert officer_of(files[0]) == jelena


def test_assigning_is_taken_back_where_nobody_has_touched_it(files, dragan, jelena):
    run = asked(dragan, "cases:request_assign", [each.pk for each in files], officer=dragan.pk)  # fmt: skip
    done(run)
    with system():
        Request.objects.filter(pk=files[2].pk).update(assigned_to=None)
    rows = taken_back(run, dragan)
    assert states(rows) == ["undone", "undone", "stays"]
    assert [officer_of(each) for each in files] == [jelena, jelena, None]
    assert "since" in rows[files[2].pk].explanation["en"]


def test_a_file_of_nobody_is_nobodys_again(files, dragan):
    with system():
        Request.objects.filter(pk=files[0].pk).update(assigned_to=None)
    run = asked(dragan, "cases:request_assign", [files[0].pk], officer=dragan.pk)
    done(run)
    assert states(taken_back(run, dragan)) == ["undone"]
    assert officer_of(files[0]) is None


def test_it_is_taken_back_once_and_only_when_it_is_finished(files, dragan):
    run = asked(dragan, "cases:request_assign", [files[0].pk], officer=dragan.pk)
    with acting(dragan.scope), pytest.raises(ValidationError):
        bulk.take_back(run=run, reason="", by=dragan)
    done(run)
    taken_back(run, dragan)
    with acting(dragan.scope), pytest.raises(ValidationError):
        bulk.take_back(run=run, reason="", by=dragan)


# Choosing


def test_the_first_post_asks_and_says_how_many(files, dragan):
    form = {"form_token": uuid.uuid4(), "chosen": [each.pk for each in files], "next": LIST}  # fmt: skip
    text = (
        browser_of(dragan).post(reverse("cases:request_assign"), form).content.decode()
    )
    assert "3 rows" in text
    assert text.count('name="chosen"') == 3
    with system():
        assert not BulkRun.objects.exists()


def test_all_that_the_filter_finds_is_taken_and_nothing_else(files, request_at, dragan):
    submitted = request_at("submitted", surname="Ђорђевић")
    back = f"{LIST}?stage=draft"
    form = {"form_token": uuid.uuid4(), "all": "1", "next": back}
    text = (
        browser_of(dragan).post(reverse("cases:request_assign"), form).content.decode()
    )
    assert "All that the filter finds: 3 rows" in text
    run = asked(dragan, "cases:request_assign", all="1", next=back, officer=dragan.pk)
    assert set(done(run)) == {each.pk for each in files}
    assert officer_of(submitted) != dragan


def test_nothing_chosen_is_said(dragan):
    answer = browser_of(dragan).post(reverse("cases:request_assign"), {"next": LIST}, follow=True)  # fmt: skip
    assert "Choose at least one row" in answer.content.decode()


def test_a_repeated_post_asks_once(files, dragan):
    form = {"form_token": uuid.uuid4(), "confirmed": "1", "chosen": [files[0].pk], "officer": dragan.pk}  # fmt: skip
    for _time in range(2):
        browser_of(dragan).post(reverse("cases:request_assign"), form)
    with system():
        assert BulkRun.objects.count() == 1


def test_a_wrong_answer_is_asked_again(files, dragan, arta):
    form = {"form_token": uuid.uuid4(), "confirmed": "1", "chosen": [files[0].pk], "officer": arta.pk}  # fmt: skip
    answer = browser_of(dragan).post(reverse("cases:request_assign"), form)
    assert answer.status_code == 422


def test_the_list_offers_only_what_this_person_may_do(files, dragan, jelena, ana):
    shown = {user: browser_of(user).get(LIST).content.decode() for user in (dragan, jelena, ana)}  # fmt: skip
    assert reverse("cases:request_assign") in shown[dragan]
    assert reverse("cases:request_assign") not in shown[jelena]
    assert reverse("cases:request_send") in shown[jelena]
    assert 'name="chosen"' not in shown[ana]


# Nothing twice


def fails_at(number, monkeypatch):
    """A step that the power cut ends at one row."""
    perform, made = actions.ASSIGN.perform, []

    def cut(record, **how):
        made.append(record.pk)
        if len(made) == number:
            raise RuntimeError("power cut")
        return perform(record, **how)

    monkeypatch.setitem(bulk.ACTIONS, "assign", _with(perform=cut))
    return made


def _with(**changes):
    fields = {name: getattr(actions.ASSIGN, name) for name in actions.ASSIGN.__dataclass_fields__}  # fmt: skip
    return bulk.Action(**fields | changes)


def test_after_a_crash_the_rest_is_done_and_nothing_twice(
    register, dragan, monkeypatch
):
    monkeypatch.setattr(bulk, "BATCH", 2)
    chosen = [register(surname=f"Јовић{number}").pk for number in range(5)]
    run = asked(dragan, "cases:request_assign", chosen, officer=dragan.pk)
    made = fails_at(4, monkeypatch)
    with pytest.raises(RuntimeError):
        jobs.perform(run.job_id)
    with system():
        # The transaction in hand was lost as a whole: its rows wait and were not assigned.
        kept = run.rows.filter(state=State.DONE).count()
        assert kept == Request.objects.filter(assigned_to=dragan).count() == 2
    rows = done(run)
    assert states(rows) == ["done"] * 5
    with system():
        assert Request.objects.filter(assigned_to=dragan).count() == 5
    # The two that were committed were not tried again.
    assert all(made.count(pk) == 1 for pk in sorted(chosen)[:2])


def test_a_job_that_runs_again_changes_nothing(files, dragan):
    run = asked(dragan, "cases:request_assign", [files[0].pk], officer=dragan.pk)
    before = done(run)[files[0].pk]
    with system():
        Request.objects.filter(pk=files[0].pk).update(assigned_to=None)
        Job.objects.filter(pk=run.job_id).update(state=Job.State.QUEUED)
    assert done(run)[files[0].pk].at == before.at
    assert officer_of(files[0]) is None


@pytest.mark.django_db(transaction=True)
def test_two_workers_share_the_rows_and_do_each_once(register, dragan, monkeypatch):
    """As when a worker was thought dead: the second attempt begins while the first is at work."""
    monkeypatch.setattr(bulk, "BATCH", 1)
    chosen = [register(surname=f"Јовић{number}").pk for number in range(6)]
    run = asked(dragan, "cases:request_assign", chosen, officer=dragan.pk)
    made, perform = [], actions.ASSIGN.perform

    def told(record, **how):
        made.append(record.pk)
        return perform(record, **how)

    monkeypatch.setitem(bulk.ACTIONS, "assign", _with(perform=told))

    def attempt(_number):
        with system():
            row = Job.objects.get(pk=run.job_id)
        fresh = type(dragan).objects.with_appointments().get(pk=dragan.pk)
        bulk._through(_Unhurried(row, fresh.scope), State.WAITING, bulk._do)

    together(2, attempt)
    with system():
        assert states({row.record_id: row for row in run.rows.all()}) == ["done"] * 6
    assert sorted(made) == sorted(chosen)


class _Unhurried(jobs.Run):
    """An attempt that does not know that it was overtaken."""

    def progress(self, done, total):
        return None


# Thousands


def many(register, number) -> list[int]:
    """So many requests of one family, with as little effort as possible."""
    request = register()
    with system():
        Request.objects.bulk_create(
            Request(
                household=request.household,
                municipality=request.municipality,
                request_type=request.request_type,
                reference=f"RR-2026-9{each:05d}",
                status="withdrawn",
                turn="nobody",
            )
            for each in range(number)
        )
        return list(Request.objects.order_by("pk").values_list("pk", flat=True))


def assigned_many(user, chosen):
    with acting(user.scope):
        return bulk.start(
            action=actions.ASSIGN,
            record_ids=chosen,
            answers={"officer": str(user.pk)},
            by=user,
        )


def test_two_thousand_rows_are_done_and_their_page_stays_small(register, dragan):
    run = assigned_many(dragan, many(register, 2_000))
    assert states(done(run)) == ["done"] * 2_001
    page = browser_of(dragan).get(reverse("bulk_detail", args=[run.pk]))
    assert page.status_code == 200
    assert len(page.content) < 60_000


def test_a_row_asks_as_often_among_many_as_among_few(register, dragan):
    chosen = many(register, 200)
    asked_for = []
    for number in (20, 200):
        run = assigned_many(dragan, chosen[:number])
        with CaptureQueriesContext(connection) as captured:
            assert states(done(run)) == ["done"] * number
        asked_for.append(len(captured) / number)
    assert asked_for[1] <= asked_for[0] < 15


# The pages


def test_the_page_tells_every_row_and_the_sheet_the_same(
    files, register, arta, dragan, tmp_path
):
    foreign = register(at=PEJA, by=arta)
    run = asked(dragan, "cases:request_assign", [files[0].pk, foreign.pk], officer=dragan.pk)  # fmt: skip
    done(run)
    browser = browser_of(dragan)
    text = browser.get(reverse("bulk_detail", args=[run.pk])).content.decode()
    assert files[0].reference in text
    assert str(bulk.GONE) in text
    refused = browser.get(reverse("bulk_detail", args=[run.pk]) + "?state=refused")
    assert files[0].reference not in refused.content.decode()
    path = tmp_path / "results.xlsx"
    path.write_bytes(browser.get(reverse("bulk_sheet", args=[run.pk])).getvalue())
    told = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    assert [row[:2] for row in told[1:]] == [[files[0].reference, "done"], ["–", "refused"]]  # fmt: skip
    assert told[2][2] == str(bulk.GONE)


def test_only_who_asked_sees_it(files, dragan, jelena):
    run = asked(dragan, "cases:request_assign", [files[0].pk], officer=dragan.pk)
    for route in ("bulk_detail", "bulk_undo", "bulk_sheet", "bulk_paper"):
        url = reverse(route, args=[run.pk])
        assert browser_of(jelena).get(url).status_code == 404
    assert "bulk_detail" not in browser_of(jelena).get(reverse("bulk_list")).content.decode()  # fmt: skip


def test_it_is_taken_back_from_its_page(files, dragan, jelena):
    run = asked(dragan, "cases:request_assign", [files[0].pk], officer=dragan.pk)
    done(run)
    browser, url = browser_of(dragan), reverse("bulk_undo", args=[run.pk])
    assert url in browser.get(reverse("bulk_detail", args=[run.pk])).content.decode()
    browser.post(url, {"form_token": uuid.uuid4()})
    with system():
        run.refresh_from_db()
    assert states(done(run)) == ["undone"]
    assert officer_of(files[0]) == jelena
    assert url not in browser.get(reverse("bulk_detail", args=[run.pk])).content.decode()  # fmt: skip
