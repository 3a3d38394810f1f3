"""Lists: filters with counts kept in the address, paging by key, bulk steps with a result per row."""

from django.contrib import messages
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
    # The same as background work with a result per row: (route of its BulkStart, core.bulk.Action).
    bulk_runs = ()
    empty = ("", "")
    MOST_TICKED = 500

    def get(self, request):
        self.table = self.columns()
        rows = self.rows()
        filtered = Filtered(self.filters, request)
        page = self.fetched(rows, filtered, request.GET.get("from", ""))
        return render(request, self.template_name, self.context(rows, filtered, page))

    def fetched(self, rows, filtered: Filtered, cursor: str) -> paging.Page:
        """The rows to show."""
        return paging.fetch(
            filtered.keep(rows),
            self.table.fields,
            whole=self.queryset.all(),
            key=self.order_key,
            cursor=cursor,
            of=filtered.about(self._same_rows()),
        )

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
        actions = [
            {"label": action.label, "url": reverse(route)}
            for route, action in self.bulk_runs
            if rules.may(self.request.user, action.permission)
        ]
        is_run = bool(actions)
        if self.bulk_steps and rules.may(self.request.user, self.bulk_permission):
            url = reverse(self.bulk_route)
            actions += [
                {"name": name, "label": label, "url": ""}
                for name, label in self.bulk_steps
            ]
        elif actions:
            url = actions[0]["url"]
        else:
            return None
        token = form_tokens.new()
        return {"url": url, "actions": actions, "form_token": token, "all": is_run}

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
    """One step at once for many rows of a page that shows them all; a repeated post does nothing.

    Where there may be thousands, `core.pages.BulkStart` does it in the background.
    """

    queryset = None
    back = ""
    MOST = 500

    def post(self, request):
        chosen = chosen_numbers(request.POST, most=self.MOST)
        if not chosen:
            messages.warning(request, _("Choose at least one row first."))
            return HttpResponseRedirect(self._back())
        token = form_tokens.read(request.POST)
        if token is None or not form_tokens.claim(token, user_id=request.user.pk):
            messages.info(request, _("This was already done."))
            return HttpResponseRedirect(self._back())
        self.perform_all(chosen)
        return HttpResponseRedirect(self._back())

    def perform_all(self, chosen: list[int]) -> None:
        """Do the step for each row and say what was done and what was refused."""
        raise NotImplementedError(type(self).__name__)

    def _back(self) -> str:
        return back_address(self.request, self.back)


def chosen_numbers(posted, *, most: int) -> list[int]:
    """The numbers of the ticked rows, as far as they are numbers."""
    typed = posted.getlist("chosen")[:most]
    return [int(pk) for pk in typed if pk.isascii() and pk.isdigit() and len(pk) < 19]


def back_address(request, otherwise: str) -> str:
    """Where a step for many rows came from, if that is a page of ours."""
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()})
    return wanted if safe else otherwise
