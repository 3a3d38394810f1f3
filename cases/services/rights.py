"""Receiving what a person asks about their own data, and making the export."""

import json
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cases import own_data_paper, subject_access
from cases.models import Household, Member, Person, SubjectRequest
from cases.models.rights import EXPORTS
from cases.workflow_rights import EXPORT, FIRST_STEP, HANDLE, SUBJECT_REQUEST
from core import documents, jobs
from core.jobs import Run
from core.workflow import MovedOn


@transaction.atomic
def receive_wish(
    *,
    by,
    household: Household,
    person: Person,
    kind: str,
    wanted: str = "",
    evidence: str = "",
    file=None,
    at: datetime | None = None,
) -> SubjectRequest:
    """Write down that a member of a household asks to see or to correct their own data; the clock starts."""
    if not Member.objects.filter(household=household, person=person).exists():
        raise ValidationError(_("This person does not belong to the household."))
    request = SubjectRequest(
        household=household,
        person=person,
        kind=kind,
        wanted=wanted,
        evidence=evidence,
        assigned_to=by,
    )
    SUBJECT_REQUEST.begin(request, by=by, at=at)
    if file:
        documents.attach(request, file, by=by)
    return SUBJECT_REQUEST.apply(request, FIRST_STEP[kind], by=by, at=at)


@jobs.job(EXPORT, kept=jobs.KEPT)
def make_export(run: Run) -> dict:
    """Gather a person's data, set them on paper, and keep both files with the request."""
    owner = get_user_model().objects.with_appointments().get(pk=run.job.owner_id)
    scope = owner.scope_for(HANDLE)
    if scope is None:
        raise jobs.Cancelled
    with run.rows():
        asked = SubjectRequest.objects.within(scope).select_related(
            "person", "household", "municipality"
        )
        request = asked.get(pk=run.job.params["request"])
        export = subject_access.collect(request, language=request.household.language)
    pdf = own_data_paper.paper(export)
    data = json.dumps(export, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)
    run.progress(1, 2)
    with run.rows():
        try:
            SUBJECT_REQUEST.apply(
                request, "prepared", by=owner, pdf=pdf, data=data.encode()
            )
        except MovedOn as gone:
            # Withdrawn or made by another run in the meantime.
            raise jobs.Cancelled from gone
    return {"request": request.reference}


def remove_old_exports(*, before: datetime) -> int:
    """Remove exports that are too old, whatever became of the request; returns how many."""
    folder = Path(settings.PRIVATE_ROOT) / EXPORTS
    old = [
        path for path in folder.glob("*") if path.stat().st_mtime < before.timestamp()
    ]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)
