"""Papers as a scanner would bring them."""

import io
from functools import cache

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from accounts.models import User
from cases import services
from cases.checklists import missing
from cases.models import (
    Paper,
    Request,
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
