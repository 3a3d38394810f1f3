"""The report on assistance: what it adds up to, for whom, and that it names nobody."""

import csv

import pytest
from python_calamine import load_workbook

from cases.factories import deliver, make_assistance
from core import jobs
from core.models import Job
from core.scoping import system
from people import PEJA, browser_of, new_token
from reports import services

NEW = "/reports/new/assistance/"


@pytest.fixture
def report_of(register, jelena, dragan, arta, mirjeta, monkeypatch):
    """Two families of Štrpce and one of Peja have assistance; somebody asks for the report."""
    monkeypatch.setattr(jobs, "ring", lambda job_id: None)
    here = register(surname="SECRETNAME").household
    there = register(at=PEJA, by=arta).household
    with system():
        wood = make_assistance(here, "granted", by=jelena, head=dragan)
        deliver(wood, by=jelena, received_by=here.head, quantity="2.5", cost="120.50")
        make_assistance(here, by=jelena, kind="house", said_by="giver", source="donor")
        make_assistance(there, "granted", by=arta, head=mirjeta, planned_cost=900)

    def made(person):
        answer = browser_of(person).post(
            NEW, {"purpose": "Board", "form_token": new_token()}
        )
        number = int(answer["Location"].rstrip("/").rpartition("/")[2])
        jobs.perform(number)
        with system():
            return Job.objects.get(pk=number)

    return made


def test_the_table_adds_up_by_source_and_kind(report_of, jelena, luan):
    budget = "Budget of the Ministry for Communities and Return"
    donor = [
        "Donor programme",
        "House (new building)",
        1,
        "0.00",
        "0.00",
        "0.00",
        "500.00",
    ]
    assert report_of(jelena).result["lines"] == [
        [budget, "Firewood", 1, "0.00", "500.00", "120.50", "0.00"],
        donor,
    ]  # fmt: skip
    assert report_of(luan).result["lines"] == [
        [budget, "Firewood", 2, "0.00", "1,400.00", "120.50", "0.00"],
        donor,
    ]  # fmt: skip


def test_the_sheets_have_each_line_with_true_numbers_and_no_name(report_of, jelena):
    job = report_of(jelena)
    book = load_workbook(str(services.file_of(job, "xlsx")))
    assert book.sheet_names == ["Assistance"]
    head, told_or_wood, _other = book.get_sheet_by_index(0).to_python()
    wood = dict(zip(head, told_or_wood, strict=True))
    assert (wood["Kind"], wood["Quantity"], wood["Delivered"]) == ("Firewood", 10, 2.5)
    assert (wood["Cost in EUR"], wood["Delivered, EUR"]) == (500, 120.5)
    path = services.file_of(job, "csv")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file, delimiter=";"))
    assert len(rows) == 3
    assert "SECRETNAME" not in str(rows)


def test_the_page_of_the_run_reads_the_totals(report_of, jelena):
    page = browser_of(jelena).get(f"/reports/runs/{report_of(jelena).pk}/")
    text = page.content.decode()
    assert "120.50" in text
    assert "2 rows are in the sheets" in text
