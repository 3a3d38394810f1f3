"""Forms: one effect per form however often it is posted, no overwriting of what another editor saved."""

import errno

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import constraints, edit_versions, form_tokens
from core.pages.base import ObjectMixin, Page

NO_SPACE = gettext_lazy(
    "The portal has no room left to store this. Nothing was saved; tell the administrator."
)


class FormPage(Page):
    """A page with one form: declare `form_class` and `save(form)`, which returns where to go."""

    form_class = None
    template_name = "layouts/form.html"
    title = ""
    intro = ""
    submit_label = gettext_lazy("Save")
    saved_message = gettext_lazy("Saved.")

    def get(self, request, *args, **kwargs):
        self.prepare()
        return self.shown(self.form())

    def post(self, request, *args, **kwargs):
        self.prepare()
        return self.accept(request)

    def accept(self, request):
        form = self.form(data=request.POST, files=request.FILES)
        token = form_tokens.read(request.POST)
        if token is None:
            form.add_error(None, form_tokens.MISSING)
        if not form.is_valid():
            return self.shown(form, status=422)
        return self._save(form, token)

    def _save(self, form, token):
        try:
            # Refused as a whole, the token included, so that the mended form counts.
            with transaction.atomic():
                if not form_tokens.claim(token, user_id=self.request.user.pk):
                    return self._already_saved(token)
                url = self.save(form)
                form_tokens.remember_result(token, url)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        except OSError as trouble:
            if trouble.errno != errno.ENOSPC:
                raise
            form.add_error(None, NO_SPACE)
        except IntegrityError as refusal:
            form.add_error(None, constraints.sentence_for(refusal))
        else:
            messages.success(self.request, self.saved_message)
            return HttpResponseRedirect(url)
        return self.shown(form, status=422)

    def _already_saved(self, token):
        messages.info(self.request, _("This was already saved."))
        return HttpResponseRedirect(
            form_tokens.earlier_result(token) or self.cancel_url()
        )

    def prepare(self) -> None:
        """Fetch what the page is about."""

    def form(self, **posted):
        return self.form_class(**self.form_arguments(), **posted)

    def form_arguments(self) -> dict:
        return {}

    def save(self, form) -> str:
        raise NotImplementedError(type(self).__name__)

    def cancel_url(self) -> str:
        return "/"

    def shown(self, form, *, status: int = 200, **more):
        context = {
            "page": {
                "title": self.page_title(),
                "intro": self.intro,
                "submit_label": self.submit_label,
                "cancel_url": self.cancel_url(),
                "tone": self.tone(),
            },
            "form": form,
            "form_token": form_tokens.new(),
        }
        return render(
            self.request,
            self.template_name,
            context | self.more() | more,
            status=status,
        )

    def page_title(self) -> str:
        return self.title

    def tone(self) -> str:
        return "primary"

    def more(self) -> dict:
        return {}


class CreatePage(FormPage):
    """A page that adds something."""


class ObjectFormPage(ObjectMixin, FormPage):
    """A form about one record: adds something to it, or changes something beside it."""

    def prepare(self):
        self.object = self.get_object()

    def cancel_url(self) -> str:
        return self.object.get_absolute_url()


class UpdatePage(ObjectMixin, FormPage):
    """A page that changes one record; a second editor sees the difference and loses nothing."""

    def prepare(self):
        self.object = self.get_object()

    def form_arguments(self):
        return {"instance": self.object}

    def post(self, request, *args, **kwargs):
        self.prepare()
        if edit_versions.is_stale(self.object, request.POST):
            return self._conflict(request)
        return self.accept(request)

    def _conflict(self, request):
        form = self.form(data=request.POST, files=request.FILES)
        conflict = edit_versions.difference(self.object, form)
        # The next version is offered: whoever has seen the difference may save on purpose.
        return self.shown(form, status=409, conflict=conflict)

    def save(self, form):
        edit_versions.take(self.object)
        form.save()
        return self.done_url()

    def done_url(self) -> str:
        return self.object.get_absolute_url()

    def cancel_url(self):
        return self.done_url()

    def more(self):
        return {"form_version": self.object.version}
