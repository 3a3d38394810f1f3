"""The calendar of what is due: its address, made and revoked by its owner, and the calendar itself."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from core import calendar_addresses, form_tokens
from core.forms import PortalForm
from core.models import CalendarFeed
from core.pages import Page
from core.rules import SIGNED_IN
from mcr_portal import calendars
from mcr_portal.views import not_found


class CoversForm(PortalForm):
    """Whose things the calendar tells."""

    covers = forms.ChoiceField(
        label=gettext_lazy("What it tells"),
        choices=CalendarFeed.Covers,
        widget=forms.RadioSelect,
        initial=CalendarFeed.Covers.MINE,
    )


class CalendarAddress(Page):
    """Make a private address for one's calendar, shown once, or revoke it."""

    permission = SIGNED_IN

    def get(self, request):
        return self.shown(CoversForm())

    def post(self, request):
        token = form_tokens.read(request.POST)
        if token is None or not form_tokens.claim(token, user_id=request.user.pk):
            messages.info(request, _("This was already done."))
            return HttpResponseRedirect(reverse("calendar_address"))
        if request.POST.get("action") == "revoke":
            return self.revoked()
        form = CoversForm(request.POST)
        if not form.is_valid():
            return self.shown(form, status=422)
        return self.made(form)

    def made(self, form):
        """The address itself: only this answer ever holds it."""
        secret = calendar_addresses.make(owner=self.request.user, **form.cleaned_data)
        path = reverse("public:calendar", args=[secret])
        return self.shown(form, address=self.request.build_absolute_uri(path))

    def revoked(self):
        calendar_addresses.revoke(owner=self.request.user)
        messages.success(self.request, _("The address leads nowhere any more."))
        return HttpResponseRedirect(reverse("calendar_address"))

    def shown(self, form, *, status: int = 200, address: str = ""):
        context = {
            "page": {"title": _("Calendar")},
            "crumbs": [
                {"label": _("Everything that waits"), "url": reverse("work_list")}
            ],
            "feed": calendar_addresses.of(self.request.user),
            "form": form,
            "address": address,
            "form_token": form_tokens.new(),
        }
        return render(self.request, "home/calendar.html", context, status=status)


class CalendarFile(View):
    """The calendar behind a secret address; every other address answers as if there were nothing."""

    def get(self, request, token):
        try:
            feed = calendar_addresses.find(
                token, asked_from=request.META.get("REMOTE_ADDR", "")
            )
        except calendar_addresses.TooMany:
            return unlogged(HttpResponse(status=429, headers={"Retry-After": "3600"}))
        if feed is None:
            # Answered, not raised: the attempt stays counted.
            return unlogged(not_found(request))
        response = HttpResponse(
            calendars.written(feed, at=timezone.now()),
            content_type="text/calendar; charset=utf-8",
        )
        response["Content-Disposition"] = 'inline; filename="calendar.ics"'
        response["Cache-Control"] = "private, no-store"
        return response


def unlogged(response: HttpResponse) -> HttpResponse:
    """An answer that Django does not write to its log with the address, which may be somebody's secret."""
    response._has_been_logged = True
    return response
