"""How much each colleague has to do, for those who give out files; on the page and as a sheet."""

import tempfile
from pathlib import Path

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from cases import load
from cases.tables_load import LOADS
from core import readlog, sheets
from core.pages import Page
from core.pages.files import XLSX, private_file

TITLE = gettext_lazy("Load of colleagues")


class LoadPage(Page):
    """What both have in common: one row per colleague within what this person gives out."""

    permission = load.ASSIGN

    def rows(self) -> list[tuple]:
        return [each.row(LOADS.fields) for each in load.loads(self.request.user)]


class LoadList(LoadPage):
    def get(self, request):
        context = {
            "page": {
                "title": TITLE,
                "subtitle": gettext_lazy(
                    "Every number opens the files that it counts."
                ),
            },
            "table": {
                "head": LOADS.head(),
                "body": LOADS.body(self.rows()),
                "has_rows": True,
            },
            "exports": [{"label": "XLSX", "url": reverse("cases:load_sheet")}],
        }
        return render(request, "cases/load_list.html", context)


class LoadSheet(LoadPage):
    def get(self, request):
        readlog.note_export(request, what="cases.load", row_id="")
        lines = LOADS.sheet_rows(self.rows())
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "load.xlsx"
            sheets.write_xlsx(path, str(TITLE), LOADS.sheet_head(), lines)
            name = f"load-{timezone.localdate().isoformat()}.xlsx"
            return private_file(path, name, XLSX)
