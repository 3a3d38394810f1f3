"""Funds for many families at once: by the order of the waiting list, each with its answer, and never more than there is."""

from datetime import timedelta
from decimal import Decimal
from threading import Barrier, BrokenBarrierError

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.factories import make_assistance, make_fund, make_funding
from cases.models import Decision, Funding, Request
from cases.services import funding as funding_services
from cases.tests.many import State, asked, done, taken_back
from cases.tests.money import left
from cases.tests.request_life import go
from core import jobs
from core.models import BulkRow, Letter
from core.scoping import system
from people import account, browser_of, together

ROUTE = "cases:waiting_commit"


def approved_on(file, *, days_ago: int):
    with system():
        day = timezone.localdate() - timedelta(days=days_ago)
        Decision.objects.filter(request=file).update(decided_on=day)


@pytest.fixture
def line(request_at):
    """Four families in line; the last one registered was approved first."""
    files = [request_at("approved", surname=f"Family{n}") for n in range(4)]
    for n, file in enumerate(files):
        approved_on(file, days_ago=n)
    return files[::-1]


@pytest.fixture
def fund(db):
    with system():
        return make_fund(amount=70_000)


def committed(by, files, fund, amount="30000"):
    chosen = [file.pk for file in files]
    run = asked(by, ROUTE, chosen, fund=fund.pk, amount=amount)
    return run, done(run)


def funded(fund) -> list[int]:
    with system():
        live = Funding.objects.filter(fund=fund, is_live=True)
        return list(live.order_by("pk").values_list("request_id", flat=True))


@pytest.mark.django_db
class TestOne:
    """One colleague of the ministry commits."""

    def test_whoever_is_first_in_line_is_first_however_the_rows_were_ticked(
        self, line, fund, mirjeta
    ):
        _run, rows = committed(mirjeta, line[::-1], fund)
        assert funded(fund) == [line[0].pk, line[1].pk]
        assert [rows[file.pk].state for file in line] == [
            State.DONE, State.DONE, State.REFUSED, State.REFUSED,
        ]  # fmt: skip
        assert "does not have as much" in rows[line[2].pk].explanation["en"]
        assert left(fund) == 10_000

    def test_each_family_gets_its_letter(self, line, fund, mirjeta):
        committed(mirjeta, line[:2], fund)
        with system():
            for file in line[:2]:
                assert file.fundings.get().letter.record_id == file.pk

    def test_left_empty_each_gets_what_is_planned_for_it(
        self, line, fund, mirjeta, jelena, dragan
    ):
        with system():
            make_assistance(line[0].household, by=jelena, request=line[0], kind="house", planned_cost=24_500)  # fmt: skip
        _run, rows = committed(mirjeta, line[:2], fund, amount="")
        with system():
            assert line[0].fundings.get().amount == Decimal(24_500)
        assert rows[line[1].pk].state == State.REFUSED
        assert "Nothing is planned" in rows[line[1].pk].explanation["en"]

    def test_the_rows_say_who_decided_who_has_funds_and_who_left_the_line(
        self, line, fund, luan, mirjeta, dragan
    ):
        with system():
            make_funding(line[1], by=mirjeta, fund=fund, amount=10)
            go(line[2], "withdraw", dragan)
            decided = line[3].decisions.get().decided_by
            assert decided == luan
        _run, rows = committed(luan, line[3:], fund, amount="10")
        assert "a colleague must commit" in rows[line[3].pk].explanation["en"]
        _run, rows = committed(mirjeta, line[:3], fund, amount="10")
        assert rows[line[0].pk].state == State.DONE
        assert "committed for this request already" in rows[line[1].pk].explanation["en"]  # fmt: skip
        assert "only for a request that is approved" in rows[line[2].pk].explanation["en"]  # fmt: skip

    def test_a_fund_that_is_closed_meanwhile_commits_nothing(self, line, fund, mirjeta):
        run = asked(mirjeta, ROUTE, [line[0].pk], fund=fund.pk, amount="10")
        with system():
            type(fund).objects.filter(pk=fund.pk).update(is_open=False)
        row = done(run)[line[0].pk]
        assert row.state == State.REFUSED
        assert "Nothing more is committed" in row.explanation["en"]

    def test_taking_back_releases_what_no_agreement_rests_on(
        self, line, fund, mirjeta, luan
    ):
        run, _rows = committed(mirjeta, line[:2], fund)
        with system():
            funding = line[1].fundings.get()
            funding_services.release_funds(funding=funding, reason="x", by=luan)
        rows = taken_back(run, mirjeta, reason="The donor pays for others.")
        assert [rows[file.pk].state for file in line[:2]] == [State.UNDONE, State.STAYS]  # fmt: skip
        assert "released already" in rows[line[1].pk].explanation["en"]
        assert left(fund) == 70_000
        with system():
            back = Request.objects.waiting_for_funds()
            assert {each.pk for each in back} == {each.pk for each in line}
            letters = Letter.objects.filter(record_id=line[0].pk, kind="funding_released")  # fmt: skip
            assert letters.count() == 1

    def test_what_an_agreement_rests_on_stays(self, request_at, fund, mirjeta):
        file = request_at("approved", request_type="financial_aid")
        run, _rows = committed(mirjeta, [file], fund)
        with system():
            go(file, "sign_agreement", mirjeta)
        row = taken_back(run, mirjeta, reason="Other plans.")[file.pk]
        assert row.state == State.STAYS
        assert "agreement rests" in row.explanation["en"]

    def test_all_that_the_filter_finds_is_the_filtered_line(
        self, line, request_at, fund, mirjeta
    ):
        other = request_at("approved", request_type="material")
        run = asked(mirjeta, ROUTE, all="1", next="/waiting-list/?type=material", fund=fund.pk, amount="10")  # fmt: skip
        assert set(done(run)) == {other.pk}

    def test_the_step_is_offered_to_whoever_may_commit(self, line, jelena, mirjeta):
        button = f'formaction="{reverse(ROUTE)}"'
        assert button in browser_of(mirjeta).get("/waiting-list/").content.decode()
        assert button not in browser_of(jelena).get("/waiting-list/").content.decode()

    @pytest.mark.parametrize("amount", ["0", "-5", "much"])
    def test_a_senseless_amount_starts_nothing(self, line, fund, mirjeta, amount):
        form = {"confirmed": "1", "chosen": [line[0].pk], "fund": fund.pk, "amount": amount}  # fmt: skip
        answer = browser_of(mirjeta).post(reverse(ROUTE), form)
        assert answer.status_code == 422
        with system():
            assert not BulkRow.objects.exists()


