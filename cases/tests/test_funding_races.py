"""Funds are committed at the same moment, over real connections: a fund is never overdrawn."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from cases.factories import make_fund
from cases.models import Fund, Funding, Request
from cases.services.funding import commit_funds
from cases.tests.money import left, raw
from cases.tests.request_life import go
from core import constraints
from core.scoping import system
from people import together


def commit(file, fund, by, amount=30_000):
    with system():
        return commit_funds(request=file, fund=fund, amount=amount, by=by)


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    """Colleagues commit from one fund at the same moment, each over a connection of their own."""

    @pytest.fixture
    def many(self, request_at):
        files = [request_at("approved", surname=f"Family{n}") for n in range(5)]
        with system():
            return files, make_fund(amount=70_000)

    def committed(self, many, by) -> int:
        files, fund = many
        results = together(len(files), lambda turn: commit(files[turn], fund, by))
        refusals = [each for each in results if isinstance(each, Exception)]
        assert all(
            isinstance(each, ValidationError | IntegrityError) for each in refusals
        )
        for each in refusals:
            if isinstance(each, IntegrityError):
                assert "does not have as much" in str(constraints.sentence_for(each))
        return len(results) - len(refusals)

    def test_a_fund_is_never_overdrawn(self, many, mirjeta):
        assert self.committed(many, mirjeta) == 2
        with system():
            live = Funding.objects.filter(is_live=True)
            assert sum(each.amount for each in live) == 60_000
            assert left(many[1]) == 10_000

    def test_without_the_databases_check_it_would_be(self, many, mirjeta):
        """The control: the fund itself holds everything, and each looks at the sum before writing."""
        files, fund = many
        with system():
            Fund.objects.filter(pk=fund.pk).update(amount=10**6)

        def look_and_write(turn):
            with system():
                live = Funding.objects.filter(fund=fund, is_live=True)
                if sum(each.amount for each in live) + 30_000 <= 70_000:
                    return raw(files[turn], mirjeta, fund, amount=30_000)
                return None

        def overdrawn() -> bool:
            written = together(len(files), look_and_write)
            with system():
                Funding.objects.update(is_live=False, released_on="2026-03-02", released_because="x")  # fmt: skip
            return sum(isinstance(each, Funding) for each in written) > 2

        assert any(overdrawn() for _turn in range(10))

    def test_funds_and_a_withdrawal_at_once_leave_no_money_behind(
        self, many, mirjeta, dragan
    ):
        files, fund = many

        def act(turn):
            if turn:
                return commit(files[0], fund, mirjeta)
            with system():
                return go(files[0], "withdraw", dragan)

        together(2, act)
        with system():
            assert Request.objects.get(pk=files[0].pk).status == "withdrawn"
            assert not Funding.objects.filter(is_live=True).exists()
            assert left(fund) == 70_000

    def test_two_colleagues_commit_once(self, many, mirjeta):
        files, fund = many
        results = together(2, lambda turn: commit(files[0], fund, mirjeta))
        assert sum(isinstance(each, Funding) for each in results) == 1
        with system():
            assert left(fund) == 40_000
