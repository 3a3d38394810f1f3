"""Builders of good and bad files for tests: everything is made here, byte by byte."""

import base64
import gzip
import io
import struct
import zipfile
import zlib

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

GPS_MARK = "Nobody may read where this was"


def upload(content: bytes, name: str) -> SimpleUploadedFile:
    """A file as a browser sends it, with a media type that nobody should believe."""
    uploaded = SimpleUploadedFile("x", content, content_type="text/plain")
    uploaded._name = name  # past Django's own cleaning, as other doors would send it
    return uploaded


def picture(kind: str = "JPEG", size=(40, 20), mode: str = "RGB", **options) -> bytes:
    """A small picture: red on the left, blue on the right."""
    image = Image.new("RGB", size, "blue")
    image.paste("red", (0, 0, size[0] // 2, size[1]))
    out = io.BytesIO()
    image.convert(mode).save(out, format=kind, **options)
    return out.getvalue()


def photo_with_place(orientation: int = 6) -> bytes:
    """A photo as a phone makes it: turned, with the place and the maker inside."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = GPS_MARK
    exif.get_ifd(0x8825).update({1: "N", 2: (42.0, 12.0, 30.0), 29: "2026:11:23"})
    return picture("JPEG", exif=exif.tobytes(), comment=GPS_MARK.encode())


def animation(kind: str) -> bytes:
    """Two frames; only the first, red one is a document."""
    frames = [Image.new("RGB", (10, 10), colour) for colour in ("red", "green")]
    out = io.BytesIO()
    frames[0].save(out, format=kind, save_all=True, append_images=frames[1:])
    return out.getvalue()


def png_that_claims(width: int, height: int) -> bytes:
    """A PNG whose header promises more points than any memory holds."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _png_chunk(b"IHDR", header)
        + _png_chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + _png_chunk(b"IEND", b"")
    )


def jpeg_that_claims(width: int, height: int) -> bytes:
    """A JPEG with its size overwritten in the frame header."""
    whole = bytearray(picture("JPEG"))
    frame = whole.index(b"\xff\xc0")
    whole[frame + 5 : frame + 9] = struct.pack(">HH", height, width)
    return bytes(whole)


def _png_chunk(kind: bytes, body: bytes) -> bytes:
    check = struct.pack(">I", zlib.crc32(kind + body))
    return struct.pack(">I", len(body)) + kind + body + check


def pdf(*objects: bytes, pages: int = 1, trailer: bytes = b"", end=b"%%EOF\n") -> bytes:
    """A plain PDF with empty pages, and whatever objects a test adds."""
    kids = b" ".join(b"%d 0 R" % (10 + n) for n in range(pages))
    body = [
        b"1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj",
        b"2 0 obj\n<< /Type /Pages /Kids [%s] /Count %d >>\nendobj" % (kids, pages),
    ]
    for n in range(pages):
        page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>"
        body.append(b"%d 0 obj\n%s\nendobj" % (10 + n, page))
    parts = [b"%PDF-1.7", *body, *objects]
    ending = b"trailer\n<< /Root 1 0 R %s >>\nstartxref\n9\n" % trailer
    return b"\n".join(parts) + b"\n" + ending + end


def stream(content: bytes, entry: bytes = b"/Filter /FlateDecode") -> bytes:
    """A packed object of a PDF."""
    packed = zlib.compress(content, 9)
    head = b"20 0 obj\n<< %s /Length %d >>\n" % (entry, len(packed))
    return head + b"stream\n" + packed + b"\nendstream\nendobj"


def object_stream(content: bytes, entry: bytes = b"/Filter /FlateDecode") -> bytes:
    """Objects packed together, where a scanner that reads only the surface is blind."""
    return stream(content, b"/Type /ObjStm /N 1 /First 5 " + entry)


def pdf_bomb(megabytes: int) -> bytes:
    """Streams that unpack to far more than they are."""
    return pdf(*[stream(b"\0" * 16 * 1024 * 1024)] * (megabytes // 16))


def zip_file(*names: str) -> bytes:
    """A zip, which is also what docx and xlsx files are."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names or ("a.txt",):
            archive.writestr(name, "x")
    return out.getvalue()


def gzip_file() -> bytes:
    return gzip.compress(b"x" * 1000)


XML_ENTITIES = (
    b'<?xml version="1.0"?><!DOCTYPE l ['
    b'<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><l>&b;</l>'
)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"
PROGRAM = b"MZ\x90\0" + b"\0" * 200
HEIC = b"\0\0\0\x18ftypheic" + b"\0" * 40
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-" + b"STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"

# An Excel 97 sheet "Регистар" with one person, born on 3 May 1963, as xlwt once wrote it.
XLS = zlib.decompress(
    base64.b85decode(
        "c-rk)O=uHA6#iy2+x(E`&s5qfF%+y?OHoU)pvk7O+EYr~i&{l(Z4RZ9O7LPYR%?!e;7RdPs0S}qFaDr{-aH5uJqUu3=+Tp);"
        "Gxa>=4DsXs?dNITJ~G!&Ae~kyqVpZH?zBM7Q)5Z2hAm{KoTyLO)u)II6=v4D<M$5X{w@~dnlO>))l-Sn#ejGPwQX1)f}q%E<"
        "wY6`I02?iPA}&NB?9l8(%}Dc?=^$jUho&;5IP<H1Vh+EYGss#PS|nK4Y0;<{HZc*%rkx7L5M3Zfg}E(^|ML0Oj`)xB0-#UNq"
        "p9TE&;Hi;As|p8WX8xph_%lYY#BCbTb`%jT6H#2xs6-rkN(rsFuFh$v0=9KM@z;F}%QFX9frw!8rGKbG_EzwjQK#FhLFO#;&"
        "}&v1|w(1=0Fo3V(?F4-x&WsgkDJu)R1af-uRB^N}aJV*v^h;3BYCHIr1BK#0hGEd7xq{fkwNjXIHFmcpDm~3^3tz>+Fn1oV1"
        "WU`Nl6Vj&+2;NXa%QlpH4m3Z>F$B3B=5Pzq9WCDd`ZhB<V4P-Vnh%l6QL|m$8BAPOEvRvTYc!Usrj5(HSzckUTe#fJGD@*Pd"
        "Fw!fRX8%kHdnc}mHO#qyfb!Gm3LCP@MZ9Etnk^`MdkUv(o}T*y)laxI{L<_y}D-5F51Pdn+i`1I~Ufr^pR!LZ(Ec{3t3|~t@"
        "AX9B^8u}Fw2Ujo{spXY1Xr<XfD!RmM`%KUxIx}%U-ZAowVmPHbH(Om>O4HjD01w2p;kSO;sK9J~(jTz<~n?4jeexun^WOwaa"
        ">`)~#1|xAk9ViBj45O|oGzgh{$C&`0HA<S5VMVomF3Gjw75602-u|1VTHO1<YXfl(gEM9u4$KDk8o{j9oS=--7<t^Jp48Rvi"
        "Q|0k96)9("
    )
)


def ods(*rows: str) -> bytes:
    """A sheet of LibreOffice with these rows, each as XML."""
    names = {
        name: f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"
        for name in ("office", "table", "text")
    }
    spaces = " ".join(f'xmlns:{name}="{uri}"' for name, uri in names.items())
    content = (
        f"<office:document-content {spaces}><office:body><office:spreadsheet>"
        f'<table:table table:name="Regjistri">{"".join(rows)}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", content)
    return out.getvalue()


def ods_row(*cells: str, repeated: int = 1, across: int = 1) -> str:
    """A row of such a sheet; repeated as often as somebody claims."""
    written = "".join(
        f'<table:table-cell office:value-type="string" table:number-columns-repeated="{across}">'
        f"<text:p>{cell}</text:p></table:table-cell>"
        for cell in cells
    )
    return f'<table:table-row table:number-rows-repeated="{repeated}">{written}</table:table-row>'
