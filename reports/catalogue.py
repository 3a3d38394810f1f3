"""The catalogue: every report with the question it answers, its columns, and who may run it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from core.tables import Table
from reports import assistance, funds, retention, waiting_times


@dataclass(frozen=True)
class Report:
    """One report: `summarise(rows)` gives the table on screen, `details` the rows of the sheets."""

    key: str
    title: str
    question: str
    permission: str
    queryset: Callable
    head: tuple[tuple[str, bool], ...]
    summarise: Callable
    picture: Callable
    sheet: Table
    sheet_rows: Callable
    # The name of the sheet, and in words what so many rows cover.
    sheet_name: str
    covers: Callable[[int], str]


WAITING_TIMES = Report(
    key="waiting-times",
    title=_("Requests by municipality, stage and waiting time"),
    question=_("Where do requests wait, and for how long?"),
    permission="reports.run_report",
    queryset=waiting_times.requests,
    head=waiting_times.HEAD,
    summarise=waiting_times.summarise,
    picture=waiting_times.by_municipality,
    sheet=waiting_times.SHEET,
    sheet_rows=waiting_times.sheet_rows,
    sheet_name=_("Requests"),
    covers=waiting_times.covers,
)

ASSISTANCE = Report(
    key="assistance",
    title=_("Assistance by source and kind"),
    question=_("Who gave what to families, and what did it cost?"),
    permission="reports.run_report",
    queryset=assistance.lines,
    head=assistance.HEAD,
    summarise=assistance.summarise,
    picture=assistance.by_source,
    sheet=assistance.SHEET,
    sheet_rows=assistance.sheet_rows,
    sheet_name=_("Assistance"),
    covers=assistance.covers,
)

RETENTION = Report(
    key="retention",
    title=_("Families that returned: did they stay?"),
    question=_(
        "How many of the families that returned were last seen there, absent or gone, and how many has nobody visited?"
    ),
    permission="reports.run_report",
    queryset=retention.homecomings,
    head=retention.HEAD,
    summarise=retention.summarise,
    picture=retention.by_municipality,
    sheet=retention.SHEET,
    sheet_rows=retention.sheet_rows,
    sheet_name=_("Families"),
    covers=retention.covers,
)

FUNDS = Report(
    key="funds",
    title=_("Funds by municipality, and who waits"),
    question=_(
        "What was committed, released and delivered of each fund, what is left of it, and where do families still wait?"
    ),
    permission="reports.run_report",
    queryset=funds.report_of,
    head=funds.HEAD,
    summarise=funds.summarise,
    picture=funds.by_fund,
    sheet=funds.SHEET,
    sheet_rows=funds.sheet_rows,
    sheet_name=_("Funds"),
    covers=funds.covers,
)

CATALOGUE = {
    report.key: report for report in (WAITING_TIMES, ASSISTANCE, RETENTION, FUNDS)
}
