"""What the tests of funds ask and write past the services."""

from cases.models import Decision, Fund, Funding


def left(fund) -> int:
    return int(Fund.objects.get(pk=fund.pk).left)


def raw(file, by, fund, **facts) -> Funding:
    """A commitment past the service, as any program might write it."""
    decision = Decision.objects.filter(request=file).first()
    return Funding.objects.create(
        request=file,
        fund=fund,
        committed_by=by,
        **{"amount": 1, "committed_on": "2026-03-02", "decision": decision} | facts,
    )
