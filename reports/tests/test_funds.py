"""The report on funds: what each holds, where it went, who waits; for whom, and that it names nobody."""

import csv
from decimal import Decimal

import pytest
from python_calamine import load_workbook

from cases.factories import deliver, make_assistance, make_fund, make_funding, walk
from cases.models import RequestType
from cases.services import open_request
from cases.services.funding import release_funds
from core import jobs
from core.models import Job
from core.scoping import Scope, system
from people import PEJA, account, browser_of, new_token
from reports import funds, services

NEW = "/reports/new/funds/"
HOUSES, DONOR = "Houses for returnees", "Stoves"
ALL, WAITING = "All municipalities", "No funds yet"


@pytest.fixture(autouse=True)
def _quiet_bell(monkeypatch):
    monkeypatch.setattr(jobs, "ring", lambda job_id: None)


@pytest.fixture
def story(request_at, register, staff, arta, mirjeta, jelena, dragan):
    """Four families of Štrpce and one of Peja: two funded, one of them delivered to, one released; three wait."""
    here = [request_at("approved", surname=f"SECRETNAME{n}") for n in range(4)]
    with system():
        head = account("Head of Peja", "office_head", at=PEJA)
        officers = staff | {"officer": arta, "head": head}
    there = register(at=PEJA, by=arta, surname="SECRETNAME")
    with system():
        there = walk(there, "approved", **officers)
        houses = make_fund(amount=100_000, year=2026)
        make_fund(name_en=DONOR, amount=500, year=2025)
        make_funding(here[0], by=mirjeta, fund=houses, amount=28_000)
        make_funding(there, by=mirjeta, fund=houses, amount=30_000)
        released = make_funding(here[1], by=mirjeta, fund=houses, amount=9_000)
        release_funds(funding=released, reason="The donor pays.", by=mirjeta)
        line = make_assistance(here[0].household, "granted", by=jelena, head=dragan, request=here[0], planned_cost=28_000)  # fmt: skip
        deliver(line, by=jelena, received_by=here[0].household.head, cost=1_200)
        # Of another source, and so not this fund's money.
        other = make_assistance(here[0].household, "granted", by=jelena, head=dragan, request=here[0], kind="furniture", source="donor")  # fmt: skip
        deliver(other, by=jelena, received_by=here[0].household.head, cost=77)
    return here, there


def lines(scope=None) -> list[tuple]:
    with system():
        return funds.summarise(funds.report_of(scope or Scope(everything=True)))


def of_here(here) -> Scope:
    return Scope(municipalities=(here[0].municipality_id,))


@pytest.mark.django_db
class TestLines:
    def test_each_fund_and_each_municipality_has_its_line(self, story):
        fund = f"{HOUSES} (2026)"
        here, there = story
        assert [line[2:] for line in lines()] == [
            ("100,000.00", "58,000.00", "9,000.00", "1,200.00", "42,000.00", 2, None),
            (None, "30,000.00", "0.00", None, None, 1, None),
            (None, "28,000.00", "9,000.00", "1,200.00", None, 1, None),
            ("500.00", "0.00", "0.00", None, "500.00", 0, None),
            (None, None, None, None, None, None, 3),
        ]
        names = [line[:2] for line in lines()]
        assert names[0] == (fund, ALL)
        places = [str(file.municipality) for file in (there, here[0])]
        assert names[1:3] == [(fund, place) for place in places]
        assert names[3] == (f"{DONOR} (2025)", ALL)
        assert names[4] == (WAITING, places[1])

    def test_a_municipality_sees_its_own_part_and_no_fund_as_a_whole(self, story):
        here, _there = story
        own = lines(of_here(here))
        assert [line[2:] for line in own] == [
            (None, "28,000.00", "9,000.00", "1,200.00", None, 1, None),
            (None, None, None, None, None, None, 3),
        ]

    def test_a_family_is_counted_once_whatever_else_it_has(
        self, story, jelena, mirjeta, staff
    ):
        here, _there = story
        with system():
            kind = RequestType.objects.get(code="financial_aid")
            other = open_request(by=jelena, household=here[0].household, request_type=kind)  # fmt: skip
            other = walk(other, "approved", **staff)
            fund = here[0].fundings.get().fund
            make_funding(other, by=mirjeta, fund=fund, amount=500)
        assert lines(of_here(here))[0][3:] == ("28,500.00", "9,000.00", "1,200.00", None, 1, None)  # fmt: skip

    def test_the_picture_counts_families_per_fund_and_those_without(self, story):
        assert funds.by_fund(lines()) == [(WAITING, 3), (f"{HOUSES} (2026)", 2)]

    def test_without_funds_there_is_nothing_to_count(self, db):
        assert lines() == []


@pytest.fixture
def report_of(story):
    def made(person):
        form = {"purpose": "Board", "form_token": new_token()}
        answer = browser_of(person).post(NEW, form)
        number = int(answer["Location"].rstrip("/").rpartition("/")[2])
        jobs.perform(number)
        with system():
            return Job.objects.get(pk=number)

    return made


@pytest.mark.django_db
class TestFiles:
    def test_sheets_have_the_same_lines_with_true_numbers_and_no_name(
        self, report_of, mirjeta
    ):
        job = report_of(mirjeta)
        book = load_workbook(str(services.file_of(job, "xlsx")))
        head, first, *_rest = book.get_sheet_by_index(0).to_python()
        fund = dict(zip(head, first, strict=True))
        assert fund["Amount in EUR"] == 100_000
        assert fund["Left in EUR"] == Decimal(42_000)
        path = services.file_of(job, "csv")
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file, delimiter=";"))
        assert len(rows) == 6
        assert "SECRETNAME" not in str(rows)
        assert services.file_of(job, "pdf").read_bytes().startswith(b"%PDF")

    def test_an_officer_reads_only_of_the_own_municipality(self, report_of, jelena):
        job = report_of(jelena)
        assert len(job.result["lines"]) == 2
        page = browser_of(jelena).get(f"/reports/runs/{job.pk}/").content.decode()
        assert "28,000.00" in page
        assert "2 rows are in the sheets" in page
        assert "30,000.00" not in page
        assert "100,000.00" not in page
