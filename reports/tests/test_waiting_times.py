"""The report on waiting times: what it counts, for whom, and what leaves the house in files."""

import csv

import pytest
from django.conf import settings as portal
from django.db import connection
from python_calamine import load_workbook

from cases.models import Request, RequestType
from core import jobs, place_names
from core.models import Job
from core.scoping import system
from people import PEJA, account, browser_of, complaints, new_token, rows_kept, together
from reports import services
from reports.catalogue import WAITING_TIMES
from reports.models import Subscription

NEW = "/reports/new/waiting-times/"
RECOUNT = """
    SELECT m.name_en, r.status, count(*),
           CASE WHEN r.status NOT IN ('approved', 'rejected', 'withdrawn')
                THEN extract(day FROM justify_hours(avg(now() - r.status_since))) END,
           CASE WHEN r.status NOT IN ('approved', 'rejected', 'withdrawn')
                THEN extract(day FROM justify_hours(max(now() - r.status_since))) END
      FROM cases_request r JOIN core_municipality m ON m.id = r.municipality_id
     GROUP BY 1, 2
"""


@pytest.fixture(autouse=True)
def _quiet_bell(monkeypatch):
    monkeypatch.setattr(jobs, "ring", lambda job_id: None)


@pytest.fixture
def files(request_at, register, arta):
    """Requests of Štrpce in several stages, one of Peja, and two that are over."""
    stages = ("draft", "submitted", "submitted", "incomplete", "rejected", "withdrawn")
    for number, stage in enumerate(stages):
        request_at(stage, surname=f"Family{number}")
    register(at=PEJA, by=arta)


@pytest.fixture
def report_of(files):
    """Let somebody ask for the report and have it made."""

    def made(person, language="en"):
        answer = browser_of(person, language=language).post(
            NEW, {"purpose": "Monthly meeting", "form_token": new_token()}
        )
        number = int(answer["Location"].rstrip("/").rpartition("/")[2])
        jobs.perform(number)
        with system():
            return Job.objects.get(pk=number)

    return made


def lines_of(job):
    return [tuple(line) for line in job.result["lines"]]


def sheet(job, name):
    path = services.file_of(job, name)
    if name == "csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.reader(file, delimiter=";"))[1:]
    return load_workbook(str(path)).get_sheet_by_index(0).to_python()[1:]


def test_the_table_is_what_a_recount_by_sql_gives(report_of, luan):
    job = report_of(luan)
    labels = {value: str(label) for value, label in Request.Status.choices}
    with system(), connection.cursor() as cursor:
        cursor.execute(RECOUNT)
        counted = sorted(
            (place, labels[status], number, *(d if d is None else int(d) for d in days))
            for place, status, number, *days in cursor.fetchall()
        )
    assert sorted(lines_of(job)) == counted
    assert job.result["rows"] == sum(line[2] for line in counted) == 7


@pytest.mark.parametrize("name", ["csv", "xlsx"])
def test_the_sheets_have_every_request_in_scope_once(report_of, luan, jelena, name):
    with system():
        filed = Request.objects.values_list("reference", flat=True)
        everything = set(filed)
        own = set(filed.filter(municipality__code="23"))
    for person, expected in ((luan, everything), (jelena, own)):
        numbers = [row[0] for row in sheet(report_of(person), name)]
        assert len(numbers) == len(set(numbers))
        assert set(numbers) == expected


def test_an_officer_counts_the_own_place_only(report_of, jelena, luan):
    own = {line[0] for line in lines_of(report_of(jelena))}
    assert len(own) == 1
    assert len({line[0] for line in lines_of(report_of(luan))}) == 2


@pytest.mark.parametrize("name", ["csv", "xlsx"])
def test_no_cell_is_a_formula(files, report_of, luan, name):
    with system():
        kind = RequestType.objects.get(code="house")
        for language in ("en", "sq", "sr", "sr_latn", "tr", "bs"):
            setattr(kind, f"name_{language}", "=1+1")
        kind.save()
    place_names._names.cache_clear()
    cells = {row[2] for row in sheet(report_of(luan), name)}
    place_names._names.cache_clear()
    assert cells == ({"'=1+1"} if name == "csv" else {"=1+1"})


def test_the_role_counts_that_one_has_when_it_runs(files, jelena):
    browser_of(jelena).post(NEW, {"purpose": "x", "form_token": new_token()})
    with system():
        jelena.appointments.all().delete()
        number = Job.objects.get(kind="report").pk
    jobs.perform(number)
    with system():
        job = Job.objects.get(kind="report")
    assert (job.state, job.result) == (Job.State.CANCELLED, {})


