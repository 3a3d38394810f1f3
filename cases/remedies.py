"""How long an appeal against a decision is possible: counted from the day on which it was served."""

from dataclasses import dataclass
from datetime import date

from cases.models import Decision
from core import clocks, deadlines, serving
from core.provisions import provision


@dataclass(frozen=True)
class Period:
    """The last day to appeal, how it was reckoned, and whether somebody compared the number with the law."""

    last_day: date
    trace: tuple[deadlines.Step, ...]
    is_verified: bool

    @property
    def reckoning(self) -> list[str]:
        return deadlines.describe(self.trace)


def period_to_appeal(decision: Decision) -> Period | None:
    """How long an appeal is possible; nothing while the decision is not served or the law has no number.

    A decision keeps the provision under which it was made.
    """
    served = decision.letter and serving.served_on(decision.letter)
    if served is None:
        return None
    rule = provision("appeal_days", on=decision.decided_on)
    if rule.value is None:
        return None
    found = deadlines.due_date(
        served, int(rule.value), unit=rule.unit, holidays=clocks.holidays_known()
    )
    return Period(found.due, found.trace, rule.is_verified)
