"""Taking over a register, page by page: file, sheet, columns, preview, report; and taking it back."""

from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy

from cases.forms.imports import ColumnsForm, HeldRowForm, RegisterUploadForm, SheetForm
from cases.models import Import, ImportRow
from cases.services import imports, imports_held, imports_running
from cases.tables import IMPORTS as TABLE
from cases.views import import_parts as parts
from core import edit_versions
from core.forms import PortalForm
from core.pages import Action, FormPage, ListPage, ObjectFormPage
from core.pages.base import ObjectMixin, Page

MAY = "cases.import_register"
IMPORTS = Import.objects.select_related("municipality", "created_by")


class ImportList(ListPage):
    queryset = Import.objects.all()
    permission = MAY
    title = gettext_lazy("Registers taken over")
    table = TABLE
    actions = (
        Action(
            gettext_lazy("Take over a register"),
            "cases:import_create",
            MAY,
            primary=True,
        ),
    )
    empty = (
        gettext_lazy("No register was taken over yet"),
        gettext_lazy(
            "Old books and sheets are read, checked and imported here; every row is accounted for."
        ),
    )


class ImportCreate(FormPage):
    """Bring a file."""

    permission = MAY
    form_class = RegisterUploadForm
    title = gettext_lazy("Take over a register")
    intro = gettext_lazy(
        "Nothing is imported yet: first you see how the file is understood."
    )
    submit_label = gettext_lazy("Read the file")
    saved_message = gettext_lazy("The file is read. See whether it is understood.")

    def form_arguments(self):
        return {"user": self.request.user}

    def save(self, form):
        said = dict(form.cleaned_data)
        uploaded = said.pop("file")
        register = imports.upload_register(
            by=self.request.user, uploaded=uploaded, **said
        )
        return reverse("cases:import_sheet", args=[register.pk])

    def cancel_url(self):
        return reverse("cases:import_list")

    def more(self):
        return {"steps": parts.way(None, "file")}


class ImportFormPage(ObjectFormPage):
    """A question about an import that has not begun; a second editor overwrites nothing."""

    queryset = IMPORTS
    permission = MAY
    template_name = "cases/import_form.html"
    here = ""

    def get(self, request, pk):
        self.prepare()
        if not self.object.is_open_to_changes:
            return HttpResponseRedirect(self.object.get_absolute_url())
        return self.shown(self.form())

    def save(self, form):
        if edit_versions.is_stale(self.object, self.request.POST):
            raise ValidationError(edit_versions.STALE)
        return self.keep(form)

    def more(self):
        return {
            "form_version": self.object.version,
            "steps": parts.way(self.object, self.here),
            "sample": parts.examples(self.object, 6),
            "register": self.object,
        }


class ImportSheet(ImportFormPage):
    """Sheet, letters and header."""

    form_class = SheetForm
    here = "sheet"
    title = gettext_lazy("Sheet and header")
    intro = gettext_lazy(
        "Is this the register, and are the names of the columns right?"
    )
    submit_label = gettext_lazy("Go on to the columns")

    def form_arguments(self):
        return {"register": self.object}

    def keep(self, form):
        imports.read_anew(register=self.object, **form.cleaned_data)
        return reverse("cases:import_columns", args=[self.object.pk])


class ImportColumns(ImportFormPage):
    """What each column is."""

    form_class = ColumnsForm
    here = "columns"
    title = gettext_lazy("Columns")
    intro = gettext_lazy(
        "The portal proposes what each column is. What you choose is remembered for the next file like this."
    )
    submit_label = gettext_lazy("Go on to the preview")

    def form_arguments(self):
        values = parts.examples(self.object, 3)["by_column"]
        return {"register": self.object, "examples": values}

    def keep(self, form):
        imports.map_columns(
            register=self.object,
            mapping=form.mapping(),
            date_order=form.cleaned_data["date_order"],
            layout=form.cleaned_data["layout"],
        )
        return reverse("cases:import_preview", args=[self.object.pk])


class ImportPage(ObjectMixin, Page):
    """A page about one import."""

    queryset = IMPORTS
    permission = MAY
    template_name = ""

    def get(self, request, pk):
        register = self.get_object()
        context = {"page": {"title": str(register)}, "register": register}
        return render(request, self.template_name, context | self.more(register))

    def more(self, register) -> dict:
        return {}


class ImportPreview(ImportPage):
    """The first rows as they are understood, every problem beside its cell."""

    template_name = "cases/import_preview.html"

    def more(self, register):
        return parts.preview(register)


class ImportDetail(ImportPage):
    """How far an import is, and what became of every row."""

    template_name = "cases/import_detail.html"

    def more(self, register):
        return parts.report(register, self.request.user)


class ImportStep(ObjectMixin, Page):
    """Begin the trial or the import; stop or repeat the work."""

    queryset = IMPORTS
    permission = MAY

    def post(self, request, pk, action):
        register = self.get_object()
        parts.act(request, register, action)
        return HttpResponseRedirect(register.get_absolute_url())


class ImportTakeBack(ObjectFormPage):
    """Take an import back as a whole."""

    queryset = IMPORTS
    permission = MAY
    form_class = PortalForm
    template_name = "layouts/confirm.html"
    title = gettext_lazy("Take this import back")
    submit_label = title
    saved_message = gettext_lazy("The import is being taken back.")

    def save(self, form):
        step = imports_running.TAKE_BACK
        imports_running.ask_for(register=self.object, step=step, by=self.request.user)
        return self.object.get_absolute_url()

    def tone(self):
        return "danger"

    def more(self):
        return parts.take_back(self.object)


class ImportRejected(ObjectMixin, Page):
    """The rejected rows as a sheet: correct them there and bring the sheet again."""

    queryset = IMPORTS
    permission = MAY

    def get(self, request, pk):
        return parts.rejected_file(self.get_object(), request.user)


class ImportRowDecide(ObjectFormPage):
    """Say who a held row is."""

    queryset = ImportRow.objects.select_related("run")
    permission = MAY
    form_class = HeldRowForm
    template_name = "cases/import_row_decide.html"
    title = gettext_lazy("Possible duplicate")
    submit_label = gettext_lazy("Decide")

    def form_arguments(self):
        self.candidates = imports_held.candidates(self.object)
        return {"candidates": self.candidates}

    def save(self, form):
        wanted = form.cleaned_data["decision"]
        person = next((p for p in self.candidates if str(p.pk) == wanted), None)
        imports_held.decide_held(row=self.object, by=self.request.user, person=person)
        return self.cancel_url()

    def cancel_url(self):
        return self.object.run.get_absolute_url()

    def more(self):
        return {"row": parts.cells_of(self.object), "candidates": self.candidates}
