"""How a house grows between the agreement and the key."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cases.models import Request, WorksReport


@transaction.atomic
def report_works(*, request: Request, report: WorksReport, by) -> WorksReport:
    """Put into the file how far the works have come; a report takes the place of none before it."""
    locked = Request.objects.select_for_update().get(pk=request.pk)
    agreement = locked.agreements.filter(is_live=True).first()
    if agreement and report.seen_on < agreement.signed_on:
        raise ValidationError(
            {"seen_on": _("The agreement was signed later than that.")}
        )
    report.request, report.reported_by = locked, by
    report.save()
    return report
