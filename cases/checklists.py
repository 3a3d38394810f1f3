"""Which papers a request still needs; asked by page, guard and letter alike."""

from dataclasses import dataclass

from cases.models import Paper, PaperKind, Request

REMEMBERED = "_remembered_checklist"


@dataclass(frozen=True)
class Line:
    """One line of a request's checklist: the paper asked for and what the file has of it."""

    paper_kind: PaperKind
    is_mandatory: bool
    paper: Paper | None

    @property
    def is_missing(self) -> bool:
        return self.is_mandatory and self.paper is None


def checklist(request: Request) -> list[Line]:
    """The checklist of a request, then the papers nobody asked for; remembered with the object."""
    if not hasattr(request, REMEMBERED):
        setattr(request, REMEMBERED, _checklist(request))
    return getattr(request, REMEMBERED)


def forget(request: Request) -> None:
    """Forget what was remembered, because a paper came in."""
    request.__dict__.pop(REMEMBERED, None)


def _checklist(request: Request) -> list[Line]:
    have = {
        paper.paper_kind_id: paper
        for paper in request.papers.select_related("paper_kind", "document")
    }
    lines = [
        Line(
            required.paper_kind,
            required.is_mandatory,
            have.pop(required.paper_kind_id, None),
        )
        for required in request.request_type.checklist.select_related("paper_kind")
    ]
    return lines + [Line(paper.paper_kind, False, paper) for paper in have.values()]


def missing(request: Request) -> list[Line]:
    return [line for line in checklist(request) if line.is_missing]
