"""The papers and notes of a request."""

from django.urls import reverse
from django.utils.translation import gettext_lazy

from cases import services
from cases.checklists import checklist, version_of
from cases.forms import NoteForm, PaperForm, PaperUpdateForm, PaperVerdictForm
from cases.models import Paper, Request
from cases.views.requests import RequestPage
from core.models import Note
from core.pages import ObjectFormPage, UpdatePage


class RequestPapers(RequestPage):
    """The checklist: what is there, what is missing, what stands in."""

    template_name = "cases/request_papers.html"
    tab = "request_papers"

    def section(self, obj):
        return {
            "lines": checklist(obj),
            "version": version_of(obj),
            "may_verify": self.request.user.has_perm("cases.verify_paper", obj),
        }


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


class PaperUpdate(UpdatePage):
    """Put a paper right, or attach it once it has come."""

    queryset = Paper.objects.select_related("request", "paper_kind")
    permission = "cases.add_paper"
    view_permission = "cases.view_request"
    form_class = PaperUpdateForm
    intro = gettext_lazy(
        "Whoever verified the paper saw it as it was: after a change it is verified again."
    )

    def page_title(self):
        return str(self.object.paper_kind)

    def save(self, form):
        services.change_paper(
            paper=form.save(commit=False),
            file=form.cleaned_data["file"],
            by=self.request.user,
        )
        return self.done_url()


class PaperVerify(UpdatePage):
    """Say what the original shows."""

    queryset = Paper.objects.select_related("request", "paper_kind", "document").filter(
        state=Paper.State.RECEIVED
    )
    permission = "cases.verify_paper"
    view_permission = "cases.view_request"
    form_class = PaperVerdictForm
    template_name = "cases/paper_verify.html"
    title = gettext_lazy("Verify the paper")

    def save(self, form):
        # What the form typed is on the object already; the version it was read in is taken with it.
        services.verify_paper(
            paper=self.object,
            verdict=form.cleaned_data["verdict"],
            doubt=form.cleaned_data["doubt"],
            by=self.request.user,
        )
        return self.done_url()

    def more(self):
        return super().more() | {"object": self.object}


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
