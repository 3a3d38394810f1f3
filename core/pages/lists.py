"""Lists: filters with counts kept in the address, paging by key, bulk steps with a result per row."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from core import form_tokens, paging, rules
from core.filters import Filtered
from core.pages.base import Page, drawn_actions


class ListPage(Page):
    """A list: declare `queryset`, `table`, `filters`, `title`; the rest is here."""

    queryset = None
    table = None
    filters = ()
    template_name = "layouts/list.html"
    title = ""
    order_key = "created_at"
    actions = ()
    # Steps for many rows at once: (name, label), posted to `bulk_route` by those who may.
    bulk_steps = ()
    bulk_route = ""
    bulk_permission = ""
    empty = ("", "")

    def get(self, request):
        self.table = self.columns()
        rows = self.rows()
        filtered = Filtered(self.filters, request)
        page = paging.fetch(
            filtered.keep(rows),
            self.table.fields,
            whole=self.queryset.all(),
            key=self.order_key,
            cursor=request.GET.get("from", ""),
            of=filtered.about(self._same_rows()),
        )
        return render(request, self.template_name, self.context(rows, filtered, page))

    def columns(self):
        """The table as this person needs it."""
        return self.table

    def rows(self):
        return self.queryset.all().visible_to(self.request.user, self.permission)

    def _same_rows(self):
        """What the rows before filtering depend on; None for a search, whose words vary."""
        if self.request.GET.get("q"):
            return None
        return type(self), self.request.user.scope_for(self.permission)

    def context(self, rows, filtered: Filtered, page: paging.Page) -> dict:
        bulk = self._bulk()
        return {
            "page": {
                "title": self.title,
                "actions": drawn_actions(self.actions, self.request.user),
            },
            "filters": filtered.drawn(rows, of=self._same_rows()),
            "table": {
                "head": self.table.head(),
                "body": self.table.body(page.rows, selectable=bool(bulk)),
                "has_rows": bool(page.rows),
            },
            "pager": self._pager(filtered, page),
            "bulk": bulk,
            "empty": self._empty(),
        }

    def _pager(self, filtered: Filtered, page: paging.Page) -> dict:
        return {
            "previous_url": page.previous
            and filtered.address(**{"from": page.previous}),
            "next_url": page.following and filtered.address(**{"from": page.following}),
            "shown": len(page.rows),
        }

    def _bulk(self) -> dict | None:
        if not self.bulk_steps or not rules.may(
            self.request.user, self.bulk_permission
        ):
            return None
        steps = [{"name": name, "label": label} for name, label in self.bulk_steps]
        return {
            "url": reverse(self.bulk_route),
            "actions": steps,
            "form_token": form_tokens.new(),
        }

    def _empty(self) -> dict:
        title, text = self.empty
        actions = drawn_actions(self.actions, self.request.user)
        first = actions[0] if actions else {"label": "", "url": ""}
        return {
            "title": title,
            "text": text,
            "action_label": first["label"],
            "action_url": first["url"],
        }


class BulkPage(Page):
    """One step for many chosen rows: each row succeeds or says why not; a repeated post does nothing."""

    queryset = None
    back = ""
    MOST = 500

    # Names the page on which `form()` asks what the step needs besides the rows.
    title = ""

    def post(self, request):
        chosen = self._chosen()
        if not chosen:
            messages.warning(request, _("Choose at least one row first."))
            return HttpResponseRedirect(self._back())
        form = self.form()
        if form is not None and not form.is_valid():
            return self._ask(form, chosen)
        token = form_tokens.read(request.POST)
        if token is None or not form_tokens.claim(token, user_id=request.user.pk):
            messages.info(request, _("This was already done."))
            return HttpResponseRedirect(self._back())
        self._all(chosen, form.cleaned_data if form else {})
        return HttpResponseRedirect(self._back())

    def form(self):
        return None

    def _chosen(self) -> list[int]:
        typed = self.request.POST.getlist("chosen")[: self.MOST]
        return [
            int(pk) for pk in typed if pk.isascii() and pk.isdigit() and len(pk) < 19
        ]

    def _ask(self, form, chosen: list[int]):
        context = {
            "page": {
                "title": self.title,
                "submit_label": self.title,
                "cancel_url": self._back(),
            },
            "form": form,
            "form_token": form_tokens.new(),
            "chosen": chosen,
            "next": self._back(),
        }
        return render(self.request, "layouts/bulk.html", context)

    def _all(self, chosen: list[int], answers: dict) -> None:
        seen = self.queryset.all().visible_to(self.request.user, self.permission)
        rows = seen.in_bulk(chosen)
        for pk in chosen:
            self._one(rows.get(pk), answers)

    def _one(self, obj, answers: dict) -> None:
        if obj is None:
            messages.error(self.request, _("One chosen row is not there (any more)."))
            return
        try:
            with transaction.atomic():
                text = self.perform(obj, **answers)
        except ValidationError as refusal:
            messages.error(self.request, f"{obj}: {' '.join(refusal.messages)}")
        else:
            messages.success(self.request, text)

    def perform(self, obj, **answers) -> str:
        """Do the step for one row and say what was done; ValidationError says why not."""
        raise NotImplementedError(type(self).__name__)

    def _back(self) -> str:
        wanted = self.request.POST.get("next", "")
        safe = url_has_allowed_host_and_scheme(wanted, {self.request.get_host()})
        return wanted if safe else self.back
