"""The catalogue: every report with the question it answers, its columns, and who may run it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from core.tables import Table
from reports import waiting_times


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
)

CATALOGUE = {report.key: report for report in (WAITING_TIMES,)}
