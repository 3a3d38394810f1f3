"""The kinds of requests, papers and checklists a new portal starts with.

Sources: the ministry's published procedure of application (docs/DATA-SOURCES.md).
"""

from pathlib import Path

from cases.models import PaperKind, RequestType, RequiredPaper
from core.reference_data import register

DATA = Path(__file__).parent / "data"

register(RequestType, DATA / "request_types.csv")
register(PaperKind, DATA / "paper_kinds.csv")
register(
    RequiredPaper,
    DATA / "required_papers.csv",
    key=("request_type_id", "paper_kind_id"),
)
