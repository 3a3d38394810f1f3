"""The rights of persons: who opened a file, what is kept, and what persons ask about their own data."""

from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import personal_data, readers, services
from cases.forms import SubjectRequestForm
from cases.models import Household, PersonPaper, Request, SubjectRequest
from cases.tables_rights import SUBJECT_REQUEST_FILTERS, SUBJECT_REQUESTS
from cases.views.serving import letters_of
from cases.workflow_rights import SUBJECT_REQUEST
from core import page_parts
from core.models import Document
from core.pages import (
    Action,
    ListPage,
    ObjectFormPage,
    ObjectMixin,
    Page,
    RecordPage,
    TransitionPage,
)
from core.pages.files import FilePage
from core.rules import SIGNED_IN

HANDLE, ANSWER = "cases.handle_right", "cases.answer_right"
WITH_PERSON = SubjectRequest.objects.select_related(
    "person", "household", "municipality", "first_by", "second_by"
)


class ReadersFind(Page):
    """Go to the readers of a file by its number, for those who may see the log and not the list of files."""

    permission = "cases.view_readers"

    def get(self, request):
        number = request.GET.get("number", "").strip().upper()
        if number and (url := self._readers_of(number)):
            return HttpResponseRedirect(url)
        context = {
            "page": {"title": _("Who opened a file")},
            "number": number,
        }
        return render(request, "cases/readers_find.html", context)

    def _readers_of(self, number: str) -> str:
        kinds = {
            "cases:household_readers": Household,
            "cases:request_readers": Request,
        }
        for route, kind in kinds.items():
            seen = kind.objects.visible_to(self.request.user, self.permission)
            if found := seen.filter(reference=number).first():
                return reverse(route, args=[found.pk])
        return ""


class ReadersPage(ObjectMixin, ListPage):
    """Who opened a file; names nobody of the family, so that auditors may read it."""

    permission = "cases.view_readers"
    template_name = "cases/household_readers.html"
    title = gettext_lazy("Who opened this file")
    table = readers.READERS
    order_key = "at"
    empty = (
        gettext_lazy("Nobody has opened this file"),
        gettext_lazy("Whoever opens it stands here from then on."),
    )

    def get(self, request, pk):
        self.object = self.get_object()
        self.reads = self.reads_of(self.object)
        self.queryset = readers.with_readers(self.reads)
        return super().get(request)

    def rows(self):
        return self.reads

    def _same_rows(self):
        # Every file has other rows: no statement is known again.
        return None

    def context(self, rows, filtered, page):
        context = super().context(rows, filtered, page)
        context["page"]["subtitle"] = self.object.reference
        return context | {"summary": readers.summary(self.reads)}


class HouseholdReaders(ReadersPage):
    queryset = Household.objects.all()

    def reads_of(self, obj):
        return readers.reads_of_household(obj)


class RequestReaders(ReadersPage):
    queryset = Request.objects.all()

    def reads_of(self, obj):
        return readers.reads_of_request(obj)


class PrivacyFields(Page):
    """What the portal keeps about persons, why and how long: read from the declarations."""

    permission = SIGNED_IN

    def get(self, request):
        context = {
            "page": {"title": _("What is kept about persons")},
            "kept": personal_data.everything_kept(),
        }
        return render(request, "cases/privacy_fields.html", context)


class SubjectRequestList(ListPage):
    queryset = SubjectRequest.objects.all()
    permission = HANDLE
    title = gettext_lazy("Rights of persons")
    table = SUBJECT_REQUESTS
    filters = SUBJECT_REQUEST_FILTERS
    actions = (
        Action(
            gettext_lazy("What is kept about persons"),
            "cases:privacy_fields",
            SIGNED_IN,
        ),
    )
    empty = (
        gettext_lazy("No person has asked"),
        gettext_lazy(
            "A person's wish to see or to correct their own data is written down from the page of the household."
        ),
    )


class SubjectRequestCreate(ObjectFormPage):
    """Write down what a member of this household asks about their own data."""

    queryset = Household.objects.all()
    permission = HANDLE
    form_class = SubjectRequestForm
    title = gettext_lazy("A person asks about their own data")
    submit_label = gettext_lazy("Register")

    def form_arguments(self):
        return {"household": self.object}

    def save(self, form):
        request = services.receive_wish(
            by=self.request.user, household=self.object, **form.cleaned_data
        )
        return request.get_absolute_url()


class SubjectRequestDetail(RecordPage):
    queryset = WITH_PERSON
    permission = HANDLE
    template_name = "cases/subject_request_detail.html"
    workflow = SUBJECT_REQUEST
    transition_route = "cases:subject_request_transition"

    def header(self, obj):
        stage = SUBJECT_REQUEST.stage(obj.status)
        return {
            "title": obj.title,
            "reference": obj.reference,
            "status": {"label": stage.label, "tone": stage.tone},
            "due": page_parts.due(obj.due_on),
            "meta": [obj.get_kind_display(), obj.municipality.name],
        }

    def crumbs(self, obj):
        return [
            {
                "label": _("Rights of persons"),
                "url": reverse("cases:subject_request_list"),
            }
        ]

    def more(self, obj):
        changes = page_parts.changes_of(obj)
        may_answer = self.request.user.has_perm(ANSWER, obj)
        return {
            "facts": facts_of(obj),
            "confirmations": [
                confirmation(change)
                for change in changes
                if change.details.get("digits")
            ],
            "documents": documents_of(obj, self.request.user),
            "may_download": may_answer and obj.has_export,
        } | letters_of(self.request.user, obj.pk)


def facts_of(obj: SubjectRequest) -> list[dict]:
    facts = [
        {"label": _("Person"), "value": obj.title},
        {
            "label": _("Household"),
            "value": obj.household.reference,
            "url": obj.household.get_absolute_url(),
        },
        {"label": _("The person wishes"), "value": obj.get_kind_display()},
    ]
    if obj.kind == SubjectRequest.Kind.ACCESS:
        return facts
    return [
        *facts,
        {"label": _("What is wrong, and how should it read?"), "value": obj.wanted},
        {"label": _("What shows it?"), "value": obj.evidence},
    ]


def confirmation(change) -> dict:
    """How and by whom the identity was confirmed once."""
    kinds = dict(PersonPaper.Kind.choices)
    return {
        "by": change.by,
        "at": change.at,
        "document": kinds.get(change.details["document"], ""),
        "digits": change.details["digits"],
    }


def documents_of(obj: SubjectRequest, user) -> list[dict]:
    return [
        {
            "name": each.name,
            "size": each.size,
            "at": each.added_at,
            "url": reverse("cases:document_download", args=[each.pk]),
        }
        for each in Document.objects.visible_to(user, HANDLE).filter(record_id=obj.pk)
    ]


class SubjectRequestTransition(TransitionPage):
    queryset = WITH_PERSON
    permission = HANDLE
    workflow = SUBJECT_REQUEST


class SubjectRequestExport(FilePage):
    """Give out the export of a person's data while it is kept."""

    queryset = SubjectRequest.objects.all()
    permission = ANSWER
    view_permission = HANDLE
    as_json = False

    def get_object(self):
        obj = super().get_object()
        if not obj.has_export:
            raise Http404
        obj.file = obj.export_json if self.as_json else obj.export_pdf
        return obj

    def download_name(self, obj):
        return f"{obj.reference}.{'json' if self.as_json else 'pdf'}"

    def media_type(self, obj):
        return "application/json" if self.as_json else "application/pdf"
