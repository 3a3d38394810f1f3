"""Which papers a request still needs; asked by page, guard and letter alike."""

from dataclasses import dataclass

from cases.models import Checklist, Paper, PaperKind, Request, RequiredPaper

REMEMBERED = "_remembered_checklist"


@dataclass(frozen=True)
class Line:
    """One line of a request's checklist: the paper asked for, what the file has of it, and what may replace it."""

    paper_kind: PaperKind
    is_mandatory: bool
    paper: Paper | None
    # The kind this paper may stand in for, and the kinds that may stand in for this one.
    stands_in_for: PaperKind | None = None
    stand_ins: tuple[PaperKind, ...] = ()
    stood_in_by: Paper | None = None

    @property
    def is_missing(self) -> bool:
        return self.is_mandatory and self.paper is None and self.stood_in_by is None


def checklist(request: Request) -> list[Line]:
    """The checklist of a request, then the papers nobody asked for; remembered with the object."""
    if not hasattr(request, REMEMBERED):
        setattr(request, REMEMBERED, _checklist(request))
    return getattr(request, REMEMBERED)


def forget(request: Request) -> None:
    """Forget what was remembered, because a paper came in or was put right."""
    request.__dict__.pop(REMEMBERED, None)


def version_of(request: Request) -> Checklist | None:
    """The version of the checklist that the file lives under; None where none was in force when it began."""
    # Asked anew: the database wrote it, the object in memory may not know.
    return (
        Checklist.objects.filter(requests=request.pk)
        .select_related("verified_by")
        .first()
    )


def _checklist(request: Request) -> list[Line]:
    papers = request.papers.select_related("paper_kind", "document", "verified_by")
    have = {paper.paper_kind_id: paper for paper in papers}
    asked = RequiredPaper.objects.filter(checklist__requests=request.pk)
    asked = list(asked.select_related("paper_kind", "stands_in_for"))
    lines = [_line(required, asked, have) for required in asked]
    known = {required.paper_kind_id for required in asked}
    more = [paper for kind, paper in have.items() if kind not in known]
    return lines + [Line(paper.paper_kind, False, paper) for paper in more]


def _line(required: RequiredPaper, asked: list, have: dict[int, Paper]) -> Line:
    stand_ins = [
        other.paper_kind
        for other in asked
        if other.stands_in_for_id == required.paper_kind_id
    ]
    here = [have[kind.pk] for kind in stand_ins if kind.pk in have]
    return Line(
        required.paper_kind,
        required.is_mandatory,
        have.get(required.paper_kind_id),
        stands_in_for=required.stands_in_for,
        stand_ins=tuple(stand_ins),
        # What is itself not available stands in for nothing.
        stood_in_by=next((paper for paper in here if paper.is_received), None),
    )


def missing(request: Request) -> list[Line]:
    """The mandatory papers that are neither there nor stood in for nor said to be not available."""
    return [line for line in checklist(request) if line.is_missing]
