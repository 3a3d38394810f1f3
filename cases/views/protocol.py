"""The protocol book: its list, acts that come in, and the book on paper and as a sheet."""

import tempfile
from datetime import date
from pathlib import Path

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.forms import ActForm, AttachForm
from cases.tables_protocol import (
    ACTS,
    BOOK,
    PROTOCOL,
    PROTOCOL_FILTERS,
    PROTOCOL_OF_ONE_OFFICE,
    office_name,
)
from cases.views.record_addresses import file_url
from core import letters, protocol, readlog, sheets
from core.filters import Filtered
from core.forms import ReasonForm
from core.models import Letter, ProtocolEntry, Record
from core.pages import Action, FormPage, ListPage, ObjectFormPage, Page, RecordPage
from core.pages.files import XLSX, FilePage, private_file

SEE, KEEP, CANCEL = "cases.view_protocol", "cases.keep_protocol", "cases.cancel_entry"
TITLE = gettext_lazy("Protocol book")


class ProtocolList(ListPage):
    queryset = ProtocolEntry.objects.all()
    permission = SEE
    title = TITLE
    filters = PROTOCOL_FILTERS
    actions = (
        Action(
            gettext_lazy("Enter an act that came in"),
            "cases:protocol_enter",
            KEEP,
            primary=True,
            icon="plus",
        ),
    )
    empty = (
        gettext_lazy("Nothing in the book yet"),
        gettext_lazy(
            "Letters enter it by themselves; acts that come in are entered here."
        ),
    )

    def columns(self):
        # Whoever sees one book only is not told on every line whose it is.
        scope = self.request.user.scope_for(SEE)
        is_one = not scope.everything and len(scope.municipalities) == 1
        return PROTOCOL_OF_ONE_OFFICE if is_one else PROTOCOL

    def context(self, rows, filtered, page):
        chosen = filtered.address()
        exports = [
            {"label": "PDF", "url": reverse("cases:protocol_pdf") + chosen},
            {"label": "XLSX", "url": reverse("cases:protocol_xlsx") + chosen},
        ]
        return super().context(rows, filtered, page) | {"exports": exports}


class ProtocolBook(Page):
    """The lines that the list shows, in the order of their numbers, as a file to keep."""

    permission = SEE
    as_sheet = False

    def get(self, request):
        rows = ProtocolEntry.objects.visible_to(request.user, SEE)
        filtered = Filtered(PROTOCOL_FILTERS, request)
        kept = filtered.keep(rows).order_by("book", "year", "number")
        lines = BOOK.sheet_rows(kept.values_list(*BOOK.fields).iterator())
        readlog.note_export(request, what="core.protocolentry", row_id="")
        try:
            return self._sheet(lines) if self.as_sheet else self._paper(lines, filtered)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return HttpResponseRedirect(reverse("cases:protocol_list"))

    def _sheet(self, lines):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "book.xlsx"
            sheets.write_xlsx(path, str(TITLE), BOOK.sheet_head(), lines)
            return private_file(path, self._name("xlsx"), XLSX)

    def _paper(self, lines, filtered):
        paper = letters.typeset_table(
            str(TITLE),
            [(str(column.label), False) for column in BOOK.columns],
            [[_text(cell) for cell in row] for row in lines],
            language=translation.get_language(),
            date=timezone.localdate(),
            subtitle=", ".join(str(each.label) for each in filtered.chosen.values()),
            watermark=str(self.request.user),
        )
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "book.pdf"
            path.write_bytes(paper)
            return private_file(path, self._name("pdf"), "application/pdf")

    def _name(self, extension: str) -> str:
        return f"protocol-{timezone.localdate().isoformat()}.{extension}"


def _text(cell) -> str:
    if isinstance(cell, date):
        return formats.date_format(cell, "SHORT_DATE_FORMAT")
    return str(cell or "")


