"""What may come in as a file: a PDF or a picture, judged by content, not by name.

`clean_upload` is the only door. Whatever is wrong becomes one sentence that says what
to do instead. Pictures are drawn again, so that nothing but the picture is kept.
"""

import hashlib
import io
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from PIL import Image

from core.pdf_safety import check_pdf

MEGABYTE = 1024 * 1024
MAX_BYTES = 20 * MEGABYTE
MAX_STORED_SIDE = 4_000  # an A4 page at 340 dpi; larger pictures are scaled down
MAX_JPEG_SCANS = 100  # an honest progressive picture has about ten
MAX_NAME_BYTES = 255


@dataclass(frozen=True)
class CleanFile:
    """A file that passed every check, as it is to be stored."""

    content: bytes
    media_type: str
    extension: str
    size: int
    sha256: str
    display_name: str
    pages: int | None = None
    pixels: tuple[int, int] | None = None


@dataclass(frozen=True)
class FileType:
    """One kind of file that is accepted, and how it is recognised."""

    name: str
    media_type: str
    extensions: tuple[str, ...]
    matches: Callable[[bytes], bool]
    max_pixels: int = 0  # what a decoder may hold in memory, by what it needs per point

    @property
    def is_picture(self) -> bool:
        return self.media_type.startswith("image/")


ALLOWED_TYPES = (
    FileType("PDF", "application/pdf", ("pdf",), lambda c: c.startswith(b"%PDF-")),
    FileType(
        "JPEG",
        "image/jpeg",
        ("jpg", "jpeg", "jpe", "jfif"),
        lambda c: c.startswith(b"\xff\xd8\xff"),
        max_pixels=60_000_000,
    ),
    FileType(
        "PNG",
        "image/png",
        ("png",),
        lambda c: c.startswith(b"\x89PNG\r\n\x1a\n"),
        max_pixels=40_000_000,
    ),
    FileType(
        "WEBP",
        "image/webp",
        ("webp",),
        lambda c: c[:4] == b"RIFF" and c[8:12] == b"WEBP",
        max_pixels=25_000_000,
    ),
)
ACCEPT = ",".join(f".{end}" for kind in ALLOWED_TYPES for end in kind.extensions)

# What people send by mistake, so that the answer can name it.
OFFICE_FILE = _("This is a Word, Excel or zip file. Save it as a PDF and attach that.")
OTHER_PICTURE = _("This kind of picture is not accepted. Save it as JPEG or PNG.")
WEB_PAGE = _("This is a web page or a drawing made of text. Print it to a PDF instead.")
PROGRAM = _("This is a program. Programs are never accepted.")
HEIC = _(
    "This picture is in the HEIC format. On the phone, choose the “Most compatible” "
    "camera format, or send it as JPEG."
)
REFUSED_TYPES = (
    (re.compile(rb"PK(\x03\x04|\x05\x06|\x07\x08)"), OFFICE_FILE),
    (re.compile(rb"\xd0\xcf\x11\xe0|\x1f\x8b|Rar!|7z\xbc\xaf|\{\\rtf"), OFFICE_FILE),
    (re.compile(rb"GIF8|BM.{4}\0\0\0\0|II\*\0|MM\0\*", re.S), OTHER_PICTURE),
    (re.compile(rb".{4}ftyp(heic|heix|hevc|mif1|msf1|avif)", re.S), HEIC),
    (re.compile(rb"MZ|\x7fELF|#!|\xca\xfe\xba\xbe"), PROGRAM),
    (re.compile(rb"(\xef\xbb\xbf)?\s*<"), WEB_PAGE),
)
ACCEPTED_ARE = _(
    "This file is not a PDF or a picture. Accepted are PDF, JPEG, PNG and WEBP."
)
DAMAGED_PICTURE = _("This picture is damaged or incomplete. Take or save it again.")


def clean_upload(uploaded) -> CleanFile:
    """Return the file as it may be stored, or say in a sentence why it may not."""
    content = _read(uploaded)
    name = uploaded.name or ""
    kind = _recognise(content)
    _check_name(name, kind)
    if kind.is_picture:
        content, pixels = _draw_again(content, kind)
        return _clean_file(content, kind, name, pixels=pixels)
    return _clean_file(content, kind, name, pages=check_pdf(content))


