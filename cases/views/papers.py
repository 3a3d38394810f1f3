"""The papers and notes of a request."""

from django.urls import reverse
from django.utils.translation import gettext_lazy

from cases import services
from cases.checklists import checklist
from cases.forms import NoteForm, PaperForm
from cases.models import Paper, Request
from cases.views.requests import RequestPage
from core.models import Note
from core.pages import ObjectFormPage


class RequestPapers(RequestPage):
    """The checklist: what is there, what is missing, what stands in."""

    template_name = "cases/request_papers.html"
    tab = "request_papers"

    def section(self, obj):
        return {"lines": checklist(obj)}


class PaperCreate(ObjectFormPage):
    """Put a paper into the file."""

    queryset = Request.objects.select_related("request_type")
    permission = "cases.add_paper"
    view_permission = "cases.view_request"
    form_class = PaperForm
    title = gettext_lazy("Add a paper")
    saved_message = gettext_lazy("The paper is in the file.")

    def form_arguments(self):
        wanted = self.request.GET.get("kind", "")
        return {
            "request_file": self.object,
            "wanted": wanted if wanted.isdigit() else None,
            "instance": Paper(request=self.object),
        }

    def save(self, form):
        services.add_paper(
            request=self.object,
            paper=form.save(commit=False),
            file=form.cleaned_data["file"],
            by=self.request.user,
        )
        return self.cancel_url()

    def cancel_url(self):
        return reverse("cases:request_papers", args=[self.object.pk])


class RequestNotes(RequestPage):
    template_name = "cases/request_notes.html"
    tab = "request_notes"

    def section(self, obj):
        return {
            "notes": Note.objects.filter(record_id=obj.pk)
            .select_related("written_by")
            .order_by("-id"),
        }


class NoteCreate(ObjectFormPage):
    """A few words for colleagues."""

    queryset = Request.objects.all()
    permission = "cases.add_note"
    view_permission = "cases.view_request"
    form_class = NoteForm
    title = gettext_lazy("Write a note")

    def save(self, form):
        services.write_note(
            record=self.object, note=form.save(commit=False), by=self.request.user
        )
        return self.cancel_url()

    def cancel_url(self):
        return reverse("cases:request_notes", args=[self.object.pk])
