"""The verification of a request by the municipality: its worksheet, and visits to the place."""

from django.urls import reverse
from django.utils.translation import gettext_lazy

from cases.forms.verification import FieldVisitForm, WorksheetForm
from cases.models import FieldVisit
from cases.services import verification
from cases.views.requests import WITH_HOUSEHOLD, RequestPage
from cases.views.visits import documents_of
from cases.worksheet import worksheet
from core import edit_versions
from core.models import Document
from core.pages import UpdatePage

VIEW, FILL = "cases.view_request", "cases.fill_worksheet"
TONES = {"in_order": "good", "not_in_order": "bad", "not_needed": "neutral"}


class RequestVerification(RequestPage):
    """What the portal sees of each line, what was found, by whom and when, and the visits to the place."""

    template_name = "cases/request_verification.html"
    tab = "request_verification"

    def section(self, obj):
        return {
            "lines": [
                {"line": line, "tone": TONES.get(line.finding and line.finding.result)}
                for line in worksheet(obj, self.request.user)
            ],
            "visits": self.visits(obj),
            "may_fill": self.request.user.has_perm(FILL, obj),
        }

    def visits(self, obj) -> list[dict]:
        visits = list(obj.field_visits.all())
        photos: dict[int, list] = {visit.pk: [] for visit in visits}
        seen = Document.objects.visible_to(self.request.user, VIEW)
        for photo in seen.filter(record__in=photos):
            photos[photo.record_id].append(photo)
        return [{"visit": visit, "photos": photos[visit.pk]} for visit in visits]


class WorksheetUpdate(UpdatePage):
    """The whole worksheet, and a visit, saved on one page at once."""

    queryset = WITH_HOUSEHOLD
    permission = FILL
    view_permission = VIEW
    form_class = WorksheetForm
    template_name = "cases/worksheet_update.html"
    title = gettext_lazy("Verification worksheet")
    intro = gettext_lazy(
        "Beside each line stands what the portal itself can see. What you find goes with the file to the commission."
    )
    saved_message = gettext_lazy("The worksheet is saved.")

    def form_arguments(self):
        return {"findings": {each.about: each for each in self.object.findings.all()}}

    def _conflict(self, request):
        form = self.form(data=request.POST, files=request.FILES)
        conflict = {"at": self.object.changed_at, "rows": form.differences()}
        return self.shown(form, status=409, conflict=conflict)

    def save(self, form):
        edit_versions.take(self.object)
        about = {"request": self.object, "by": self.request.user}
        verification.fill_worksheet(findings=form.findings(), **about)
        if form.tells_of_a_visit():
            visit, photos = form.visit.save(commit=False), form.cleaned_data["photos"]
            verification.record_field_visit(visit=visit, photos=photos, **about)
        return self.done_url()

    def done_url(self):
        return reverse("cases:request_verification", args=[self.object.pk])

    def more(self):
        lines = worksheet(self.object, self.request.user)
        return super().more() | {
            "object": self.object,
            "worksheet": {line.about.value: line for line in lines},
        }


class FieldVisitUpdate(UpdatePage):
    """Put a visit right, or add photos to it."""

    queryset = FieldVisit.objects.select_related("request")
    permission = FILL
    view_permission = VIEW
    form_class = FieldVisitForm
    template_name = "cases/field_visit_update.html"
    title = gettext_lazy("Field visit")

    def save(self, form):
        verification.change_field_visit(
            visit=form.save(commit=False),
            photos=form.cleaned_data["photos"],
            by=self.request.user,
        )
        return self.done_url()

    def more(self):
        photos = documents_of(self.object, self.request.user)
        return super().more() | {"object": self.object, "documents": photos}
