"""The kinds of requests, papers, checklists and assistance a new portal starts with.

Sources: the ministry's published procedure of application (docs/DATA-SOURCES.md).
"""

from pathlib import Path

from cases.models import (
    AssistanceKind,
    AssistanceSource,
    Checklist,
    ClaimBody,
    PaperKind,
    RequestType,
    RequiredPaper,
)
from core.reference_data import register

DATA = Path(__file__).parent / "data"

register(RequestType, DATA / "request_types.csv")
register(PaperKind, DATA / "paper_kinds.csv")
register(AssistanceKind, DATA / "assistance_kinds.csv")
register(AssistanceSource, DATA / "assistance_sources.csv")
register(ClaimBody, DATA / "claim_bodies.csv")
# What families were asked for belongs to whoever verified it; no file puts an older list back.
register(Checklist, DATA / "checklists.csv", overwritable=False)
# Once a checklist has lines, the file adds no more to it.
register(
    RequiredPaper,
    DATA / "required_papers.csv",
    key=("checklist_id", "paper_kind_id"),
    settled_by=lambda line: line.checklist_id,
    overwritable=False,
)