def test_progress_only_grows_and_ends_at_the_whole(files, luan, monkeypatch):
    seen = []
    told = jobs.Run.progress

    def listening(run, done, total):
        seen.append((done, total))
        return told(run, done, total)

    monkeypatch.setattr(jobs.Run, "progress", listening)
    with system():
        job = services.ask_for(WAITING_TIMES, by=luan, purpose="x")
    jobs.perform(job.pk)
    assert seen == sorted(seen)
    assert {total for _done, total in seen} == {15}
    assert seen[-1] == (15, 15)


@pytest.mark.parametrize("name", services.FORMATS)
def test_files_are_attachments_for_their_owner_alone(report_of, jelena, dragan, name):
    job = report_of(jelena)
    url = f"/reports/runs/{job.pk}/{name}/"
    answer = browser_of(jelena).get(url)
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert b"".join(answer.streaming_content)
    assert browser_of(dragan).get(url).status_code == 404
    assert browser_of(dragan).get(f"/reports/runs/{job.pk}/").status_code == 404
    assert browser_of(dragan).post(f"/reports/runs/{job.pk}/cancel/").status_code == 404


@pytest.mark.parametrize("language", ["en", "sq", "sr"])
def test_the_report_is_read_on_the_page(report_of, jelena, language):
    job = report_of(jelena, language)
    answer = browser_of(jelena, language=language).get(f"/reports/runs/{job.pk}/")
    assert answer.status_code == 200
    for line in lines_of(job):
        assert line[0] in answer.content.decode()


@pytest.mark.parametrize("purpose", ["", "  ", "x" * 201, "\0"])
def test_a_report_without_a_purpose_is_not_made(jelena, purpose):
    before = rows_kept()
    answer = browser_of(jelena).post(
        NEW, {"purpose": purpose, "form_token": new_token()}
    )
    assert answer.status_code == 422
    assert complaints(answer)
    assert rows_kept() == before


@pytest.mark.parametrize("key", ["nothing", "x" * 300, "WAITING-TIMES"])
def test_a_report_that_is_not_in_the_catalogue_does_not_exist(jelena, key):
    browser = browser_of(jelena)
    assert browser.get(f"/reports/new/{key}/").status_code == 404
    assert browser.post(f"/reports/nightly/{key}/").status_code == 404


def test_the_same_form_posted_twice_is_one_report(jelena):
    form = {"purpose": "x", "form_token": new_token()}
    browser = browser_of(jelena)
    first, second = browser.post(NEW, form), browser.post(NEW, form)
    assert first["Location"] == second["Location"]
    assert rows_kept()["core.Job"] == 1


def test_a_report_is_cancelled_and_made_anew(files, jelena):
    browser = browser_of(jelena)
    browser.post(NEW, {"purpose": "x", "form_token": new_token()})
    with system():
        number = Job.objects.get(kind="report").pk
    browser.post(f"/reports/runs/{number}/cancel/")
    jobs.perform(number)
    with system():
        assert Job.objects.get(kind="report").state == Job.State.CANCELLED
    browser.post(f"/reports/runs/{number}/retry/")
    jobs.perform(number)
    with system():
        assert Job.objects.get(kind="report").state == Job.State.SUCCEEDED


def test_a_night_is_asked_for_once(files, jelena):
    browser_of(jelena).post("/reports/nightly/waiting-times/", {"wanted": "yes"})
    for _beat in range(3):
        assert services.ask_for_nightly(on="2026-11-24") == 1
    services.ask_for_nightly(on="2026-11-25")
    with system():
        assert Job.objects.filter(kind="report").count() == 2


def test_whoever_left_gets_no_report_at_night(files, jelena):
    browser_of(jelena).post("/reports/nightly/waiting-times/", {"wanted": "yes"})
    with system():
        type(jelena).objects.filter(pk=jelena.pk).update(is_active=False)
    assert services.ask_for_nightly(on="2026-11-24") == 0


@pytest.mark.django_db(transaction=True)
def test_asking_for_every_night_in_two_windows_is_no_fault(jelena):
    windows = [browser_of(jelena) for _window in range(4)]
    url = "/reports/nightly/waiting-times/"
    answers = together(4, lambda turn: windows[turn].post(url, {"wanted": "yes"}))
    assert {getattr(each, "status_code", each) for each in answers} == {302}
    with system():
        assert Subscription.objects.count() <= 1


def test_those_who_run_no_reports_see_none(agron, stranger, ana):
    for person in (agron, stranger, ana, account("Partner", "partner")):
        browser = browser_of(person)
        for page in ("/reports/", NEW, "/reports/runs/1/", "/reports/runs/1/csv/"):
            assert browser.get(page).status_code in {403, 404}


def test_a_run_that_left_files_behind_is_tidied(report_of, luan, tmp_path):
    job = report_of(luan)
    path = services.file_of(job, "csv")
    assert str(portal.PRIVATE_ROOT) in str(path)
    later = job.created_at + services.KEPT * 2
    assert services.tidy(before=later) >= 3
    assert services.file_of(job, "csv") is None