def display_name(name: str, extension: str) -> str:
    """Return the name a reader sees: one line, no path, ending in the true type."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    plain = "".join(_visible(character) for character in last)
    stem = " ".join(plain.split()).strip(". ")
    if _type_of_extension(_extension(stem)):
        stem = stem.rpartition(".")[0].rstrip(". ")
    if re.fullmatch(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?", stem):
        stem = f"_{stem}"
    room = MAX_NAME_BYTES - len(extension)
    short = (stem or say("document")).encode()[:room].decode(errors="ignore").rstrip()
    return f"{short}{extension}"


def _clean_file(content: bytes, kind: FileType, name: str, **measured) -> CleanFile:
    extension = f".{kind.extensions[0]}"
    return CleanFile(
        content=content,
        media_type=kind.media_type,
        extension=extension,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        display_name=display_name(name, extension),
        **measured,
    )


def _refuse(code: str, message, **params):
    raise ValidationError(message, code=code, params=params or None)


def _read(uploaded) -> bytes:
    too_large = _(
        "This file is larger than %(limit)s MB. Scan it at 300 dpi, or split it "
        "into parts."
    )
    limit = MAX_BYTES // MEGABYTE
    if (uploaded.size or 0) > MAX_BYTES:
        _refuse("too_large", too_large, limit=limit)
    uploaded.seek(0)
    content = uploaded.read(MAX_BYTES + 1)
    if not content:
        _refuse("empty", _("This file is empty. Choose it again, or scan it again."))
    if len(content) > MAX_BYTES:
        _refuse("too_large", too_large, limit=limit)
    return content


def _recognise(content: bytes) -> FileType:
    for kind in ALLOWED_TYPES:
        if kind.matches(content):
            return kind
    for pattern, message in REFUSED_TYPES:
        if pattern.match(content):
            _refuse("type", message)
    return _refuse("type", ACCEPTED_ARE)


# The name -----------------------------------------------------------------------------

DIRECTION_OVERRIDES = frozenset(
    "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
RUNNABLE = frozenset(
    re.findall(
        r"\w+", "exe scr bat cmd ps1 vbs js jar msi dll php hta lnk html htm svg"
    )
)
OTHER_ENDINGS = RUNNABLE | frozenset(
    re.findall(
        r"\w+",
        "doc docx xls xlsx ppt pptx odt ods rtf txt csv xml zip rar 7z gz tar com sh "
        "py heic heif gif bmp tif tiff avif mp4 mov eml msg",
    )
)


def _check_name(name: str, kind: FileType) -> None:
    if "\0" in name or DIRECTION_OVERRIDES & set(name):
        _refuse("name", _("The name of this file hides something. Rename the file."))
    extension = _extension(name)
    inner = {part.rstrip() for part in name.lower().split(".")[1:-1]}
    if inner & RUNNABLE:
        _refuse("name", _("This file has two endings in its name. Rename the file."))
    said = _type_of_extension(extension)
    if said == kind or not (said or extension in OTHER_ENDINGS):
        return  # an ending that nobody knows is a part of the name
    if said and said.is_picture and kind.is_picture:
        return  # phones mix these up: the stored name is put right
    _refuse_contradiction(said.name if said else extension.upper(), kind)


def _refuse_contradiction(said: str, kind: FileType) -> None:
    if kind.is_picture:
        message = _(
            "The name says that this is a %(said)s file, but it is a picture "
            "(%(found)s). Rename it to end in .%(end)s, or choose the right file."
        )
    else:
        message = _(
            "The name says that this is a %(said)s file, but it is a PDF. "
            "Rename it to end in .%(end)s, or choose the right file."
        )
    found = {"said": said, "found": kind.name, "end": kind.extensions[0]}
    _refuse("contradiction", message, **found)


def _extension(name: str) -> str:
    """The ending of a name in small letters, without the dot."""
    return PurePosixPath(name.strip(". ")).suffix[1:].lower()


def _type_of_extension(extension: str) -> FileType | None:
    kinds = (kind for kind in ALLOWED_TYPES if extension in kind.extensions)
    return next(kinds, None)


def _visible(character: str) -> str:
    if unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}:
        return " " if character in "\t\n\r\u2028\u2029" else ""
    return "_" if character in '<>:"|?*' else character


# Pictures -----------------------------------------------------------------------------

SAVE_OPTIONS = {
    "JPEG": {"quality": 88, "optimize": False},
    "PNG": {"compress_level": 4},
    "WEBP": {"quality": 85, "method": 1},
}
STORED_MODES = {
    "JPEG": {"RGB", "L"},
    "PNG": {"RGB", "RGBA", "L"},
    "WEBP": {"RGB", "RGBA"},
}


def _draw_again(content: bytes, kind: FileType) -> tuple[bytes, tuple[int, int]]:
    """Decode the first frame and encode it anew: what is not picture stays behind."""
    if kind.name == "JPEG" and content.count(b"\xff\xda") > MAX_JPEG_SCANS:
        _refuse("damaged", DAMAGED_PICTURE)
    try:
        picture = Image.open(io.BytesIO(content), formats=[kind.name])
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        _refuse_pixels(kind)
    except Exception as error:  # decoders of broken files raise anything
        raise ValidationError(DAMAGED_PICTURE, code="damaged") from error
    width, height = picture.size
    if width * height > kind.max_pixels:
        _refuse_pixels(kind)
    try:
        return _encoded(picture, kind.name)
    except Exception as error:
        raise ValidationError(DAMAGED_PICTURE, code="damaged") from error


def _refuse_pixels(kind: FileType) -> None:
    message = _(
        "This picture has more than %(limit)s million points. Make it smaller, "
        "or scan at 300 dpi."
    )
    _refuse("pixels", message, limit=kind.max_pixels // 1_000_000)


def _encoded(picture: Image.Image, name: str) -> tuple[bytes, tuple[int, int]]:
    shrink = _times_too_large(picture)
    if shrink > 1:  # a JPEG can be decoded at half size and never be held whole
        picture.draft("RGB", tuple(max(side // shrink, 1) for side in picture.size))
    picture.load()
    orientation = _orientation(picture)
    if picture.mode not in STORED_MODES[name]:
        transparent = picture.has_transparency_data and name != "JPEG"
        picture = picture.convert("RGBA" if transparent else "RGB")
    picture = picture.reduce(_times_too_large(picture))
    if orientation is not None:
        picture = picture.transpose(orientation)
    picture.info.clear()
    out = io.BytesIO()
    picture.save(out, format=name, exif=b"", **SAVE_OPTIONS[name])
    return out.getvalue(), picture.size


def _times_too_large(picture: Image.Image) -> int:
    return -(-max(picture.size) // MAX_STORED_SIDE)


def _orientation(picture: Image.Image) -> Image.Transpose | None:
    """How the camera was held; a picture with broken notes is kept as it lies."""
    turns = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_270,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_90,
    }
    try:
        return turns.get(picture.getexif().get(0x0112))
    except Exception:  # the notes are optional, the picture is not
        return None
