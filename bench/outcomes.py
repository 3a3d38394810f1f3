"""What stands behind a request of the measurements: findings, the decision, and funds for most of whom it approved."""

from datetime import timedelta

from cases.models import Check

# Who waits for funds is approved lately, or was left over from the years before.
FUNDED, FUNDED_LATELY = 0.96, 0.3
AMOUNT = 28_000
BEFORE_VERIFIED = {"draft", "submitted", "incomplete"}
DECIDED = {"approved", "rejected"}


def follow(registry, place, request, status, moved, officer, *, lately):
    """Write what led to a stage and what came of it."""
    _findings(registry, place, request, status, moved, officer)
    if status not in DECIDED:
        return
    decider, payer = registry.random.sample(registry.world.ministry, 2)
    decision = next(registry.numbers["cases_decision"])
    registry.add(
        "cases_decision", decision, place, request, status, moved.date(), decider, 1, "t"
    )  # fmt: skip
    funded = FUNDED_LATELY if lately else FUNDED
    if status == "approved" and registry.random.random() < funded:
        paid = min(moved + timedelta(days=60), registry.world.today).date()
        registry.own(
            "cases_funding", place, request, decision, decider,
            registry.random.choice(registry.world.funds), AMOUNT, paid, payer, "t", "",
        )  # fmt: skip


def _findings(registry, place, request, status, moved, officer):
    """The whole worksheet of what is verified, a part of it where the office is still at work."""
    lines = list(Check.values)
    if status in BEFORE_VERIFIED:
        lines = lines[: registry.random.randrange(len(lines) + 1)]
    for line in () if status == "draft" else lines:
        registry.own(
            "cases_finding", place, request, line, "in_order", "", officer, moved.date()
        )
