"""How a house grows between the agreement and the key."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cases.models import Request, SignedPaper, WorksReport
from core import documents
from core.uploads import CleanFile


@transaction.atomic
def report_works(
    *, request: Request, report: WorksReport, scan: CleanFile | None = None, by
) -> WorksReport:
    """Put into the file how far the works have come; a report takes the place of none before it."""
    locked = Request.objects.select_for_update().get(pk=request.pk)
    agreement = locked.agreements.filter(is_live=True).first()
    if agreement and report.seen_on < agreement.signed_on:
        raise ValidationError(
            {"seen_on": _("The agreement was signed later than that.")}
        )
    report.request, report.reported_by = locked, by
    report.scan = scan and documents.attach(locked, scan, by=by)
    report.save()
    return report


@transaction.atomic
def attach_scan(*, paper: SignedPaper, scan: CleanFile, by) -> SignedPaper:
    """Attach what was signed after it was written down; another scan takes the place of a wrong one, which is kept."""
    locked = type(paper).objects.select_for_update().get(pk=paper.pk)
    locked.scan = documents.attach(locked.request, scan, by=by)
    locked.save(update_fields=["scan"])
    return locked