class ProtocolEnter(FormPage):
    """Enter an act that came in, for a file or for none yet."""

    permission = KEEP
    form_class = ActForm
    title = gettext_lazy("Enter an act that came in")
    submit_label = gettext_lazy("Enter")

    def form_arguments(self):
        return {
            "user": self.request.user,
            "instance": ProtocolEntry(),
            "initial": {"file_number": self.request.GET.get("file", "")[:40]},
        }

    def save(self, form):
        answers = form.cleaned_data
        record = answers["file_number"]
        entry = protocol.enter_act(
            entry=form.instance,
            municipality_id=answers["municipality_id"],
            record_id=record.pk if record else None,
            scan=answers["scan"],
            by=self.request.user,
        )
        self.saved_message = _("Entered under number %(number)s.") % {
            "number": entry.reference
        }
        return reverse("cases:protocol_detail", args=[entry.pk])

    def cancel_url(self):
        return reverse("cases:protocol_list")


class ProtocolDetail(RecordPage):
    """One line of the book with its scan or letter."""

    queryset = ProtocolEntry.objects.select_related("entered_by", "cancelled_by")
    permission = SEE
    template_name = "cases/protocol_detail.html"

    def header(self, obj):
        return {
            "title": obj.about,
            "reference": obj.reference,
            "meta": [obj.get_direction_display(), office_name(obj.municipality_id)],
        }

    def crumbs(self, obj):
        return [{"label": TITLE, "url": reverse("cases:protocol_list")}]

    def more(self, obj):
        user = self.request.user
        # The file may have gone to another office: the line stays, its file is not ours to open.
        record = Record.objects.visible_to(user).filter(pk=obj.record_id).first()
        letter = Letter.objects.visible_to(user).filter(pk=obj.letter_id).first()
        may_keep = obj.is_live and user.has_perm(KEEP, obj)
        return {
            "facts": facts_of(obj, record),
            "letter": letter,
            "may_attach": may_keep and obj.record_id is None,
            "may_cancel": obj.is_live and user.has_perm(CANCEL, obj),
        }


def facts_of(entry: ProtocolEntry, record: Record | None) -> list[dict]:
    return [
        {"label": _("Entered on"), "value": entry.entered_on},
        {"label": _("From or to whom"), "value": entry.correspondent},
        {"label": _("Kind of act"), "value": ACTS.get(entry.act)},
        {"label": _("Date on the act"), "value": entry.dated_on},
        {"label": _("Classification sign"), "value": entry.classification},
        {
            "label": _("Number of the file"),
            "value": record and record.reference,
            "url": file_url(record) if record else "",
        },
        {"label": _("Received or sent by"), "value": entry.entered_by},
    ]


class OfEntry(ObjectFormPage):
    """A page about one line of the book."""

    queryset = ProtocolEntry.objects.all()
    view_permission = SEE

    def cancel_url(self):
        return reverse("cases:protocol_detail", args=[self.object.pk])


class ProtocolAttach(OfEntry):
    """Put an act that came in without a file to its file."""

    permission = KEEP
    form_class = AttachForm
    title = gettext_lazy("Put the act to its file")

    def form_arguments(self):
        return {"user": self.request.user}

    def save(self, form):
        record = form.cleaned_data["file_number"]
        protocol.attach_act(entry=self.object, record_id=record.pk)
        return self.cancel_url()


class ProtocolCancel(OfEntry):
    """Cancel a wrong line; its number and the reason stay in the book."""

    permission = CANCEL
    form_class = ReasonForm
    title = gettext_lazy("Cancel an entry")
    intro = gettext_lazy(
        "The line keeps its number and stays in the book with your reason."
    )
    submit_label = gettext_lazy("Cancel the entry")

    def save(self, form):
        protocol.cancel_entry(
            entry=self.object, reason=form.cleaned_data["reason"], by=self.request.user
        )
        return self.cancel_url()


class ProtocolScan(FilePage):
    """The scan of an act that came in."""

    queryset = ProtocolEntry.objects.all()
    permission = SEE

    def get_object(self):
        obj = super().get_object()
        if not obj.scan:
            raise Http404
        obj.file = obj.scan
        return obj

    def download_name(self, obj):
        return obj.scan_name

    def media_type(self, obj):
        return obj.scan_type
