"""Addresses that tell which context the database was given; used by tests/test_context_leak.py only."""

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.http import Http404, HttpResponse, JsonResponse, StreamingHttpResponse
from django.urls import include, path

from cases.models import Household
from core.pages import Page
from core.rules import SIGNED_IN

NAMES = ("mcr.everything", "mcr.municipalities", "mcr.user", "mcr.request")


def told() -> list[str]:
    """The four values row security reads, as they stand on this connection."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT "
            + ", ".join(f"coalesce(current_setting('{n}', true), '')" for n in NAMES)
        )
        return list(cursor.fetchone())


def seen() -> dict:
    return {
        "told": told(),
        "places": sorted(set(Household.objects.values_list("municipality", flat=True))),
    }


class Told(Page):
    permission = SIGNED_IN

    def get(self, request, how):
        answer = seen()
        return getattr(self, how)(answer)

    def page(self, answer):
        return JsonResponse(answer)

    def error(self, answer):
        raise RuntimeError("on purpose")

    def missing(self, answer):
        raise Http404

    def forbidden(self, answer):
        raise PermissionDenied

    def undone(self, answer):
        transaction.set_rollback(True)
        return JsonResponse(answer)

    def failed(self, answer):
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 / 0")

    def fault(self, answer):
        return HttpResponse(status=503)

    def stream(self, answer):
        # Read after the transaction of the request: by then nobody is known.
        return StreamingHttpResponse(repr(seen()["places"]) for _part in range(2))


urlpatterns = [
    path("told/<slug:how>/", Told.as_view(), name="told"),
    path("", include("mcr_portal.urls")),
]
handler404 = "mcr_portal.views.not_found"
handler403 = "mcr_portal.views.forbidden"
handler500 = "mcr_portal.views.server_error"
