"""Files of records: added after every check, given out only through a view that checks scope and writes the read log."""

from django.http import FileResponse, Http404

from core import correspondence
from core.models import Document, Letter
from core.pages.base import ObjectMixin, Page

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class FilePage(ObjectMixin, Page):
    """Give out one private file of a record, logged, as a download that no browser runs."""

    def get(self, request, pk):
        obj = self.get_object()
        return private_file(obj.file, self.download_name(obj), self.media_type(obj))

    def download_name(self, obj) -> str:
        raise NotImplementedError(type(self).__name__)

    def media_type(self, obj) -> str:
        return "application/pdf"


class DocumentDownload(FilePage):
    """A paper of a record."""

    queryset = Document.objects.select_related("record")

    def download_name(self, obj):
        return obj.name

    def media_type(self, obj):
        return obj.media_type


class LetterDownload(FilePage):
    """A letter of a record."""

    queryset = Letter.objects.select_related("record")

    def get_object(self):
        """The letter with its paper, set now if the worker has not come to it yet."""
        letter = super().get_object()
        return letter if letter.file else correspondence.print_kept(letter.pk)

    def download_name(self, obj):
        return f"{obj.number}.pdf"


def private_file(file, name: str, media_type: str) -> FileResponse:
    """A file as an attachment that no browser interprets."""
    try:
        content = file.open("rb")
    except FileNotFoundError as missing:
        raise Http404 from missing
    response = FileResponse(
        content, as_attachment=True, filename=name, content_type=media_type
    )
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "no-store"
    return response
