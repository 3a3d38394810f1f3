"""Papers as a scanner would bring them, and the lists of what is asked for."""

import io
from datetime import date, timedelta
from functools import cache

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from accounts.models import User
from cases import services
from cases.checklists import missing
from cases.models import (
    Checklist,
    Paper,
    PaperKind,
    Request,
    RequiredPaper,
)
from core.uploads import CleanFile, clean_upload


def hand_in(request: Request, *, by: User) -> None:
    """Attach every paper that is still missing."""
    for line in missing(request):
        services.add_paper(
            request=request,
            paper=Paper(
                paper_kind=line.paper_kind, number="99-4711", issuer="Demonstration"
            ),
            file=scanned(str(line.paper_kind.code)),
            by=by,
        )


def renew_checklist(
    kind: str, *, on: date, stand_ins: dict[str, str] | None = None, **details
) -> Checklist:
    """A new version from a day on: the lines of the version before, and papers that may stand in for some of them."""
    before = Checklist.objects.get(request_type__code=kind, valid_to=None)
    Checklist.objects.filter(pk=before.pk).update(valid_to=on - timedelta(days=1))
    after = Checklist.objects.create(
        request_type=before.request_type, valid_from=on, **details
    )
    for line in before.lines.all():
        line.pk, line.checklist = None, after
        line.save()
    codes = PaperKind.objects.in_bulk(field_name="code")
    for paper, instead_of in (stand_ins or {}).items():
        RequiredPaper.objects.create(
            checklist=after,
            paper_kind=codes[paper],
            stands_in_for=codes[instead_of],
            is_mandatory=False,
            order=90,
        )
    return after


@cache
def scanned(name: str) -> CleanFile:
    """A picture that looks a little like a scanned paper and says that it is none."""
    picture = Image.new("RGB", (620, 877), "white")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((40, 40, 580, 837), outline="#1f4e79", width=3)
    draw.text((80, 90), f"DEMONSTRATION\n\n{name.replace('_', ' ')}", fill="#16263a")
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    return clean_upload(
        SimpleUploadedFile(f"{name}.png", buffer.getvalue(), "image/png")
    )