def at_the_same_moment(runs):
    """Two workers have a run each in hand; every row that was answered, of all runs."""
    failures = together(len(runs), lambda turn: jobs.perform(runs[turn].job_id))
    assert not [each for each in failures if isinstance(each, Exception)]
    with system():
        return list(BulkRow.objects.filter(run__in=runs))


@pytest.mark.django_db(transaction=True)
class TestTwo:
    """Two colleagues commit from one fund at the same moment, each over a connection of their own."""

    @pytest.fixture
    def besa(self):
        return account("Besa", "caseworker")

    def test_many_at_once_share_a_fund_without_overdrawing_it(
        self, line, request_at, mirjeta, besa
    ):
        more = [request_at("approved", surname=f"More{n}") for n in range(2)]
        with system():
            fund = make_fund(amount=100_000)
        said = {"fund": fund.pk, "amount": "30000"}
        # Two families are in the hands of both.
        halves = [line, [*line[1:3], *more]]
        runs = [
            asked(by, ROUTE, [file.pk for file in files], **said)
            for by, files in zip((mirjeta, besa), halves, strict=True)
        ]
        rows = at_the_same_moment(runs)
        assert {row.state for row in rows} == {State.DONE, State.REFUSED}
        assert sum(row.state == State.DONE for row in rows) == 3
        assert len(funded(fund)) == 3
        with system():
            assert left(fund) == 10_000

    def both_look_first(self, monkeypatch, line, mirjeta, besa) -> list[str]:
        """Each has seen that the fund has enough for one before either commits."""
        looked, look = Barrier(2), funding_services._has

        def look_and_wait(fund, amount):
            look(fund, amount)
            try:
                looked.wait(timeout=30)
            except BrokenBarrierError:
                raise AssertionError("only one has looked") from None

        with system():
            fund = make_fund(amount=30_000)
        runs = [
            asked(by, ROUTE, [file.pk], fund=fund.pk, amount="30000")
            for by, file in ((mirjeta, line[0]), (besa, line[1]))
        ]
        monkeypatch.setattr(funding_services, "_has", look_and_wait)
        return sorted(row.state for row in at_the_same_moment(runs))

    def test_the_last_money_goes_to_one_of_two(self, line, mirjeta, besa, monkeypatch):
        outcomes = self.both_look_first(monkeypatch, line, mirjeta, besa)
        assert outcomes == [State.DONE, State.REFUSED]
        with system():
            refused = BulkRow.objects.get(state=State.REFUSED)
        assert "does not have as much" in refused.explanation["en"]

    def test_without_the_databases_check_both_would_get_it(
        self, line, mirjeta, besa, monkeypatch, owner_connection
    ):
        """The control: each looks before it writes, and the fund itself holds nothing."""
        with owner_connection.cursor() as cursor:
            cursor.execute(
                "ALTER TABLE cases_fund DROP CONSTRAINT no_more_committed_than_a_fund_has"
            )
        outcomes = self.both_look_first(monkeypatch, line, mirjeta, besa)
        assert outcomes == [State.DONE, State.DONE]
